"""The forms of the blue patrols on the page 様式, and what ``manage.py papers`` prints of them."""

from blue_patrol.papers.forms import FORMS, LETTERS
from blue_patrol.papers.from_case import office_of
from blue_patrol.presenters.forms import PURPOSES
from casework.paper_shelf import Shelf
from casework.paper_values import Values


def sample_of(number: str) -> Values:
    from blue_patrol.papers.sample import SAMPLES  # invented values: nobody but who prints them needs them

    return SAMPLES[number]()


SHELF = Shelf(
    title="青色防犯パトロール",
    note="要領の様式です。枠は、条文から復元したもので、正本の写しではありません。",
    order=10,
    forms=(*FORMS, *LETTERS),
    purposes=PURPOSES,
    office_of=office_of,
    sample_of=sample_of,
    general="BP-3",
)

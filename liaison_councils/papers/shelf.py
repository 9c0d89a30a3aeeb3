"""The papers of the councils on the page 様式, and what ``manage.py papers`` prints of them."""

from casework.paper_shelf import Shelf
from casework.paper_values import Values
from liaison_councils.papers.forms import FORMS
from liaison_councils.papers.office import office_of
from liaison_councils.presenters.forms import PURPOSES


def sample_of(number: str) -> Values:
    from liaison_councils.papers.sample import (
        SAMPLES,  # invented values: nobody but who prints them needs them
    )

    return SAMPLES[number]()


SHELF = Shelf(
    title="交番・駐在所連絡協議会",
    note="実施要綱に様式の定めはありません。実務に合わせて作ったもので、県に定めのある様式があれば置き換えます。",
    order=20,
    forms=FORMS,
    purposes=PURPOSES,
    office_of=office_of,
    sample_of=sample_of,
)

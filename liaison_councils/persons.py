"""Whose rows of 連絡協議会 are a person each: whoever is, was or may become a member."""

from casework.persons.sources import Source, enter
from casework.presenters import links
from liaison_councils.models import Person, Term

BY_STATION = "署の担当者が、委員の頁の「氏名などの訂正」で直します"


def register() -> None:
    facts = ("sex", "address", "phone", "occupation", "body")
    enter(
        Source(
            "委員", Person, "name", "kana", "birth_date", facts, _page, lambda row: (BY_STATION, _page(row))
        )
    )


def _page(row) -> str:
    """The page of the last time that the person was chosen."""
    term = Term.objects.filter(person=row).order_by("-starts_on", "-pk").values_list("pk", flat=True).first()
    return links.to("council_term", term) if term else ""

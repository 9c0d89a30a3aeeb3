"""Taking a registration of lists out again: what stands against it, and the order in which its rows go."""

from casework.models import Comment, IssuedPaper
from casework.permissions import Reason
from casework.registering import undo
from casework.registering.undo import hung_on, moved, rows, some

COUNCIL, TERM, PERSON = (
    "liaison_councils.Council",
    "liaison_councils.Term",
    "liaison_councils.Person",
)
AREA, EVENT, OFFICER = (
    "liaison_councils.CouncilArea",
    "liaison_councils.CouncilEvent",
    "liaison_councils.CouncilOfficer",
)
OUT = (TERM, OFFICER, EVENT, AREA, COUNCIL, PERSON)  # what points goes before what is pointed at
NAME = {COUNCIL: "name", TERM: "person__name", PERSON: "name"}
BESIDE = (Comment, IssuedPaper)  # what names its case by label and key


def gaps(registration) -> list[Reason]:
    """Why it cannot be undone: what later acts touched, by the names of councils and members."""
    return [
        Reason(f"登録の後に、{what}（{some(touched)}）。取り消さずに、協議会や委員の頁で改めてください。", clause)
        for what, clause, touched in (
            ("協議会の手続が進みました", "LC-3-1", _names(COUNCIL, moved(registration, COUNCIL))),
            ("委員の手続が進みました", "LC-3-5", _names(TERM, moved(registration, TERM))),
            ("協議会の会議・意見・委員などの記録が加わりました", "LC-5-1", _touched(registration, COUNCIL)),
            ("委員の出席・訪問・任期などの記録が加わりました", "LC-3-5", [n for label in (TERM, PERSON) for n in _touched(registration, label)]),
            ("書込みや書類が加わりました", "", _beside(registration)),
        )
        if touched
    ]  # fmt: skip


def _names(label: str, found) -> list[str]:
    return list(found.values_list(NAME[label], flat=True))


def _touched(registration, label: str) -> list[str]:
    return _names(label, rows(registration, label).filter(pk__in=hung_on(registration, label)))


def _beside(registration) -> list[str]:
    found: list[str] = []
    for label in (COUNCIL, TERM):
        keys = registration.made.get(label, ())
        for model in BESIDE:
            named = model.objects.filter(case_label=label, case_pk__in=keys).values("case_pk")
            found += _names(label, rows(registration, label).filter(pk__in=named))
    return found


def take_out(registration, act) -> None:
    """Raises Refused when a later act was faster."""
    undo.take_out(registration, act, held=(COUNCIL, TERM, PERSON), order=OUT)

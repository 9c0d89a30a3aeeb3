"""What stations reported of a parcel, and what headquarters has to make, send or destroy because of it (BP-5-4)."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from blue_patrol.models import Credential, Kind, Place
from blue_patrol.models.arrival import UNREPLACED
from blue_patrol.models.parcels import BROUGHT_BACK, HERE_AND_AFTER
from casework.presenters import links

ARRIVALS = ("arrive", "take_in_after")
AT_HEADQUARTERS = (Place.BLANK, Place.PRINTED, Place.SEALED)
SAID = {"missing": "届いていない", "spoiled": "傷んでいる"}


@dataclass
class Parcel:
    """What headquarters has to do about one case: its key, group and station, a sentence, the page of the act."""

    case_pk: int
    group: str
    station: str
    words: str
    label: str
    url: str
    count: int = 0


def unreplaced() -> Q:
    """Things that headquarters is to make anew now."""
    return UNREPLACED & Q(application__state__in=HERE_AND_AFTER)


def to_do_after() -> Q:
    """Things of a parcel that ask something of headquarters after it was sent: to make, to send, to destroy."""
    made_anew = Q(application__state__in=HERE_AND_AFTER, state__in=AT_HEADQUARTERS)
    back = Q(application__state__in=BROUGHT_BACK, state=Place.SENT_TO_HQ, handed_over_on=None, returned=None)
    return unreplaced() | made_anew | back


def reported(actor) -> list[Parcel]:
    """One line a case and thing to do, oldest case first; one query."""
    rows = Credential.objects.of(actor).filter(to_do_after(), handed_over_on=None)
    rows = rows.annotate(is_unreplaced=unreplaced()).select_related(
        "application__group", "application__demonstration", "station"
    )
    found: dict[tuple[int, str], Parcel] = {}
    for thing in rows.order_by("application_id", "pk"):
        for name, words, label in _to_do(thing):
            key = (thing.application_id, name)
            parcel = found.setdefault(
                key,
                Parcel(
                    thing.application_id, thing.application.subject, thing.station.name, words, label,
                    links.to(name, thing.application_id),
                ),
            )  # fmt: skip
            parcel.count += 1
    return list(found.values())


def _to_do(thing) -> list[tuple[str, str, str]]:
    """(page, words, label on the button) of what one thing asks for."""
    if thing.state in AT_HEADQUARTERS:
        return [("send_after", "作り直したものを追って送る", "追送を開く")]
    asked = []
    if thing.is_unreplaced:
        asked.append(("replace", "傷み・不足の報告がある", "作り直す"))
    if thing.state == Place.SENT_TO_HQ:
        asked.append(("destroy_returned", "返送されたものがある", "廃棄を記録する"))
    return asked


def notes(history) -> dict[int, str]:
    """Thing's key → what was reported of it and what was seen, from the acts of arrival."""
    found: dict[int, str] = {}
    for row in history:
        if row.transition in ARRIVALS:
            content = _content(row)
            for name, word in SAID.items():
                found |= {int(key): f"{word}：{note}" for key, note in (content.get(name) or {}).items()}
    return found


def _content(row) -> dict:
    payload = getattr(row, "payload", None)
    return (payload.content if payload else None) or {}


@dataclass
class Receipt:
    """One arrival as the slip shows it: rows of (kind, thing, word, note); ``reported``: how many are not whole."""

    on: date
    by: str
    is_after: bool
    rows: list[tuple] = field(default_factory=list)

    @property
    def reported(self) -> int:
        return sum(word != "届いた" for _, _, word, _ in self.rows)


def receipts(history, things) -> list[Receipt]:
    """The acts of arrival, oldest first, each with the things that it looked at."""
    by_key = {thing.pk: thing for thing in things}
    found = []
    for row in sorted((row for row in history if row.transition in ARRIVALS), key=lambda row: row.seq):
        is_after = row.transition == "take_in_after"
        receipt = Receipt(row.on, row.staff_name, is_after)
        for key, word, note in _answers(_content(row), things, is_after):
            thing = by_key[key]
            receipt.rows.append((Kind(thing.kind).label, thing, word, note))
        found.append(receipt)
    return found


def _answers(content: dict, things, is_after: bool) -> list[tuple[int, str, str]]:
    """(key, word, note); an act without keys of what is here looked at everything of its parcel."""
    said = {
        int(key): (word, note)
        for name, word in SAID.items()
        for key, note in (content.get(name) or {}).items()
    }
    looked_at = {*content.get("here", ()), *said}
    if "here" not in content:
        looked_at |= {
            thing.pk for thing in things if bool(thing.replaces_id) == is_after and thing.state != Place.VOID
        }
    return [(thing.pk, *said.get(thing.pk, ("届いた", ""))) for thing in things if thing.pk in looked_at]

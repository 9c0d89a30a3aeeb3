"""The councils that a person is named for (運営責任者 and the like): what of them waits goes with them (LC-3-6)."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import OuterRef

from casework import wareki
from casework.models.packed import counted, packed, unpacked
from casework.presenters import links
from casework.roles import COUNCIL_DESK
from casework.transfers.holdings import Holding, Key, Thing
from casework.workflow import Refused, perform
from liaison_councils.models import Council, CouncilOfficer, CouncilState, Meeting, Opinion, Term
from liaison_councils.views.reading import areas_of, with_areas

HERE = OuterRef("pk")
ENDING = 3  # members named whose terms end first


def _councils(stations: Sequence[int]):
    meetings = Meeting.objects.open().filter(shared__council=HERE).order_by("planned_on", "pk")
    officers = (
        CouncilOfficer.objects.filter(council=HERE, to_on=None).exclude(staff=None).order_by("from_on", "pk")
    )
    terms = Term.objects.in_force().filter(council=HERE).order_by("ends_on", "pk")
    rows = Council.objects.filter(station__in=stations).exclude(state=CouncilState.ABOLISHED)
    return rows.select_related("station", "koban").annotate(
        covers=areas_of(HERE), named=packed(officers, "role", "staff_id"), coming=packed(meetings[:1], "planned_on", "place"),
        ending=packed(terms[:ENDING], "ends_on"), serving=counted(terms, "council"),
        open_opinions=counted(Opinion.objects.open().filter(council=HERE), "council"),
    ).order_by("order_key", "pk")  # fmt: skip


def things(stations: Sequence[int]) -> list[Thing]:
    """Each council once a person of the staff list who is named for it; one query."""
    found = []
    for council in map(with_areas, _councils(stations)):
        roles: dict[int | None, list[str]] = {}
        for officer in unpacked(CouncilOfficer, council.named):
            roles.setdefault(officer.staff_id, []).append(officer.get_role_display())
        found += [_thing(council, staff, mine) for staff, mine in roles.items()]
    return found


def _thing(council: Any, holder: int | None, roles: list[str]) -> Thing:
    coming, ending = unpacked(Meeting, council.coming), unpacked(Term, council.ending)
    meeting = coming[0] if coming else None
    when = (
        wareki.format_short(meeting.planned_on)
        if meeting and meeting.planned_on
        else "日は未定"
        if meeting
        else "予定なし"
    )
    terms = f"委員{council.serving}人" + (
        f"　{wareki.format_short(ending[0].ends_on)}から終わる" if ending and ending[0].ends_on else ""
    )
    cells = (
        "・".join(dict.fromkeys(roles)), f"{when}　{meeting.place if meeting else ''}".strip(), terms,
        f"未了{council.open_opinions}件" if council.open_opinions else "なし",
    )  # fmt: skip
    return Thing(
        council, holder, council.name, cells, links.to("council", council.pk), frozenset(council.koban_ids())
    )


def counts(stations: Sequence[int]) -> Iterable[tuple[int, int | None, frozenset[int], int]]:
    for thing in things(stations):
        yield thing.case.station_id, thing.holder, thing.koban, 1


def give(lot: Sequence[Thing], to, note: str, by) -> dict[Key, str]:
    """Each through the door; one that is refused leaves the others."""
    why = {}
    for thing in lot:
        told = {"from": thing.holder, "to": to.pk, "rank": to.rank, "name": to.name, "note": note}
        try:
            perform(Council.objects.get(pk=thing.case.pk), "hand_over", by=by, **told)
            why[thing.key] = ""
        except Refused as error:
            why[thing.key] = "".join(reason.sentence for reason in error.reasons)
    return why


COUNCILS = Holding(
    code="councils", label="連絡協議会", counted="件", heads=("役", "次の会議", "委員と任期", "意見・要望"), permission="read_councils",
    roles=COUNCIL_DESK, things=things, counts=counts, hand_over=give,
)  # fmt: skip

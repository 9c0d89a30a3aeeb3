"""What a person of a station has in hand among the patrols (担当): applications, returns, revocations, with their clocks."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Count, QuerySet

from blue_patrol.models import Application, ReturnNotice, ReturnState, Revocation
from blue_patrol.models import RevocationState as R
from blue_patrol.presenters.waiting import AWAITED
from casework import wareki
from casework.assignment import hand_over
from casework.models import Deadline
from casework.models.road import RoadState as S
from casework.presenters import links
from casework.roles import STATION_DESK
from casework.transfers.holdings import Holding, Key, Thing

TABLES = (
    (Application, ("group", "demonstration")),
    (Revocation, ("group",)),
    (ReturnNotice, ("group",)),
)
NEXT = {S.RECEIVED: "調査と進達", S.FORWARDED: "本部の審査・決裁を待つ", S.APPROVED: "本部の送付を待つ"}
OF_A_RETURN = {
    ReturnState.RECEIVED: "署長の進達", ReturnState.FORWARDED: "本部の確認を待つ", ReturnState.SENT_BACK: "差戻しへの回答",
    ReturnState.ACCEPTED: "本部の通知を待つ",
}  # fmt: skip
OF_A_REVOCATION = {
    R.FOUND: "指導または報告", R.GUIDED: "是正の確認または報告", R.SENT_BACK: "差戻しへの回答", R.NOTICE_SENT: "通知書の交付",
    R.NOTICE_UNDELIVERED: "通知書の再度の交付", R.NOTICE_DELIVERED: "交付の報告",
}  # fmt: skip


def next_of(case) -> str:
    """What is to be done next with an open case: 調査と進達."""
    if isinstance(case, ReturnNotice):
        return OF_A_RETURN[ReturnState(case.state)]
    if isinstance(case, Revocation):
        return OF_A_REVOCATION.get(R(case.state), "本部の手続を待つ")
    return NEXT.get(S(case.state)) or AWAITED[S(case.state)] if case.state in AWAITED else ""


def clock_words(clocks: list[Deadline]) -> str:
    """The open clocks of a case, those of one title together: 自動車検査証への記載2件 R8. 9.16."""
    told = []
    for title in dict.fromkeys(clock.title for clock in clocks):
        due = [clock.due_on for clock in clocks if clock.title == title]
        days = [day for day in due if day]
        number = f"{len(due)}件" if len(due) > 1 else ""
        told.append(f"{title}{number}　{wareki.format_short(min(days)) if days else '速やかに'}")
    return "、".join(told)


def things(stations: Sequence[int]) -> list[Thing]:
    """The open cases of the stations by procedure, in their order; four queries."""
    cases = [
        case
        for model, related in TABLES
        for case in _open(model, stations).select_related("station", *related)
    ]
    clocks = _clocks(stations, cases)
    return [_thing(case, clocks[case._meta.label, case.pk]) for case in cases]


def _open(model, stations: Sequence[int]) -> QuerySet:
    return model.objects.filter(station__in=stations).open().order_by("pk")


def _clocks(stations: Sequence[int], cases: list) -> dict[Key, list[Deadline]]:
    rows = Deadline.objects.open().filter(station__in=stations, case_pk__in={case.pk for case in cases})
    found: dict[Key, list[Deadline]] = defaultdict(list)
    for clock in rows.order_by("due_on", "pk"):
        found[clock.case_label, clock.case_pk].append(clock)
    return found


def _thing(case, clocks: list[Deadline]) -> Thing:
    number = case.receipt_number if not isinstance(case, Revocation) else ""
    cells = (
        "　".join(filter(None, (case.procedure, number))), case.get_state_display(), next_of(case), clock_words(clocks)
    )  # fmt: skip
    return Thing(case, case.handler_id, case.subject, cells, links.of_case(case))


def counts(stations: Sequence[int]) -> Iterable[tuple[int, int | None, frozenset[int], int]]:
    for model, _ in TABLES:
        for row in _open(model, stations).order_by().values("station", "handler").annotate(n=Count("pk")):
            yield row["station"], row["handler"], frozenset(), row["n"]


def give(lot: Sequence[Thing], to, note: str, by) -> dict[Key, str]:
    done = hand_over([thing.case for thing in lot], to, note, by)
    return {(each.case._meta.label, each.case.pk): "".join(each.why) for each in done}


CASES = Holding(
    code="cases", label="事案", counted="件", heads=("手続", "状態", "次にすること", "期限"), permission="read_cases",
    roles=STATION_DESK, things=things, counts=counts, hand_over=give,
)  # fmt: skip

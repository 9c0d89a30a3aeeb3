"""What waits for a desk beside the applications: returns and revocations, read with the row of each station."""

from datetime import date

from django.db.models import Exists, OuterRef

from blue_patrol.models import ClockRemark, Guidance, ReturnNotice, ReturnState, Revocation
from blue_patrol.models import RevocationState as R
from blue_patrol.models.revocation.facts import AT_THE_DESK
from blue_patrol.views.activity import quiet_standings
from casework import homes
from casework.models import Attachment, DecisionStep, ReturnReason, StateChange, Station
from casework.models.packed import counted, packed, part, unpacked
from casework.models.remarks import RemarkState
from casework.presenters import links
from casework.roles import Role

LABEL, SHOWN = Revocation._meta.label, 20
BESIDE = {"case_label": LABEL, "case_pk": OuterRef("pk")}
HERE = OuterRef("pk")  # the station around
AT_STATION = {
    R.FOUND: "指導または報告をする", R.GUIDED: "指導の結果を見て、是正か報告をする", R.SENT_BACK: "差戻しに応じる",
    R.NOTICE_SENT: "通知書を交付する", R.NOTICE_UNDELIVERED: "通知書をもう一度交付する", R.NOTICE_DELIVERED: "交付を本部へ報告する",
}  # fmt: skip
AT_HEADQUARTERS = {R.DECIDED: "通知書を送る", R.DELIVERY_REPORTED: "運輸支局等へ通知する"}
CHIEFS_WORD = "報告する（署長）"
OWN_STEP = "（あなたの段階）"
OF_A_RETURN = ("state", "receipt_number", "received_on", "forwarded_on")
OF_A_REVOCATION = (
    "state",
    "grounds",
    "found_on",
    "is_minor",
    "severity_reason",
    "beyond_guidance",
    "statement",
)


def at_station(actor, today: date) -> Station:
    """The actor's station with ``returned`` (returns), ``remarked`` (to answer), ``revoked`` (see ``_of_the_station``) and ``quiet`` (a number).

    With what the sections of other applications want of it.
    """
    returns = ReturnNotice.objects.filter(station=HERE).awaiting_station().order_by("received_on", "pk")
    revocations = Revocation.objects.filter(station=HERE).awaiting_station().order_by("found_on", "pk")
    results = Guidance.objects.filter(revocation=OuterRef("pk")).order_by("given_on", "pk")
    station = Station.objects.annotate(
        returned=_returns(returns), remarked=_remarks(RemarkState.MADE), quiet=counted(quiet_standings(actor, today).filter(station=HERE), "station"),
        revoked=packed(
            revocations[:SHOWN], *OF_A_REVOCATION, group=part("group", "name"), certification=part("certification", "state"),
            evidence=counted(Attachment.objects.filter(**BESIDE, removed_on=None), "case_pk"),
            unanswered=Exists(ReturnReason.objects.filter(**BESIDE).unanswered()),
            results=packed(results, "result"),
        ),
        **homes.rows_for(actor, today),
    ).get(pk=actor.station.pk)  # fmt: skip
    station.returned = unpacked(ReturnNotice, station.returned)
    station.remarked = unpacked(ClockRemark, station.remarked)
    station.revoked = _of_the_station(unpacked(Revocation, station.revoked), actor)
    return station


def _remarks(state: RemarkState):
    rows = ClockRemark.objects.filter(station=HERE, state=state).order_by("made_on", "pk")[:SHOWN]
    return packed(rows, "state", "text", "made_on", "due_on", deadline=part("deadline", "title", "subject"))


def _returns(rows):
    return packed(rows[:SHOWN], *OF_A_RETURN, group=part("group", "name"))


def _of_the_station(cases: list[Revocation], actor) -> list[tuple]:
    """(case, what is next, its page): oldest first; the chief sees what can be reported now."""
    chief = actor.role == Role.STATION_CHIEF
    found = []
    for case in cases:
        _answers_from_what_was_read(case)
        ready = case.state in AT_THE_DESK and not case.report_gaps()
        if ready or not chief:
            found.append((case, CHIEFS_WORD if ready else AT_STATION[R(case.state)], _page(case)))
    return found


def _answers_from_what_was_read(case) -> None:
    """The guards of its report ask no query."""
    case.attached = lambda: [None] * case.evidence
    case.reasons_are_open = lambda: case.unanswered
    case.guidance_results = lambda: [row["result"] for row in case.results]


def for_headquarters(actor) -> dict:
    """What ``desks.stations`` reads with every station: ``returned``, ``remarked`` and ``revoked``."""
    returns = ReturnNotice.objects.filter(station=HERE, state=ReturnState.FORWARDED).order_by(
        "forwarded_on", "pk"
    )
    revocations = Revocation.objects.filter(station=HERE).awaiting_headquarters().order_by("found_on", "pk")
    hands = StateChange.objects.filter(**BESIDE, staff=actor.staff, transition__in=Revocation.hands_on_acts)
    steps = DecisionStep.objects.filter(**BESIDE, is_void=False, outcome="").order_by("order", "pk")
    return {
        "returned": _returns(returns), "remarked": _remarks(RemarkState.ANSWERED),
        "revoked": packed(
            revocations[:SHOWN], "state", "grounds", "found_on", group=part("group", "name"), my_hands=Exists(hands),
            waiting=packed(steps, "order", "kind", "title", "level", "duty", "is_delegated"),
        ),
    }  # fmt: skip


def at_headquarters(stations: list[Station], actor) -> tuple[list[ReturnNotice], list[tuple]]:
    """Of all stations the returns, and the revocations (case, what is next, its page): oldest first."""
    returns, revocations = [], []
    for station in stations:
        returns += _here(station, unpacked(ReturnNotice, station.returned))
        revocations += _here(station, unpacked(Revocation, station.revoked))
    returns.sort(key=lambda notice: (notice.forwarded_on, notice.pk))
    revocations.sort(key=lambda case: (case.found_on, case.pk))
    return returns, [
        (case, *_next(case, unpacked(DecisionStep, case.waiting), actor)) for case in revocations
    ]


def answered_remarks(stations: list[Station]) -> list[ClockRemark]:
    """Those that wait for headquarters, the first to be made first."""
    found = [row for station in stations for row in _here(station, unpacked(ClockRemark, station.remarked))]
    return sorted(found, key=lambda remark: (remark.made_on, remark.pk))


def _here(station: Station, rows: list) -> list:
    for row in rows:
        row.station = station
    return rows


def own(rows: list[tuple]) -> list[tuple]:
    """Of what waits at headquarters the cases whose open step is the actor's."""
    return [row for row in rows if row[1].endswith(OWN_STEP)]


def _next(case, waiting: list[DecisionStep], actor) -> tuple[str, str]:
    """(what is next, its page)."""
    if case.state != R.GROUND_REPORTED:
        return AT_HEADQUARTERS[R(case.state)], _page(case)
    steps = [step for step in waiting if step.order == waiting[0].order]
    if case.my_hands or not any(step.is_for(actor.post) for step in steps):
        return f"{'、'.join(step.title for step in steps)}を待っている", _page(case)
    word = "決裁する" if any(step.is_final for step in steps) else "審査する"
    return f"{word}{OWN_STEP}", links.to("revocation_decide", case.pk)


def _page(case) -> str:
    return links.to("revocation", case.pk)

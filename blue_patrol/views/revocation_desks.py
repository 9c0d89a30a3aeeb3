"""What of 取消し waits for a desk: on the first pages of the station and of headquarters, in two queries each."""

from collections import defaultdict

from django.db.models import Exists, OuterRef, Q

from blue_patrol.models import Revocation
from blue_patrol.models import RevocationState as R
from blue_patrol.models.revocation_facts import AT_THE_DESK, WITH_HEADQUARTERS
from blue_patrol.models.waiting import counted
from blue_patrol.presenters import links
from casework.models import Attachment, DecisionStep, ReturnReason, StateChange
from casework.roles import Role

LABEL, SHOWN = Revocation._meta.label, 20
BESIDE = {"case_label": LABEL, "case_pk": OuterRef("pk")}
AT_STATION = {
    R.FOUND: "指導または報告をする", R.GUIDED: "指導の結果を見て、是正か報告をする", R.SENT_BACK: "差戻しに応じる",
    R.NOTICE_SENT: "通知書を交付する", R.NOTICE_UNDELIVERED: "通知書をもう一度交付する", R.NOTICE_DELIVERED: "交付を本部へ報告する",
}  # fmt: skip
AT_HEADQUARTERS = {R.DECIDED: "通知書を送る", R.DELIVERY_REPORTED: "運輸支局等へ通知する"}
CHIEFS_WORD = "報告する（署長）"
OWN_STEP = "（あなたの段階）"


def at_station(actor) -> list[tuple]:
    """(case, what is next, its page): oldest first; the chief sees what can be reported now."""
    chief = actor.role == Role.STATION_CHIEF
    found = []
    for case in _station_rows(actor):
        ready = case.state in AT_THE_DESK and not case.report_gaps()
        if ready or not chief:
            found.append((case, CHIEFS_WORD if ready else AT_STATION[R(case.state)], _page(case)))
    return found


def _station_rows(actor) -> list[Revocation]:
    """Each answers the guards of its report from what has been read."""
    held = Attachment.objects.filter(**BESIDE, removed_on=None)
    rows = Revocation.objects.of(actor).awaiting_station().select_related("group", "certification")
    rows = rows.annotate(
        evidence=counted(held, "case_pk"),
        unanswered=Exists(ReturnReason.objects.filter(**BESIDE).unanswered()),
    )
    found = list(rows.prefetch_related("guidance").order_by("found_on", "pk")[:SHOWN])
    for case in found:
        case.attached = lambda number=case.evidence: [None] * number
        case.reasons_are_open = lambda answer=case.unanswered: answer
    return found


def at_headquarters(actor) -> list[tuple]:
    """The same of headquarters: what waits for a decision names its step; then what a deputy decided (後閲)."""
    rows = DecisionStep.objects.of(actor).filter(case_label=LABEL, is_void=False).order_by("order", "pk")
    waiting, seen_later = defaultdict(list), set()
    for step in rows.filter(Q(outcome="") | Q(as_deputy=True, seen_on=None)):
        if not step.outcome:
            waiting[step.case_pk].append(step)
        elif not actor.is_deputy and step.is_for(actor.post):
            seen_later.add(step.case_pk)
    found, reviews = [], []
    for case in _headquarters_rows(actor, seen_later):
        if case.state in WITH_HEADQUARTERS:
            found.append((case, *_next(case, waiting[case.pk], actor)))
        if case.pk in seen_later:
            reviews.append((case, "後閲する", links.to("revocation_acknowledge", case.pk)))
    return found + reviews


def own(rows: list[tuple]) -> list[tuple]:
    """Of what waits at headquarters the cases whose open step is the actor's."""
    return [row for row in rows if row[1].endswith(OWN_STEP)]


def _headquarters_rows(actor, also: set[int]) -> list[Revocation]:
    hands = StateChange.objects.filter(**BESIDE, staff=actor.staff, transition__in=Revocation.hands_on_acts)
    rows = Revocation.objects.of(actor).filter(Q(state__in=WITH_HEADQUARTERS) | Q(pk__in=also))
    rows = rows.select_related("group", "station").annotate(my_hands=Exists(hands))
    return list(rows.order_by("found_on", "pk")[:SHOWN])


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

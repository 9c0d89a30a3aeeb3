"""What of 取消し waits for a desk: on the first pages of the station and of headquarters."""

from blue_patrol.models import Revocation
from blue_patrol.models import RevocationState as R
from blue_patrol.models.revocation_facts import AT_THE_DESK
from blue_patrol.presenters import links
from casework.models import DecisionStep
from casework.roles import Role

SHOWN = 20
AT_STATION = {
    R.FOUND: "指導または報告をする", R.GUIDED: "指導の結果を見て、是正か報告をする", R.SENT_BACK: "差戻しに応じる",
    R.NOTICE_SENT: "通知書を交付する", R.NOTICE_UNDELIVERED: "通知書をもう一度交付する", R.NOTICE_DELIVERED: "交付を本部へ報告する",
}  # fmt: skip
AT_HEADQUARTERS = {R.DECIDED: "通知書を送る", R.DELIVERY_REPORTED: "運輸支局等へ通知する"}
CHIEFS_WORD = "報告する（署長）"


def at_station(actor) -> list[tuple]:
    """(case, what is next, its page): oldest first; the chief sees what can be reported now."""
    rows = Revocation.objects.of(actor).awaiting_station().select_related("group")
    found = []
    for case in rows.order_by("found_on", "pk")[:SHOWN]:
        ready = case.state in AT_THE_DESK and not case.report_gaps()
        found.append((case, CHIEFS_WORD if ready else AT_STATION[R(case.state)], _page(case), ready))
    chief = actor.role == Role.STATION_CHIEF
    return [(case, words, url) for case, words, url, ready in found if ready or not chief]


def at_headquarters(actor) -> list[tuple]:
    """The same of headquarters: what waits for a decision names its step."""
    rows = Revocation.objects.of(actor).awaiting_headquarters().select_related("group", "station")
    found = []
    for case in rows.order_by("found_on", "pk")[:SHOWN]:
        if case.state != R.GROUND_REPORTED:
            found.append((case, AT_HEADQUARTERS[R(case.state)], _page(case)))
            continue
        steps = case.open_steps()
        if any(step.is_for(actor.post) for step in steps):
            word = "決裁する" if any(step.is_final for step in steps) else "審査する"
            found.append((case, f"{word}（あなたの段階）", links.to("revocation_decide", case.pk)))
        else:
            found.append((case, f"{'、'.join(step.title for step in steps)}を待っている", _page(case)))
    return found + _reviews(actor)


def _reviews(actor) -> list[tuple]:
    """代決 that the holder of this post has not seen yet."""
    if actor.is_deputy or actor.post.division is None:
        return []
    steps = DecisionStep.objects.of(actor).later_reviews().filter(case_label=Revocation._meta.label)
    mine = {step.case_pk for step in steps if step.is_for(actor.post)}
    cases = Revocation.objects.of(actor).filter(pk__in=mine).select_related("group")
    return [(case, "後閲する", links.to("revocation_acknowledge", case.pk)) for case in cases]


def _page(case) -> str:
    return links.to("revocation", case.pk)

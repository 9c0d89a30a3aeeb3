"""The desk of a station: its cases by what must be done next, and the one thing to do first."""

from dataclasses import dataclass

from django.utils.html import format_html

from blue_patrol.presenters import links
from blue_patrol.rules.examination import ITEMS
from casework.models.road import RoadState as S
from casework.roles import Role
from casework.templatetags.case_tags import month_day

FORWARD, EXAMINE = "進達する", "調査する"
CLERKS_GROUPS = ("交付する", "届いたら受領する", "本部へ交付を報告する", "補正の再提出を確かめる", "差戻しに応じる",
                 EXAMINE, "署長の進達を待つ", "入力を終えて受理する")  # fmt: skip
CHIEFS_GROUPS = (FORWARD, "差戻しに応じる", EXAMINE, *CLERKS_GROUPS[:4], CLERKS_GROUPS[-1])
NEXT = {
    S.ARRIVED: "交付する", S.DISPATCHED: "届いたら受領する", S.DELIVERED: "本部へ交付を報告する",
    S.CORRECTION: "補正の再提出を確かめる", S.SENT_BACK: "差戻しに応じる", S.DRAFT: "入力を終えて受理する",
}  # fmt: skip
FIRST = {  # group -> (sentence after the group's name, word on the button, page of the act)
    "交付する": ("へ証明書等を交付する", "交付の窓口を開く", "deliver"),
    "届いたら受領する": ("の証明書等を受領する", "受領を記録する", "arrive"),
    "本部へ交付を報告する": ("への交付を本部へ報告する", "交付を報告する", "report"),
    "補正の再提出を確かめる": ("の補正を確かめ、再提出を受ける", "再提出を受ける", "resubmit"),
    "差戻しに応じる": ("の差戻しに応じる", "事案を開く", "application"),
    EXAMINE: ("の調査をする", "調査票を開く", "examination"),
    FORWARD: ("の申請を進達する", "進達を開く", "forward"),
    "入力を終えて受理する": ("の申請を仕上げる", "事案を開く", "application"),
}
NOT_THE_CHIEFS = ("交付する", "届いたら受領する", "本部へ交付を報告する", "補正の再提出を確かめる", EXAMINE)


@dataclass(frozen=True)
class First:
    title: str
    reason: str
    url: str
    label: str


def grouped(cases, actor) -> list[tuple[str, list]]:
    """(what to do next, its cases oldest first), in the order of urgency; each case gets ``move``."""
    chief = actor.role == Role.STATION_CHIEF
    groups: dict[str, list] = {name: [] for name in (CHIEFS_GROUPS if chief else CLERKS_GROUPS)}
    for case in cases:
        case.move = _move(case)
        groups.setdefault(_next(case, chief), []).append(case)
    return [(name, rows) for name, rows in groups.items() if rows]


def first_of(groups, actor) -> First | None:
    """The oldest case of the most urgent group that this post can do something about."""
    chief = actor.role == Role.STATION_CHIEF
    for name, cases in groups:
        if name not in FIRST or (chief and name in NOT_THE_CHIEFS):
            continue
        case, (words, label, page) = cases[0], FIRST[name]
        return First(
            f"{case.group.name}{words}", format_html("{}。", case.move), links.to(page, case.pk), label
        )
    return None


def _next(case, chief: bool) -> str:
    if case.state != S.RECEIVED:
        return NEXT[S(case.state)]
    if case.judged < len(ITEMS):
        return EXAMINE
    return FORWARD if chief else "署長の進達を待つ"


def _move(case):
    """One line on where the case stands."""
    days = {S.ARRIVED: ("{}に署へ届いた", case.arrived_on), S.DISPATCHED: ("本部が{}に送った", case.dispatched_on),
            S.DELIVERED: ("{}に交付した。報告が残っている", case.delivered_on)}  # fmt: skip
    if case.state in days:
        words, day = days[S(case.state)]
        return format_html(words, month_day(day))
    return {
        S.DRAFT: "入力の途中", S.CORRECTION: "補正を求めている", S.SENT_BACK: "本部から差し戻された",
    }.get(S(case.state), f"調査{len(ITEMS)}項目のうち{case.judged}項目が済み")  # fmt: skip

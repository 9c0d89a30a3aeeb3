"""The desk of a station: its cases by what must be done next, and the one thing to do first."""

from dataclasses import dataclass

from django.utils.html import format_html

from blue_patrol.models import Procedure, ReturnState
from blue_patrol.rules import attachments
from casework.models.road import RoadState as S
from casework.presenters import links
from casework.roles import Role
from casework.templatetags.case_tags import month_day

FORWARD, EXAMINE, ANSWER = "進達する", "調査する", "差戻しに応じる"
REPORT = "本部へ交付を報告する"
LACKING, WAITING = "進達の前に足りないものがある", "署長の進達を待つ"
AFTER = "追送を待って交付する"
RUN = "デモ等用標章を受け取り、本部へ送る"
GROUPS = (FORWARD, "交付する", "届いたら受領する", REPORT, RUN, "補正の再提出を確かめる", ANSWER,
          EXAMINE, LACKING, AFTER, WAITING, "入力を終えて受理する")  # fmt: skip
NEXT = {
    S.ARRIVED: "交付する", S.DISPATCHED: "届いたら受領する", S.DELIVERED: REPORT,
    S.CORRECTION: "補正の再提出を確かめる", S.DRAFT: "入力を終えて受理する",
}  # fmt: skip
FIRST = {  # group -> (sentence after the group's name, word on the button, page of the act)
    "交付する": ("へ証明書等を交付する", "交付の窓口を開く", "deliver"),
    "届いたら受領する": ("の証明書等を受領する", "受領を記録する", "arrive"),
    RUN: ("のデモ等用標章の返納を受ける", "事案を開く", "application"),
    REPORT: ("への交付を本部へ報告する", "交付を報告する", "report"),
    "補正の再提出を確かめる": ("の補正を確かめ、再提出を受ける", "再提出を受ける", "resubmit"),
    ANSWER: ("の差戻しに応じる", "事案を開く", "application"),
    EXAMINE: ("の調査をする", "調査票を開く", "examination"),
    LACKING: ("の進達に足りないものをそろえる", "事案を開く", "application"),
    FORWARD: ("の申請を進達する", "進達を開く", "forward"),
    "入力を終えて受理する": ("の申請を仕上げる", "事案を開く", "application"),
}
RETURNS = {ReturnState.RECEIVED: "署長が進達する", ReturnState.SENT_BACK: "差戻しに回答する"}


@dataclass(frozen=True)
class First:
    title: str
    reason: str
    url: str
    label: str


Groups = list[tuple[str, list]]


def desks_of(cases, actor) -> tuple[Groups, Groups]:
    """The actor's desk and the rest of the station's: (what to do next, its cases oldest first), most urgent first.

    The chief's desk holds what can be forwarded now; the clerk's holds all. Each case gets ``move``.
    """
    chief = actor.role == Role.STATION_CHIEF
    found: dict[str, list] = {name: [] for name in GROUPS}
    for case in cases:
        case.move = _move(case)
        found[_next(case, chief)].append(case)
    for rows in found.values():
        rows.sort(key=lambda case: not (came_again(case) and case.handler_id == actor.staff.pk))
    groups = [(name, rows) for name, rows in found.items() if rows]
    mine = [group for group in groups if not chief or group[0] == FORWARD]
    return mine, [group for group in groups if group not in mine]


def came_again(case) -> bool:
    """再提出: what its handler asked for has come; it stands on top of its group."""
    return case.state == S.RECEIVED and case.resubmitted


def first_of(groups: Groups) -> First | None:
    """The oldest case of the most urgent group that one can do something about."""
    for name, cases in groups:
        if name not in FIRST:
            continue
        case, (words, label, page) = cases[0], FIRST[name]
        return First(f"{case.subject}{words}", format_html("{}。", case.move), links.to(page, case.pk), label)
    return None


def first_beside(returns, revocations) -> First | None:
    """The oldest return or revocation that waits for the desk, where no application does."""
    for notice in returns:
        url, words = links.to("return_notice", notice.pk), RETURNS[ReturnState(notice.state)]
        return First(f"{notice.group.name}の返納", f"{words}。", url, "返納を開く")
    for case, words, url in revocations:
        return First(f"{case.group.name}の証明の取消し", f"{words}。", url, "取消しの事案を開く")
    return None


def returns_of(returns, actor) -> list:
    """Of the returns that wait for the station those that the post goes on with: the chief forwards, the clerk answers."""
    own = ReturnState.RECEIVED if actor.role == Role.STATION_CHIEF else ReturnState.SENT_BACK
    return [notice for notice in returns if notice.state == own]


def _next(case, chief: bool) -> str:
    if case.state == S.ARRIVED and case.incomplete:
        return AFTER
    if case.state == S.DELIVERED and case.case_label == Procedure.DEMONSTRATION:
        return RUN
    if case.state not in (S.RECEIVED, S.SENT_BACK):
        return NEXT[S(case.state)]
    if _waits_for_answers(case):
        return ANSWER
    if case.judged < case.item_count:
        return EXAMINE
    if _lacks(case):
        return LACKING
    return FORWARD if chief else WAITING


def _waits_for_answers(case) -> bool:
    return case.state == S.SENT_BACK and case.open_reasons


def _lacks(case) -> list[str]:
    """What an examined case still needs before it is forwarded, as the guard of the step asks it."""
    if case.case_label != Procedure.CERTIFICATION:
        return ["「否」とした項目への指導"] if case.unguided else []
    of_the_car = {attachments.LAMP.code, attachments.LAMP_DATA.code, attachments.MARKING.code}
    wanted = of_the_car | ({attachments.AREA_MAP.code} if case.needs_map else set())
    papers = case.bare_car or wanted.difference(case.kinds)
    has_proof = attachments.PROOF_OF_STANDING.code in case.kinds
    lacks = {
        "申請の添付": papers,
        "「否」とした項目への指導": case.unguided,
        "団体の区分の疎明資料": attachments.missing_proof(case.group.group_type, has_proof=has_proof),
    }
    return [words for words, is_lacking in lacks.items() if is_lacking]


def _move(case):
    """One line on where the case stands."""
    days = {S.ARRIVED: ("{}に署へ届いた", case.arrived_on), S.DISPATCHED: ("本部が{}に送った", case.dispatched_on),
            S.DELIVERED: ("{}に交付した。報告が残っている", case.delivered_on)}  # fmt: skip
    if case.state in days:
        if case.state == S.ARRIVED and case.incomplete:
            return "追送が届いたら受領する" if case.incoming else "傷み・不足の分を、本部が作り直す"
        words, day = days[S(case.state)]
        if case.case_label == Procedure.DEMONSTRATION and case.state == S.DELIVERED:
            words = "{}に交付した。標章の返納と返送が残っている"
        return format_html(words, month_day(day))
    if case.state in (S.DRAFT, S.CORRECTION):
        return "入力の途中" if case.state == S.DRAFT else "補正を求めている"
    if _waits_for_answers(case):
        return "本部から差し戻された"
    if case.judged < case.item_count:
        again = "再提出。" if came_again(case) else ""
        return f"{again}調査{case.item_count}項目のうち{case.judged}項目が済み"
    if lacks := _lacks(case):
        return f"{'と'.join(lacks)}がまだない"
    if came_again(case):
        return f"再提出。調査{case.item_count}項目が済み"
    return "差戻しに答えた" if case.state == S.SENT_BACK else f"調査{case.item_count}項目が済み"

"""What a later request says, as lines of its page."""

from blue_patrol.models import Procedure
from blue_patrol.presenters import application
from casework import wareki


def facts(case, also=()) -> list[tuple]:
    """(label, value, clause) of a request of any procedure."""
    return FACTS[Procedure(case.case_label)](case, also)


def _standing(case) -> list[tuple]:
    held = case.certification
    delivered = f"（{wareki.format_long(held.delivered_on)} 交付）" if held.delivered_on else ""
    return [("証明書番号", f"{held.number}{delivered}", "")]


def reissue_facts(case, also=()) -> list[tuple]:
    claim = case.reissue_claim
    report = f"{claim.lost_report_station}　{claim.lost_report_number}".strip()
    rows = [
        *_standing(case),
        ("再交付を求めるもの", "、".join(case.contents()), "BP-6-1"),
        ("紛失などの日と場所", f"{wareki.format_long(claim.occurred_on) if claim.occurred_on else ''}　{claim.occurred_at}".strip(), ""),
        ("状況", claim.circumstances, ""),
        ("遺失届", report, "") if report else None,
        ("申請年月日", case.applied_on, ""),
        *application.later_facts(case),
    ]  # fmt: skip
    return [row for row in rows if row]


def demonstration_facts(case, also=()) -> list[tuple]:
    plan = case.demonstration
    asked = "　".join(
        filter(None, (plan.requester_name, plan.requester_representative, plan.requester_phone))
    )
    reserve = f"（予備日 {wareki.format_long(plan.reserve_on)}）" if plan.reserve_on else ""
    rows = [
        *(_standing(case) if case.certification else ()),
        ("求めた団体", asked or "署長の要請（申請者はいません）", "BP-10-1-2" if case.is_own_request else "BP-10-1-1-a"),
        ("種別と名称", f"{plan.kind_words}　{plan.title}", ""),
        ("日時", f"{wareki.format_long(plan.held_on, weekday=True)}　{plan.hours}{reserve}", ""),
        ("場所・経路", f"{plan.place}　{plan.route}".strip(), ""),
        ("目的・理由", plan.purpose, "BP-10-1-1-b"),
        ("概要", plan.outline, "BP-10-1-2") if plan.outline else None,
        ("参加人員", f"{plan.participants}人" if plan.participants else "", ""),
        ("実施責任者", f"{plan.responsible_name}　{plan.responsible_phone}", ""),
        ("交通", _traffic(plan), "BP-10-6"),
        ("申請年月日", case.applied_on, ""),
        *application.later_facts(case),
    ]  # fmt: skip
    return [row for row in rows if row]


def _traffic(plan) -> str:
    if not plan.affects_traffic:
        return "影響はない"
    day = (
        f"{wareki.format_long(plan.traffic_consulted_on)}に協議" if plan.traffic_consulted_on else "協議の前"
    )
    permit = {None: "未定", True: f"要る　{plan.permit_number}".strip(), False: "要らない"}[
        plan.permit_needed
    ]
    return f"影響がある。{day}　{plan.traffic_result}（道路使用許可：{permit}）"


def change_facts(case, also=()) -> list[tuple]:
    request = case.change_request
    forms = "・".join(f"様式第{number}" for number in case.request_forms)
    return [
        row
        for row in (
            *_standing(case),
            ("申請書", forms, "BP-7-1"),
            ("変更年月日", request.effective_on, ""),
            ("変更の理由", request.reason, "BP-7-1"),
            ("申請年月日", case.applied_on, ""),
            *application.later_facts(case),
        )
        if row
    ]


FACTS = {
    Procedure.CERTIFICATION: application.facts,
    Procedure.REISSUE: reissue_facts,
    Procedure.DEMONSTRATION: demonstration_facts,
    Procedure.CHANGE: change_facts,
}
CLOCKS = {  # what begins with the delivery, and its clause
    Procedure.CERTIFICATION: ("交付すると、検査証への記載などの期限が始まります。", "BP-5-5-1"),
    Procedure.DEMONSTRATION: ("交付すると、標章の返納を待つ期間を、運行の日から数えます。", "BP-10-5-1"),
    Procedure.REISSUE: ("交付すると、本部への報告の期限が始まります。", "BP-6-3-1"),
}


def clocks_to_come(case) -> tuple[str, str]:
    """(sentence, clause) of the clocks of a case that is not delivered yet."""
    return CLOCKS.get(Procedure(case.case_label), CLOCKS[Procedure.CERTIFICATION])

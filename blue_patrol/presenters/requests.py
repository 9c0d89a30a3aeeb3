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


FACTS = {Procedure.CERTIFICATION: application.facts, Procedure.REISSUE: reissue_facts}
CLOCKS = {  # what begins with the delivery, and its clause
    Procedure.CERTIFICATION: ("交付すると、検査証への記載などの期限が始まります。", "BP-5-5-1"),
    Procedure.REISSUE: ("交付すると、本部への報告の期限が始まります。", "BP-6-3-1"),
}


def clocks_to_come(case) -> tuple[str, str]:
    """(sentence, clause) of the clocks of a case that is not delivered yet."""
    return CLOCKS.get(Procedure(case.case_label), CLOCKS[Procedure.CERTIFICATION])

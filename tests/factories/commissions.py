"""Commissions as the tests need them, led there by their proper acts."""

from blue_patrol.models import Commission
from blue_patrol.rules import commissions as rules
from casework.workflow import perform
from tests.factories.applications import DAY


def told(**changed) -> dict:
    """What the clerk found out: every criterion met unless named (b="unmet")."""
    criteria = [
        {"code": point.code, "result": changed.pop(point.code, "met"), "note": "書類で確かめた"}
        for point in rules.CRITERIA
    ]
    return {
        "name": "桜見坂学区防犯パトロール隊", "representative": "隊長　青葉 守", "address": "桜見市坂上町一丁目2番3号",
        "recipient": "group", "people": "", "wished_on": DAY, "area": "桜見坂小学校区", "within_district": True,
        "criteria": criteria, "acknowledged": {},
    } | changed  # fmt: skip


def considered(desks, group=None, on=DAY, **changed) -> Commission:
    return now(Commission.consider(by=desks.clerk, on=on, group=group, **told(**changed)))


def commissioned(desks, group=None, on=DAY, **changed) -> Commission:
    case = considered(desks, group, on, **changed)
    perform(
        case, "commission", by=desks.chief, on=on, note="地域の実情による", guided=list(rules.GUIDANCE_CODES),
        document_number="試生発第1号",
    )  # fmt: skip
    return now(case)


def released(desks, group=None, on=DAY, ground="own_wish", **changed) -> Commission:
    case = commissioned(desks, group, on, **changed)
    perform(case, "release", by=desks.chief, on=on, ground=ground, note="団体が解散した")
    return now(case)


def now(case) -> Commission:
    return Commission.objects.select_related("group", "station__prefecture").get(pk=case.pk)

"""What stands against an act on a commission (第12): gaps before the click, problems of what was typed."""

from datetime import date

from django.utils import timezone

from blue_patrol.models.groups import Group
from blue_patrol.rules import commissions as rules
from casework import wareki
from casework.models.acts import InOrderOfDays
from casework.permissions import Reason

EXISTS = "この団体の委嘱（検討中のものを含みます）が、すでにあります。"


class CommissionChecks(InOrderOfDays):
    """Mixed into the commission."""

    def last_day(self) -> date:
        """The day of the last step; no later act lies before it."""
        return max(filter(None, (self.wished_on, self.decided_on, self.released_on)))

    def consider_problems(self, act) -> list[Reason]:
        return self.considered_problems(act.details, act.on)

    def considered_problems(self, told: dict, on: date) -> list[Reason]:
        """People are named when people are commissioned; the wish lies before its entry."""
        problems = []
        if on > timezone.localdate():
            problems.append(Reason("先の日付は記録できません。", field="on"))
        if told["recipient"] == self.Recipient.PEOPLE and not told["people"].strip():
            problems.append(Reason("委嘱する構成員の氏名を書いてください。", "BP-12-1", field="people"))
        if told["wished_on"] > on:
            problems.append(Reason("申出のあった日は、きょうまでの日にしてください。", field="wished_on"))
        if told["recipient"] == self.Recipient.GROUP and self.fellows(self.group_id):
            problems.append(Reason(EXISTS, "BP-12-1", field="recipient"))
        return problems

    def fellows(self, group_id) -> bool:
        """Whether another commission of the whole group is under way or in force."""
        if group_id is None:
            return False
        others = type(self).objects.filter(group=group_id, recipient=self.Recipient.GROUP)
        return others.filter(state__in=["considered", "commissioned"]).exclude(pk=self.pk).exists()

    def link_problems(self, act) -> list[Reason]:
        key = act.details.get("group")
        own = Group.objects.filter(station_id=self.station_id).select_for_update().filter(pk=key).first()
        if own is None:
            return [Reason("結び付ける団体を選んでください。", field="group")]
        if self.group_id is not None:
            return [Reason("もう団体と結び付いています。", field="group")]
        if self.recipient == self.Recipient.GROUP and self.fellows(own.pk):
            return [Reason(EXISTS, "BP-12-1", field="group")]
        return []

    def decision_gaps(self) -> list[Reason]:
        """Every criterion looked at; how each came out decides nothing by itself (BP-12-1)."""
        if left := rules.unjudged(self.criteria):
            marks = "・".join(point.mark for point in left)
            text = (
                f"委嘱の基準のうち、{marks}に結果と理由がありません。総合的に検討する前に、書いてください。"
            )
            return [Reason(text, "BP-12-1", "reconsider")]
        return []

    def commission_gaps(self) -> list[Reason]:
        """The area is known and keeps to the station's own district, whatever else speaks for it (BP-12-2-b)."""
        gaps = self.decision_gaps()
        if not self.area.strip():
            gaps.append(Reason("活動の区域を書いてください。", "BP-12-2-b", "reconsider"))
        elif not self.within_district:
            text = "活動の区域が当署の管轄区域を超えないことを、確かめていません。"
            gaps.append(Reason(text, "BP-12-2-b", "reconsider"))
        return gaps

    def guidance_problems(self, act) -> list[Reason]:
        if left := rules.untold(act.details.get("guided") or []):
            marks = "・".join(point.mark for point in left)
            text = f"委嘱の際に指導する六つのすべてに印を付けてください（{marks}が残っています）。"
            return [Reason(text, "BP-12-2", field="guided")]
        return []

    def ground_problems(self, act) -> list[Reason]:
        if act.details.get("ground") not in dict(rules.GROUNDS):
            return [Reason("解除の事由を選んでください。", "BP-12-2-f", field="ground")]
        return []

    def report_gaps(self) -> list[Reason]:
        if not self.must_report:
            text = "青色防犯パトロールを行う団体の委嘱ではなかったので、本部への報告は要りません。"
            return [Reason(text, "BP-12-3")]
        if self.reported_on is not None:
            return [Reason(f"{wareki.format_long(self.reported_on)}に報告しました。", "BP-12-3")]
        return []

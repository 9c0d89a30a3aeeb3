"""What stands against a change: twins, papers that lack, a standing that has ended (BP-7-1)."""

from collections import Counter

from blue_patrol.models.change.items import ChangeItem
from blue_patrol.models.things_back import ThingsBack
from blue_patrol.rules import attachments, change_kinds
from casework.models.road import OPEN_STATES, S
from casework.permissions import Reason

NEW_PLEDGE_KEY = "new_pledge_on_new_representative"
UNDER_WAY = [state for state in OPEN_STATES if state not in (S.DRAFT, S.DELIVERED)]  # a draft stops nobody


class ChangeGaps(ThingsBack):
    """Mixed into the change."""

    def intake_gaps(self) -> list[Reason]:
        gaps = super().intake_gaps()
        if self.applied_on is None:
            gaps.append(Reason("申請年月日を入力してください。", "BP-7-1", "request"))
        if not self.items:
            gaps.append(Reason("変更する事項を選んでください。", "BP-7-1", "request"))
        request = getattr(self, "change_request", None)
        if request is None or not request.reason.strip():
            gaps.append(Reason("変更の理由を書いてください。", "BP-7-1", "request"))
        gaps += [
            Reason(f"{item.rule.label}は、変更前と変更後が同じです。", "BP-7-1", "request")
            for item in self.items
            if item.rule.fields and not item.changed
        ]
        return (
            gaps
            + self._left_gaps()
            + self._change_twins()
            + self._missing_papers()
            + self.change_things_gaps()
        )

    def twin_gaps(self) -> list[Reason]:
        return self._change_twins() + super().twin_gaps()

    def _left_gaps(self) -> list[Reason]:
        """A group without a car or without people is no patrol: it gives its certificate back (BP-9-1)."""
        if self.delivered_on:
            return []
        come_and_go = Counter[str]()
        for item in self.items:
            come_and_go[item.rule.subject] += item.rule.joins - item.rule.leaves
        left = {
            "自動車": len(self.cars()) + come_and_go["vehicle"],
            "実施者": self.people_count() + come_and_go["patroller"],
        }
        return [
            Reason(
                f"{word}が残りません。パトロールをやめるときは、返納の手続で行います。", "BP-9-1", "request"
            )
            for word, count in left.items()
            if count < 1
        ]

    def _change_twins(self) -> list[Reason]:
        """The same field, car or person in another open change of the group."""
        others = {_subject(item): item for item in self.rival_changes()}
        twins = [(item, others[_subject(item)]) for item in self.items if _subject(item) in others]
        return [
            Reason(
                f"{item.rule.label}{f'（{item.bearer}）' if item.vehicle_id or item.patroller_id else ''}は、別の変更の手続中です"
                f"（{other.application.procedure} {other.application.receipt_number or '受理前'}）。",
                "BP-7-1", "request",
            )
            for item, other in twins
            if _subject(item)
        ]  # fmt: skip

    def rival_change_rows(self):
        """What other open changes of the group change."""
        rows = ChangeItem.objects.filter(application__group=self.group_id, application__state__in=UNDER_WAY)
        return rows.exclude(application=self.pk)

    def rival_changes(self) -> list[ChangeItem]:
        return list(self.rival_change_rows().select_related("application"))

    def documents(self) -> tuple[str, ...]:
        """The kinds of files that go with it."""
        pledge = bool(self.profile_value(NEW_PLEDGE_KEY, False))
        wanted = change_kinds.documents_of(self.kinds(), new_pledge=pledge)
        needs_map = change_kinds.AREA.code in self.kinds() and self.needs_area_map()
        return (*wanted, attachments.AREA_MAP.code) if needs_map else wanted

    def documented_cars(self) -> list:
        rule = attachments.INSPECTION_RECORD.code
        items = [item for item in self.items if rule in item.rule.documents]
        return [item.new_vehicle or item.vehicle for item in items]

    def _missing_papers(self) -> list[Reason]:
        held = self.attached()
        there = {each.kind for each in held}
        records = {each.subject_pk for each in held if each.kind == attachments.INSPECTION_RECORD.code}
        lacking = [
            f"{car}の自動車検査証記録事項の書面" for car in self.documented_cars() if car.pk not in records
        ]
        lacking += [
            attachments.LABELS[code]
            for code in self.documents()
            if code not in there and code != attachments.INSPECTION_RECORD.code
        ]
        return [Reason(f"{what}を添付してください。", "BP-7-1", "attachments") for what in lacking]

    def forward_gaps(self) -> list[Reason]:
        return super().forward_gaps() + self._missing_papers()


def _subject(item: ChangeItem) -> tuple | None:
    """What two open cases may not change at once: a field of the group, one of its cars or people."""
    if item.rule.subject == "group":
        return (item.kind,)
    if item.vehicle_id or item.patroller_id:
        return item.rule.subject, item.vehicle_id or item.patroller_id
    return None

"""What is handed in with form 1 (第5の1), and what is still wanting of it."""

from blue_patrol.models.certifications import Standing
from blue_patrol.rules import attachments
from casework.models.road_hooks import RoadHooks
from casework.permissions import Reason


class CertificationPapers(RoadHooks):
    """Mixed into the application for a certificate."""

    def attachment_facts(self) -> attachments.Facts:
        held = self.attached()
        records = {a.subject_pk for a in held if a.kind == attachments.INSPECTION_RECORD.code}
        kinds = {a.kind for a in held}
        return attachments.Facts(
            has_plan=self.has_plan,
            roster_count=self.roster_count(),
            pledged_on=self.pledged_on,
            vehicles=[attachments.VehicleFacts(str(car), car.pk in records) for car in self.cars()],
            has_lamp=attachments.LAMP.code in kinds,
            has_lamp_data=attachments.LAMP_DATA.code in kinds,
            has_marking=attachments.MARKING.code in kinds,
            lacks_area_map=self.needs_area_map() and attachments.AREA_MAP.code not in kinds,
        )

    def intake_gaps(self) -> list[Reason]:
        """What of 第5の1 is missing: receipt waits for it."""
        gaps = []
        held = self.group.certifications.filter(state=Standing.ACTIVE).first()
        if held:
            text = f"この団体には、有効な証明（{held}）があります。自動車や実施者が変わるときは、変更の手続で行います。"
            gaps.append(Reason(text, "BP-7-1"))
        if not self.group.group_type:
            gaps.append(Reason("団体の区分を選んでください。", "BP-5-2-a", "group"))
        if self.applied_on is None:
            gaps.append(Reason("申請年月日を入力してください。", "BP-5-1", "plan"))
        return gaps + self._missing_papers()

    def _missing_papers(self) -> list[Reason]:
        cures = {"overview": "plan", "roster": "patrollers", "pledge": "plan"}
        return [
            Reason(
                missing.sentence, missing.clause,
                cures.get(missing.kind, "attachments" if "添付" in missing.sentence else "vehicles"),
            )
            for missing in attachments.missing(self.attachment_facts())
        ]  # fmt: skip

    def forward_gaps(self) -> list[Reason]:
        """What was handed in is still there, and the proof of standing (BP-5-3)."""
        gaps = super().forward_gaps() + self._missing_papers()
        has_proof = any(a.kind == attachments.PROOF_OF_STANDING.code for a in self.attached())
        lacking = attachments.missing_proof(self.group.group_type, has_proof=has_proof)
        return gaps + [Reason(missing.sentence, missing.clause, "attachments") for missing in lacking]

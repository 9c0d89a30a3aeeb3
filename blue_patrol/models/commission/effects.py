"""What an act on a commission writes: form 1's commissioner, the ledger, clocks, and who is told of a release (BP-12-3)."""

from blue_patrol.models import clocks
from blue_patrol.models.certifications import Certification, Standing
from blue_patrol.models.registers import LedgerEvent
from blue_patrol.models.revocation.machine import found_by_release
from blue_patrol.rules import deadlines, group_types
from casework.models import Deadline


class CommissionEffects:
    """Mixed into the commission."""

    @property
    def commissioner(self) -> str:
        """As form 1 names who commissioned: 桜見坂警察署長."""
        return f"{self.station}長"

    def standing(self) -> Certification | None:
        """The certificate by which the group does blue patrols today."""
        return Certification.objects.filter(group=self.group_id, state=Standing.ACTIVE).first()

    def on_commissioned(self, act) -> None:
        self._fill_form_1()
        text = f"{self.commissioner}が防犯活動を委嘱（{self.get_recipient_display()}）"
        LedgerEvent.note(self.group, act, "委嘱", text)

    def on_linked(self, act) -> None:
        if self.state == "commissioned":
            self._fill_form_1()

    def on_released(self, act) -> None:
        """Headquarters is told of a group that does blue patrols; a type-(イ) group's standing is looked at (BP-12-3)."""
        text = f"{self.commissioner}が委嘱を解除（{self.get_release_ground_display()}）"
        LedgerEvent.note(self.group, act, "委嘱の解除", text)
        standing = self.standing()
        if standing is None:
            return
        clocks.start(deadlines.COMMISSION_REPORT, standing, None, [(self, self.name, act.on)])
        if standing.group.group_type == group_types.COMMISSIONED:
            text = f"{self.commissioner}が委嘱を解いた（{self.get_release_ground_display()}）。{self.release_reason}"
            found_by_release(standing.group, act.by, act.on, text)

    def on_release_reported(self, act) -> None:
        report = Deadline.objects.filter(kind=deadlines.COMMISSION_REPORT.code)
        own = report.filter(subject_label=self._meta.label, subject_pk=self.pk)
        own.meet(act.on, act.by.staff, "本部へ報告")

    def _fill_form_1(self) -> None:
        """委嘱者 and 委嘱年月日 of form 1, where nobody typed them."""
        group = self.group
        if group is not None and not group.commissioned_by and not group.commissioned_on:
            group.commissioned_by, group.commissioned_on = self.commissioner, self.decided_on
            group.save(update_fields=["commissioned_by", "commissioned_on"])

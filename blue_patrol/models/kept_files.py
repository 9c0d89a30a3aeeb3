"""Files handed in with a case of any machine: added and taken out by its acts."""

from django.utils import timezone

from casework.models import Attachment, StoredFile


class KeepsFiles:
    """Mixed into machines with the acts ``attach`` and ``detach``."""

    def attached(self) -> list[Attachment]:
        """What is there now, without the bytes."""
        rows = Attachment.objects.of_case(self).select_related("file").defer("file__content")
        return list(rows.order_by("pk"))

    def on_attached(self, act) -> None:
        """Details: kind, subject_pk, name, content (bytes, not kept in the history), media_type."""
        details = act.details
        Attachment.objects.create(
            station_id=self.station_id, case_label=self._meta.label, case_pk=self.pk, kind=details["kind"],
            subject_pk=details.get("subject_pk"), name=details["name"], received_on=act.on, added_by=act.by.staff,
            file=StoredFile.keep(self.station, details["content"], details["media_type"]),
        )  # fmt: skip

    def on_detached(self, act) -> None:
        """Details: attachment (key)."""
        attachment = Attachment.objects.of_case(self).get(pk=act.details["attachment"])
        attachment.removed_by, attachment.removed_on = act.by.staff, timezone.now()
        attachment.save()

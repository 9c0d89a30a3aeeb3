"""What a return notice lists: each thing of the standing, whether it came, and what headquarters found (BP-9-1)."""

from django.db import models
from django.db.models import Q

from blue_patrol.models.credentials import Kind
from casework.models.base import StationRow


class Fate(models.TextChoices):
    CAME = "came", "返った"
    MISSING = "missing", "ない"
    KEPT = "kept", "署に保管していた"


class ReturnedItem(StationRow):
    """One thing of a return; the thing itself says where it is now."""

    notice = models.ForeignKey(
        "blue_patrol.ReturnNotice", models.PROTECT, related_name="items", verbose_name="返納"
    )
    credential = models.OneToOneField(
        "blue_patrol.Credential", models.PROTECT, related_name="returned", verbose_name="証明書等"
    )
    fate = models.CharField("返ったか", max_length=8, choices=Fate)
    circumstances = models.CharField("ない事情", max_length=200, blank=True)
    found_on = models.DateField("後から見付かった日", null=True, blank=True)
    found_note = models.CharField("見付かった様子", max_length=200, blank=True)
    absence = models.CharField("本部で確かめたときにない様子", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "返納されたもの"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="blue_patrol_missing_item_says_why",
                condition=~Q(fate=Fate.MISSING) | ~Q(circumstances=""),
                violation_error_message="ないものには、紛失などの事情を書いてください。",
            ),
        ]

    def __str__(self):
        return f"{self.credential} {self.get_fate_display()}"

    @property
    def did_not_come(self) -> bool:
        """Missing at the receipt and not brought since."""
        return self.fate == Fate.MISSING and self.found_on is None


def in_order(items) -> list[ReturnedItem]:
    """Certificate, stickers, cards; those of one kind by their keys."""
    return sorted(
        items, key=lambda item: (Kind.values.index(item.credential.kind), item.credential.vehicle_id or 0, item.credential_id)
    )  # fmt: skip

"""A parcel from headquarters is taken in thing by thing; what is spoiled or missing is reported (BP-5-4)."""

from django.db.models import Max, Q
from django.utils import timezone

from blue_patrol.models.certification.certificate_set import CertificateSet
from blue_patrol.models.certifications import Standing
from blue_patrol.models.credentials import Kind, Place
from casework.models import StateChange
from casework.permissions import Reason
from casework.workflow import perform_all

NOT_WHOLE = [
    Place.LOST,
    Place.SURRENDERED,
    Place.SENT_TO_HQ,
    Place.DESTROYED,
]  # surrendered: lost and found again
WITH_HEADQUARTERS = [*NOT_WHOLE, Place.BLANK, Place.PRINTED, Place.SEALED]
OVER = [Standing.VOID, Standing.ENDED, Standing.REVOKED]
STILL_NEEDED = ~Q(certification__state__in=OVER) & Q(vehicle__removed_on=None) & Q(patroller__removed_on=None)
AWAITED = (
    STILL_NEEDED & Q(replacement=None) & ~Q(state=Place.VOID)
)  # to be handed over at the end of its case
UNREPLACED = STILL_NEEDED & Q(state__in=NOT_WHOLE, handed_over_on=None, replacement=None, returned=None)
FOLLOWS = {
    "send_after": "replace",
    "take_in_after": "send_after",
}  # act on a later parcel -> the one before it


class Arrival(CertificateSet):
    """Mixed into the application. Reports name things by key: ``missing`` and ``spoiled`` are {key: what was seen}."""

    def arrival_problems(self, act) -> list[Reason]:
        """What is reported was on its way, and each report says what was seen."""
        travelling = set(self.things().filter(state=Place.IN_TRANSIT).values_list("pk", flat=True))
        missing, spoiled = reported(act, "missing"), reported(act, "spoiled")
        problems = []
        if missing.keys() & spoiled.keys() or not (missing.keys() | spoiled.keys()) <= travelling:
            problems.append(
                Reason(
                    "送付票のものについて、届いた・傷み・不足のどれか一つを選んでください。",
                    "BP-5-4",
                    field="things",
                )
            )
        problems += [
            Reason("どのように傷んでいるか、不足かを書いてください。", "BP-5-4", field=f"note-{key}")
            for key, note in (missing | spoiled).items()
            if not note.strip()
        ]
        return problems

    def on_arrived(self, act) -> None:
        """Details: missing, spoiled. A spoiled thing goes back to headquarters at once."""
        super().on_arrived(act)
        missing, spoiled = reported(act, "missing"), reported(act, "spoiled")
        travelling = self.things().filter(state=Place.IN_TRANSIT)
        here = perform_all(travelling.exclude(pk__in=missing), "take_in", by=act.by, on=act.on)
        perform_all(self.credentials.filter(pk__in=missing), "lose", by=act.by, on=act.on)
        perform_all([thing for thing in here if thing.pk in spoiled], "send_up", by=act.by, on=act.on)

    def reported_things(self):
        """What did not arrive whole and has no replacement yet."""
        return self.credentials.filter(UNREPLACED).select_related("vehicle", "patroller", "run_car")

    def parcel_day_problems(self, act) -> list[Reason]:
        """What follows the arrival is done between its day and today."""
        if (self.arrived_on and act.on < self.arrived_on) or act.on > timezone.localdate(act.at):
            return [Reason("受領した日からきょうまでの日にしてください。", field="on")]
        before = StateChange.objects.of_case(self).filter(transition=FOLLOWS.get(act.transition, ""))
        if (last := before.aggregate(last=Max("on"))["last"]) and act.on < last:
            return [Reason("前の手続の日より前の日付は記録できません。", field="on")]
        return []

    def waits_for_headquarters(self) -> bool:
        """The certificate or a sticker did not arrive whole, and what is made anew is not on its way yet."""
        things = self.credentials.filter(STILL_NEEDED, replacement=None, state__in=WITH_HEADQUARTERS)
        return things.exclude(kind=Kind.CARD).exists()


def reported(act, name: str) -> dict[int, str]:
    return {int(key): note for key, note in (act.details.get(name) or {}).items()}

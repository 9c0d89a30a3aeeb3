"""交付簿の訂正 (BP-5-5-3): a row is never edited; a new one strikes it through and says why."""

from django.utils import timezone

from blue_patrol.models.credentials import Kind
from blue_patrol.models.desk_work import desk_act
from blue_patrol.models.registers import LedgerEvent, RegisterEntry, RegisterNote
from casework import dates, wareki
from casework.models.road import S
from casework.models.road_hooks import RoadHooks
from casework.permissions import Reason

CLAUSE = "BP-5-5-3"
CORRECTION = "交付簿の訂正"
DELIVERIES = (
    "新規交付",
    "実施者証の追加交付",
    *(str(label) for label in RegisterEntry.Kind.labels),
)  # lines of the ledger
COLUMN_OF = {
    Kind.CERTIFICATE: "certificate_number", Kind.STICKER: "sticker_numbers", Kind.CARD: "card_numbers",
    Kind.DEMONSTRATION: "sticker_numbers",
}  # fmt: skip
NUMBERS = tuple(dict.fromkeys(COLUMN_OF.values()))


def fault(sentence: str, field: str = "") -> Reason:
    return Reason(sentence, CLAUSE, field=field)


def _plain(value):
    """The order of numbers says nothing."""
    return sorted(value) if isinstance(value, list) else value


class CorrectsRegister(RoadHooks):
    """Mixed into a machine with ``register_entries`` and ``credentials``.

    Details of the act: ``entry`` (key of the row), every one of ``CORRECTED``, ``note`` (why) and, when the day of
    a reported certificate changes, ``reported_on`` (the day on which headquarters was told of the right one).
    """

    CORRECTED = (
        "delivered_on", "group_name", "certificate_number", "sticker_numbers", "card_numbers", "delivered_by",
        "receiver_name", "remarks",
    )  # fmt: skip

    @desk_act(
        [S.DELIVERED, S.REPORTED], "station_act", CORRECTION, "on_register_corrected", "correction_problems"
    )
    def correct_register(self, act): ...

    def numbers_of(self, entry: RegisterEntry) -> dict[str, list[str]]:
        """What a correction may write: the numbers of the case's things, and those that the row holds."""
        found: dict[str, list[str]] = {name: [] for name in NUMBERS}
        for thing in self.credentials.order_by("pk"):
            found[COLUMN_OF[Kind(thing.kind)]].append(thing.number)
        for name, held in found.items():
            written = getattr(entry, name)
            held += [written] if isinstance(written, str) else written
            found[name] = [number for number in dict.fromkeys(held) if number]
        return found

    def correction_problems(self, act) -> list[Reason]:
        entry = self.register_entries.filter(pk=act.details["entry"]).first()
        if entry is None or RegisterEntry.objects.filter(strikes=entry).exists():
            return [fault("この行は、もう訂正されています。訂正した行を開いてください。")]
        problems = self._days_problems(act, entry)
        if not (act.details.get("note") or "").strip():
            problems.append(fault("訂正の理由を書いてください。", "note"))
        if all(_plain(act.details[name]) == _plain(getattr(entry, name)) for name in self.CORRECTED):
            problems.append(fault("直したところがありません。"))
        for name, known in self.numbers_of(entry).items():
            sent = act.details[name]
            if set([sent] if isinstance(sent, str) else sent) - {"", *known}:
                problems.append(fault("この事案の番号から選んでください。", name))
        return problems

    def _days_problems(self, act, entry) -> list[Reason]:
        today, delivered = timezone.localdate(act.at), act.details["delivered_on"]
        problems = []
        if not self.arrived_on <= delivered <= today:
            text = f"{wareki.format_long(self.arrived_on)}（受領の日）からきょうまでの日にしてください。"
            problems.append(fault(text, "delivered_on"))
        if not (entry.corrected_on or entry.delivered_on) <= act.on <= today:
            problems.append(fault("直す行を書いた日からきょうまでの日にしてください。", "on"))
        told = act.details.get("reported_on")
        if self.must_be_reported_anew(entry, delivered) and not (told and delivered <= told <= today):
            text = "本部へ報告した日が違っていました。本部へ改めて知らせ、その日を書いてください。"
            problems.append(fault(text, "reported_on"))
        return problems

    @staticmethod
    def must_be_reported_anew(entry: RegisterEntry, delivered_on) -> bool:
        """Whether headquarters was told a day of the certificate that is not the right one."""
        reported = entry.notes.filter(kind=RegisterNote.Kind.REPORTED).exists()
        return bool(reported and entry.certificate_number and delivered_on != entry.delivered_on)

    def on_register_corrected(self, act) -> None:
        wrong = self.register_entries.get(pk=act.details["entry"])
        values = {name: act.details[name] for name in self.CORRECTED}
        right = RegisterEntry.enter(
            station=self.station, year=dates.fiscal_year(values["delivered_on"]), kind=wrong.kind, group=wrong.group,
            application=wrong.application, strikes=wrong, correction_reason=act.details["note"], corrected_on=act.on,
            corrected_by=act.by.staff.name, **values,
        )  # fmt: skip
        act.details["rows"] = [wrong.place_in(wrong.year), right.place_in(wrong.year)]
        self._carry_notes(act, wrong, right)
        if wrong.kind != RegisterEntry.Kind.DEMONSTRATION:  # of which the ledger knows nothing
            self._tell_the_ledger(act, wrong, right)

    def _tell_the_ledger(self, act, wrong, right) -> None:
        """A line of its own; it strikes through the line of the delivery, where the ledger says what was wrong."""
        old, new = act.details["rows"]
        text = f"{dates.fiscal_year_label(wrong.year)}{old}を{new}で訂正"
        LedgerEvent.note(wrong.group, act, CORRECTION, text, self._line_that_is_wrong(wrong, right))

    @staticmethod
    def _line_that_is_wrong(wrong, right) -> LedgerEvent | None:
        """The one line of that delivery or of its last correction; None where the ledger says nothing wrong."""
        if all(
            _plain(getattr(wrong, name)) == _plain(getattr(right, name))
            for name in ("delivered_on", *NUMBERS)
        ):
            return None
        lines = LedgerEvent.objects.filter(sheet__group=wrong.group, struck_by=None, on=wrong.delivered_on)
        found = lines.filter(kind__in=DELIVERIES)[:2]
        return found[0] if len(found) == 1 else None

    def _carry_notes(self, act, wrong, right) -> None:
        """What was added to the old row holds for the new one; a wrong day was reported anew."""
        anew = self.must_be_reported_anew(wrong, right.delivered_on)
        for note in wrong.notes.all():
            is_new = anew and note.kind == RegisterNote.Kind.REPORTED
            RegisterNote.objects.create(
                station=self.station, entry=right, kind=note.kind,
                on=act.details["reported_on"] if is_new else note.on, text=note.text,
                noted_by=act.by.staff.name if is_new else note.noted_by,
            )  # fmt: skip

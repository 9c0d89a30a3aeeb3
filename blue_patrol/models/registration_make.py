"""Making what a plan says: groups, cars, people, standings, things, trainings, clocks, ledger and book of a station."""

from collections import defaultdict
from datetime import date

from blue_patrol.models.certifications import Certification, Standing
from blue_patrol.models.credentials import Credential, Kind, Place
from blue_patrol.models.groups import Group, Patroller, Vehicle
from blue_patrol.models.registers import LedgerSheet, PaperRegisterRow
from blue_patrol.models.registration import Registration
from blue_patrol.models.registration_plan import Entry, Plan
from blue_patrol.models.registration_undo import FROM_PAPER
from blue_patrol.models.training import TrainingRecord
from blue_patrol.rules import credential_numbers, deadlines
from casework import wareki
from casework.models import Deadline, ImportBatch, NumberSeries, PrefectureProfile
from casework.models.history import ChainHead
from casework.permissions import PERMISSIONS, Reason
from casework.workflow import Refused, open_all, open_case

UNKNOWN_TRAINER = "紙の台帳による"
OF_GROUP = ("name", "postal_code", "address", "phone", "contact_name", "representative_title", "representative_name",
            "representative_kana", "group_type", "commissioned_by", "commissioned_on", "member_count")  # fmt: skip
OF_CAR = ("plate", "is_light", "make", "model_code", "chassis_number", "base_location", "owner_name")
OF_PERSON = ("name", "kana", "birth_date", "address", "phone")
OF_ROW = ("delivered_on", "kind", "group_name", "certificate_number", "row_number", "sticker_numbers", "card_numbers",
          "delivered_by", "receiver_name", "reported_on", "remarks")  # fmt: skip


def register(batch: ImportBatch, plan: Plan, *, by, on: date, evidence: str) -> list[Registration]:
    """既存証明の登録 of every station of the plan; rows at fault or known are left alone. One transaction, the caller's.

    Raises Refused when the post may not, or when nothing is new.
    """
    made = [_Maker(batch, plan, station, by, on, evidence).register() for station in plan.stations()]
    if not made:
        raise Refused([Reason("新しく登録する行がありません。")])
    batch.applied_on, batch.evidence, batch.counts = on, evidence, plan.counts()
    batch.save()
    return made


class _Maker:
    """One station's part of a plan."""

    def __init__(self, batch, plan, station, by, on, evidence):
        self.batch, self.plan, self.station, self.by, self.on, self.evidence = (
            batch,
            plan,
            station,
            by,
            on,
            evidence,
        )
        self.profile = PrefectureProfile.in_force(station.prefecture, on)
        self.entries = [entry for entry in plan.entries if entry.station.pk == station.pk]
        self.made: dict[str, list[int]] = defaultdict(list)
        self.clocks: list[Deadline] = []

    def register(self) -> Registration:
        row = Registration(
            station=self.station,
            batch=self.batch,
            registered_on=self.on,
            evidence=self.evidence,
            counts=self.plan.counts(),
        )
        if refused := PERMISSIONS["register_standing"].reasons(row, self.by):
            raise Refused(refused)
        standings = self._standings()
        self._cars(standings)
        self._people(standings)
        self._clocks_of_groups(standings)
        self.keep(Deadline.objects.bulk_create(self.clocks, batch_size=2000))
        self._ledgers(standings)
        self._paper_rows(standings)
        self._go_on_after(standings)
        row.made = dict(self.made)
        open_case(row, by=self.by, permission=PERMISSIONS["register_standing"], on=self.on)
        row.last_seq = ChainHead.objects.get().count
        row.save(update_fields=["last_seq"])
        return row

    def keep(self, rows) -> list:
        for row in rows:
            self.made[row._meta.label].append(row.pk)
        return rows

    # --- group and standing --------------------------------------------------------------------------------------

    def _standings(self) -> dict[int, Certification]:
        """id of each entry → its standing, made where it is new."""
        new = [entry for entry in self.entries if entry.is_new]
        for entry in new:
            record = entry.line.record
            values = {name: getattr(record, name) for name in OF_GROUP}
            group = Group(station=self.station, name_kana=record.kana, **values)
            group.save()
            self.keep([group])
            entry.standing = Certification(
                station=self.station, group=group, number=record.certificate_number, patrol_area=record.patrol_area,
                certified_on=record.certified_on or record.delivered_on, delivered_on=record.delivered_on or record.certified_on,
                registered_on=self.on, ledger_evidence=self.evidence, state=Standing.ACTIVE,
            )  # fmt: skip
        standings = [entry.standing for entry in new]
        self.keep(open_all(standings, "register", by=self.by, on=self.on, batch=self.batch.pk))
        things = [self._thing(entry.standing, Kind.CERTIFICATE, entry.standing.number, None) for entry in new]
        self.keep(open_all(things, "register", by=self.by, on=self.on, batch=self.batch.pk))
        return {id(entry): entry.standing for entry in self.entries}

    def _thing(self, standing, kind, number, delivered_on, **bearer) -> Credential:
        return Credential(
            station=self.station, certification=standing, kind=kind, number=number, state=Place.WITH_GROUP,
            handed_over_on=delivered_on or standing.delivered_on, **bearer,
        )  # fmt: skip

    # --- cars and people -----------------------------------------------------------------------------------------

    def _cars(self, standings) -> None:
        pairs = [(record, standings[id(entry)]) for entry in self.entries for record in entry.cars]
        cars = [self._car(record, standing.group, place) for place, (record, standing) in enumerate(pairs)]
        self.keep(Vehicle.objects.bulk_create(cars, batch_size=2000))
        things = [
            self._thing(standing, Kind.STICKER, record.sticker_number, record.delivered_on, vehicle=car)
            for car, (record, standing) in zip(cars, pairs, strict=True)
            if record.sticker_number
        ]
        self.keep(open_all(things, "register", by=self.by, on=self.on, batch=self.batch.pk))
        if any(record.entered_on for record, _ in pairs):  # the ledger tells of entries at all
            for car, (record, standing) in zip(cars, pairs, strict=True):
                first = record.delivered_on or standing.delivered_on
                self._clock(
                    deadlines.INSPECTION_ENTRY, standing, car, str(car), first, done=record.entered_on
                )

    def _car(self, record, group, place) -> Vehicle:
        values = {name: getattr(record, name) for name in OF_CAR}
        if record.lamp_type:
            values["lamp_type"] = record.lamp_type
        car = Vehicle(
            station=self.station, group=group, position=place, user_name=record.user_name or group.name,
            user_address=record.user_address or group.address, **values,
        )  # fmt: skip
        car.set_chassis_key()
        return car

    def _people(self, standings) -> None:
        pairs = [(record, standings[id(entry)]) for entry in self.entries for record in entry.people]
        people = [
            Patroller(
                station=self.station, group=standing.group, position=place, **{name: getattr(record, name) for name in OF_PERSON}
            )
            for place, (record, standing) in enumerate(pairs)
        ]  # fmt: skip
        for person in people:
            person.set_search_key()
        self.keep(Patroller.objects.bulk_create(people, batch_size=2000))
        met = list(zip(people, pairs, strict=True))
        self.keep(TrainingRecord.objects.bulk_create(
            [self._training(person, record) for person, (record, _) in met if record.trained_on], batch_size=2000
        ))  # fmt: skip
        things = [
            self._thing(standing, Kind.CARD, record.card_number, record.delivered_on, patroller=person)
            for person, (record, standing) in met
            if record.card_number
        ]
        self.keep(open_all(things, "register", by=self.by, on=self.on, batch=self.batch.pk))
        for person, (record, standing) in met:
            if record.trained_on:
                self._clock(deadlines.RETRAINING, standing, person, person.name, record.trained_on)

    def _training(self, person, record) -> TrainingRecord:
        return TrainingRecord(
            station=self.station, patroller=person, attended_on=record.trained_on, trainer=record.trainer or UNKNOWN_TRAINER,
            recorded_by=self.by.staff,
        )  # fmt: skip

    # --- clocks, ledger, book, counters --------------------------------------------------------------------------

    def _clocks_of_groups(self, standings) -> None:
        for entry in self.entries:
            if entry.line and entry.standing.pk in self.made["blue_patrol.Certification"]:
                group = entry.standing.group
                first = entry.line.record.informed_on or entry.standing.delivered_on
                self._clock(deadlines.INFORMATION, entry.standing, group, group.name, first)

    def _clock(self, kind, standing, subject, words, first, *, done: date | None = None) -> None:
        number = self.profile.value(kind.number_key)
        met = {"done_on": done, "done_by": self.by.staff, "evidence": FROM_PAPER} if done else {}
        self.clocks.append(Deadline(
            station=self.station, kind=kind.code, title=kind.label, clause=kind.clause, case_label=standing._meta.label,
            case_pk=standing.pk, subject_label=subject._meta.label, subject_pk=subject.pk, subject=words, starts_on=first,
            due_on=kind.due_on(first, number), **met,
        ))  # fmt: skip

    def _ledgers(self, standings) -> None:
        new = [entry for entry in self.entries if entry.standing.pk in self.made["blue_patrol.Certification"]]
        self.keep(LedgerSheet.objects.bulk_create(
            LedgerSheet(
                station=self.station, number=entry.line.record.ledger_number, group=entry.standing.group,
                opened_on=entry.standing.delivered_on,
            )
            for entry in new
        ))  # fmt: skip

    def _paper_rows(self, standings) -> None:
        rows = [
            (entry, record)
            for station, entry, record in self.plan.paper_rows
            if station.pk == self.station.pk
        ]
        self.keep(PaperRegisterRow.objects.bulk_create(
            [
                PaperRegisterRow(
                    station=self.station, year=record.fiscal_year, group=standings[id(entry)].group if entry else None,
                    **{name: getattr(record, name) for name in OF_ROW},
                )
                for entry, record in rows
            ],
            batch_size=2000,
        ))  # fmt: skip

    def _go_on_after(self, standings) -> None:
        for kind, holder, year, value in counters(self.entries, self.plan, self.station):
            NumberSeries.start_after(kind, holder, year, value)


def counters(entries: list[Entry], plan: Plan, station) -> list[tuple[str, str, int, int]]:
    """After which number each series goes on: (kind, holder, year, last number on paper)."""
    last: dict[tuple[str, str, int], int] = defaultdict(int)

    def seen(kind: str, holder: str, year: int, value: int) -> None:
        last[kind, holder, year] = max(last[kind, holder, year], value)

    for entry in entries:
        if (standing := entry.standing) is None:
            _count_numbers(entry, entry.line.record.certificate_number, entry.line.record, station, seen)
        else:
            _count_numbers(entry, standing.number, standing, station, seen)
        ledger = entry.line.record.ledger_number if entry.line else ""
        if ledger.isdecimal():
            seen("ledger", f"station:{station.pk}", 0, int(ledger))
    for row_station, _, record in plan.paper_rows:
        if row_station.pk == station.pk and record.row_number.isdecimal():
            seen("register", f"station:{station.pk}", record.fiscal_year, int(record.row_number))
    return [(*key, value) for key, value in sorted(last.items())]


def _count_numbers(entry: Entry, number: str, dated, station, seen) -> None:
    try:
        read = credential_numbers.parse_credential(number)
        year = wareki.parse(f"{read.era}{read.year}.12.31").date.year
        seen("certificate", f"prefecture:{station.prefecture_id}", year, read.serial)
    except credential_numbers.NumberError:
        pass  # a number of another form moves no counter of ours
    year = (dated.certified_on or dated.delivered_on).year
    for kind, numbers in (
        ("sticker", [record.sticker_number for record in entry.cars]),
        ("card", [record.card_number for record in entry.people]),
    ):
        if given := [text for text in numbers if text]:
            seen(kind, f"certificate:{number}", year, max(len(given), *map(_item, given)))


def _item(text: str) -> int:
    try:
        return credential_numbers.parse_credential(text).item or 0
    except credential_numbers.NumberError:
        return 0

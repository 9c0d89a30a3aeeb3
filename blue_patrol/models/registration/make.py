"""Making what a plan says: groups, cars, people, standings, things, trainings, clocks, ledger and book of a station."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from blue_patrol.models.credentials import Kind
from blue_patrol.models.groups import Patroller, Vehicle
from blue_patrol.models.registers import LedgerSheet, PaperRegisterRow
from blue_patrol.models.registration import rows as rows_of
from blue_patrol.models.registration.counters import counters
from blue_patrol.models.registration.machine import Registration
from blue_patrol.models.registration.undo import FROM_PAPER
from blue_patrol.models.registration.verdicts import PaperPlan
from blue_patrol.models.training.records import TrainingRecord
from blue_patrol.rules import deadlines
from casework.models import Deadline, ImportBatch, NumberSeries, PrefectureProfile, Station
from casework.models.history import ChainHead
from casework.permissions import PERMISSIONS, Reason
from casework.workflow import Refused, open_all, open_case

AT_ONCE = 2000  # rows of one insert
DECIDED = "certificate"  # its counter is taken before the history, as by a decision; the others after it, as by a delivery


def register(batch: ImportBatch, plan: PaperPlan, *, by, on: date, evidence: str) -> list[Registration]:
    """既存証明の登録 of every station of the plan; rows at fault or known are left alone. One transaction, the caller's.

    Raises Refused when the post may not, or when nothing is new.
    """
    makers = [_Maker(batch, plan, station, by, on, evidence) for station in plan.stations()]
    _number_after(after for maker in makers for after in maker.counters() if after[0] == DECIDED)
    made = [maker.register() for maker in makers]
    if not made:
        raise Refused([Reason("新しく登録する行がありません。")])
    batch.applied_on, batch.evidence, batch.counts = on, evidence, plan.counts()
    batch.save()
    return made


def _number_after(counters: Iterable[tuple[str, str, int, int]]) -> None:
    for kind, holder, year, value in sorted(counters):
        NumberSeries.start_after(kind, holder, year, value)


class _Maker:
    """One station's part of a plan."""

    def __init__(self, batch: ImportBatch, plan: PaperPlan, station: Station, by, on: date, evidence: str):
        self.batch, self.plan, self.station, self.by, self.on = batch, plan, station, by, on
        self.evidence = evidence
        self.profile = PrefectureProfile.in_force(station.prefecture, on)
        self.entries = [entry for entry in plan.entries if entry.station.pk == station.pk]
        self.new = [entry for entry in self.entries if entry.is_new]
        self.made: dict[str, list[int]] = defaultdict(list)
        self.clocks: list[Deadline] = []

    def register(self) -> Registration:
        row = Registration(
            station=self.station, batch=self.batch, registered_on=self.on, evidence=self.evidence, counts=self.plan.counts()
        )  # fmt: skip
        if refused := PERMISSIONS["register_standing"].reasons(row, self.by):
            raise Refused(refused)
        self._standings()
        self._cars()
        self._people()
        self._keep_all(Deadline, self.clocks)
        self._keep_all(LedgerSheet, (rows_of.sheet_of(e.line.record, e.standing) for e in self.new))
        self._book()
        ChainHead.objects.select_for_update().get()
        _number_after(after for after in self.counters() if after[0] != DECIDED)
        row.made = dict(self.made)
        open_case(row, by=self.by, permission=PERMISSIONS["register_standing"], on=self.on)
        row.last_seq = ChainHead.objects.get().count
        row.save(update_fields=["last_seq"])
        return row

    def counters(self) -> list[tuple[str, str, int, int]]:
        return counters(self.entries, self.plan, self.station)

    def _keep(self, rows) -> list:
        for row in rows:
            self.made[row._meta.label].append(row.pk)
        return rows

    def _keep_all(self, model: Any, rows: Iterable) -> list:
        return self._keep(model.objects.bulk_create(rows, batch_size=AT_ONCE))

    def _open(self, machines: list) -> None:
        self._keep(open_all(machines, "register", by=self.by, on=self.on, batch=self.batch.pk))

    def _standings(self) -> None:
        """The groups that are new, each with its standing, its certificate and the clock of information."""
        for entry in self.new:
            group = rows_of.group_of(entry.line.record, self.station)
            group.save()
            self._keep([group])
            entry.standing = rows_of.standing_of(entry.line.record, group, self.on, self.evidence)
        self._open([entry.standing for entry in self.new])
        self._open(
            [rows_of.thing_of(e.standing, Kind.CERTIFICATE, e.standing.number, None) for e in self.new]
        )
        for entry in self.new:
            group, standing = entry.standing.group, entry.standing
            first = entry.line.record.informed_on or standing.delivered_on
            self._clock(deadlines.INFORMATION, standing, group, group.name, first)

    def _pairs(self, name: str) -> list[tuple]:
        """(record, standing) of the cars or people."""
        return [(record, entry.standing) for entry in self.entries for record in getattr(entry, name)]

    def _cars(self) -> None:
        pairs = self._pairs("cars")
        cars = [rows_of.car_of(record, standing.group, n) for n, (record, standing) in enumerate(pairs)]
        self._keep_all(Vehicle, cars)
        met = [(car, record, standing) for car, (record, standing) in zip(cars, pairs, strict=True)]
        self._open([
            rows_of.thing_of(standing, Kind.STICKER, record.sticker_number, record.delivered_on, vehicle=car)
            for car, record, standing in met
            if record.sticker_number
        ])  # fmt: skip
        if any(record.entered_on for record, _ in pairs):  # the ledger tells of entries at all
            for car, record, standing in met:
                first = record.delivered_on or standing.delivered_on
                self._clock(
                    deadlines.INSPECTION_ENTRY, standing, car, str(car), first, done=record.entered_on
                )

    def _people(self) -> None:
        pairs = self._pairs("people")
        people = [rows_of.person_of(record, standing.group, n) for n, (record, standing) in enumerate(pairs)]
        self._keep_all(Patroller, people)
        met = [(man, record, standing) for man, (record, standing) in zip(people, pairs, strict=True)]
        trained = [each for each in met if each[1].trained_on]
        self._keep_all(
            TrainingRecord, [rows_of.training_of(record, man, self.by) for man, record, _ in trained]
        )
        self._open([
            rows_of.thing_of(standing, Kind.CARD, record.card_number, record.delivered_on, patroller=man)
            for man, record, standing in met
            if record.card_number
        ])  # fmt: skip
        for man, record, standing in trained:
            self._clock(deadlines.RETRAINING, standing, man, man.name, record.trained_on)

    def _clock(self, kind, standing, subject, words: str, first: date, *, done: date | None = None) -> None:
        clock = rows_of.clock_of(kind, self.profile.value(kind.number_key), standing, subject, words, first)
        if done:
            clock.done_on, clock.done_by, clock.evidence = done, self.by.staff, FROM_PAPER
        self.clocks.append(clock)

    def _book(self) -> None:
        mine = [
            (entry, record)
            for station, entry, record in self.plan.paper_rows
            if station.pk == self.station.pk
        ]
        self._keep_all(PaperRegisterRow, (
            rows_of.book_row_of(record, self.station, entry.standing.group if entry else None) for entry, record in mine
        ))  # fmt: skip

"""Making what a plan says: councils with areas, first event and manager, people and their terms, of a station at once."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from casework.models import ImportBatch, Station
from casework.models.history import ChainHead
from casework.permissions import PERMISSIONS, Reason
from casework.registering.batch import CHANGED
from casework.workflow import Refused, open_all, open_case
from liaison_councils.models.council_areas import CouncilArea
from liaison_councils.models.council_events import CouncilEvent
from liaison_councils.models.councils import STANDING, Council
from liaison_councils.models.officers import MANAGER, CouncilOfficer
from liaison_councils.models.people import Person
from liaison_councils.models.registration.machine import ListRegistration
from liaison_councils.models.registration.verdicts import CouncilEntry, ListPlan, MemberEntry
from liaison_councils.models.terms import Term
from liaison_councils.rules.names_of_councils import UNIT

AT_ONCE = 2000  # rows of one insert
IMPORT = PERMISSIONS["import_councils"]
FROM_LIST = "名簿からの登録"
CHOSEN_ON_PAPER = "名簿による（選考の記録は、紙のもの）"


def register(batch: ImportBatch, plan: ListPlan, *, by, on: date, evidence: str) -> list[ListRegistration]:
    """名簿からの登録 of every station of the plan; rows at fault, asked about or known are left alone.

    One transaction, the caller's. Raises Refused when the post may not, when nothing is new, or when a council of the
    record has ended meanwhile.
    """
    _hold_councils(plan)
    made = [_Maker(batch, plan, station, by, on, evidence).register() for station in plan.stations()]
    if not made:
        raise Refused([Reason("新しく登録する行がありません。")])
    batch.applied_on, batch.evidence, batch.counts = on, evidence, plan.counts()
    batch.save()
    return made


def _hold_councils(plan: ListPlan) -> None:
    """The terms of one council come one by one, and none of a council that ends at the same moment."""
    keys = {each.home.council.pk for each in plan.members if each.home.council}
    held = Council.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=keys).order_by("pk")
    if any(council.state not in STANDING for council in held):
        raise Refused([Reason(CHANGED)])


class _Maker:
    """One station's part of a plan."""

    def __init__(self, batch: ImportBatch, plan: ListPlan, station: Station, by, on: date, evidence: str):
        self.batch, self.plan, self.station, self.by, self.on = batch, plan, station, by, on
        self.evidence = evidence
        self.councils = [each for each in plan.councils if each.station.pk == station.pk]
        self.members = [each for each in plan.members if each.home.station.pk == station.pk]
        self.made: dict[str, list[int]] = defaultdict(list)

    def register(self) -> ListRegistration:
        row = ListRegistration(
            station=self.station, batch=self.batch, registered_on=self.on, evidence=self.evidence, counts=self.plan.counts()
        )  # fmt: skip
        if refused := IMPORT.reasons(row, self.by):
            raise Refused(refused)
        self._people()
        self._open(self._councils())
        self._keep_all(CouncilArea, (area for each in self.councils for area in self._areas(each)))
        self._keep_all(CouncilEvent, map(self._event, self.councils))
        managed = [each for each in self.councils if each.line and each.line.record.manager_name]
        self._keep_all(CouncilOfficer, map(self._manager, managed))
        self._open([self._term(each) for each in self.members])
        ChainHead.objects.select_for_update().get()
        row.made = dict(self.made)
        open_case(row, by=self.by, permission=IMPORT, on=self.on)
        row.last_seq = ChainHead.objects.get().count
        row.save(update_fields=["last_seq"])
        return row

    def _keep(self, rows: list) -> None:
        for row in rows:
            self.made[row._meta.label].append(row.pk)

    def _keep_all(self, model: Any, rows: Iterable) -> None:
        self._keep(model.objects.bulk_create(rows, batch_size=AT_ONCE))

    def _open(self, machines: list) -> None:
        told = {"batch": self.batch.pk, "note": FROM_LIST}
        self._keep(open_all(machines, "register", by=self.by, on=self.on, **told))

    def _people(self) -> None:
        """Everybody whom neither the record nor an earlier row has."""
        new = [each for each in self.members if each.person is None and each.same is None]
        for each in new:
            told = {name: getattr(each.line.record, name) for name in Person.FIELDS}
            each.person = Person(station=self.station, **told)
            each.person.fill_keys()
        self._keep_all(Person, [each.person for each in new])
        for each in self.members:
            if each.same:
                each.person = each.same.person

    def _councils(self) -> list[Council]:
        for each in self.councils:
            record = each.line.record
            each.council = Council(
                station=self.station, koban=each.koban[0] if each.koban else None, kind=record.kind, name=each.name, kana=record.kana,
                area=record.area or "、".join(f"{koban}の所管区" for koban in each.koban), purpose=record.purpose,
                established_on=each.established_on, state="active",
            )  # fmt: skip
            each.council.fill_keys()
        return [each.council for each in self.councils]

    def _areas(self, entry: CouncilEntry) -> list[CouncilArea]:
        """Whole areas; of a unit council at one koban the part that the list tells."""
        record = entry.line.record
        part = record.area[:120] if record.kind == UNIT and len(entry.koban) == 1 else ""
        return [
            CouncilArea(station=self.station, council=entry.council, koban=koban, part=part, from_on=entry.established_on)
            for koban in dict.fromkeys(entry.koban)
        ]  # fmt: skip

    def _event(self, entry: CouncilEntry) -> CouncilEvent:
        return CouncilEvent(
            station=self.station, council=entry.council, kind="establish", on=entry.established_on, name=entry.name, note=FROM_LIST
        )  # fmt: skip

    def _manager(self, entry: CouncilEntry) -> CouncilOfficer:
        record = entry.line.record
        return CouncilOfficer(
            station=self.station, council=entry.council, role=MANAGER, rank=record.manager_rank, name=record.manager_name,
            from_on=record.manager_since or self.on,
        )  # fmt: skip

    def _term(self, entry: MemberEntry) -> Term:
        record = entry.line.record
        return Term(
            station=self.station, council=entry.home.council, person=entry.person, category=record.category,
            reason=record.reason or CHOSEN_ON_PAPER, starts_on=entry.span.starts_on, ends_on=entry.span.ends_on, ordinal=entry.ordinal,
            appointed_on=entry.appointed_on, document_number=record.document_number, state="appointed",
        )  # fmt: skip

"""Notices to transport offices (BP-8-4, BP-9-2): one paper an office, with the cars of several cases together.

A case that owes notices has one clock a car (TRANSPORT_NOTICE) and two acts: ``tell_transport`` when a part of its
cars is told of, ``notify_transport`` with the last of them. Any machine with both takes part, by its clocks alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.utils import timezone

from blue_patrol.models.groups import Vehicle
from blue_patrol.rules import deadlines
from casework import wareki
from casework.models import Deadline, HeadquartersDivision, TransportJurisdiction, TransportOffice
from casework.models.base import OfficeQuerySet, OfficeRow
from casework.permissions import PERMISSIONS, Reason
from casework.workflow import Refused, perform

CLAUSE = "BP-9-2"


class TellsTransport:
    """Mixed into a machine whose cars a transport office is told of."""

    clause_of: Any  # what the machine brings

    def transport_clocks(self):
        return Deadline.objects.of_case(self).filter(kind=deadlines.TRANSPORT_NOTICE.code)

    def transport_gaps(self) -> list[Reason]:
        """The case is done with its last car."""
        if left := self.transport_clocks().open().count():
            text = f"運輸支局等へ通知していない自動車が{left}台あります。"
            return [Reason(text, self.clause_of("notify_transport"), "transport")]
        return []


@dataclass
class CarToTell:
    """One car whose office is to be told: its clock, the car, the case that owes the notice."""

    clock: Deadline
    vehicle: Vehicle
    case: object


@dataclass
class OfficeCars:
    """What one office is to be told; ``office`` None: the table of jurisdictions knows no office for the base."""

    office: TransportOffice | None
    cars: list[CarToTell] = field(default_factory=list)


def open_clocks(actor):
    rows = Deadline.objects.of(actor).open().filter(kind=deadlines.TRANSPORT_NOTICE.code)
    return rows.select_related("station__prefecture").order_by("starts_on", "pk")


def cars_to_tell(clocks: Iterable[Deadline]) -> list[CarToTell]:
    """The cars and cases of clocks: two queries, and one more a machine."""
    clocks = list(clocks)
    cars = Vehicle.objects.in_bulk([clock.subject_pk for clock in clocks])
    keys: dict[str, list[int]] = {}
    for clock in clocks:
        keys.setdefault(clock.case_label, []).append(clock.case_pk)
    cases = {
        label: apps.get_model(label)._default_manager.select_related("group", "certification").in_bulk(pks)
        for label, pks in keys.items()
    }
    return [CarToTell(each, cars[each.subject_pk], cases[each.case_label][each.case_pk]) for each in clocks]


def by_office(actor, on: date) -> list[OfficeCars]:
    """What each office is to be told today, the longest waiting first; cars without an office come last."""
    jurisdictions = list(
        TransportJurisdiction.objects.on(on)
        .filter(office__prefecture=actor.prefecture)
        .select_related("office")
    )
    found: dict[int | None, OfficeCars] = {}
    for told in cars_to_tell(open_clocks(actor)):
        car = told.vehicle
        office = TransportJurisdiction.choose(jurisdictions, car.base_location, is_light=car.is_light)
        key = office.pk if office else None
        found.setdefault(key, OfficeCars(office)).cars.append(told)
    return sorted(found.values(), key=lambda each: each.office is None)


class OfficeNotice(OfficeRow):
    """One paper to one office, as it was sent: its values are frozen, its bytes are attached once."""

    duty = HeadquartersDivision.Duty.BLUE_PATROL

    office = models.ForeignKey(
        TransportOffice, models.PROTECT, related_name="notices", verbose_name="運輸支局等"
    )
    sent_on = models.DateField("通知した日")
    sent_by = models.ForeignKey("casework.Staff", models.PROTECT, related_name="+", verbose_name="通知した人")
    document_number = models.CharField("文書番号", max_length=40)
    clocks = ArrayField(models.BigIntegerField(), verbose_name="済ませた期限")
    template_version = models.CharField("書式の版", max_length=80)
    values = models.JSONField("書いたこと")
    content = models.BinaryField("文書", null=True)
    entered_at = models.DateTimeField("入力した時", auto_now_add=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "運輸支局等への通知"
        ordering = ["-sent_on", "-pk"]

    def __str__(self):
        return f"{self.office}への通知 {self.document_number}"

    @property
    def evidence(self) -> str:
        return f"{self.office.name}へ通知（{self.document_number}）"


@transaction.atomic
def send(
    office: TransportOffice, clocks, *, by, on: date, document_number: str, values_of, paper_version: str = ""
) -> OfficeNotice:
    """Tell one office of the cars of these clocks: the clocks end, and each case whose last car it was is done.

    ``values_of``: (notice, cars) → what the paper says, in the template of ``paper_version``. Raises Refused.
    """
    number = document_number.strip()
    found = list(open_clocks(by).filter(pk__in=clocks).select_for_update(of=("self",)))
    if reasons := _problems(by, found, set(clocks), on, number):
        raise Refused(reasons)
    notice = OfficeNotice(
        prefecture=by.prefecture, stations=sorted(by.station_ids), office=office, sent_on=on, sent_by=by.staff,
        document_number=number, clocks=sorted(clock.pk for clock in found), template_version=paper_version,
    )  # fmt: skip
    cars = cars_to_tell(found)
    notice.values = values_of(notice, cars)
    notice.save()
    for case in {(told.clock.case_label, told.clock.case_pk): told.case for told in cars}.values():
        _tell_of(case, notice, [told.clock.pk for told in cars if told.case is case], by)
    return notice


def _problems(by, found, asked: set[int], on: date, number: str) -> list[Reason]:
    permission = PERMISSIONS["headquarters_act"]
    if not permission.held_by(by) or permission.rule(OfficeNotice(), by):
        return [Reason(permission.sentence)]
    problems = []
    if not asked:
        problems.append(Reason("通知する自動車に印を付けてください。", CLAUSE, field="clocks"))
    elif len(found) < len(asked):
        text = "選んだ自動車の中に、もう通知したものがあります。いまの一覧を確かめてください。"
        problems.append(Reason(text, CLAUSE, field="clocks"))
    if not number:
        problems.append(Reason("文書番号を書いてください。", field="document_number"))
    return problems + _day_problems(found, on)


def _day_problems(found, on: date) -> list[Reason]:
    if on > timezone.localdate():
        return [Reason("先の日付は記録できません。", field="on")]
    first = max((clock.starts_on for clock in found), default=on)
    if on < first:
        text = f"通知の期限が始まった日（{wareki.format_long(first)}）より前の日付は記録できません。"
        return [Reason(text, CLAUSE, field="on")]
    return []


def _tell_of(case, notice: OfficeNotice, clocks: list[int], by) -> None:
    """End the clocks with the day sent, by an act on the case; with its last car the case is done."""
    owed = Deadline.objects.of_case(case).open().filter(kind=deadlines.TRANSPORT_NOTICE.code)
    owed.filter(pk__in=clocks).meet(notice.sent_on, by.staff, notice.evidence)
    act = "tell_transport" if owed.exists() else "notify_transport"
    perform(
        case, act, by=by, on=notice.sent_on, notice=notice.pk, office=notice.office.name, cars=len(clocks),
        document_number=notice.document_number,
    )  # fmt: skip

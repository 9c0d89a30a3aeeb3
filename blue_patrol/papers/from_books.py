"""From the records to the two books of a station: 交付簿 (form 14) and 証明台帳 (form 15), as they stand today."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q

from blue_patrol.models import (
    Application,
    Credential,
    Kind,
    LedgerSheet,
    PaperRegisterRow,
    Procedure,
    RegisterEntry,
    RegisterNote,
    RegisterYear,
    Standing,
)
from blue_patrol.models.credentials import LIVE
from blue_patrol.papers.books import LedgerEventValues, LedgerValues, RegisterRowValues, RegisterValues
from blue_patrol.papers.from_case import bare, group_of, office_of, plan_of
from blue_patrol.papers.values import PatrollerValues, PlanValues, TrainingValues, VehicleValues
from blue_patrol.rules import deadlines
from blue_patrol.rules.ledger_tables import Table, table_of
from casework import wareki
from casework.models import Anchor, Deadline, StateChange, Station

RETURNED_BY = ("surrender", "find")  # acts that bring a thing back to the station


@dataclass(frozen=True)
class RegisterBook:
    """A station's register of one fiscal year (``year``: the year of its April)."""

    station: Station
    year: int

    def entries(self):
        """The rows in order, with what strikes them and what was noted later; ``is_here``: the desk has the row's case."""
        case = Application.objects.filter(
            pk=OuterRef("application")
        )  # another station's since a 所管替え is not seen
        rows = RegisterEntry.objects.filter(station=self.station, year=self.year).annotate(
            is_here=Exists(case)
        )
        return rows.select_related("strikes", "struck_by").prefetch_related("notes").order_by("row_number")

    def paper_rows(self):
        """What the book of this year already held on paper (既存証明の登録); the originals stay in their binder."""
        return PaperRegisterRow.objects.filter(station=self.station, year=self.year).order_by("pk")

    def closing(self) -> RegisterYear | None:
        """The closing of the year, where it is closed."""
        return RegisterYear.objects.filter(station=self.station, year=self.year).first()


def ranges(numbers: Iterable[str]) -> str:
    """第R5-0012-01号, 第R5-0012-02号 → R5-0012-01〜02; a gap begins anew: R5-0012-01〜02・04."""
    runs: list[list[str]] = []
    for number in sorted(bare(number) for number in numbers):
        stem, _, item = number.rpartition("-")
        if runs and runs[-1][0] == stem and _follows(item, runs[-1][-1]):
            runs[-1].append(item)
        else:
            runs.append([stem, item])
    texts: list[str] = []
    for place, (stem, *items) in enumerate(runs):
        head = "" if not stem or (place and runs[place - 1][0] == stem) else f"{stem}-"
        texts.append(f"{head}{items[0]}" + (f"〜{items[-1]}" if len(items) > 1 else ""))
    return "・".join(texts)


def _follows(item: str, before: str) -> bool:
    """A number of another hand may end in anything."""
    return item.isdecimal() and before.isdecimal() and int(item) == int(before) + 1


def noted(entry: RegisterEntry) -> dict[str, RegisterNote]:
    return {note.kind: note for note in entry.notes.all()}


def added(entry: RegisterEntry) -> tuple[str, ...]:
    """What came to the row's remarks later: 返納　令5.10.12　風間　聡, a line a note (BP-10-5-2)."""
    later = [note for note in entry.notes.all() if note.kind != RegisterNote.Kind.REPORTED]
    return tuple("　".join(filter(None, _told(note))) for note in later)


def _told(note: RegisterNote) -> tuple[str, ...]:
    return note.get_kind_display(), wareki.format_short(note.on), ranges(note.text.split("・")), note.noted_by


def correction_of(entry: RegisterEntry) -> RegisterEntry | None:
    """The row that strikes this one through."""
    return getattr(entry, "struck_by", None)


def remarks_of(entry: RegisterEntry) -> str:
    """摘要: which row it corrects and why, then what the row itself has to say."""
    wrong = entry.strikes
    corrects = f"{wrong.place_in(entry.year)}の訂正（{entry.correction_reason}）" if wrong else ""
    return "　".join(filter(None, (corrects, entry.remarks)))


def register_row(entry: RegisterEntry) -> RegisterRowValues:
    correction, reported = correction_of(entry), noted(entry).get("reported")
    is_notice = entry.kind == RegisterEntry.Kind.REVOCATION  # it names the certificate and hands none over
    return RegisterRowValues(
        number=entry.row_number, delivered_on=entry.delivered_on, kind=entry.get_kind_display(),
        group_name=entry.group_name, certificate_number=bare(entry.certificate_number),
        certificate_count=int(bool(entry.certificate_number) and not is_notice), sticker_numbers=ranges(entry.sticker_numbers),
        sticker_count=len(entry.sticker_numbers), card_numbers=ranges(entry.card_numbers), card_count=len(entry.card_numbers),
        notice_count=int(is_notice), delivered_by=entry.delivered_by,
        received_by=entry.receiver_name, remarks=remarks_of(entry), added=added(entry), reported_on=reported.on if reported else None,
        struck_to=correction.row_number if correction else None,
        struck_year=correction.year if correction and correction.year != entry.year else None,
        struck_on=correction.corrected_on if correction else None, struck_by=correction.corrected_by if correction else "",
    )  # fmt: skip


def paper_row(entry: PaperRegisterRow) -> RegisterRowValues:
    """A row of the paper book; whatever kind was written there, a revocation hands nothing over."""
    is_notice = "取消" in entry.kind
    return RegisterRowValues(
        paper_number=entry.row_number, delivered_on=entry.delivered_on, kind=entry.kind, group_name=entry.group_name,
        certificate_number=bare(entry.certificate_number),
        certificate_count=int(bool(entry.certificate_number) and not is_notice), sticker_numbers=ranges(entry.sticker_numbers),
        sticker_count=len(entry.sticker_numbers), card_numbers=ranges(entry.card_numbers), card_count=len(entry.card_numbers),
        notice_count=int(is_notice), delivered_by=entry.delivered_by, received_by=entry.receiver_name,
        remarks=entry.remarks, reported_on=entry.reported_on,
    )  # fmt: skip


def register_values(book: RegisterBook | RegisterYear, on: date) -> dict:
    """Form 14: a fiscal year of a station's register as it stands; of one that is closed with the day of that."""
    book = RegisterBook(book.station, book.year)
    closed, anchor = book.closing(), Anchor.objects.first()
    kept: dict[str, Any] = (
        {"anchor_on": anchor.day, "anchor_count": anchor.count, "anchor_digits": anchor.groups}
        if anchor
        else {}
    )
    return RegisterValues(
        office=office_of(book.station, on), fiscal_year=book.year, paper_rows=tuple(map(paper_row, book.paper_rows())),
        rows=tuple(map(register_row, book.entries())), as_of=on, closed_on=closed.closed_on if closed else None,
        closed_by=closed.closed_by if closed else "", **kept,
    ).to_json()  # fmt: skip


def ledger_things(certification) -> list[Credential]:
    """What was handed over or will be, the latest of a car or a bearer last; ``returned_on``: when it came back."""
    if certification is None:
        return []
    rows = certification.credentials.filter(Q(state__in=LIVE) | Q(handed_over_on__isnull=False)).order_by(
        "pk"
    )
    things = list(rows)
    acts = StateChange.objects.filter(
        case_label=Credential._meta.label, case_pk__in=[thing.pk for thing in things]
    )
    days = dict(acts.filter(transition__in=RETURNED_BY).order_by("seq").values_list("case_pk", "on"))
    for thing in things:
        thing.returned_on = None if thing.state in LIVE else days.get(thing.pk)
    return things


def ledger_vehicles(group, things) -> tuple[VehicleValues, ...]:
    """Every car in its order, with its sticker and the day its entry in the inspection certificate was seen."""
    stickers = {thing.vehicle_id: thing for thing in things if thing.kind == Kind.STICKER}
    cars = list(group.vehicles.ever())
    met = Deadline.objects.filter(
        kind=deadlines.INSPECTION_ENTRY.code,
        subject_label="blue_patrol.Vehicle",
        subject_pk__in=[car.pk for car in cars],
    )
    confirmed = dict(met.exclude(done_on=None).order_by("done_on").values_list("subject_pk", "done_on"))
    return tuple(
        VehicleValues(
            plate=car.plate, make=car.make, model_code=car.model_code, user_name=car.user_name,
            sticker_number=bare(stickers[car.pk].number) if car.pk in stickers else "",
            delivered_on=stickers[car.pk].handed_over_on if car.pk in stickers else None,
            entry_confirmed_on=confirmed.get(car.pk), returned_on=returned(stickers.get(car.pk), car),
        )
        for car in cars
    )  # fmt: skip


def returned(thing, owner) -> date | None:
    """The day a thing came back; on paper nobody noted it, but the car or the person left."""
    return (thing and thing.returned_on) or owner.removed_on


def ledger_patrollers(group, things) -> tuple[PatrollerValues, ...]:
    cards = {thing.patroller_id: thing for thing in things if thing.kind == Kind.CARD}
    return tuple(
        PatrollerValues(
            name=person.name, kana=person.kana, birth_date=person.birth_date,
            card_number=bare(cards[person.pk].number) if person.pk in cards else "",
            trainings=tuple(TrainingValues(on=t.attended_on, by=t.trainer) for t in person.trainings.all()),
            returned_on=returned(cards.get(person.pk), person),
        )
        for person in group.patrollers.ever().prefetch_related("trainings")
    )  # fmt: skip


def training_lines(group) -> list[LedgerEventValues]:
    """One line a course: its day, its place and how many of the group attended."""
    courses: Counter = Counter()
    for person in group.patrollers.prefetch_related("trainings"):
        courses.update((t.attended_on, t.place, t.trainer) for t in person.trainings.all())
    return [
        LedgerEventValues(on=on, kind="講習", text=f"{place}　受講{count}人".strip(), by=trainer)
        for (on, place, trainer), count in sorted(courses.items())
    ]


def ledger_lines(sheet: LedgerSheet, certification) -> dict[Table, list[LedgerEventValues]]:
    """The events of a sheet, each in its table (``rules/ledger_tables.py`` says which)."""
    lines: dict[Table, list[LedgerEventValues]] = {table: [] for table in Table}
    if certification and certification.registered_on:
        text = f"紙の台帳から登録（{certification.ledger_evidence}）"
        lines[table_of("登録")].append(
            LedgerEventValues(on=certification.registered_on, kind="登録", text=text)
        )
    for event in sheet.events.select_related("struck_by"):
        later = getattr(event, "struck_by", None)
        line = LedgerEventValues(
            on=event.on,
            kind=event.kind,
            text=event.text,
            by=event.handled_by,
            struck_on=later.on if later else None,
        )
        lines[table_of(event.kind)].append(line)
    return lines


def ledger_values(sheet: LedgerSheet, on: date) -> dict:
    """Form 15: a group's sheet, read from the other records."""
    group, station = sheet.group, sheet.station
    case = (
        group.applications.filter(case_label=Procedure.CERTIFICATION)
        .exclude(delivered_on=None)
        .select_related("group")
        .order_by("-delivered_on", "-pk")
        .first()
    )
    certification = group.certifications.exclude(state=Standing.VOID).order_by("-certified_on", "-pk").first()
    things = ledger_things(certification)
    lines = ledger_lines(sheet, certification)
    plan, area = plan_of(case) if case else PlanValues(), certification.patrol_area if certification else ""
    return LedgerValues(
        office=office_of(station, on), number=f"{station.name}-{sheet.number}" if sheet.number else "", group=group_of(group),
        plan=replace(plan, area=area or plan.area), received_on=case.received_on if case else None,
        forwarded_on=case.forwarded_on if case else None, certified_on=certification.certified_on if certification else None,
        delivered_on=certification.delivered_on if certification else None,
        certificate_number=bare(certification.number) if certification else "", vehicles=ledger_vehicles(group, things),
        patrollers=ledger_patrollers(group, things), trainings=(*training_lines(group), *lines[Table.TRAININGS]),
        changes=tuple(lines[Table.CHANGES]), guidance=tuple(lines[Table.GUIDANCE]),
    ).to_json()  # fmt: skip

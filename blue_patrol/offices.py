"""What a 所管替え does with groups, their standings, cases and ledgers (decision 23).

The register stays: its rows say what that station handed over. The ledger goes on: it is the group's.
"""

from django.db.models import F, OuterRef, Q, Subquery

from blue_patrol.models import (
    ActivityDay,
    Application,
    BlankLot,
    BlankUse,
    Certification,
    ClockRemark,
    Commission,
    Credential,
    Group,
    Kind,
    LedgerEvent,
    LedgerSheet,
    OfficeNotice,
    PaperRegisterRow,
    Patroller,
    Place,
    RegisterEntry,
    RegisterNote,
    Registration,
    ReturnNotice,
    Revocation,
    Standing,
    Stocktaking,
    TrainingCourse,
    TrainingRecord,
    Vehicle,
)
from blue_patrol.models.applications import ApplicationQuerySet
from blue_patrol.models.certification.examination import ExaminationFinding
from blue_patrol.models.change.items import ChangeItem, ChangeRequest
from blue_patrol.models.demonstration.plan import DemonstrationCar, DemonstrationExemption, DemonstrationPlan
from blue_patrol.models.handed_in import HandedIn
from blue_patrol.models.information import InformationRecord
from blue_patrol.models.register_years import RegisterYear
from blue_patrol.models.reissues import ReissueClaim
from blue_patrol.models.returned.items import ReturnedItem
from blue_patrol.models.revocation.facts import OPEN, Guidance, RevocationState
from blue_patrol.models.training.courses import CourseState
from blue_patrol.models.training.records import Trainee
from casework.models import IssuedNumber
from casework.models.road import OPEN_STATES, RoadState
from casework.offices import gather
from casework.offices.answers import (
    Answer,
    Asked,
    Chosen,
    Follows,
    Gathered,
    Move,
    Part,
    Shown,
    Stays,
    WithAll,
    enter,
)
from casework.permissions import Reason

SHOWN = 5
BOOK = "交付簿は、交付した署の帳簿として残る。"
OFFICE = "本部の物品・通知の記録。"
OF_GROUP, OF_CASE = Follows(("group",)), Follows(("application",))


def numbers_of_things(move: Move):
    """The numbers of what moves: taken back later, they become 欠番 under the station that has the thing."""
    numbers = [
        number
        for model in (Certification, Credential)
        for number in move.rows(model).values_list("number", flat=True)
    ]
    return IssuedNumber._base_manager.filter(kind__in=Kind.values, text__in=numbers)


ANSWERS: dict[type, Answer] = {
    Group: Chosen(),
    Vehicle: OF_GROUP,
    Patroller: OF_GROUP,
    Certification: OF_GROUP,
    Application: OF_GROUP,
    Revocation: OF_GROUP,
    ReturnNotice: OF_GROUP,
    Commission: OF_GROUP,
    Credential: Follows(("certification", "application")),
    LedgerSheet: OF_GROUP,
    LedgerEvent: Follows(("sheet",)),
    ActivityDay: OF_GROUP,
    InformationRecord: Follows(("certification",)),
    DemonstrationExemption: OF_GROUP,
    DemonstrationPlan: OF_CASE,
    DemonstrationCar: OF_CASE,
    ChangeRequest: OF_CASE,
    ChangeItem: OF_CASE,
    ReissueClaim: OF_CASE,
    HandedIn: OF_CASE,
    ExaminationFinding: OF_CASE,
    ReturnedItem: Follows(("notice",)),
    Guidance: Follows(("revocation",)),
    TrainingRecord: Follows(("patroller",)),
    ClockRemark: Follows(("deadline",)),
    TrainingCourse: WithAll(),
    Trainee: WithAll(),
    IssuedNumber: Gathered(numbers_of_things),
    RegisterEntry: Stays(BOOK),
    RegisterNote: Stays(BOOK),
    PaperRegisterRow: Stays(BOOK),
    RegisterYear: Stays(BOOK),
    Registration: Stays("署の紙の台帳を登録した記録。"),
    BlankLot: Stays(OFFICE),
    BlankUse: Stays(OFFICE),
    Stocktaking: Stays(OFFICE),
    OfficeNotice: Stays(OFFICE),
}


def offered(station) -> list[tuple[int, str]]:
    return list(Group.objects.filter(station=station).order_by("order_key", "pk").values_list("pk", "name"))


def chosen(asked: Asked) -> dict:
    if asked.is_whole:
        return {Group: Group.objects.all()}
    return {Group: Group.objects.filter(pk__in=asked.groups)} if asked.kind == "groups" else {}


# --- what prevents it ------------------------------------------------------------------------------------------------


def problems(move: Move) -> list[Reason]:
    """What is on its way to the old station by name, or is still to be noted in its register."""
    things = move.rows(Credential)
    return [
        Reason(f"{sentence}（{_some(names)}）。", clause)
        for sentence, clause, names in (
            ("署へ送付中のものがあります。署で受領を記録してから行ってください", "BP-5-4", _cases(move).filter(
                Q(state=RoadState.DISPATCHED) | Q(pk__in=things.filter(state=Place.IN_TRANSIT).values("application"))
            )),
            ("交付の報告がまだの事案があります。署の交付簿に報告を記録してから行ってください", "BP-5-5-3", _cases(move).filter(
                state=RoadState.DELIVERED, is_report_due=True
            )),
            ("返納がまだのデモ等用標章があります。署の交付簿に返納を記録してから行ってください", "BP-10-5-2", _cases(move).filter(
                pk__in=things.filter(kind=Kind.DEMONSTRATION, state=Place.WITH_GROUP).values("application")
            )),
            ("取消しの通知書の交付の報告がまだの事案があります。署の交付簿に報告を記録してから行ってください", "BP-8-3",
             move.rows(Revocation).filter(state=RevocationState.NOTICE_DELIVERED)),
            ("これから開く講習の名簿に、移す団体の人がいます。講習を記録するか、名簿から外してから行ってください", "BP-11-1",
             _to_be_trained(move)),
        )
        if names
    ]  # fmt: skip


def _to_be_trained(move: Move):
    """Courses go with all of a station only."""
    lines = Trainee.objects.filter(patroller__in=move.of(Patroller), course__state=CourseState.PLANNED)
    return lines.exclude(course__in=move.of(TrainingCourse)).order_by("pk")


def _cases(move: Move):
    return move.rows(Application).select_related("group")


def _some(rows) -> str:
    found = [str(row) for row in rows]
    return "、".join(found[:SHOWN]) + ("ほか" if len(found) > SHOWN else "")


# --- what is shown ---------------------------------------------------------------------------------------------------


def shown(move: Move) -> list[Shown]:
    return [*map(_group_line, _groups(move)), *map(_case_line, _open_cases(move))]


def _groups(move: Move):
    standing = Certification.objects.filter(group=OuterRef("pk")).exclude(state=Standing.VOID)
    standing = standing.order_by("-certified_on", "-pk")
    rows = move.rows(Group).annotate(
        standing=Subquery(standing.values("state")[:1]), number=Subquery(standing.values("number")[:1])
    )
    return rows.order_by("order_key", "pk")


def _group_line(group) -> Shown:
    state = str(Standing(group.standing).label) if group.standing else "証明なし"
    return Shown("団体", Group._meta.label, group.pk, group.name, state, group.number or "")


def _open_cases(move: Move) -> list:
    ended = ApplicationQuerySet.ENDED
    found: list = list(_cases(move).filter(state__in=OPEN_STATES).exclude(ended).order_by("pk"))
    found += move.rows(Revocation).filter(state__in=OPEN).select_related("group").order_by("pk")
    returns = move.rows(ReturnNotice).exclude(state="transport_notified")
    return found + list(returns.select_related("group").order_by("pk"))


def _case_line(case) -> Shown:
    return Shown("進行中の事案", case._meta.label, case.pk, str(case), case.get_state_display())


# --- what it writes --------------------------------------------------------------------------------------------------


def before(move: Move, act) -> None:
    """Each sheet gets the next number of the new station's ledger; one without a number keeps none."""
    sheets = list(move.rows(LedgerSheet).exclude(number="").order_by("pk"))
    to = move.asked.to
    if sheets and to != move.asked.origin:
        given = IssuedNumber.give(
            to, "ledger", f"station:{to.pk}", 0, lambda value: f"{value:04d}", len(sheets)
        )
        for sheet, number in zip(sheets, given, strict=True):
            act.details.setdefault("ledger", {})[sheet.pk] = [sheet.number, number]
            sheet.station, sheet.number = to, number
            sheet.save(update_fields=["station", "number"])


def after(move: Move, act) -> None:
    renumbered = act.details.pop("ledger", {})
    for group in move.rows(Group).select_related("ledger"):
        sheet = getattr(group, "ledger", None)
        old, new = renumbered.get(sheet.pk, ("", "")) if sheet else ("", "")
        number = f"　台帳番号{old}を{new}に改める" if new else ""
        LedgerEvent.note(group, act, "所管替え", f"{move.asked.origin}から{move.asked.to}へ{number}")
    _remark_in_the_register(move, act)
    _part_the_runs(move)


def _remark_in_the_register(move: Move, act) -> None:
    """The old book says at the last row of each group where it went; also when its year is closed (decision 16)."""
    rows = RegisterEntry.objects.filter(station=move.asked.origin, group__in=move.of(Group), struck_by=None)
    for entry in rows.order_by("group_id", "-year", "-row_number").distinct("group_id"):
        entry.add_note(RegisterNote.Kind.MOVED, act, f"{move.asked.to}へ")


def _part_the_runs(move: Move) -> None:
    """A car in another station's run is known by its number alone, as a car of another station's group is."""
    parted = DemonstrationCar.objects.filter(
        Q(vehicle__in=move.of(Vehicle)) | Q(application__in=move.of(Application)), vehicle__isnull=False
    )
    for car in parted.exclude(station=F("vehicle__station")).select_related("vehicle__station"):
        if car.vehicle:
            car.station_name, car.vehicle = str(car.vehicle.station), None
        car.save(update_fields=["station_name", "vehicle"])


def register() -> None:
    gather.NUMBERED_ANEW.add(LedgerSheet)
    enter(
        ANSWERS,
        Part(offered=offered, chosen=chosen, problems=problems, shown=shown, before=before, after=after),
    )

"""How long the records of 青色防犯パトロール are kept, when each is complete, and what is emptied (decision 30).

An active ledger is 常用: it ends with the last standing of its group. The register keeps its rows, numbers and days.
"""

from django.db.models import Exists, F, Max, OuterRef
from django.db.models.functions import Coalesce, Greatest

from blue_patrol.models import (
    Application,
    Certification,
    ClockRemark,
    Commission,
    Group,
    LedgerEvent,
    OfficeNotice,
    Patroller,
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
from blue_patrol.models.certification.examination import ExaminationFinding
from blue_patrol.models.change.items import ChangeItem, ChangeRequest
from blue_patrol.models.commission.machine import CommissionState
from blue_patrol.models.demonstration.plan import DemonstrationCar, DemonstrationExemption, DemonstrationPlan
from blue_patrol.models.handed_in import HandedIn
from blue_patrol.models.information import InformationRecord
from blue_patrol.models.register_years import RegisterYear
from blue_patrol.models.registers import PaperRegisterRow
from blue_patrol.models.reissues import ReissueClaim
from blue_patrol.models.returned.items import ReturnedItem
from blue_patrol.models.returned.machine import ReturnState
from blue_patrol.models.revocation.facts import OPEN as OPEN_REVOCATIONS
from blue_patrol.models.revocation.facts import Guidance
from blue_patrol.models.training.courses import CourseState
from blue_patrol.models.training.records import Trainee
from casework.models.remarks import RemarkState
from casework.models.road import OPEN_STATES
from casework.retention.hanging import batches, hanging
from casework.retention.kinds import Blank, Kind, enter

OWN = "id = $1"
OF_CASE, OF_GROUP = "application_id = $1", "group_id = $1"
GROUP = ("blue_patrol.Group", "group_id")
STANDINGS = "select id from blue_patrol_certification where group_id = $1"
THINGS = f"select id from blue_patrol_credential where certification_id in ({STANDINGS})"  # noqa: S608 - our own tables
OF_BOOK = "(station_id, year) = (select y.station_id, y.year from blue_patrol_registeryear y where y.id = $1)"
NUMBERS = ("certificate_number", "sticker_numbers", "card_numbers")
DOCUMENT = ("receipt_number", "document_number")


def closed_ledgers():
    """Groups all of whose standings have ended, and whose cases are done."""
    standings = Certification.objects.filter(group=OuterRef("pk"))
    live = standings.exclude(state__in=[Standing.ENDED, Standing.REVOKED, Standing.VOID])
    waiting = Application.objects.filter(group=OuterRef("pk"), state__in=OPEN_STATES)
    commissioned = Commission.objects.filter(group=OuterRef("pk"), state=CommissionState.COMMISSIONED)
    rows = Group.objects.filter(Exists(standings), ~Exists(live), ~Exists(waiting), ~Exists(commissioned))
    return rows.annotate(ended=Max("certifications__closed_on"))


def closed_applications():
    days = ("received_on", "decided_on", "delivered_on", "reported_on", "closed_on", "applied_on")
    return Application.objects.exclude(state__in=OPEN_STATES).annotate(ended=Greatest(*days))


def of_offices(model, day: str):
    """Rows of an office that may span stations stand on the list of the first."""
    return model.objects.annotate(ended=F(day), station=F("stations__0"))


def closed_revocations():
    days = ("found_on", "decided_on", "delivered_on", "reported_on", "closed_on")
    return Revocation.objects.exclude(state__in=OPEN_REVOCATIONS).annotate(ended=Greatest(*days))


def closed_commissions():
    over = [CommissionState.DECLINED, CommissionState.RELEASED]
    return Commission.objects.filter(state__in=over).annotate(ended=Coalesce("released_on", "decided_on"))


LEDGER = (
    Blank(Group, OWN, keep=("type_basis",)),
    Blank(Vehicle, OF_GROUP),
    Blank(Patroller, OF_GROUP),
    Blank(Certification, OF_GROUP, keep=("number",)),
    Blank(TrainingRecord, "patroller_id in (select id from blue_patrol_patroller where group_id = $1)"),
    Blank(LedgerEvent, "sheet_id in (select id from blue_patrol_ledgersheet where group_id = $1)", keep=("kind", "handled_by")),
    Blank(DemonstrationExemption, OF_GROUP),
    Blank(InformationRecord, f"certification_id in ({STANDINGS})", keep=("way",)),
    *hanging("'blue_patrol.Group'"),
    *hanging("'blue_patrol.Certification'", STANDINGS),
    *hanging("'blue_patrol.Credential'", THINGS),
)  # fmt: skip
APPLICATION = (
    Blank(Application, OWN, keep=(*DOCUMENT, "chief_opinion", "pledge_version", "instructed")),
    Blank(ExaminationFinding, OF_CASE, keep=("item",)),
    Blank(ChangeItem, OF_CASE, keep=("kind",)),
    Blank(ChangeRequest, OF_CASE),
    Blank(ReissueClaim, OF_CASE),
    Blank(DemonstrationPlan, OF_CASE),
    Blank(DemonstrationCar, OF_CASE, keep=("sticker_number", "station_name")),
    Blank(HandedIn, OF_CASE, keep=("cause",)),
    *hanging(),
)
REVOCATION = (
    Blank(Revocation, OWN, keep=("document_number", "notice_number", "grounds", "source", "chief_opinion")),
    Blank(Guidance, "revocation_id = $1"),
    *hanging(),
)
REGISTER = (
    Blank(RegisterEntry, OF_BOOK, keep=(*NUMBERS, "kind", "delivered_by", "corrected_by")),
    Blank(PaperRegisterRow, OF_BOOK, keep=(*NUMBERS, "row_number", "kind", "delivered_by")),
    Blank(RegisterNote, f"entry_id in (select id from blue_patrol_registerentry where {OF_BOOK})", keep=("kind", "noted_by")),  # noqa: S608 - our own tables
    *hanging(),
)  # fmt: skip


def of_cases() -> list[Kind]:
    return [
        Kind("ledger", "証明台帳（団体、自動車、実施者、証明）", 5, closed_ledgers, LEDGER, ("blue_patrol.Group", "pk"), "BP-5-6"),
        Kind("application", "申請（証明・再交付・変更・デモ等）", 5, closed_applications, APPLICATION, GROUP, "BP-5-1"),
        Kind("revocation", "取消し", 5, closed_revocations, REVOCATION, GROUP, "BP-8-1"),
        Kind(
            "return", "返納", 5,
            lambda: ReturnNotice.objects.filter(state=ReturnState.TRANSPORT_NOTIFIED).annotate(ended=Greatest("accepted_on", "notified_on")),
            (Blank(ReturnNotice, OWN, keep=(*DOCUMENT, "reason", "instructed")), Blank(ReturnedItem, "notice_id = $1", keep=("fate",)), *hanging()),
            GROUP, "BP-9-1",
        ),
    ]  # fmt: skip


def of_books() -> list[Kind]:
    return [
        Kind(
            "register", "交付簿（締めた年度）", 10, lambda: RegisterYear.objects.annotate(ended=F("closed_on")),
            REGISTER, clause="BP-5-5-3",
        ),
        Kind(
            "training", "講習の名簿", 5,
            lambda: TrainingCourse.objects.exclude(state=CourseState.PLANNED).annotate(ended=F("held_on")),
            (Blank(TrainingCourse, OWN, keep=("topics", "trainer", "place")), Blank(Trainee, "course_id = $1"), *hanging()),
            clause="BP-11-2-b",
        ),
        Kind(
            "commission", "委嘱", 5, closed_commissions,
            (Blank(Commission, OWN, keep=("document_number", "report_number", "release_ground")), *hanging()), GROUP, "BP-12-1",
        ),
        Kind(
            "registration", "紙の台帳からの登録（取り込んだファイル）", 1,
            lambda: Registration.objects.annotate(ended=F("registered_on")),
            (Blank(Registration, OWN, keep=("counts", "made")), *batches("blue_patrol_registration"), *hanging()),
        ),
    ]  # fmt: skip


def of_offices_alone() -> list[Kind]:
    return [
        Kind(
            "clock_remark", "期限についての本部の指導", 3,
            lambda: ClockRemark.objects.filter(state=RemarkState.SETTLED).annotate(ended=F("settled_on")),
            (Blank(ClockRemark, OWN), *hanging()),
        ),
        Kind(
            "office_notice", "運輸支局等への通知", 3, lambda: of_offices(OfficeNotice, "sent_on"),
            (Blank(OfficeNotice, OWN, keep=("document_number", "template_version")),), clause="BP-5-5-1",
        ),
        Kind(
            "stocktaking", "棚卸し", 3, lambda: of_offices(Stocktaking, "on"),
            (Blank(Stocktaking, OWN, keep=("office",)),),
        ),
    ]  # fmt: skip


def register() -> None:
    enter(*of_cases(), *of_books(), *of_offices_alone())

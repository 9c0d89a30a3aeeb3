from blue_patrol.models.activity import ActivityDay
from blue_patrol.models.applications import Application, Procedure
from blue_patrol.models.certification.examination import ExaminationFinding
from blue_patrol.models.certification.machine import CertificationApplication
from blue_patrol.models.certifications import Certification, Standing
from blue_patrol.models.change.items import ChangeItem, ChangeRequest
from blue_patrol.models.change.machine import ChangeApplication
from blue_patrol.models.clock_remarks import ClockRemark
from blue_patrol.models.commission.machine import Commission, CommissionState
from blue_patrol.models.credentials import Credential, Kind, Place
from blue_patrol.models.demonstration.machine import DemonstrationApplication
from blue_patrol.models.demonstration.plan import (
    DemonstrationCar,
    DemonstrationExemption,
    DemonstrationPlan,
    EventKind,
)
from blue_patrol.models.groups import Group, Patroller, Vehicle
from blue_patrol.models.handed_in import HandedIn
from blue_patrol.models.information import InformationRecord
from blue_patrol.models.register_closing import close_register
from blue_patrol.models.register_years import RegisterYear, RegisterYearState
from blue_patrol.models.registers import (
    LedgerEvent,
    LedgerSheet,
    PaperRegisterRow,
    RegisterEntry,
    RegisterNote,
)
from blue_patrol.models.registration.machine import Registration
from blue_patrol.models.reissues import ReissueApplication, ReissueClaim
from blue_patrol.models.returned.items import ReturnedItem
from blue_patrol.models.returned.machine import ReturnNotice, ReturnState
from blue_patrol.models.revocation.facts import Guidance, RevocationState
from blue_patrol.models.revocation.machine import Revocation
from blue_patrol.models.stock.counting import Stocktaking
from blue_patrol.models.stock.lots import BlankLot, BlankUse
from blue_patrol.models.training.courses import CourseState, TrainingCourse
from blue_patrol.models.training.records import Trainee, TrainingRecord
from blue_patrol.models.transport_notices import OfficeNotice

__all__ = [
    "ActivityDay", "Application", "BlankLot", "BlankUse", "Certification", "CertificationApplication", "ChangeApplication", "ChangeItem",
    "ChangeRequest", "ClockRemark", "Commission", "CommissionState", "CourseState", "Credential", "DemonstrationApplication", "DemonstrationCar",
    "DemonstrationExemption", "DemonstrationPlan", "EventKind", "ExaminationFinding", "Group", "Guidance", "HandedIn", "InformationRecord", "Kind",
    "LedgerEvent", "LedgerSheet", "OfficeNotice", "PaperRegisterRow", "Patroller", "Place", "Procedure", "RegisterEntry", "RegisterNote",
    "RegisterYear", "RegisterYearState", "Registration", "ReissueApplication", "ReissueClaim", "ReturnNotice", "ReturnState", "ReturnedItem", "Revocation", "RevocationState", "Standing",
    "Stocktaking", "Trainee", "TrainingCourse", "TrainingRecord", "Vehicle", "close_register",
]  # fmt: skip

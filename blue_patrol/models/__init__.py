from blue_patrol.models.applications import CertificationApplication
from blue_patrol.models.certifications import Certification, Standing
from blue_patrol.models.courses import CourseState, TrainingCourse
from blue_patrol.models.credentials import Credential, Kind, Place
from blue_patrol.models.examination import ExaminationFinding
from blue_patrol.models.groups import Group, Patroller, Vehicle
from blue_patrol.models.registers import (
    LedgerEvent,
    LedgerSheet,
    PaperRegisterRow,
    RegisterEntry,
    RegisterNote,
)
from blue_patrol.models.registration import Registration
from blue_patrol.models.revocation_facts import Guidance, RevocationState
from blue_patrol.models.revocations import Revocation
from blue_patrol.models.stock import BlankLot, BlankUse
from blue_patrol.models.stocktaking import Stocktaking
from blue_patrol.models.training import Trainee, TrainingRecord

__all__ = [
    "BlankLot", "BlankUse", "Certification", "CertificationApplication", "CourseState", "Credential", "ExaminationFinding", "Group", "Guidance", "Kind", "LedgerEvent",
    "LedgerSheet", "PaperRegisterRow", "Patroller", "Place", "RegisterEntry", "RegisterNote", "Registration", "Revocation", "RevocationState", "Standing", "Stocktaking",
    "Trainee", "TrainingCourse", "TrainingRecord", "Vehicle",
]  # fmt: skip

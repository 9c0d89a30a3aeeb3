from blue_patrol.models.applications import CertificationApplication
from blue_patrol.models.certifications import Certification, Standing
from blue_patrol.models.credentials import Credential, Kind, Place
from blue_patrol.models.examination import ExaminationFinding
from blue_patrol.models.groups import Group, Patroller, TrainingRecord, Vehicle
from blue_patrol.models.registers import LedgerEvent, LedgerSheet, PaperRegisterRow, RegisterEntry, RegisterNote

__all__ = [
    "Certification", "CertificationApplication", "Credential", "ExaminationFinding", "Group", "Kind", "LedgerEvent",
    "LedgerSheet", "PaperRegisterRow", "Patroller", "Place", "RegisterEntry", "RegisterNote", "Standing", "TrainingRecord", "Vehicle",
]  # fmt: skip

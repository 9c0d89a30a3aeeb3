# ruff: noqa: I001 - the door needs staff and history before the road needs the door
from casework.models.places import (
    HeadquartersDivision,
    Koban,
    Prefecture,
    PrefectureProfile,
    ProfileValue,
    Station,
    TransportJurisdiction,
    TransportOffice,
)
from casework.models.staff import Actor, Post, Posting, Staff
from casework.models.sessions import LogInSession
from casework.models.shared_counts import SharedCount
from casework.models.second_factor_resets import SecondFactorReset
from casework.models.history import ChainHead, ChangePayload, ReadLog, StateChange
from casework.models.batches import ImportBatch
from casework.models.changes_of_station import ChangeOfStation
from casework.models.comments import Comment
from casework.models.deadlines import Deadline
from casework.models.files import Attachment, StoredFile
from casework.models.handovers import Handover
from casework.models.keys import ActKey
from casework.models.layouts import KeptLayout
from casework.models.machine_edges import MachineEdge
from casework.models.marks import Mark
from casework.models.notices import Digest, Notice, NoticeRead, ToldNotice
from casework.models.numbers import IssuedNumber, NumberSeries
from casework.models.papers import IssuedPaper
from casework.models.print_runs import Output, PrintFile, PrintItem, PrintRun
from casework.models.proofs import Anchor, VerificationRun
from casework.models.saved_filters import SavedFilter
from casework.models.view_reviews import ViewReview
from casework.models.routes import DecisionStep, RouteStep, StepKind
from casework.models.road import ReturnReason, RoadState
from casework.models.disposals import Disposal, DisposalItem, DisposalLog, Hold
from casework.models.person_requests import PersonRequest
from casework.models.forwarded import ForwardedCase

__all__ = [
    "ActKey", "Actor", "Anchor", "Attachment", "ChainHead", "ChangeOfStation", "ChangePayload", "Comment", "Deadline", "DecisionStep", "Digest", "Disposal", "DisposalItem", "DisposalLog", "ForwardedCase",
    "Handover", "HeadquartersDivision", "Hold", "ImportBatch", "IssuedNumber", "IssuedPaper", "KeptLayout", "Koban", "LogInSession", "MachineEdge", "Mark", "Notice", "NoticeRead", "NumberSeries", "Output", "PersonRequest", "Post", "Posting",
    "Prefecture", "PrefectureProfile", "PrintFile", "PrintItem", "PrintRun", "ProfileValue", "ReadLog", "ReturnReason", "RoadState", "RouteStep", "SavedFilter", "SecondFactorReset", "SharedCount", "Staff",
    "StateChange", "Station", "StepKind", "StoredFile", "ToldNotice", "TransportJurisdiction", "TransportOffice", "VerificationRun", "ViewReview",
]  # fmt: skip

from casework.models.remarks import RemarkState
from liaison_councils.models.attendance import Participant
from liaison_councils.models.contacts import StaffInstruction, Visit
from liaison_councils.models.council_areas import CouncilArea
from liaison_councils.models.council_events import CouncilEvent
from liaison_councils.models.councils import Council, CouncilState
from liaison_councils.models.meetings import Meeting, MeetingState, SharedMeeting
from liaison_councils.models.officers import CouncilOfficer
from liaison_councils.models.opinions import Opinion, OpinionState
from liaison_councils.models.people import Person
from liaison_councils.models.registration.machine import ListRegistration
from liaison_councils.models.supervision import (
    Remark,
    SupportRequest,
    SupportState,
    YearReport,
    YearState,
)
from liaison_councils.models.terms import Term, TermState

__all__ = [
    "Council", "CouncilArea", "CouncilEvent", "CouncilOfficer", "CouncilState", "ListRegistration", "Meeting", "MeetingState", "Opinion", "OpinionState",
    "Participant", "Person", "Remark", "RemarkState", "SharedMeeting", "StaffInstruction", "SupportRequest", "SupportState", "Term",
    "TermState", "Visit", "YearReport", "YearState",
]  # fmt: skip

"""How long the records of 連絡協議会 are kept, when each is complete, and what is emptied (decision 30)."""

from django.db.models import F
from django.db.models.functions import Coalesce, Greatest

from casework.models.registered import Entered
from casework.retention.hanging import batches, hanging
from casework.retention.kinds import Blank, Kind, enter
from liaison_councils.models import (
    Council,
    CouncilArea,
    CouncilEvent,
    CouncilOfficer,
    CouncilState,
    ListRegistration,
    Meeting,
    MeetingState,
    Opinion,
    OpinionState,
    Participant,
    Person,
    Remark,
    RemarkState,
    StaffInstruction,
    SupportRequest,
    SupportState,
    Term,
    TermState,
    Visit,
    YearReport,
    YearState,
)

OWN, OF_COUNCIL = "id = $1", "council_id = $1"
COUNCIL = ("liaison_councils.Council", "council_id")
# A person goes with the last of their terms.
LAST_TERM = """
id = (select person_id from liaison_councils_term where id = $1) and not exists (
  select 1 from liaison_councils_term other
  where other.person_id = liaison_councils_person.id and other.id <> $1 and not exists (
    select 1 from casework_disposallog l where l.object_label = 'liaison_councils.Term' and l.object_pk = other.id
  )
)
"""
OVER = [TermState.NOT_APPOINTED, TermState.EXPIRED, TermState.RESIGNED, TermState.DISMISSED]


def ended_meetings():
    rows = Meeting.objects.filter(state__in=[MeetingState.CANCELLED, MeetingState.REPORTED])
    return rows.annotate(ended=Coalesce("reported_on", "stopped_on", "planned_on"))


def of_councils() -> list[Kind]:
    return [
        Kind(
            "council", "協議会（廃止したもの）", 10,
            lambda: Council.objects.filter(state=CouncilState.ABOLISHED).annotate(ended=F("ended_on")),
            (
                Blank(CouncilArea, OF_COUNCIL),
                Blank(CouncilEvent, OF_COUNCIL, keep=("kind", "name", "others")),
                Blank(CouncilOfficer, OF_COUNCIL, keep=("role", "rank")), Blank(Visit, OF_COUNCIL), Blank(StaffInstruction, OF_COUNCIL), *hanging(),
            ),
            ("liaison_councils.Council", "pk"), "LC-3-1",
        ),
        Kind(
            "term", "委員の任期と委員の人", 5,
            lambda: Term.objects.filter(state__in=OVER).annotate(ended=Coalesce("ended_on", "ends_on")),
            (
                Blank(Term, OWN, keep=("document_number", "end_number", "category")), Blank(Person, LAST_TERM),
                Blank(Participant, "term_id = $1"), Blank(Visit, "term_id = $1"), *hanging(),
            ),
            COUNCIL, "LC-3-5",
        ),
        Kind(
            "meeting", "会議", 5, ended_meetings,
            (Blank(Meeting, OWN, keep=("document_number",)), Blank(Participant, "meeting_id = $1"), *hanging()), clause="LC-5-2",
        ),
    ]  # fmt: skip


def of_the_rest() -> list[Kind]:
    return [
        Kind(
            "opinion", "意見・要望", 3, lambda: Opinion.objects.filter(state=OpinionState.CLOSED).annotate(ended=F("closed_on")),
            (Blank(Opinion, OWN), *hanging()), COUNCIL, "LC-6",
        ),
        Kind(
            "support", "支援・連絡調整", 3,
            lambda: SupportRequest.objects.exclude(state=SupportState.ASKED).annotate(ended=Greatest("answered_on", "asked_on")),
            (Blank(SupportRequest, OWN), *hanging()), COUNCIL, "LC-7-1-c",
        ),
        Kind(
            "remark", "協議会についての本部の指導", 3,
            lambda: Remark.objects.filter(state=RemarkState.SETTLED).annotate(ended=F("settled_on")),
            (Blank(Remark, OWN), *hanging()), COUNCIL, "LC-7-3",
        ),
        Kind(
            "year_report", "年間の開催状況", 5,
            lambda: YearReport.objects.filter(state=YearState.SEEN).annotate(ended=F("seen_on")),
            (Blank(YearReport, OWN, keep=("year_kind",)), *hanging()), clause="LC-7-3",
        ),
        Kind(
            "list", "名簿からの登録（取り込んだファイル）", 1,
            lambda: ListRegistration.objects.filter(state__in=Entered.values).annotate(ended=F("registered_on")),
            (Blank(ListRegistration, OWN, keep=("counts", "made")), *batches("liaison_councils_listregistration"), *hanging()),
        ),
    ]  # fmt: skip


def register() -> None:
    enter(*of_councils(), *of_the_rest())

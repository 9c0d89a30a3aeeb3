"""What is counted of councils (統計): a fact in SQL, and the steps by which days are counted."""

from casework.figures import facts, steps
from casework.figures.steps import Stages, Waited
from casework.models.remarks import RemarkState
from liaison_councils.models.meetings import MeetingState
from liaison_councils.models.opinions import OpinionState
from liaison_councils.models.terms import TermState

# A meeting of several councils counts for each of them. Opinions by the day on which they were received.
COUNCIL_YEAR = facts.Fact(
    "council_year",
    ("what",),
    1,
    ("liaison_councils_council", "liaison_councils_meeting", "liaison_councils_sharedmeeting", "liaison_councils_opinion"),
    """
    select station_id, array['councils'], count(*)
    from liaison_councils_council
    where established_on <= $2 and (ended_on is null or ended_on >= $1)
    group by 1, 2
    union all
    select c.station_id, array[m.kind::text], count(*)
    from liaison_councils_sharedmeeting s
    join liaison_councils_meeting m on m.id = s.meeting_id
    join liaison_councils_council c on c.id = s.council_id
    where m.state in ('held', 'reported') and m.held_on between $1 and $2
    group by 1, 2
    union all
    select station_id, array[state::text], count(*)
    from liaison_councils_opinion where received_on between $1 and $2
    group by 1, 2
    """,
)  # fmt: skip
OF_MACHINES: dict[str, tuple[str, Stages]] = {
    "Meeting": ("連絡協議会の会議", {
        MeetingState.PLANNED: ("案内", Waited.KOBAN),
        MeetingState.ANNOUNCED: ("開催", Waited.KOBAN),
        MeetingState.POSTPONED: ("延期した会議の案内", Waited.KOBAN),
        MeetingState.HELD: ("議事録・報告", Waited.KOBAN),
    }),
    "Opinion": ("意見・要望", {
        OpinionState.RECEIVED: ("担当と回答", Waited.STATION),
        OpinionState.ANSWERED: ("会議での読上げ", Waited.KOBAN),
    }),
    "Term": ("委員の委嘱", {TermState.NOMINATED: ("選考・委嘱", Waited.STATION)}),
    "Remark": ("本部の指導", {
        RemarkState.MADE: ("署の回答", Waited.STATION),
        RemarkState.ANSWERED: ("回答の確認", Waited.HEADQUARTERS),
    }),
}  # fmt: skip


def enter() -> None:
    """Enter fact and steps; called once the application is ready."""
    facts.enter(COUNCIL_YEAR)
    for machine, (label, states) in OF_MACHINES.items():
        steps.enter(f"liaison_councils.{machine}", label, "read_council_figures", states)

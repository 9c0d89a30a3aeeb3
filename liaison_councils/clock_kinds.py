"""The clocks of the councils on the common board: each is a day that the records themselves bear."""

from collections.abc import Iterable
from datetime import date

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    DateField,
    F,
    Max,
    Min,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from casework import clocks
from casework.clocks import Clock, Kind
from casework.roles import Role
from liaison_councils.models import (
    Council,
    CouncilState,
    Meeting,
    Opinion,
    OpinionState,
    Remark,
    RemarkState,
    SharedMeeting,
    SupportRequest,
    SupportState,
    Term,
)
from liaison_councils.models.values import ValuesOverTime
from liaison_councils.presenters import year as words
from liaison_councils.views import reading

SUPERVISOR, KOBAN = Role.STATION_SUPERVISOR, Role.KOBAN_OFFICER
MEETING = Kind("council_meeting", "会議の開催と結果の記録", "LC-7-1-b", (SUPERVISOR, KOBAN))
TERM = Kind("council_term", "任期の満了と後任", "LC-3-5", (SUPERVISOR, KOBAN))
REMARK = Kind("council_remark", "本部の指導への回答", "LC-7-3", (SUPERVISOR,))
OPINION = Kind("council_opinion", "意見・要望への回答", "LC-6", (SUPERVISOR, KOBAN))
SUPPORT = Kind("council_support", "支援・連絡調整の回答", "LC-7-1-c", (SUPERVISOR,))
YEAR = Kind(
    "council_year", "定期会議（予定の足りない協議会）", "LC-5-2", (SUPERVISOR,), "councils", {"view": "year"}
)
KINDS = (MEETING, TERM, YEAR, REMARK, OPINION, SUPPORT)
NO_DAY, NO_KOBAN = Value(None, DateField()), Value(None, BigIntegerField())


def rows(desk, today: date) -> list[QuerySet]:
    return [meetings(desk), terms(desk), remarks(desk), opinions(desk), supports(desk)]


def meetings(desk) -> QuerySet:
    """Until the result is recorded; postponed without a new day: by age."""
    shared = SharedMeeting.objects.filter(meeting=OuterRef("pk")).order_by().values("meeting")
    one = Case(When(lowest=F("highest"), then=F("lowest")))  # of several koban: everybody's
    koban = shared.annotate(lowest=Min("council__koban"), highest=Max("council__koban")).values(one=one)
    began = Coalesce("planned_on", "stopped_on")
    return _clocks(Meeting.objects.of(desk).open(), MEETING, F("planned_on"), began, Subquery(koban))


def terms(desk) -> QuerySet:
    """In force, with nobody chosen to follow; told of as the council's."""
    rows = Term.objects.of(desk).in_force().filter(next=None, replacement=None)
    koban, case = F("council__koban"), (Council._meta.label, F("council"))
    return _clocks(rows, TERM, F("ends_on"), F("starts_on"), koban, case)


def remarks(desk) -> QuerySet:
    rows = Remark.objects.of(desk).filter(state=RemarkState.MADE)
    return _clocks(rows, REMARK, F("due_on"), F("made_on"))


def opinions(desk) -> QuerySet:
    rows = Opinion.objects.of(desk).filter(state=OpinionState.RECEIVED)
    return _clocks(rows, OPINION, NO_DAY, F("received_on"), F("council__koban"))


def supports(desk) -> QuerySet:
    rows = SupportRequest.objects.of(desk).filter(state=SupportState.ASKED)
    return _clocks(rows, SUPPORT, NO_DAY, F("asked_on"))


BY_KIND = {
    MEETING.code: meetings, TERM.code: terms, REMARK.code: remarks, OPINION.code: opinions, SUPPORT.code: supports,
}  # fmt: skip


def _clocks(rows: QuerySet, kind: Kind, due, start, koban=NO_KOBAN, case: tuple | None = None) -> QuerySet:
    """``rows`` with the names of the board; ``case``: (label, key) where another record's page is told of."""
    label, key = case or (rows.model._meta.label, F("pk"))
    return rows.annotate(
        clock_kind=Value(kind.code, CharField()), clock_due=due, clock_from=start, clock_koban=koban,
        clock_case_label=Value(label, CharField()), clock_case_pk=key,
    )  # fmt: skip


def lacking(desk, today: date) -> Iterable[Clock]:
    """The year's end for each active council whose regular meetings are neither held nor planned: two queries."""
    year, values = ValuesOverTime.of(desk.prefecture.pk).year(None, today)
    councils = reading.counted_councils(Council.objects.of(desk).filter(state=CouncilState.ACTIVE), year)
    first, last = year.bounds
    for row in words.counted(councils, year, values.meetings_a_year, today):
        if row.tally.lacking:
            label, key = Council._meta.label, row.council.pk
            yield Clock(row.council.station_id, YEAR.code, last, first, label, key, None)


SOURCE = clocks.Source(
    permission="read_councils", page="council_clocks", lists_all=False, kinds=KINDS, rows=rows, more=lacking
)
LISTED = tuple(kind for kind in KINDS if kind.code in BY_KIND)  # the others stand on a page of their own

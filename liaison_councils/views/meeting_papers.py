"""Papers of a meeting: letters for everybody who is asked, the sheet to sign, report and minutes as they were frozen."""

from django.http import Http404
from django.utils import timezone
from django.views.generic import View

from casework.models import IssuedPaper
from casework.views.pdf import issued, printed
from liaison_councils.models import Participant
from liaison_councils.papers import from_meetings
from liaison_councils.views.meetings import MeetingMixin

LETTER, ROSTER, MINUTES, REPORT = "L9", "L14", "L11", "L10"


class MeetingPaper(MeetingMixin, View):
    def name(self, title: str) -> str:
        return f"{title} {self.case.subject}"

    def frozen(self, form: str) -> IssuedPaper | None:
        """The paper that holds now."""
        rows = IssuedPaper.objects.of_case(self.case).valid().filter(form=form)
        return rows.select_related("file").order_by("-pk").first()


class Letters(MeetingPaper):
    """L9 for all who are asked in one print, or for one of them (?to=): what was frozen, a sheet for each; before that a draft."""

    reads = "開催通知"

    def get(self, request, pk):
        case, letter = self.case, self.frozen(LETTER)
        values = letter.values if letter else from_meetings.invitation_values(case, timezone.localdate())
        people = [self._line(row) for row in self._asked()]
        return printed(
            LETTER, values | {"people": people}, self.name("開催通知"), of=case, draft=letter is None
        )

    def _asked(self) -> list[Participant]:
        """Who holds the meeting gets no letter."""
        rows = [
            row
            for row in self.case.participants.select_related("council")
            if row.is_invited and row.kind != "staff"
        ]
        if "to" not in self.request.GET:
            return rows
        one = [row for row in rows if str(row.pk) == self.request.GET["to"]]
        if not one:
            raise Http404
        return one

    def _line(self, row: Participant) -> dict:
        told = {name: getattr(row, name) for name in ("name", "body", "count")}
        return told | {"council": row.council.name, "kind": row.get_kind_display()}


class Roster(MeetingPaper):
    """L14, printed from the list as it is now."""

    reads = "出席簿"

    def get(self, request, pk):
        case = self.case
        values = from_meetings.attendance_values(case, timezone.localdate())
        return printed(ROSTER, values, self.name("出席簿"), of=case)


class PublicMinutes(MeetingPaper):
    """The version of the minutes without names (LC-6)."""

    reads = "公表する議事概要"

    def get(self, request, pk):
        if not self.case.public_minutes.strip():
            raise Http404
        values = from_meetings.minutes_values(self.case, timezone.localdate(), public=True)
        return printed(
            MINUTES, values, self.name("議事概要"), of=self.case, draft=self.case.minutes_approved_on is None
        )


class FrozenPaper(MeetingPaper):
    """Report or minutes: the stored bytes; from the frozen values where the bytes could not be made then."""

    reads = "会議の書類"

    def get(self, request, pk, form):
        paper = self.frozen(form) if form in (REPORT, MINUTES) else None
        if paper is None:
            raise Http404
        return issued(paper, self.name(paper.title))

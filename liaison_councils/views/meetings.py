"""会議: the list of a station or of a prefecture, one meeting, the calendar to take over."""

from datetime import date

from django.db.models import DateField, Exists, OuterRef, Prefetch, Q, prefetch_related_objects
from django.db.models.functions import Coalesce
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView, View

from casework import comments, names, wareki
from casework.models import IssuedPaper, ReadLog, StateChange
from casework.models.packed import packed, part, unpacked
from casework.presenters import road, sentences
from casework.sent import whole_number
from casework.views.desk import DeskCase
from casework.views.keyset import Ordered
from casework.views.list_page import ListPage
from casework.views.lists import asked_text, chosen_station, stations_of
from casework.years import Year
from liaison_councils.models import (
    Council,
    Meeting,
    MeetingState,
    Opinion,
    Participant,
    SharedMeeting,
    SupportRequest,
)
from liaison_councils.models.values import ValuesOverTime
from liaison_councils.presenters import calendar_file, columns, meeting_road, meeting_rows
from liaison_councils.presenters import meetings as words

STATES = (("open", "これからの会議"), ("waiting", "結果・報告がまだ"), *MeetingState.choices)
YEARS_BACK = 6


def asked_state(rows, state: str, today: date):
    """Rows of a state, or of what waits."""
    if state == "open":
        return rows.open()
    if state == "waiting":
        return rows.filter(Q(state="held") | Q(state__in=["planned", "announced"], planned_on__lt=today))
    return rows.filter(state=state) if state else rows


class MeetingsPage(ListPage):
    """Meetings by their days, the latest first; how the prefecture counts years is a query of its own."""

    template_name = "liaison_councils/meetings.html"
    listing, title = "council_meetings", "会議一覧"

    def columns(self):
        return columns.meetings(with_station=self.request.actor.station is None)

    def source(self) -> Ordered:
        actor, today = self.request.actor, timezone.localdate()
        return self._of(self._asked(self._years(actor, today)), today)

    def _of(self, asked: dict, today: date) -> Ordered:
        rows = self._rows(self.request.actor, asked, today)
        return Ordered(rows, "of_day", descending=True, prepared=lambda row: meeting_rows.line(row, today))

    def get_context_data(self, **kwargs):
        actor, params, today = self.request.actor, self.request.GET, timezone.localdate()
        ReadLog.note(actor, self.title)
        stations = stations_of(actor)
        years = self._years(actor, today)
        asked = self._asked(years)
        councils = list(Council.objects.of(actor).only("pk", "name", "state")) if actor.station else []
        pages = self._of(asked, today).page(params)
        return super().get_context_data(
            pages=pages, rows=meeting_rows.lines(pages.rows, today), stations=stations, councils=councils, states=STATES,
            kinds=Meeting.Kind.choices, years=years, may_plan=actor.may("run_council") and actor.station is not None,
            is_filtered=any(asked.values()), **asked, **kwargs,
        )  # fmt: skip

    def _asked(self, years: list[Year]) -> dict:
        params = self.request.GET
        states, kinds = dict(STATES), dict(Meeting.Kind.choices)
        numbered = {year.number: year for year in years}
        return {
            "q": asked_text(params), "state": params.get("state") if params.get("state") in states else "",
            "kind": params.get("kind") if params.get("kind") in kinds else "",
            "council": whole_number(params.get("council")), "year": numbered.get(whole_number(params.get("year")) or 0),
            "station": chosen_station(params, stations_of(self.request.actor)),
        }  # fmt: skip

    def _years(self, actor, today) -> list[Year]:
        """Next year, this one, and those before, as the prefecture counts them now."""
        year = ValuesOverTime.of(actor.prefecture.pk).year(None, today)[0].next()
        return [Year(year.kind, year.number - back) for back in range(YEARS_BACK + 1)]

    def _rows(self, actor, asked, today):
        councils = SharedMeeting.objects.filter(meeting=OuterRef("pk"))
        rows = Meeting.objects.of(actor).select_related("station").annotate(
            of_day=Coalesce("held_on", "planned_on", "stopped_on", output_field=DateField()),
            council_rows=packed(councils.order_by("pk"), council=part("council", "name", "state")),
            people_rows=packed(Participant.objects.filter(meeting=OuterRef("pk")), "kind", "reply", "attended", "count"),
        )  # fmt: skip
        rows = asked_state(rows, asked["state"], today)
        rows = rows.filter(kind=asked["kind"]) if asked["kind"] else rows
        rows = rows.filter(of_day__range=asked["year"].bounds) if asked["year"] else rows
        rows = rows.filter(station=asked["station"]) if asked["station"] else rows
        rows = rows.filter(Exists(councils.filter(council=asked["council"]))) if asked["council"] else rows
        return rows.filter(self._found(councils, asked["q"])) if asked["q"] else rows

    def _found(self, councils, q: str) -> Q:
        named = Exists(councils.filter(council__search_key__contains=names.search_key(q)))
        return Q(named) | Q(place__icontains=q) | Q(agenda__icontains=q) | Q(reason__icontains=q)


class MeetingMixin(DeskCase):
    page = "council_meeting"
    model = Meeting

    def get_context_data(self, **kwargs):
        shown = {
            "whose": self.whose(),
            "list_word": "会議",
            "eyebrow": str(self.case.station),
        }
        return super().get_context_data(
            meeting=self.case, list_url=self.list_url(), back_word="会議に戻る", **shown, **kwargs
        )

    def whose(self) -> str:
        day = wareki.format_long(self.case.day) if self.case.day else "日は未定"
        return f"{self.case.subject}　{self.case}（{day}）"

    def list_url(self) -> str:
        return reverse("council_meetings")


class MeetingPage(MeetingMixin, TemplateView):
    """One meeting: its road, acts, agenda, who was there, minutes, papers; seven queries."""

    template_name = "liaison_councils/meeting.html"
    reads = "会議"

    def case_rows(self):
        return comments.alongside(super().case_rows())

    def get_context_data(self, **kwargs):
        case, actor, today = self.case, self.request.actor, timezone.localdate()
        councils = self._councils()
        history = list(StateChange.objects.of_case(case).select_related("payload").order_by("-seq"))
        opinions = list(self._opinions(councils))
        issued = IssuedPaper.objects.of_case(case).select_related("made_by").defer("values").order_by("pk")
        return super().get_context_data(
            councils=councils, state=words.state(case, today), acts=words.acts_of(case, actor, today), steps=meeting_road.steps(case, history),
            picture=road.picture(case, history), facts=words.facts(case), agenda=words.agenda(case, opinions),
            attendance=words.attendance(case, councils), papers=words.papers(case, issued), may_run=actor.may("run_council"),
            raised=meeting_rows.opinions(o for o in opinions if o.meeting_id == case.pk),
            to_read=meeting_rows.opinions(o for o in opinions if o.meeting_id != case.pk),
            support=[row for council in councils for row in unpacked(SupportRequest, council.support_rows)],
            history=sentences.of_history(history, case, words.VOCABULARY), **kwargs,
        )  # fmt: skip

    def _councils(self) -> list[Council]:
        """Councils with their areas, which say whose they are, and the participants."""
        asked = SupportRequest.objects.filter(meeting=self.case.pk, council=OuterRef("pk")).order_by("pk")
        support = packed(asked, "kind", "asked_of", "state", "asked_on")
        rows = Council.objects.annotate(support_rows=support).prefetch_related("areas").order_by("shared__pk")
        prefetch_related_objects([self.case], Prefetch("councils", rows), "participants")
        return list(self.case.councils.all())

    def _opinions(self, councils):
        """Raised here, read out here, and while the meeting is to come what waits to be read out."""
        own = Q(meeting=self.case.pk) | Q(read_out_at=self.case.pk)
        if self.case.state in ("planned", "announced", "postponed"):
            own |= Q(council__in=[council.pk for council in councils]) & ~Q(state="closed")
        return Opinion.objects.filter(own).order_by("received_on", "pk")


class CouncilCalendar(View):
    """Meetings of a station or of one council as a calendar file, from the year before on."""

    def get(self, request):
        actor, today = request.actor, timezone.localdate()
        begin = Year.of("fiscal", today).previous().bounds[0]
        rows = Meeting.objects.of(actor).annotate(shown_on=Coalesce("planned_on", "postponed_from"))
        rows = rows.filter(shown_on__gte=begin).prefetch_related("councils").order_by("shown_on", "pk")
        rows, name = self._narrowed(rows.select_related("station__prefecture"))
        text = calendar_file.calendar(name, [meeting_rows.event(row) for row in rows], timezone.now())
        response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="councils.ics"'
        response["Cache-Control"] = "no-store"
        return response

    def _narrowed(self, rows):
        """(of one council, of a station, or of all that the post sees; the calendar's name)."""
        actor, params = self.request.actor, self.request.GET
        if "council" in params:
            key = whole_number(params["council"])
            council = get_object_or_404(Council.objects.of(actor), pk=key) if key else None
            if council is None:
                raise Http404
            return rows.filter(councils=council), f"{council.name} 会議"
        station = actor.station or chosen_station(params, stations_of(actor))
        rows = rows.filter(station=station) if station else rows
        return rows, f"{station or actor.office_name} 連絡協議会の会議"

"""年間の開催状況 (第5の2, 第7(3)): the table of a year as it stands, its closing, and what was frozen."""

from functools import cached_property

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView, View

from casework import paper_registry
from casework.models import IssuedPaper, ReadLog, StateChange
from casework.presenters import links, sentences
from casework.sent import whole_number
from casework.views import OfficeAct
from casework.views.desk import DeskAct, DeskCase
from casework.views.lists import chosen_station, stations_of
from casework.views.pdf import issued, printed
from casework.years import Year
from liaison_councils.forms import supervision as forms
from liaison_councils.models import YearReport, YearState
from liaison_councils.models.closing import close_year, report_of
from liaison_councils.models.values import ValuesOverTime
from liaison_councils.models.year_rows import rows_of
from liaison_councils.presenters import year_reports as words

SUMMARY = "L13"


class OfYear:
    """The year and the station that an address names: today's year, one's own station, unless it says otherwise."""

    @cached_property
    def today(self):
        return timezone.localdate()

    @cached_property
    def current(self) -> Year:
        return ValuesOverTime.of(self.request.actor.prefecture.pk).year(None, self.today)[0]

    @cached_property
    def year(self) -> Year:
        asked = whole_number(self.request.GET.get("year"))
        if asked is None:
            return self.offered()
        if not 1990 <= asked <= self.current.number:
            raise Http404
        return Year(self.current.kind, asked)

    def offered(self) -> Year:
        return self.current

    @property
    def is_over(self) -> bool:
        return self.today > self.year.bounds[1]

    @cached_property
    def stations(self) -> list:
        return stations_of(self.request.actor)

    @cached_property
    def station(self):
        return self.request.actor.station or chosen_station(self.request.GET, self.stations)


class YearsPage(OfYear, TemplateView):
    """The table of one station; for headquarters one line a station until one is chosen."""

    template_name = "liaison_councils/years.html"

    def get_context_data(self, **kwargs):
        ReadLog.note(self.request.actor, "年間の開催状況")
        stations = [self.station] if self.station else self.stations
        reports = {
            each.station_id: each
            for each in YearReport.objects.filter(
                station__in=stations, year_kind=self.year.kind, year=self.year.number
            )
        }
        counted = rows_of(
            [each for each in stations if not _is_closed(reports.get(each.pk))], self.year, self.today
        )
        tables = [self._table(station, reports.get(station.pk), counted) for station in stations]
        return super().get_context_data(
            year=self.year, stations=self.stations, station=self.station, tables=tables, table=tables[0] if self.station else None,
            is_over=self.is_over, before=self.year.previous().number,
            after=self.year.number + 1 if self.year.number < self.current.number else None,
            may_close=self.request.actor.may("supervise_councils"), **kwargs,
        )  # fmt: skip

    def _table(self, station, report, counted) -> dict:
        """A closed year shows what was frozen, an open one what the records say now."""
        rows = report.kept_rows() if _is_closed(report) else counted[station.pk]
        return {
            "station": station, "report": report, "state": words.state(report, is_over=self.is_over), "is_closed": _is_closed(report), "rows": rows,
            "lines": words.lines(rows, self.year, self.today), "unmet": words.unmet(rows), "lacking": words.lacking(rows), "held": sum(row.regular for row in rows),
            "extraordinary": sum(row.extraordinary for row in rows),
        }  # fmt: skip


def _is_closed(report) -> bool:
    return report is not None and report.state != YearState.REOPENED


class YearDraft(OfYear, View):
    """L13 of a year that is not closed: a draft."""

    def get(self, request):
        if self.station is None:
            return redirect("council_years")  # headquarters chooses a station first
        ReadLog.note(request.actor, "開催状況集計表")
        rows = rows_of([self.station], self.year, self.today)[self.station.pk]
        report = YearReport(
            station=self.station, year_kind=self.year.kind, year=self.year.number, closed_on=self.today,
            rows=[row.to_json() for row in rows],
        )  # fmt: skip
        values = paper_registry.get(SUMMARY).values_of(report, self.today)
        return printed(SUMMARY, values, f"開催状況集計表 {report}", draft=True)


class CloseYear(OfYear, OfficeAct):
    """The year that has ended is closed by the station, each unmet minimum with its reason beside its row."""

    template_name = "liaison_councils/year_close.html"
    form_class = forms.CloseYearForm
    success_message = "年を締めました。集計表を固定しました。"

    def offered(self) -> Year:
        return self.current.previous()

    @cached_property
    def report(self) -> YearReport | None:
        return report_of(self.station, self.year)

    @cached_property
    def rows(self) -> list:
        rows = rows_of([self.station], self.year, self.today)[self.station.pk]
        written = {row.key: row.reason for row in self.report.kept_rows()} if self.report else {}
        for row in rows:
            row.reason = written.get(row.key, "")
        return rows

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"rows": self.rows, "today": self.today}

    def refusals(self) -> list:
        """What no reason mends."""
        if _is_closed(self.report):
            return [words.ALREADY]
        report = self.report or YearReport(
            station=self.station, year_kind=self.year.kind, year=self.year.number
        )
        filled = {str(row.key): "あり" for row in self.rows}
        return report.problems_of_closing(self.today, filled)

    def get_context_data(self, **kwargs):
        ReadLog.note(self.request.actor, "年の締め")
        shown = {
            "title": f"{self.year.label}を締める", "button": "この年を締める", "back": reverse("council_years") + f"?year={self.year.number}",
            "year": self.year, "station": self.station, "writes": words.CLOSING_WRITES, "unmet": words.unmet(self.rows),
        }  # fmt: skip
        context = super().get_context_data(**shown, **kwargs)
        form = context["form"]
        lines = words.lines(self.rows, self.year, self.today)
        context["lines"] = [
            (line, form[f"reason_{line.row.key}"] if line.row.missing else None) for line in lines
        ]
        context["show_form"] = not context["refusals"] or form.is_bound
        return context

    def details(self, form):
        return {"on": form.cleaned_data["on"], "reasons": form.reasons()}

    def carry_out(self, **details):
        return close_year(self.station, self.year, by=self.request.actor, **details)

    def get_success_url(self) -> str:
        return links.of_case(self.done)


class YearMixin(DeskCase):
    page = "council_year"
    model = YearReport
    reads = "年間の開催状況"

    def get_context_data(self, **kwargs):
        return super().get_context_data(report=self.case, year=self.case.of_year(), **kwargs)


class YearPage(YearMixin, TemplateView):
    """A year as it was frozen, with its history."""

    template_name = "liaison_councils/year_report.html"

    def get_context_data(self, **kwargs):
        case, rows = self.case, self.case.kept_rows()
        history = StateChange.objects.of_case(case).select_related("payload").order_by("-seq")
        return super().get_context_data(
            state=words.state(case), lines=words.lines(rows, case.of_year(), timezone.localdate()), unmet=words.unmet(rows),
            asked=words.acts(case, self.request.actor), is_reopened=case.state == YearState.REOPENED,
            may_close=self.request.actor.may("supervise_councils"), history=sentences.of_history(history, case, words.VOCABULARY), **kwargs,
        )  # fmt: skip


class YearPaper(YearMixin, View):
    """L13 as it was frozen with the closing that stands."""

    reads = "開催状況集計表"

    def get(self, request, pk):
        papers = IssuedPaper.objects.of_case(self.case).valid().select_related("file")
        paper = papers.filter(form=SUMMARY).order_by("-pk").first()
        if paper is None:
            raise Http404
        return issued(paper, f"開催状況集計表 {self.case}")


class YearAct(YearMixin, DeskAct):
    template_name = "liaison_councils/year_act.html"


class SeeYear(YearAct):
    transition = "see"
    form_class = forms.SeeForm
    title, button = "年間の開催状況の確認", "確認を記録する"
    success_message = "確認したことを記録しました。"


class ReopenYear(YearAct):
    transition = "reopen"
    form_class = forms.ReopenYearForm
    title, button = "年の締めの取消し", "締めを取り消す"
    is_rare = True
    success_message = "年の締めを取り消しました。署が締め直すまで、開いたままです。"
    writes = (
        "署は、この年の会議をまた記録できます",
        "印刷した集計表は無効になります",
        "署が締め直すと、新しい集計表ができます",
    )

"""Papers of councils printed from what holds today: L1, L3, L7, L8; none of them is frozen."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import View

from casework.models import ReadLog, Station
from casework.sent import whole_number
from casework.views.lists import chosen_station
from casework.views.pdf import printed
from liaison_councils.models.values import ValuesOverTime
from liaison_councils.papers import from_councils
from liaison_councils.views.council_page import CouncilMixin


class OfStation(View):
    """A paper of the own station, or of the one that headquarters chose."""

    form = title = ""

    def get(self, request):
        offices = Station.objects.filter(pk__in=request.actor.station_ids)
        station = request.actor.station or chosen_station(request.GET, offices)
        if station is None:
            return redirect(f"{reverse('councils')}?view=list")  # headquarters chooses one first
        ReadLog.note(request.actor, self.title)
        return printed(self.form, self.values(station), f"{self.title} {station}")


class SetupPaper(OfStation):
    form, title = "L1", "連絡協議会設置等状況一覧"

    def values(self, station) -> dict:
        return from_councils.setup_values(station, timezone.localdate())


class YearPlanPaper(OfStation):
    form, title = "L8", "年間開催計画表"

    def values(self, station) -> dict:
        today = timezone.localdate()
        asked = whole_number(self.request.GET.get("year"))
        year, _ = ValuesOverTime.of(station.prefecture_id).year(asked, today)
        return from_councils.year_plan_values(station, year, today)


class OfCouncil(CouncilMixin, View):
    """A paper of one council."""

    form = ""

    def values(self, council, today) -> dict:
        raise NotImplementedError

    def get(self, request, pk):
        case = self.case
        values = self.values(case, timezone.localdate())
        return printed(self.form, values, f"{self.reads} {case.name}", of=case)


class RosterPaper(OfCouncil):
    form, reads = "L3", "委員名簿"

    def values(self, council, today) -> dict:
        return from_councils.roster_values(council, today)


class OfficersPaper(OfCouncil):
    form, reads = "L7", "運営責任者・運営担当者指定簿"

    def values(self, council, today) -> dict:
        return from_councils.officers_values(council, today)

"""全署の事案: every station's open cases by whom they wait for; three queries however many there are."""

from datetime import date

from django.db.models import Count, Min
from django.utils import timezone
from django.views.generic import TemplateView

from blue_patrol.models import Application
from blue_patrol.models.waiting import at, with_wait
from blue_patrol.presenters import waiting
from blue_patrol.views.case_search import ANY_STEP, asked_party
from casework.models import ReadLog
from casework.views.keyset import Keyset
from casework.views.lists import chosen_station, stations_of

AGES = {"": "すべて", "7": "7日以上", "14": "14日以上（長い）", "30": "30日以上（とても長い）"}


class WaitingPage(TemplateView):
    template_name = "blue_patrol/waiting/page.html"

    def get_context_data(self, **kwargs):
        actor, params, today = self.request.actor, self.request.GET, timezone.localdate()
        ReadLog.note(actor, "全署の事案")
        stations = stations_of(actor)
        station = chosen_station(params, stations)
        party, age = asked_party(params), params.get("age") if params.get("age") in AGES else ""
        everything = with_wait(Application.objects.of(actor))
        rows = self._rows(everything, party, station, age, today)
        pages = Keyset(rows.select_related("group", "station"), params, key="since")
        matrix = waiting.matrix(self._counts(everything), stations, today)
        choices = [(each, waiting.party_label(each)) for each in matrix.parties]
        return super().get_context_data(
            matrix=matrix, pages=pages, rows=[self._line(case, today) for case in pages.rows], stations=stations,
            station=station, party=party, age=age, ages=AGES.items(), parties=[*choices, ANY_STEP], today=today,
            is_filtered=bool(party or station or age), heads=[label for label, _ in matrix.totals], **kwargs,
        )  # fmt: skip

    @staticmethod
    def _counts(rows):
        counts = rows.order_by().values("station", "party")
        return counts.annotate(n=Count("pk"), oldest=Min("since"))

    @staticmethod
    def _rows(rows, party: str, station, age: str, today: date):
        if party:
            rows = at(rows, party)
        if station:
            rows = rows.filter(station=station)
        return rows.filter(since__lte=today - today.resolution * int(age)) if age else rows

    @staticmethod
    def _line(case, today: date) -> tuple:
        """(case, whom it waits for, for what, days, tone, word)."""
        days = (today - case.since).days
        return case, waiting.party_label(case.party), waiting.awaited(case), days, *waiting.length(days)

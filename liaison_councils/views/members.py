"""委員: members and candidates of the station, on any day; headquarters sees names and terms alone."""

from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.views.generic import TemplateView

from casework import names, wareki
from casework.models import ProfileValue, ReadLog, Station
from casework.sent import whole_number
from casework.views.keyset import Keyset
from casework.views.lists import asked_text, chosen_station
from liaison_councils.models import Council, Term, TermState
from liaison_councils.presenters import people as words
from liaison_councils.rules import terms as rules

SHOWN = (
    ("", "委員"), ("near", "任期の終わりが近い"), ("over", "満了して引継ぎ待ち"), ("candidates", "候補者"), ("past", "終えた人"),
)  # fmt: skip
AMBER_MONTHS = 3


def amber_months(prefecture: str, today: date) -> Subquery:
    """The profile's value, read within another query; ``prefecture`` is the way there."""
    rows = ProfileValue.objects.filter(
        profile__prefecture=OuterRef(prefecture),
        key="council_term_amber_months",
        profile__valid_from__lte=today,
    ).filter(Q(profile__valid_to=None) | Q(profile__valid_to__gte=today))
    return Subquery(rows.order_by("-profile__valid_from").values("content")[:1])


class MembersPage(TemplateView):
    """One list, five views of it; ``?on=`` answers who was a member on a past day."""

    template_name = "liaison_councils/members.html"

    def get_context_data(self, **kwargs):
        actor, params, today = self.request.actor, self.request.GET, timezone.localdate()
        ReadLog.note(actor, "委員一覧")
        homes = self._homes(today)
        months = next((home.months for home in homes if home.months is not None), AMBER_MONTHS)
        shown = params.get("show") if params.get("show") in dict(SHOWN) else ""
        day, fault = self._day(params, today)
        rows = self._rows(shown, day, today, months)
        home = self._chosen(homes, params)
        if home is not None:
            rows = rows.filter(**{"council" if actor.station else "station": home})
        q = asked_text(params)
        if key := names.search_key(q):
            rows = rows.filter(person__search_key__contains=key)
        pages = Keyset(rows, params, key="ends_on" if shown in ("near", "over") else "person__order_key")
        return super().get_context_data(
            pages=pages, rows=[_Line(term, today, months, day, in_full=actor.station is not None) for term in pages.rows], homes=homes, home=home, q=q, show=shown,
            shows=SHOWN, on=params.get("on", ""), day=day, fault=fault, today=today, is_filtered=bool(q or home or params.get("on")),
            months=months, in_full=actor.station is not None, may_supervise=actor.may("supervise_councils"),
            may_renew=actor.may("supervise_councils") and actor.may("run_council"), may_appoint=actor.may("approve_council"), **kwargs,
        )  # fmt: skip

    def _homes(self, today: date) -> list:
        """What to choose from: councils for a station, stations for headquarters; each with the profile's months."""
        actor = self.request.actor
        if actor.station is None:
            rows = Station.objects.filter(pk__in=actor.station_ids)
            return list(rows.annotate(months=amber_months("prefecture", today)))
        rows = Council.objects.of(actor)
        return list(rows.annotate(months=amber_months("station__prefecture", today)))

    def _chosen(self, homes, params):
        if self.request.actor.station is None:
            return chosen_station(params, homes)
        key = whole_number(params.get("council"))
        return next((home for home in homes if home.pk == key), None)

    def _day(self, params, today: date) -> tuple[date | None, str]:
        """(the day asked for or None, what is wrong with it)."""
        if not params.get("on", "").strip():
            return None, ""
        try:
            day = wareki.parse(params["on"]).date
        except wareki.WarekiError as error:
            return None, str(error)
        return (day, "") if day <= today else (None, "きょうまでの日を入力してください。")

    def _rows(self, shown: str, day: date | None, today: date, months: int) -> QuerySet:
        rows = Term.objects.of(self.request.actor)
        served = rows.filter(appointed_on__isnull=False)
        found = {
            "near": rows.in_force().filter(ends_on__range=(today, rules.near_until(months, today))),
            "over": rows.over(today),
            "candidates": rows.nominated(),
            "past": served.exclude(pk__in=rows.serving(today).values("pk")).filter(starts_on__lte=today),
            "": rows.on(day) if day else rows.serving(today),
        }[shown]
        related = ("person", "council", "station", "next__person", "replacement__person")
        return found.select_related(*related)


class _Line:
    """One row of the list."""

    def __init__(self, term: Term, today: date, months: int, day: date | None, *, in_full: bool):
        self.term = term
        self.state = ("この日の委員", "plain") if day and day != today else words.state(term, today, months)
        self.outlook = words.outlook(term, in_full=in_full) if term.state == TermState.APPOINTED else ""
        self.days_over = (today - term.ends_on).days if term.is_over(today) else 0

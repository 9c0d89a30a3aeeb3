"""委員: members and candidates of the station, on any day; headquarters sees names and terms alone."""

from datetime import date
from functools import cached_property

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from casework import names, wareki
from casework.models import ProfileValue, ReadLog, Station
from casework.sent import whole_number
from casework.views.keyset import Ordered
from casework.views.list_page import ListPage
from casework.views.lists import asked_text, chosen_station
from liaison_councils.models import Council, Term, TermState
from liaison_councils.presenters import columns
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


class MembersPage(ListPage):
    """One list, five views of it; ``?on=`` answers who was a member on a past day."""

    template_name = "liaison_councils/members.html"
    listing, title = "council_members", "委員一覧"

    def columns(self):
        return columns.members(in_full=self.request.actor.station is not None)

    def source(self) -> Ordered:
        return self.asked.source()

    @cached_property
    def asked(self) -> "_Asked":
        return _Asked(self.request.actor, self.request.GET, timezone.localdate())

    def get_context_data(self, **kwargs):
        actor, asked = self.request.actor, self.asked
        ReadLog.note(actor, self.title)
        source = asked.source()
        pages = source.page(self.request.GET)
        return super().get_context_data(
            pages=pages, rows=[source.prepared(term) for term in pages.rows], homes=asked.homes, home=asked.home, q=asked.q, show=asked.show,
            shows=SHOWN, on=self.request.GET.get("on", ""), day=asked.day, fault=asked.fault, today=asked.today,
            is_filtered=bool(asked.q or asked.home or self.request.GET.get("on")),
            months=asked.months, in_full=actor.station is not None, may_supervise=actor.may("supervise_councils"),
            may_renew=actor.may("supervise_councils") and actor.may("run_council"), may_appoint=actor.may("approve_council"), **kwargs,
        )  # fmt: skip


class _Asked:
    """What the address asks for; one query, for what there is to choose from."""

    def __init__(self, actor, params, today: date):
        self.actor, self.today = actor, today
        self.homes = self._homes(today)
        self.months = next((home.months for home in self.homes if home.months is not None), AMBER_MONTHS)
        self.show = params.get("show") if params.get("show") in dict(SHOWN) else ""
        self.day, self.fault = self._day(params, today)
        self.home, self.q = self._chosen(self.homes, params), asked_text(params)

    def source(self) -> Ordered:
        rows = self._rows(self.show, self.day, self.today, self.months)
        if self.home is not None:
            rows = rows.filter(**{"council" if self.actor.station else "station": self.home})
        if key := names.search_key(self.q):
            rows = rows.filter(person__search_key__contains=key)
        key = "ends_on" if self.show in ("near", "over") else "person__order_key"
        return Ordered(rows, key, prepared=self._line)

    def _line(self, term: Term) -> "_Line":
        in_full = self.actor.station is not None
        return _Line(term, self.today, self.months, self.day, in_full=in_full)

    def _homes(self, today: date) -> list:
        """What to choose from: councils for a station, stations for headquarters; each with the profile's months."""
        actor = self.actor
        if actor.station is None:
            rows = Station.objects.filter(pk__in=actor.station_ids)
            return list(rows.annotate(months=amber_months("prefecture", today)))
        rows = Council.objects.of(actor)
        return list(rows.annotate(months=amber_months("station__prefecture", today)))

    def _chosen(self, homes, params):
        if self.actor.station is None:
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
        rows = Term.objects.of(self.actor)
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

"""情報提供 (BP-11-2-a): the groups of the desk by their due day, one act for many of them, and what is mailed."""

from collections import defaultdict
from functools import cached_property

from django.db.models import DateField, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Cast, Coalesce
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from blue_patrol.forms.information import InformationForm
from blue_patrol.models import Certification, Credential, InformationRecord, Kind, Patroller, Standing
from blue_patrol.models.of_the_prefecture import value_of_today
from blue_patrol.rules import deadlines, information
from casework.models import Deadline, ReadLog
from casework.models.packed import counted
from casework.sent import whole_number
from casework.views import OfficeAct
from casework.views.lists import chosen_station, stations_of
from casework.workflow import perform_all

MOST = 300  # groups of one page, and of one act
STANDS = {stand.code: stand for stand in information.STANDS}


def standings_of(actor):
    """Active standings with ``last_on``, ``due_on``, ``people`` and ``times``; the most urgent first."""
    told = InformationRecord.objects.filter(certification=OuterRef("pk")).order_by("-on").values("on")[:1]
    clocks = Deadline.objects.open().filter(
        kind=deadlines.INFORMATION.code, case_label=Certification._meta.label, case_pk=OuterRef("pk")
    )
    of_paper = clocks.filter(starts_on__gt=OuterRef("delivered_on")).order_by("starts_on")
    people = Patroller.objects.current().filter(group=OuterRef("group"))
    rows = Certification.objects.of(actor).filter(state=Standing.ACTIVE).select_related("group", "station")
    return rows.annotate(
        last_on=Coalesce(Subquery(told), Subquery(of_paper.values("starts_on")[:1]), output_field=DateField()),
        due_on=Subquery(clocks.order_by("starts_on").values("due_on")[:1]), people=counted(people, "group"),
        times=Cast(value_of_today("information_times_a_year", "station__prefecture"), IntegerField()),
    ).order_by(F("due_on").asc(nulls_first=True), "group__order_key", "pk")  # fmt: skip


def stand_of(row, today) -> information.Stand:
    return information.stand(row.due_on, today, row.last_on, row.times or 1)


def joined(rows) -> dict[int, list]:
    """The standing's key → its patrollers who joined since the last information: (person, day of the card or None)."""
    since = {row.group_id: row.last_on or row.delivered_on for row in rows}
    cards = Credential.objects.filter(patroller=OuterRef("pk"), kind=Kind.CARD).exclude(handed_over_on=None)
    people = Patroller.objects.current().filter(group__in=since)
    people = people.annotate(card_on=Subquery(cards.order_by("handed_over_on").values("handed_over_on")[:1]))
    found = defaultdict(list)
    for man in people.filter(Q(card_on=None) | Q(card_on__gt=min(since.values()))) if since else ():
        if information.is_new(man.card_on, since[man.group_id]):
            found[man.group_id].append((man, man.card_on))
    return {row.pk: found[row.group_id] for row in rows}


class InformationPage(TemplateView):
    """Every group with its last information and its due day; headquarters sees the stations' counts first."""

    template_name = "blue_patrol/information/list.html"

    def get_context_data(self, **kwargs):
        actor, today = self.request.actor, timezone.localdate()
        ReadLog.note(actor, "情報提供")
        stations = stations_of(actor)
        station = chosen_station(self.request.GET, stations)
        kind = self.request.GET.get("kind") if self.request.GET.get("kind") in STANDS else ""
        every = [(row, stand_of(row, today)) for row in standings_of(actor)]
        mine = [pair for pair in every if station is None or pair[0].station_id == station.pk]
        shown = [(row, stand) for row, stand in mine if kind in ("", stand.code)]
        listed = shown[:MOST] if station or not stations else []
        new = joined([row for row, _ in listed])
        return super().get_context_data(
            rows=[(row, stand, new[row.pk]) for row, stand in listed], counts=counts(mine), kind=kind, stations=stations,
            station=station, by_station=by_station(every, stations), left=len(shown) - MOST if len(shown) > MOST else 0, most=MOST,
            may_inform=actor.may("station_act"), all_ticked="all" in self.request.GET, today=today, **kwargs,
        )  # fmt: skip


def counts(pairs) -> list[tuple[information.Stand, int]]:
    return [(stand, sum(each == stand for _, each in pairs)) for stand in information.STANDS]


def by_station(pairs, stations) -> list[tuple]:
    """(station, counts, groups) for headquarters; stations without a group are left out."""
    of = defaultdict(list)
    for row, stand in pairs:
        of[row.station_id].append((row, stand))
    return [(station, counts(of[station.pk]), len(of[station.pk])) for station in stations if of[station.pk]]


class ChosenStandings:
    """The ticked groups of the desk, in the order of the list; keys of others are passed over."""

    @cached_property
    def standings(self) -> list[Certification]:
        sent = self.request.POST if self.request.method == "POST" else self.request.GET
        keys = [key for text in sent.getlist("standing") if (key := whole_number(text)) is not None]
        return list(standings_of(self.request.actor).filter(pk__in=keys)[:MOST]) if keys else []

    @cached_property
    def left_out(self) -> int:
        """How many of the ticked ones are not to be had: ended meanwhile, or of another desk."""
        sent = self.request.POST if self.request.method == "POST" else self.request.GET
        return len(set(sent.getlist("standing"))) - len(self.standings)


class GiveInformation(ChosenStandings, OfficeAct):
    """One act for all ticked groups: recorded for every one of them, or for none."""

    template_name = "blue_patrol/information/give.html"
    form_class = InformationForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"standings": self.standings, "today": timezone.localdate()}

    def get_context_data(self, **kwargs):
        new = joined(self.standings)
        return super().get_context_data(
            standings=self.standings, new=new, left_out=self.left_out, back=reverse("information"), today=timezone.localdate(),
            **kwargs,
        )  # fmt: skip

    def post(self, request, *args, **kwargs) -> HttpResponse:
        if first := self.first_result():
            return first
        if not self.standings or self.left_out:
            return self.form_invalid(self.get_form())
        return super().post(request, *args, **kwargs)

    def details(self, form):
        return form.details()

    def carry_out(self, **details):
        done = perform_all(self.standings, "inform", by=self.request.actor, **details)
        people = sum(details["reached"].values())
        self.success_message = f"{len(done)}団体（実施者{people}人）への情報提供を記録しました。"
        return done

    def get_success_url(self) -> str:
        return reverse("information")


class InformationLetters(ChosenStandings, TemplateView):
    """What is mailed to the ticked groups: the list of addresses, or a covering letter each (?sheet=letters)."""

    template_name = "blue_patrol/letter/information.html"

    def get_context_data(self, **kwargs):
        ReadLog.note(self.request.actor, "情報提供の送付先")
        return super().get_context_data(
            standings=self.standings, letters=self.request.GET.get("sheet") == "letters", today=timezone.localdate(),
            people=sum(each.people for each in self.standings), **kwargs,
        )  # fmt: skip

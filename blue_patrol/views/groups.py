"""Groups: the list and the page of one, its standing at a glance."""

from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery, Value
from django.db.models.functions import JSONObject, Replace
from django.http import Http404
from django.utils import timezone
from django.views.generic import TemplateView

from blue_patrol.models import (
    Certification,
    Commission,
    Credential,
    Group,
    Kind,
    Patroller,
    Procedure,
    ReturnNotice,
    Revocation,
    Standing,
    TrainingRecord,
    Vehicle,
)
from blue_patrol.models.activity import last_patrol_day, patrol_days
from blue_patrol.models.groups_left import groups_left
from blue_patrol.models.of_the_prefecture import value_of_today
from blue_patrol.models.revocation.facts import OPEN
from blue_patrol.presenters import activity as patrols
from blue_patrol.presenters import clocks as clock_words
from blue_patrol.presenters import columns
from blue_patrol.presenters import commissions as commission_words
from blue_patrol.presenters import group as words
from blue_patrol.views.case_search import plain_plate
from blue_patrol.views.cases import CLOCKS_AT_FIRST, SHOWN_AT_FIRST, cut
from casework.models import Deadline, ReadLog
from casework.models.packed import counted, packed, unpacked
from casework.models.road import OPEN_STATES
from casework.presenters import links
from casework.views.keyset import Ordered
from casework.views.list_page import ListPage
from casework.views.lists import asked_text, chosen_station, plain_number, stations_of

AMBER_KEY = "retraining_amber_months"
CASES_BESIDE = {  # name -> (model, the columns that the page shows)
    "returned": (ReturnNotice, ("state", "receipt_number", "received_on")),
    "revoked": (Revocation, ("state", "grounds", "found_on", "closed_on")),
    "commissioned": (Commission, ("state", "recipient", "wished_on", "decided_on", "released_on", "must_report", "reported_on")),
}  # fmt: skip


def amber_months(station_ref: str):
    """A subquery: how many months before its day a training turns amber, from today's values of the prefecture."""
    return value_of_today(AMBER_KEY, f"{station_ref}__prefecture")


class GroupsPage(ListPage):
    """Groups in 五十音 order with a search."""

    template_name = "blue_patrol/group/list.html"
    listing, title = "groups", "団体一覧"

    def columns(self):
        return columns.groups(with_station=self.request.actor.station is None)

    def source(self) -> Ordered:
        actor, params = self.request.actor, self.request.GET
        station = chosen_station(params, stations_of(actor))
        return Ordered(self._rows(actor, asked_text(params), station), "order_key")

    def get_context_data(self, **kwargs):
        actor, params = self.request.actor, self.request.GET
        ReadLog.note(actor, self.title)
        stations = stations_of(actor)
        return super().get_context_data(
            pages=self.source().page(params), stations=stations, station=chosen_station(params, stations), q=asked_text(params),
            may_register=actor.may("register_standing"), **kwargs,
        )  # fmt: skip

    @staticmethod
    def _rows(actor, q: str, station):
        rows = Group.objects.of(actor)
        rows = rows.found_by(q) | rows.filter(_numbered(q)) if q else rows
        rows = rows.filter(station=station) if station else rows
        standing = Certification.objects.filter(group=OuterRef("pk")).exclude(state=Standing.VOID)
        standing = standing.order_by("-certified_on", "-pk")
        return rows.select_related("station").annotate(
            standing=Subquery(standing.values("state")[:1]), certificate=Subquery(standing.values("number")[:1]),
            cars=counted(Vehicle.objects.current().filter(group=OuterRef("pk")), "group"),
            people=counted(Patroller.objects.current().filter(group=OuterRef("pk")), "group"),
        )  # fmt: skip


class GroupsLeft(TemplateView):
    """The groups that went to another station: number, plate, validity and station only."""

    template_name = "blue_patrol/group/left.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(rows=groups_left(self.request.actor), **kwargs)


def _numbered(text: str):
    """Groups by the number of a certificate, sticker or card, or of a car."""
    plain, plate = plain_number(text), plain_plate(text)
    if not any(char.isdigit() for char in plain):
        return Q(pk__in=[])
    things = Credential.objects.filter(certification__group=OuterRef("pk"), number__icontains=plain)
    cars = Vehicle.objects.current().annotate(plain=Replace("plate", Value("|"), Value("")))
    return Exists(things) | Exists(cars.filter(group=OuterRef("pk"), plain__contains=plate))


def completions(open_clocks, actor) -> list[tuple]:
    """(clock, address and word of its completion, or ())."""
    may = actor.may("keep_deadlines")
    return [(clock, clock_words.completion(clock) if may else ()) for clock in open_clocks]


def revocations_of(group, actor) -> dict:
    """Where a revocation is opened by a post that may (BP-8-1)."""
    held = (group.held or {}).get("state") == Standing.ACTIVE
    wanted = held and actor.may("station_act") and not any(row.state in OPEN for row in group.revoked)
    return {
        "revocations": group.revoked,
        "revocation_url": links.to("revocation_new", group.pk) if wanted else "",
    }


def _settled(rows) -> tuple[list, list]:
    """(of the group today, those who wait for the delivery of a change)."""
    found = list(rows)
    return [row for row in found if not row.is_pending], [row for row in found if row.is_pending]


def _cases_beside() -> dict:
    """What of a group is no application, the newest first: read with its row, and no row for each."""
    return {
        name: packed(model.objects.filter(group=OuterRef("pk")).order_by("-pk"), *columns)
        for name, (model, columns) in CASES_BESIDE.items()
    }


class GroupPage(TemplateView):
    template_name = "blue_patrol/group/page.html"

    def get_context_data(self, **kwargs):
        actor, today = self.request.actor, timezone.localdate()
        group = self._group(actor)
        ReadLog.note(actor, "団体", group)
        live = Prefetch("stickers", Credential.objects.live(), to_attr="live_stickers")
        cars, joining = _settled(group.vehicles.current_or_joining().prefetch_related(live))
        roster, joiners = _settled(self._people(group))
        people = words.people(roster, today, group.amber or 0)
        shown = words.needing_first(people) if len(people) > SHOWN_AT_FIRST else people
        cases = list(group.applications.order_by("-pk"))
        open_clocks = [clock for clock in self._clocks(cases) if not clock.done_on and not clock.void_reason]
        return super().get_context_data(
            group=group, today=today, asks=words.asks(group, actor), standing=words.standing(group), cars=words.cars(cars, self.clocks), people=cut(shown), people_count=len(people),
            cases=cases, clocks=cut(completions(open_clocks, actor), CLOCKS_AT_FIRST), tally=words.tally(group, cars, people),
            joining=joining, joiners=joiners,
            is_open=any(case.state in OPEN_STATES for case in cases), plan=words.plan(cases, group.held),
            patrols=words.patrols(group, today), leads_to=patrols.LEADS_TO, may_record=actor.may("station_act"),
            returns=group.returned, **revocations_of(group, actor), **self._commissions(group, actor), **kwargs,
        )  # fmt: skip

    @staticmethod
    def _commissions(group, actor) -> dict:
        """Those of the own station; a new one unless the whole group has one that is under way or in force."""
        running = any(
            one.recipient == "group" and one.state in ("considered", "commissioned")
            for one in group.commissioned
        )
        return {
            "commissions": [(one, commission_words.state(one)) for one in group.commissioned],
            "may_commission": actor.may("station_act") and not running,
        }

    def _group(self, actor) -> Group:
        latest = Certification.objects.filter(group=OuterRef("pk")).order_by("-certified_on", "-pk")
        told = ("pk", "number", "state", "delivered_on", "patrol_area", "registered_on", "ledger_evidence")
        held = latest.exclude(state=Standing.VOID).values(data=JSONObject(**{name: name for name in told}))[
            :1
        ]
        rows = Group.objects.of(actor).select_related("station", "ledger")
        rows = rows.annotate(
            held=Subquery(held), amber=amber_months("station"), last_patrol_on=last_patrol_day("pk"),
            patrol_days=patrol_days("pk", patrols.earliest(timezone.localdate())),
            **{key: value_of_today(key, "station__prefecture") for key in patrols.VALUES}, **_cases_beside(),
        )  # fmt: skip
        if found := rows.filter(pk=self.kwargs["pk"]).first():
            registered = (found.held or {}).get("registered_on")
            found.registered_on = registered and date.fromisoformat(registered)
            for name, (model, _) in CASES_BESIDE.items():
                setattr(found, name, unpacked(model, getattr(found, name)))
            return found
        raise Http404

    @staticmethod
    def _people(group):
        trainings = TrainingRecord.objects.filter(patroller=OuterRef("pk")).order_by("-attended_on")
        cards = Credential.objects.live().filter(patroller=OuterRef("pk"), kind=Kind.CARD).order_by("-pk")
        clock = Deadline.objects.open().filter(
            kind="retraining", subject_label="blue_patrol.Patroller", subject_pk=OuterRef("pk")
        )
        return group.patrollers.current_or_joining().annotate(
            last_trained_on=Subquery(trainings.values("attended_on")[:1]), due_on=Subquery(clock.values("due_on")[:1]),
            card=Subquery(cards.values("number")[:1]), card_state=Subquery(cards.values("state")[:1]),
        )  # fmt: skip

    def _clocks(self, cases) -> list[Deadline]:
        if not hasattr(self, "clocks"):
            keys = [case.pk for case in cases]
            standings = Certification.objects.filter(group=self.kwargs["pk"]).values("pk")
            rows = Deadline.objects.filter(
                Q(case_label__in=Procedure.values, case_pk__in=keys)
                | Q(case_label="blue_patrol.Certification", case_pk__in=standings)
                | Q(
                    case_label="blue_patrol.ReturnNotice",
                    case_pk__in=ReturnNotice.objects.filter(group=self.kwargs["pk"]).values("pk"),
                )
            )
            self.clocks = list(rows.order_by("due_on", "pk"))
        return self.clocks

"""What the two desks have before them, read in four queries each however much it is (P14)."""

from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, Subquery, Value, When, Window
from django.db.models.functions import Coalesce, ExtractMonth, ExtractYear, JSONObject

from blue_patrol.models import (
    Application,
    Certification,
    Credential,
    Kind,
    Place,
    Procedure,
    ReturnNotice,
    Revocation,
    Standing,
)
from blue_patrol.models.credentials import LIVE
from blue_patrol.models.waiting import with_readiness
from blue_patrol.presenters import parcels
from blue_patrol.presenters.chart import last_months
from blue_patrol.rules import deadlines
from blue_patrol.views import beside
from casework.models import Deadline, DecisionStep, StateChange, Station
from casework.models.packed import counted
from casework.models.road import OPEN_STATES
from casework.models.road import RoadState as S
from casework.models.road_hooks import RoadHooks
from casework.presenters import links
from casework.transfers import moves

CASES_SHOWN, CLOCKS_SHOWN = 200, 6
REPORTED = "reported"  # the place of a thing that did not arrive whole and is to be made anew
SOON, LATER = 7, 30  # days: the tallies of the clocks
REVIEWED = dict.fromkeys(Procedure.values, "acknowledge") | {Revocation._meta.label: "revocation_acknowledge"}


def station_cases(actor) -> list[Application]:
    """Cases that wait for the station, oldest first, with what forwarding asks (``with_readiness``).

    ``resubmitted``: came again from the applicant; ``incomplete``: the certificate or a sticker is not here yet,
    ``incoming``: something made anew is on its way.
    """
    rows = Application.objects.of(actor).awaiting_station().select_related("group")
    again = StateChange.objects.filter(
        case_label=OuterRef("case_label"), case_pk=OuterRef("pk"), transition="resubmit"
    )
    things = Credential.objects.filter(application=OuterRef("pk"), replacement=None)
    absent = things.exclude(kind=Kind.CARD).exclude(
        state__in=[Place.AT_STATION, Place.WITH_GROUP, Place.VOID]
    )
    rows = with_readiness(rows).annotate(
        resubmitted=Exists(again),
        incomplete=Exists(absent),
        incoming=Exists(things.filter(state=Place.IN_TRANSIT)),
    )
    return list(rows.order_by(F("received_on").asc(nulls_last=True), "pk")[:CASES_SHOWN])


def _of_clock(field: str, certified: str):
    """A subquery on the record that a clock or a step belongs to: an application, or a certification."""
    applications = Application.objects.filter(pk=OuterRef("case_pk"))
    applications = applications.annotate(whose=Coalesce("group__name", "demonstration__title")).values(field)
    standings = Certification.objects.filter(pk=OuterRef("case_pk")).values(certified)
    returns = ReturnNotice.objects.filter(pk=OuterRef("case_pk")).values(certified)
    revocations = Revocation.objects.filter(pk=OuterRef("case_pk")).values(certified)
    return Coalesce(
        Case(When(case_label__in=Procedure.values, then=Subquery(applications))),
        Case(When(case_label=Certification._meta.label, then=Subquery(standings))),
        Case(When(case_label=ReturnNotice._meta.label, then=Subquery(returns))),
        Case(When(case_label=Revocation._meta.label, then=Subquery(revocations))),
    )


def group_of_case():
    """The group's name of the record that a clock or a step belongs to."""
    return _of_clock("whose", "group__name")


def group_pk_of_case():
    """The key of that group, for ``links.of_clock``."""
    return _of_clock("group_id", "group_id")


@dataclass
class Waiting:
    """What of one case lies somewhere: pieces by kind, and the place of each."""

    case_pk: int
    group: str
    station: str
    day: date | None
    state: str
    counts: dict[str, int]
    places: set[str]


def things_by_case(things, day: str) -> list[Waiting]:
    """Credentials counted by case, kind and place; ``day`` is the case's day that orders them."""
    path = f"application__{day}"
    reported = When(parcels.unreplaced(), then=Value(REPORTED))
    things = things.annotate(
        place=Case(reported, default=F("state"), output_field=CharField()),
        name=Coalesce("application__group__name", "application__demonstration__title"),
    )
    rows = things.values(
        "application_id", "name", "station__name", path, "application__state", "kind", "place"
    ).annotate(n=Count("pk")).order_by(path, "application_id")  # fmt: skip
    found: dict[int, Waiting] = {}
    for row in rows:
        waiting = found.setdefault(
            row["application_id"],
            Waiting(
                row["application_id"], row["name"], row["station__name"], row[path],
                row["application__state"], dict.fromkeys(Kind.values, 0), set(),
            ),
        )  # fmt: skip
        waiting.counts[row["kind"]] += row["n"]
        waiting.places.add(row["place"])
    return list(found.values())


def waiting_at_station(actor) -> list[Waiting]:
    """Not of a standing that is over: what is kept of it goes up with its return (BP-9-1)."""
    alive = [Standing.PENDING, Standing.ACTIVE]
    kept = Credential.objects.of(actor).filter(state=Place.AT_STATION, certification__state__in=alive)
    return things_by_case(kept, "arrived_on")


def waiting_at_headquarters(actor) -> list[Waiting]:
    """What is to be printed, sealed and sent, and what stations reported of a parcel."""
    decided = Q(application__state=S.APPROVED, state__in=LIVE)
    things = Credential.objects.of(actor).filter(decided | parcels.to_do_after(), handed_over_on=None)
    return things_by_case(things, "decided_on")


@dataclass
class Clocks:
    """The next clocks and how many there are: past due, due within 7 and within 30 days."""

    rows: list[Deadline]
    overdue: int = 0
    soon: int = 0
    later: int = 0


def clocks(actor, today: date) -> Clocks:
    def number(condition: Q):
        return Window(Count("pk", filter=condition))

    week, month = today + date.resolution * SOON, today + date.resolution * LATER
    rows = list(
        Deadline.objects.of(actor).open().filter(due_on__lte=month).order_by("due_on", "pk").annotate(
            group_name=group_of_case(), group_pk=group_pk_of_case(), overdue=number(Q(due_on__lt=today)), soon=number(Q(due_on__range=(today, week))),
            later=number(Q(due_on__range=(today, month))),
        )[:CLOCKS_SHOWN]
    )  # fmt: skip
    for row in rows:
        row.url = links.of_clock(row)
    return Clocks(rows, rows[0].overdue, rows[0].soon, rows[0].later) if rows else Clocks([])


def to_decide(actor, prepare=lambda rows: rows) -> list[Application]:
    """Forwarded cases, oldest first; ``prepare`` may annotate the rows further.

    Each has ``waiting`` (the open steps), ``my_hands`` (the actor examined or forwarded it) and ``own_step``
    (the open step of the actor's post, None for another's).
    """
    steps = DecisionStep.objects.filter(
        case_label=OuterRef("case_label"), case_pk=OuterRef("pk"), is_void=False, outcome=""
    )
    described = steps.order_by("order", "pk").values(
        data=JSONObject(
            order="order", kind="kind", title="title", level="level", duty="duty", is_delegated="is_delegated"
        )
    )
    hands = StateChange.objects.filter(
        case_label=OuterRef("case_label"),
        case_pk=OuterRef("pk"),
        staff=actor.staff,
        transition__in=RoadHooks.hands_on_acts,
    )
    rows = Application.objects.of(actor).awaiting_decision().select_related("group", "station")
    rows = rows.annotate(waiting=ArraySubquery(described), my_hands=Exists(hands))
    found = list(prepare(rows).order_by("forwarded_on", "pk")[:CASES_SHOWN])
    for case in found:
        case.waiting = [
            DecisionStep(**step) for step in case.waiting if step["order"] == case.waiting[0]["order"]
        ]
        own = (step for step in case.waiting if not case.my_hands and step.is_for(actor.post))
        case.own_step = next(own, None)
    return found


def later_reviews(actor) -> list[DecisionStep]:
    """代決 that the holder of this post has not seen yet, of any case of this procedure, with the group's name."""
    if actor.is_deputy or actor.post.division is None:
        return []
    rows = DecisionStep.objects.of(actor).later_reviews().filter(case_label__in=REVIEWED)
    rows = rows.filter(level=actor.post.level, duty=actor.post.division.duty)
    rows = rows.select_related("decided_by", "station").annotate(group_name=group_of_case())
    return list(rows.order_by("decided_on", "pk"))


def page_of_review(step: DecisionStep) -> str:
    """Where the step of ``later_reviews`` is acknowledged."""
    return links.to(REVIEWED[step.case_label], step.case_pk)


def stations(actor, today: date) -> list[Station]:
    """Every station with its ``open_cases``, ``overdue`` and ``soon`` clocks, ``months``: [{year, month, n}].

    ``cars_to_notify``: of which a transport office is to be told (BP-8-4, BP-9-2); and what ``beside`` reads.
    ``deputies``: of the own division, the same in every row.
    """
    cases = Application.objects.filter(station=OuterRef("pk"))
    running = Deadline.objects.open().filter(station=OuterRef("pk"))
    week = today + date.resolution * SOON
    overdue, soon = Q(due_on__lt=today), Q(due_on__gte=today)
    tallies = running.filter(due_on__lte=week).order_by().values("station").annotate(
        data=JSONObject(overdue=Count("pk", filter=overdue), soon=Count("pk", filter=soon))
    )  # fmt: skip
    lately = cases.filter(received_on__gte=last_months(today)[0]).order_by()
    dated = lately.annotate(year=ExtractYear("received_on"), month=ExtractMonth("received_on"))
    months = dated.values("year", "month").annotate(n=Count("pk"))
    found: list = list(
        Station.objects.filter(pk__in=actor.station_ids).annotate(
            open_cases=counted(cases.filter(state__in=OPEN_STATES), "station"),
            tallies=Subquery(tallies.values("data")),
            cars_to_notify=counted(running.filter(kind=deadlines.TRANSPORT_NOTICE.code), "station"),
            months=ArraySubquery(months.values(data=JSONObject(year="year", month="month", n="n"))),
            deputies=moves.deputies(Q(post__division=actor.post.division_id), today),
            **beside.for_headquarters(actor),
        )
    )  # fmt: skip
    for station in found:
        vars(station).update(station.tallies or {"overdue": 0, "soon": 0})
    return found

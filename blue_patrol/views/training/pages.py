"""講習・情報提供: courses by year, who is due, one course with its roster, sheets to print (第11の1)."""

from collections.abc import Collection

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils import timezone
from django.views.generic import TemplateView

from blue_patrol.models import CourseState, Credential, Kind, Patroller, TrainingCourse
from blue_patrol.presenters import columns
from blue_patrol.presenters import training as words
from blue_patrol.rules import training_topics
from blue_patrol.views.training.people import KINDS, LATER, RANKS, doubles, known_people, patrollers_of
from casework import dates
from casework.models import ReadLog, StateChange
from casework.presenters import sentences
from casework.sent import whole_number
from casework.views import CaseMixin
from casework.views.keyset import Ordered
from casework.views.list_page import ListPage
from casework.views.lists import chosen_station, stations_of

EMPTY_LINES = 5  # on the attendance sheet, for who comes unannounced


class TrainingsPage(TemplateView):
    """The courses of a fiscal year, and how many are due."""

    template_name = "blue_patrol/training/list.html"

    def get_context_data(self, **kwargs):
        actor, today = self.request.actor, timezone.localdate()
        stations = stations_of(actor)
        station = chosen_station(self.request.GET, stations)
        this_year = dates.fiscal_year(today)
        year = whole_number(self.request.GET.get("year"))
        year = year if year and 2000 <= year <= this_year + 5 else this_year
        courses = [
            (course, words.state(course, today)) for course in self._courses(actor, station, year, this_year)
        ]
        rows = patrollers_of(actor, today)
        found = due(rows.filter(station=station) if station else rows)
        by_station = [(each, found[each.pk].items()) for each in stations if each.pk in found and not station]
        return super().get_context_data(
            courses=courses, stations=stations, station=station, year=year, this_year=this_year, today=today,
            label=dates.fiscal_year_label(year), due=total_of(found.values()), by_station=by_station, **kwargs,
        )  # fmt: skip

    @staticmethod
    def _courses(actor, station, year: int, this_year: int):
        """Those of the year; with this year's also every one that is still planned."""
        asked = Q(held_on__range=dates.fiscal_year_bounds(year))
        if year == this_year:
            asked |= Q(state=CourseState.PLANNED)
        rows = TrainingCourse.objects.of(actor).filter(asked).select_related("station")
        rows = rows.filter(station=station) if station else rows
        return rows.annotate(
            enrolled=Count("trainees"), attended=Count("trainees", filter=Q(trainees__attended=True))
        ).order_by("-held_on", "-pk")


def due(rows) -> dict[int, dict[str, int]]:
    """Station → how many of each rank; ``rows`` as ``patrollers_of`` reads them, each looked at once."""
    words = {rank: name for name, rank in RANKS.items()}
    counted = rows.filter(rank__in=words).order_by().values_list("station_id", "rank").annotate(n=Count("pk"))
    found: dict[int, dict[str, int]] = {}
    for station, rank, number in counted:
        found.setdefault(station, dict.fromkeys(RANKS, 0))[words[rank]] = number
    return found


def total_of(by_station: Collection[dict[str, int]]) -> dict[str, int]:
    return {name: sum(numbers[name] for numbers in by_station) for name in RANKS}


class TrainingDuePage(ListPage):
    """Who is to be trained, by group; ticked people are taken into the plan of a course. ?all=1 ticks the page."""

    template_name = "blue_patrol/training/due.html"
    listing, title = "training_due", "講習の時期が来た人"

    def columns(self):
        return columns.training_due(
            with_station=self.request.actor.station is None, today=timezone.localdate()
        )

    def _asked(self) -> tuple:
        """(kind, station) as the address names them."""
        params = self.request.GET
        kind = params.get("kind") if params.get("kind") in KINDS else ""
        return kind, chosen_station(params, stations_of(self.request.actor))

    def source(self) -> Ordered:
        kind, station = self._asked()
        rows = patrollers_of(self.request.actor, timezone.localdate())
        rows = rows.filter(**{"rank": RANKS[kind]} if kind else {"rank__lt": LATER})
        return Ordered(rows.filter(station=station) if station else rows, "group__order_key")

    def get_context_data(self, **kwargs):
        actor, params, today = self.request.actor, self.request.GET.copy(), timezone.localdate()
        is_ticked = bool(
            params.pop("all", None)
        )  # this page's people; those of the next are not ticked with it
        ReadLog.note(actor, self.title)
        stations = stations_of(actor)
        kind, station = self._asked()
        pages = self.source().page(params)
        people = [(person, words.training(person, today)) for person in pages.rows]
        return super().get_context_data(
            pages=pages, people=people, stations=stations, station=station, kind=kind, kinds=KINDS.items(),
            may_plan=actor.may("station_act"), is_filtered=bool(kind or station), is_ticked=is_ticked,
            here=params.urlencode(), **kwargs,
        )  # fmt: skip


class CourseMixin(CaseMixin):
    model = TrainingCourse
    related = ("station__prefecture",)

    def get_context_data(self, **kwargs):
        return super().get_context_data(course=self.case, today=timezone.localdate(), **kwargs)


class CoursePage(CourseMixin, TemplateView):
    """One course: what is planned or was taught, its roster with notes on doubles, what can be done."""

    template_name = "blue_patrol/training/course.html"
    reads = "講習"

    def get_context_data(self, **kwargs):
        course, actor, today = self.case, self.request.actor, timezone.localdate()
        lines = list(self._lines(course))
        known = known_people(actor, {line.birth_date for line in lines})
        notes = doubles(lines, known)
        history = StateChange.objects.of_case(course).select_related("payload").order_by("-seq")
        return super().get_context_data(
            rows=[(line, words.presence(course, line), notes.get(line.pk, []), self._same(line, known)) for line in lines],
            buttons=words.buttons(course, actor, len(lines), today), state=words.state(course, today), enrolled=len(lines),
            attended=sum(bool(line.attended) for line in lines), topics=training_topics.labels(course.topics),
            history=sentences.of_history(history, course, words.VOCABULARY), may_act=actor.may("station_act"),
            is_planned=course.state == CourseState.PLANNED, is_held=course.state == CourseState.HELD, **kwargs,
        )  # fmt: skip

    @staticmethod
    def _lines(course):
        cards = (
            Credential.objects.live().filter(patroller=OuterRef("patroller"), kind=Kind.CARD).order_by("-pk")
        )
        return course.trainees.annotate(card=Subquery(cards.values("number")[:1]))

    @staticmethod
    def _same(line, known) -> list[Patroller]:
        """The patrollers who may be this person, when the line of a held course is nobody's yet."""
        return known.get(line.identity, []) if line.attended and not line.patroller_id else []


class CourseSheet(CourseMixin, TemplateView):
    """出席簿: the roster to sign, with empty lines."""

    template_name = "blue_patrol/training/sheet.html"
    reads = "講習の出席簿"

    def get_context_data(self, **kwargs):
        lines = list(self.case.trainees.all())
        return super().get_context_data(
            lines=lines, empty=range(len(lines) + 1, len(lines) + EMPTY_LINES + 1),
            topics=training_topics.labels(self.case.topics), **kwargs,
        )  # fmt: skip


class CourseBacks(CourseMixin, TemplateView):
    """What stands on the backs of the cards, all trainings of the chosen people: to stick on or to copy by pen."""

    template_name = "blue_patrol/training/backs.html"
    reads = "実施者証の裏面"

    def get_context_data(self, **kwargs):
        keys = [whole_number(text) for text in self.request.GET.getlist("patroller")]
        cards = Credential.objects.live().filter(patroller=OuterRef("pk"), kind=Kind.CARD).order_by("-pk")
        people = Patroller.objects.of(self.request.actor).filter(
            attendances__course=self.case, attendances__attended=True
        )
        people = people.select_related("group").prefetch_related("trainings").annotate(
            card=Subquery(cards.values("number")[:1])
        ).order_by("group__order_key", "position", "pk")  # fmt: skip
        people = list(people)
        chosen = [man for man in people if man.pk in keys] if any(keys) else people
        return super().get_context_data(
            people=people, chosen={man.pk for man in chosen}, backs=words.backs(chosen), **kwargs
        )

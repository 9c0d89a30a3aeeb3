"""Courses of the demonstration: one held, one planned for the people whose training is about to lapse; sheets in stock."""

from datetime import date, timedelta

from blue_patrol.models import Kind, Patroller, TrainingCourse
from blue_patrol.models.stock.lots import BlankLot
from blue_patrol.rules import training_topics
from blue_patrol.rules.sheets import SheetNumber
from casework import dates
from casework.demo import cast, people
from casework.models import Station
from casework.permissions import PERMISSIONS
from casework.scope import set_scope
from casework.workflow import open_case, perform

PLACE = "桜見坂警察署　講堂"
PLANNING = "桜見坂新町見守りの会（準備中）"  # its group has not applied yet
LOTS = {Kind.CERTIFICATE: ("C", 1, 200), Kind.STICKER: ("S", 1001, 1600), Kind.CARD: ("K", 20001, 22000)}


def load(today: date) -> None:
    station = Station.objects.get(code="demo-sakuramizaka")
    desk = cast.Desk(station)
    set_scope(desk.clerk.station_ids)
    _held(desk.clerk, dates.last_working_day_on_or_before(today - timedelta(days=20)))
    _planned(desk.clerk, today)
    _stock(desk.hq_clerk, today - timedelta(days=60))


def _course(clerk, on: date, known: date) -> TrainingCourse:
    course = TrainingCourse(
        station=clerk.station, held_on=on, place=PLACE, trainer=f"桜見坂警察署 {clerk.staff.name}",
        topics=list(training_topics.CODES), capacity=40,
    )  # fmt: skip
    return open_case(course, by=clerk, permission=PERMISSIONS["station_act"], on=known)


def _held(clerk, on: date) -> None:
    """People of a group that is still being founded, and one who came late."""
    course = _course(clerk, on, on - timedelta(days=14))
    roster = [
        {"name": name, "kana": kana, "birth_date": date(1958 + n, 3, 4 + n), "group_name": PLANNING}
        for n, (name, kana) in enumerate(people.person(900 + n) for n in range(5))
    ]
    course = perform(course, "enrol", by=clerk, on=on - timedelta(days=7), people=roster)
    present = list(course.trainees.order_by("pk").values_list("pk", flat=True)[:4])
    perform(
        course,
        "hold",
        by=clerk,
        on=on,
        present=present,
        topics=course.topics,
        place=PLACE,
        trainer=course.trainer,
    )


def _planned(clerk, today: date) -> None:
    """Whoever registered from paper is overdue comes first."""
    course = _course(clerk, today + timedelta(days=18), today)
    due = Patroller.objects.current().filter(
        station=clerk.station, group__certifications__registered_on__isnull=False
    )
    roster = [
        {"patroller": pk}
        for pk in due.order_by("trainings__attended_on", "pk").values_list("pk", flat=True)[:12]
    ]
    perform(course, "enrol", by=clerk, on=today, people=roster)


def _stock(hq_clerk, on: date) -> None:
    set_scope(hq_clerk.station_ids)
    for kind, (prefix, first, last) in LOTS.items():
        BlankLot.receive(
            by=hq_clerk,
            kind=kind,
            first=SheetNumber(prefix, first, 5),
            last=SheetNumber(prefix, last, 5),
            on=on,
        )

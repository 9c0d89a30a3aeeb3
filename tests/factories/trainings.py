"""Courses as the tests need them, led there by their proper acts."""

import datetime as dt

from blue_patrol.models import TrainingCourse
from casework.permissions import PERMISSIONS
from casework.workflow import open_case, perform

PLANNED_FOR = dt.date(2026, 8, 20)
TRAINER = "桜見坂警察署生活安全課　巡査部長　風間"
BOTH = ["patrol", "incidents"]
QUALIFICATION = "警備員指導教育責任者資格者証"


def plan(desks, people=(), on=PLANNED_FOR, **fields) -> TrainingCourse:
    """A planned course; ``people``: as the act takes them, or patrollers."""
    values = {"held_on": on, "place": "桜見坂警察署 講堂", "trainer": TRAINER, "topics": BOTH} | fields
    course = TrainingCourse(station=desks.station, **values)
    course = open_case(course, by=desks.clerk, permission=PERMISSIONS["station_act"], on=on)
    if people:
        enrol(course, desks, people)
    return now(course)


def enrol(course, desks, people):
    return perform(course, "enrol", by=desks.clerk, people=[line_of(person) for person in people])


def line_of(person) -> dict:
    return person if isinstance(person, dict) else {"patroller": person.pk}


def outsider(name="見坂 太郎", birth_date=dt.date(1958, 4, 2), group="夕凪町内会（申請前）") -> dict:
    """Somebody whose group has not applied."""
    return {"patroller": None, "name": name, "kana": "", "birth_date": birth_date, "group_name": group}


def hold(course, desks, absent=(), on=PLANNED_FOR, **details):
    """Hold it with everybody of the roster but those named."""
    present = [trainee.pk for trainee in course.trainees.all() if trainee.name not in absent]
    details = {"place": course.place, "trainer": course.trainer, "topics": BOTH, "present": present} | details
    perform(course, "hold", by=desks.clerk, on=on, **details)
    return now(course)


def take_qualification(profile) -> None:
    """From here on the prefecture takes a qualification in place of the course."""
    value = {"label": "講習に代わる資格", "content": [QUALIFICATION], "clause": "BP-5-2-c", "basis": "P"}
    profile.values.get_or_create(key="training_alternatives", defaults=value)


def now(course) -> TrainingCourse:
    return TrainingCourse.objects.get(pk=course.pk)

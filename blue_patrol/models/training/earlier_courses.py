"""Whoever attended a course before the group applied: the same name and birthday, shown and never linked by itself."""

from collections import defaultdict

from blue_patrol.models.groups import Patroller
from blue_patrol.models.training.courses import CourseState
from blue_patrol.models.training.records import Trainee, identity


def attended_as_nobody(people) -> list[tuple[Trainee, Patroller]]:
    """Pairs (line of a held course, patroller) with one name and birthday, the line being nobody's yet (BP-11-1)."""
    by_identity = defaultdict(list)
    for man in people:
        if man.birth_date:
            by_identity[identity(man.name, man.birth_date)].append(man)
    if not by_identity:
        return []
    lines = Trainee.objects.of_nobody().filter(
        station__in={man.station_id for man in people}, course__state=CourseState.HELD,
        search_key__in=[key for key, _ in by_identity], birth_date__in=[day for _, day in by_identity],
    ).select_related("course").prefetch_related("course__trainees")  # fmt: skip
    pairs = [(line, man) for line in lines for man in by_identity.get(line.identity, [])]
    return [
        (line, man)
        for line, man in pairs
        if man.pk not in {other.patroller_id for other in line.course.trainees.all()}
    ]

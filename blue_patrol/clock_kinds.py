"""The clocks of blue patrol on the common board."""

from datetime import date

from django.db.models import BigIntegerField, F, QuerySet, Value

from blue_patrol.rules import deadlines
from casework import clocks
from casework.models import Deadline
from casework.roles import Role

NEEDED = {kind.number_key for kind in deadlines.KINDS if kind.number_key}  # values of the profile


def _roles(kind: deadlines.DeadlineKind) -> tuple[Role, ...]:
    """Headquarters tells the transport offices; the rest is the station's."""
    return (Role.HQ_CLERK if kind == deadlines.TRANSPORT_NOTICE else Role.STATION_CLERK,)


def rows(desk, today: date) -> list[QuerySet]:
    return [
        Deadline.objects.of(desk).open().annotate(
            clock_kind=F("kind"), clock_due=F("due_on"), clock_from=F("starts_on"), clock_case_label=F("case_label"),
            clock_case_pk=F("case_pk"), clock_koban=Value(None, BigIntegerField()),
        )
    ]  # fmt: skip


SOURCE = clocks.Source(
    permission="read_cases",
    page="deadlines",
    lists_all=True,
    kinds=tuple(clocks.Kind(kind.code, kind.label, kind.clause, _roles(kind)) for kind in deadlines.KINDS),
    rows=rows,
)

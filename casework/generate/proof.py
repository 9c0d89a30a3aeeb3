"""What the triggers ask of each row, asked of all rows at once: they were switched off while the rows were copied."""

from django.db import connection

from casework.chain import verify
from casework.generate import tables
from casework.models import StateChange
from casework.walls.triggers import WITH_HISTORY, machines

EDGES = """
select case_label, before, after from casework_statechange change
where before <> after and not exists (
  select 1 from casework_machineedge edge where (edge.machine, edge.before, edge.after) = (change.case_label, change.before, change.after)
) limit 1
"""
STEPS = """
select case_label, case_pk, before from (
  select case_label, case_pk, before, lag(after, 1, '') over (partition by case_label, case_pk order by seq) as was
  from casework_statechange
) step where was <> before limit 1
"""
STATE = """
select record.id, record.state from "{table}" record where {of_machine} not exists (
  select 1 from (
    select after from casework_statechange where case_label = '{machine}' and case_pk = record.id order by seq desc limit 1
  ) last where last.after = record.state
) limit 1
"""
OF_A_STATION = """
select record.id from "{table}" record
where not exists (select 1 from casework_statechange change where change.station_id = record.station_id) limit 1
"""
NUMBERS = """
select series.kind, series.holder, series.year from casework_numberseries series left join (
  select kind, holder, year, count(*) as given, max(value) as last from casework_issuednumber group by 1, 2, 3
  union all
  select 'register', 'station:' || station_id, year, count(*), max(row_number) from blue_patrol_registerentry group by 2, 3
) number using (kind, holder, year) where (series.last, series.last) is distinct from (number.given, number.last) limit 1
"""


class Unsound(Exception):
    """What was generated is not what acts would have written; the message names the first fault."""


def prove() -> int:
    """Raises Unsound; otherwise how many links the chain has."""
    with connection.cursor() as cursor:
        for question, sql in _questions():
            cursor.execute(sql)
            if found := cursor.fetchone():
                raise Unsound(f"{question}: {found}")
        verdict = verify(cursor)
    if not verdict.is_whole:
        raise Unsound(f"{verdict.seq}: {verdict.fault}")
    return verdict.count


def _questions():
    yield "a step that is no edge of its machine", EDGES
    yield "a step that does not begin where the one before ended", STEPS
    for machine in machines():
        shared = f"record.case_label = '{machine._meta.label}' and" if machine._meta.proxy else ""
        sql = STATE.format(table=machine._meta.db_table, machine=machine._meta.label, of_machine=shared)
        yield f"{machine._meta.label}: a state to which no act led", sql
    copied = {table.name for table in tables.copied()} - {StateChange._meta.db_table}
    for name in sorted(copied & set(WITH_HISTORY)):
        yield f"{name}: a row of a station without history", OF_A_STATION.format(table=name)
    yield "a series with a gap, or another end than its counter", NUMBERS

"""Row level security: one policy for every model whose rows belong to a station or to an office."""

from django.apps import apps

from casework.models.base import CHANGE_OF_STATION, OfficeRow, StationRow
from casework.models.history import ChangePayload, StateChange
from casework.walls.sql import DEFINER

# ruff: noqa: S608 - the SQL below is composed of this file's own constants
SCOPE = """
create or replace function casework_scope() returns bigint[] language plpgsql stable as $$
declare
  scope text := current_setting('casework.stations', true);
begin
  if scope is null or scope = '' then
    raise exception 'no scope is set' using errcode = 'CW001';
  end if;
  return scope::bigint[];
end $$
"""


OF_STATION = "station_id = any ((select casework_scope())::bigint[])"  # the subselect runs once a query
# An office without stations (the administrator's) is seen from its like alone.
OF_OFFICE = (
    "stations <@ (select casework_scope())::bigint[]"
    " and (cardinality(stations) > 0 or cardinality((select casework_scope())::bigint[]) = 0)"
)


# The history stays under the station that wrote it (its chain names it) and is read by whoever has the case since: by the
# row of the change under its own station. Rows of its own station never come to the question.
TAKEN_OVER = f"""
create or replace function casework_was_taken_over(asked_label text, asked_pk bigint) returns boolean language plpgsql stable {DEFINER} as $$
begin
  return exists (
    select 1 from casework_statechange
    where case_label = asked_label and case_pk = asked_pk and transition = '{CHANGE_OF_STATION}' and station_id = any (casework_scope())
  );
end $$
"""
PAYLOAD_TAKEN_OVER = f"""
create or replace function casework_payload_was_taken_over(asked bigint) returns boolean language plpgsql stable {DEFINER} as $$
begin
  return exists (select 1 from casework_statechange s where s.id = asked and casework_was_taken_over(s.case_label, s.case_pk));
end $$
"""
OF_HISTORY = {
    StateChange: f"{OF_STATION} or casework_was_taken_over(case_label, case_pk)",
    ChangePayload: f"{OF_STATION} or casework_payload_was_taken_over(change_id)",
}


def scoped_tables() -> dict[str, str]:
    """Every table with a station or an office, whatever application it belongs to → what its policy asks."""
    asked = {StationRow: OF_STATION, OfficeRow: OF_OFFICE} | OF_HISTORY
    models = sorted(apps.get_models(), key=lambda model: model._meta.db_table)
    return {m._meta.db_table: rule for m in models for base, rule in asked.items() if issubclass(m, base)}


def written_in(table: str) -> str:
    """What a new or changed row must be: whoever may read a row of another station writes none there."""
    read = scoped_tables()[table]
    return OF_STATION if read in OF_HISTORY.values() else read


def build_scope(cursor, tables: set[str]) -> None:
    for function in (SCOPE, TAKEN_OVER, PAYLOAD_TAKEN_OVER):
        cursor.execute(function)
    for table, seen in scoped_tables().items():
        if table not in tables:
            continue
        cursor.execute(f'alter table "{table}" enable row level security')
        cursor.execute(f'drop policy if exists desk on "{table}"')
        cursor.execute(f'create policy desk on "{table}" using ({seen}) with check ({written_in(table)})')

"""A row keeps its station but by the act of its change (所管替え), and what hangs on a row is of its station."""

from django.apps import apps

from casework import moved
from casework.models.base import StationRow
from casework.models.changes_of_station import ChangeOfStation
from casework.offices.answers import ANSWERS, Chosen, Follows, moving
from casework.walls.sql import DEFINER, put_trigger

# ruff: noqa: S608 - the SQL below is composed of this file's own constants
# A row changes its station by the act of that change alone, whose history row stands in the same transaction.
CHANGES_STATION = f"""
create or replace function casework_changes_station(came_from bigint, goes_to bigint) returns boolean
language plpgsql stable {DEFINER} as $$
begin
  return exists (
    select 1 from casework_statechange s join casework_changeofstation c on c.id = s.case_pk
    where s.case_label = '{ChangeOfStation._meta.label}' and s.xid = pg_current_xact_id()::text::bigint
      and s.station_id = came_from and c.station_id = came_from and c.to_id = goes_to
  );
end $$
"""

# A paper names the same bytes in the new station's shelf.
SAME_BYTES = f"""
create or replace function casework_same_bytes(before jsonb, after jsonb) returns boolean language plpgsql stable {DEFINER} as $$
begin
  return (before ->> 'file_id') is not distinct from (after ->> 'file_id') or exists (
    select 1 from casework_storedfile old_file join casework_storedfile new_file using (sha256)
    where old_file.id = (before ->> 'file_id')::bigint and new_file.id = (after ->> 'file_id')::bigint
  );
end $$
"""

STATION_IS_KEPT = """
create or replace function casework_station_is_kept() returns trigger language plpgsql as $$
begin
  if not casework_changes_station(old.station_id, new.station_id) then
    raise exception '% %: moved to another station without the act', tg_table_name, to_jsonb(old) ->> 'id';
  end if;
  return new;
end $$
"""

# What was hung on a group or council while that moved away would be left behind. Arguments: column, table, column, table, …
SAME_STATION = f"""
create or replace function casework_same_station() returns trigger language plpgsql {DEFINER} as $$
declare
  place int := 0;
  whose bigint;
begin
  while place < tg_nargs loop
    execute format('select station_id from %I where id = $1', tg_argv[place + 1])
      into whose using (to_jsonb(new) ->> tg_argv[place])::bigint;
    if whose <> new.station_id then
      raise exception '% is of another station than its %', tg_table_name, tg_argv[place] using errcode = '{moved.SQLSTATE}';
    end if;
    place := place + 2;
  end loop;
  return null;
end $$
"""
STATION_FUNCTIONS = (CHANGES_STATION, SAME_BYTES, STATION_IS_KEPT, SAME_STATION)
MOVED = {  # what of a row may change with its station: its own number is the new station's, its bytes the same
    "blue_patrol_ledgersheet": ("station_id", "number"),
    "casework_issuedpaper": ("station_id", "file_id"),
}


def parents(model) -> list[str]:
    """What is chosen to move and its rows hang on: column, table, column, table, …

    No other: an act that adds to a case holds the case's row, which the change of station waits for.
    """
    answer = ANSWERS.get(model)
    fields = [model._meta.get_field(name) for name in answer.by] if isinstance(answer, Follows) else []
    fields = [field for field in fields if isinstance(ANSWERS[field.related_model], Chosen)]
    return [text for field in fields for text in (field.column, field.related_model._meta.db_table)]


def kept_stations() -> list[type[StationRow]]:
    """Every model with a station, once a table."""
    return [m for m in apps.get_models() if issubclass(m, StationRow) and not m._meta.proxy]


def wall_stations(cursor, tables: set[str]) -> None:
    """A row keeps its station but by the act of its change; what hangs on a row is of its station.

    Asked after the update: a trigger before it would lock the row against whatever refers to it.
    """
    for model in kept_stations():
        table = model._meta.db_table
        put_trigger(
            cursor, tables, table, "station_is_kept",
            "trigger {name} after update on {table} for each row when (old.station_id is distinct from new.station_id) "
            "execute function casework_station_is_kept()",
        )  # fmt: skip
        if told := ", ".join(f"'{text}'" for text in parents(model)):
            put_trigger(
                cursor, tables, table, "same_station",
                "constraint trigger {name} after insert on {table} deferrable initially deferred for each row "
                f"execute function casework_same_station({told})",
            )  # fmt: skip


def moved_columns(table: str) -> str:
    """The columns of a table that change with its station; none where its rows stay."""
    moves = {model._meta.db_table for model in moving()}
    return ",".join(MOVED.get(table, ("station_id",))) if table in moves else ""

"""Triggers: a step must be an edge of its machine and have its history row in the same transaction.

They trust no setting (any SQL could set it) but the history row itself; the chain over the history shows a
forged one. Definer functions end their search_path in pg_temp, so that temporary tables shadow nothing.
"""

from django.apps import apps

from casework.models.base import Machine
from casework.models.machine_edges import MachineEdge
from casework.walls.erasing import ERASES
from casework.walls.sql import DEFINER, put_trigger
from casework.walls.stations import STATION_FUNCTIONS, moved_columns, wall_stations

# ruff: noqa: S608 - the SQL below is composed of this file's own constants

EDGE_IS_ALLOWED = f"""
create or replace function casework_edge_is_allowed() returns trigger language plpgsql {DEFINER} as $$
declare
  came_from text := case when tg_op = 'INSERT' then '' else old.state end;
  goes_to text := case when tg_op = 'DELETE' then '' else new.state end;
  key bigint := case when tg_op = 'DELETE' then old.id else new.id end;
  held jsonb := case when tg_op = 'DELETE' then to_jsonb(old) else to_jsonb(new) end;
  machine_of_row text := coalesce(held ->> 'case_label', tg_argv[0]);
  guarded text;
  touched boolean := false;
begin
  if tg_op = 'UPDATE' and machine_of_row is distinct from coalesce(to_jsonb(old) ->> 'case_label', tg_argv[0]) then
    raise exception '% % runs another machine than before', tg_table_name, key;
  end if;
  if tg_op = 'UPDATE' and new.state = old.state and casework_erases() then
    return null;
  end if;
  if tg_op = 'UPDATE' and new.state = old.state then
    foreach guarded in array string_to_array(tg_argv[1], ',') loop
      touched := touched or (to_jsonb(new) -> guarded) is distinct from (to_jsonb(old) -> guarded);
    end loop;
    if touched and not exists (
      select 1 from casework_statechange
      where case_label = machine_of_row and case_pk = new.id and xid = pg_current_xact_id()::text::bigint
    ) then
      raise exception '% %: a number or day was changed without a history row', machine_of_row, new.id;
    end if;
    return null;
  end if;
  if not exists (
    select 1 from casework_machineedge where machine = machine_of_row and before = came_from and after = goes_to
  ) then
    raise exception 'no such step: % -> %', came_from, goes_to;
  end if;
  if not exists (
    select 1 from casework_statechange
    where case_label = machine_of_row and case_pk = key and before = came_from and after = goes_to
      and xid = pg_current_xact_id()::text::bigint
  ) then
    raise exception 'step % -> % has no history row', came_from, goes_to;
  end if;
  return null;
end $$
"""

NEEDS_HISTORY = f"""
create or replace function casework_needs_history() returns trigger language plpgsql {DEFINER} as $$
declare
  whose bigint := case when tg_op = 'DELETE' then old.station_id else new.station_id end;
begin
  if tg_op = 'UPDATE' and casework_erases() then
    return null;
  end if;
  if not exists (
    select 1 from casework_statechange
    where station_id = whose and xid = pg_current_xact_id()::text::bigint
  ) then
    raise exception '% row without a history row of its transaction', tg_table_name;
  end if;
  return null;
end $$
"""

ERASED_WITH_HISTORY = f"""
create or replace function casework_erased_with_history() returns trigger language plpgsql {DEFINER} as $$
begin
  if not exists (
    select 1 from casework_statechange
    where station_id = old.station_id and after in ('', 'undone') and xid = pg_current_xact_id()::text::bigint
  ) then
    raise exception '% row taken out without a history row of its transaction', tg_table_name;
  end if;
  return null;
end $$
"""

WRITTEN_ONCE = """
create or replace function casework_written_once() returns trigger language plpgsql as $$
declare
  loose text[] := string_to_array(coalesce(tg_argv[0], ''), ',');
begin
  if tg_op = 'UPDATE' and casework_owner_erases(tg_relid) then
    return new;
  end if;
  if tg_op = 'UPDATE' and cardinality(loose) > 0 then
    if (to_jsonb(new) - loose) = (to_jsonb(old) - loose) and casework_changes_station(old.station_id, new.station_id) then
      return new;
    end if;
  end if;
  raise exception '% is append-only', tg_table_name;
end $$
"""

ONLY_THESE_CHANGE = """
create or replace function casework_only_these_change() returns trigger language plpgsql as $$
declare
  loose text[] := string_to_array(tg_argv[0], ',');
  moved text[] := string_to_array(tg_argv[1], ',');
  key text;
begin
  if casework_owner_erases(tg_relid) then
    return new;
  end if;
  if (to_jsonb(new) - moved) = (to_jsonb(old) - moved) and casework_same_bytes(to_jsonb(old), to_jsonb(new))
    and casework_changes_station((to_jsonb(old) ->> 'station_id')::bigint, (to_jsonb(new) ->> 'station_id')::bigint) then
    return new;
  end if;
  if (to_jsonb(new) - loose) is distinct from (to_jsonb(old) - loose) then
    raise exception '% is frozen', tg_table_name;
  end if;
  foreach key in array loose loop
    if coalesce(to_jsonb(old) ->> key, '') <> '' and (to_jsonb(new) -> key) is distinct from (to_jsonb(old) -> key) then
      raise exception '% of % is set once', key, tg_table_name;
    end if;
  end loop;
  return new;
end $$
"""

APPEND_ONLY = [
    "casework_statechange", "casework_changepayload", "casework_readlog", "casework_machineedge", "casework_comment", "casework_notice",
    "casework_anchor", "casework_verificationrun", "casework_disposallog",
    "blue_patrol_registerentry", "blue_patrol_registernote", "blue_patrol_ledgerevent",
    "blue_patrol_blankuse", "blue_patrol_stocktaking", "blue_patrol_informationrecord",
    "blue_patrol_demonstrationexemption",
    "liaison_councils_visit", "liaison_councils_staffinstruction", "liaison_councils_sharedmeeting",
]  # fmt: skip
ERASABLE = [  # what an undone registration takes out again, with its history row
    "blue_patrol_group", "blue_patrol_vehicle", "blue_patrol_patroller", "blue_patrol_ledgersheet",
    "blue_patrol_paperregisterrow", "casework_deadline",
    "liaison_councils_councilevent", "liaison_councils_councilofficer", "liaison_councils_person",
]  # fmt: skip
WITH_HISTORY = [
    "casework_disposalitem",
    "casework_issuednumber", "casework_issuedpaper", "casework_decisionstep", "casework_returnreason",
    "blue_patrol_registerentry", "blue_patrol_registernote", "blue_patrol_ledgersheet", "blue_patrol_ledgerevent",
    "blue_patrol_paperregisterrow", "blue_patrol_handedin", "blue_patrol_demonstrationcar", "blue_patrol_trainee", "blue_patrol_trainingrecord", "casework_deadline",
    "blue_patrol_changeitem", "blue_patrol_activityday", "blue_patrol_informationrecord",
    "blue_patrol_returneditem",
    "blue_patrol_guidance",
    "liaison_councils_councilarea", "liaison_councils_councilevent", "liaison_councils_councilofficer", "liaison_councils_person",
    "liaison_councils_sharedmeeting", "liaison_councils_participant", "liaison_councils_visit", "liaison_councils_staffinstruction",
]  # fmt: skip
STRUCK_WITH_HISTORY = {
    "blue_patrol_demonstrationcar",
    "blue_patrol_handedin",
    "blue_patrol_changeitem",
    "blue_patrol_trainee",
    "blue_patrol_trainingrecord",
    "blue_patrol_activityday",
    "liaison_councils_councilarea",
    "liaison_councils_participant",
}  # taken out by an act of their course or standing
NOTED_BEFORE = {
    "blue_patrol_trainingrecord"
}  # kept also of people whom no act has named yet; changed by an act alone
BYTES_COME_LATER = {"casework_issuedpaper"}  # after the commit, in a transaction of their own
FROZEN_BUT = {  # table -> the columns that may still be set, once
    "casework_issuedpaper": "file_id,voided_on,void_reason",
    "casework_issuednumber": "void_reason,voided_on",
    "casework_storedfile": "",
    "casework_keptlayout": "",
    "blue_patrol_ledgersheet": "",
    "casework_secondfactorreset": "confirmed_by_id,confirmed_on,confirmed_as,dropped_by_id,dropped_on",
    "casework_disposalitem": "taken_out_on,taken_out_by_id,reason",
    "blue_patrol_blanklot": "voided_on,voided_by_id,void_reason",
    "blue_patrol_paperregisterrow": "",
    "blue_patrol_officenotice": "content",
    "liaison_councils_councilevent": "",
}
NOT_GUARDED = {"id", "state", "revision", "station_id", "group_id", "profile_id"}


def machines() -> list[type[Machine]]:
    """Every machine that a row runs: where several share a table, they and not the model that owns it."""
    found = [m for m in apps.get_models() if issubclass(m, Machine)]
    owners = {m._meta.concrete_model for m in found if m._meta.proxy}
    return sorted((m for m in found if m not in owners), key=lambda m: m._meta.label)


def guarded_columns(model) -> str:
    """What of a machine changes only with a history row: days, numbers and persons, or all of it (``written_by_acts``)."""
    if model.written_by_acts:
        return ",".join(f.column for f in model._meta.concrete_fields if f.column not in {"id", "state"})
    columns = [f.column for f in model._meta.concrete_fields if f.column not in NOT_GUARDED]
    return ",".join(
        c
        for c in columns
        if c.endswith(("_on", "_number", "number", "_by_id", "handler_id")) and c not in LOOSE_DAYS
    )


LOOSE_DAYS = {"applied_on", "starts_on", "pledged_on"}  # typed by the clerk while the case is a draft


def build_triggers(cursor, tables: set[str]) -> None:
    own = (EDGE_IS_ALLOWED, NEEDS_HISTORY, ERASED_WITH_HISTORY, WRITTEN_ONCE, ONLY_THESE_CHANGE)
    for function in (*ERASES, *STATION_FUNCTIONS, *own):
        cursor.execute(function)
    if MachineEdge._meta.db_table in tables:
        _write_edges(cursor)
    for model in machines():
        put_trigger(
            cursor, tables, model._meta.db_table, "edge_is_allowed",
            "constraint trigger {name} after insert or update or delete on {table} deferrable initially deferred for each row "
            f"execute function casework_edge_is_allowed('{model._meta.label}', '{guarded_columns(model)}')",
        )  # fmt: skip
    _wall_tables(cursor, tables)
    wall_stations(cursor, tables)


def _wall_tables(cursor, tables: set[str]) -> None:
    """The walls of single tables, from the lists above."""
    for table in WITH_HISTORY:
        events = "insert" if table in BYTES_COME_LATER else "insert or update"
        events = "update" if table in NOTED_BEFORE else events
        events += " or delete" if table in STRUCK_WITH_HISTORY else ""
        put_trigger(
            cursor, tables, table, "needs_history",
            f"constraint trigger {{name}} after {events} on {{table}} deferrable initially deferred for each row "
            "execute function casework_needs_history()",
        )  # fmt: skip
    for table in ERASABLE:
        put_trigger(
            cursor, tables, table, "erased_with_history",
            "constraint trigger {name} after delete on {table} deferrable initially deferred for each row "
            "execute function casework_erased_with_history()",
        )  # fmt: skip
    for table in APPEND_ONLY:
        once = f"execute function casework_written_once('{moved_columns(table)}')"
        changed = f"trigger {{name}} before update or delete on {{table}} for each row {once}"
        emptied = f"trigger {{name}} before truncate on {{table}} for each statement {once}"
        put_trigger(cursor, tables, table, "written_once", changed)
        put_trigger(cursor, tables, table, "never_emptied", emptied)
    for table, columns in FROZEN_BUT.items():
        put_trigger(
            cursor, tables, table, "frozen",
            f"trigger {{name}} before update on {{table}} for each row execute function casework_only_these_change('{columns}', '{moved_columns(table)}')",
        )  # fmt: skip


def _write_edges(cursor) -> None:
    """The steps as the machines declare them; the table itself is closed to everybody else."""
    edges = [(m._meta.label, before, after) for m in machines() for before, after in sorted(m.edges())]
    cursor.execute("drop trigger if exists written_once on casework_machineedge")
    cursor.execute("delete from casework_machineedge")
    cursor.executemany("insert into casework_machineedge (machine, before, after) values (%s, %s, %s)", edges)

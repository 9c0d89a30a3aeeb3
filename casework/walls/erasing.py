"""The one way in which records are emptied (廃棄): a function of the owner that asks the decided list before it writes.

The application's login has no right to change what is written once, and none to write the log of disposals. It may call
``casework_erase`` with the key of a list; what is emptied stands in the function itself, compiled from the kinds that the
applications entered (casework.retention.kinds). The walls of single tables let a row pass whose disposal is in the log of
the running transaction, and of what is written once and frozen only from within the function.
"""

import json

from django.conf import settings

from casework.retention.kinds import KINDS, Blank
from casework.walls.sql import DEFINER

# ruff: noqa: S608 - the SQL below is composed of our own models' names and of constants
IS_ERASING = f"""
create or replace function casework_erases() returns boolean language plpgsql stable {DEFINER} as $$
begin
  return exists (select 1 from casework_disposallog where xid = pg_current_xact_id()::text::bigint);
end $$
"""
OWNER_ERASES = """
create or replace function casework_owner_erases(relation oid) returns boolean language plpgsql stable as $$
begin
  return current_user = (select pg_get_userbyid(relowner) from pg_class where oid = relation) and casework_erases();
end $$
"""
ERASES = (IS_ERASING, OWNER_ERASES)
ERASE = """
create or replace function casework_erase(asked bigint) returns bigint language plpgsql {definer} as $$
declare
  plan jsonb := {plan};
  today date := (now() at time zone 'Asia/Tokyo')::date;
  list casework_disposal;
  item casework_disposalitem;
  step jsonb;
  told text;
  found_rows bigint;
  stood text;
  rows_of_item bigint;
  erased bigint := 0;
begin
  select * into list from casework_disposal where id = asked and station_id = any (casework_scope()) for update;
  if list.id is null or list.state <> 'carried_out' or list.first_by_id is null or list.second_by_id is null then
    raise exception 'no disposal that two have approved: %', asked;
  end if;
  if list.first_by_id = list.second_by_id or list.drawn_by_id in (list.first_by_id, list.second_by_id) then
    raise exception 'the list was not looked through by two others: %', asked;
  end if;
  if (select count(*) from casework_statechange where case_label = 'casework.Disposal' and case_pk = asked
      and ((transition, staff_id) = ('review', list.first_by_id) or (transition, staff_id) = ('approve', list.second_by_id))) <> 2 then
    raise exception 'the history does not know that the list was looked through: %', asked;
  end if;
  if exists (select 1 from casework_disposallog where disposal_id = asked) then
    raise exception 'carried out already: %', asked;
  end if;
  for item in select * from casework_disposalitem where disposal_id = asked and taken_out_on is null order by id loop
    if plan -> item.kind is null or item.due_on > today then
      raise exception 'not to be disposed of: %', item.id;
    end if;
    if exists (
      select 1 from casework_hold where state = 'held' and (until is null or until >= today)
        and (object_label, object_pk) in ((item.object_label, item.object_pk), (item.group_label, coalesce(item.group_pk, 0)))
    ) then
      raise exception 'held: %', item.id;
    end if;
    stood := '';
    rows_of_item := 0;
    for step in select value from jsonb_array_elements(plan -> item.kind) loop
      execute step ->> 'read' into found_rows, told using item.object_pk, item.object_label;
      rows_of_item := rows_of_item + found_rows;
      stood := encode(sha256(convert_to(stood || (step ->> 'table') || told, 'UTF8')), 'hex');
    end loop;
    insert into casework_disposallog (disposal_id, item_id, station_id, object_label, object_pk, rows, digest, at, xid)
      values (asked, item.id, item.station_id, item.object_label, item.object_pk, rows_of_item, stood, now(), pg_current_xact_id()::text::bigint);
    for step in select value from jsonb_array_elements(plan -> item.kind) loop
      execute step ->> 'write' using item.object_pk, item.object_label;
    end loop;
    erased := erased + 1;
  end loop;
  return erased;
end $$
"""


def build_erasing(cursor, tables: set[str]) -> None:
    """(Re)build the function; run as the owner. Safe to repeat."""
    if "casework_disposallog" not in tables:
        return
    plan = {kind.code: [step_of(blank) for blank in kind.blanks] for kind in KINDS.values()}
    literal = f"$plan${json.dumps(plan, ensure_ascii=False)}$plan$::jsonb"
    cursor.execute(ERASE.format(definer=DEFINER, plan=literal))
    cursor.execute("revoke all on function casework_erase(bigint) from public")
    cursor.execute(f'grant execute on function casework_erase(bigint) to "{settings.DATABASE_APP_LOGIN}"')


def step_of(blank: Blank) -> dict[str, str]:
    """How the rows are read for the hash that stays, and how they are emptied."""
    table = blank.model._meta.db_table
    told = (
        f"(to_jsonb(\"{table}\".*) - 'content')"
        if table == "casework_storedfile"
        else f'to_jsonb("{table}".*)'
    )
    sets = ", ".join(f'"{column}" = {value}' for column, value in blank.columns.items())
    # The key is read beside the condition, so that each condition may name it or not.
    asked = "$1::bigint is not null and $2::text is not null"
    return {
        "table": table,
        "read": f"select count(*), coalesce(string_agg({told}::text, e'\\n' order by {told}::text), '') from \"{table}\" where {asked} and {blank.seen or blank.where}",
        "write": f'update "{table}" set {sets} where {asked} and {blank.where}',
    }  # fmt: skip

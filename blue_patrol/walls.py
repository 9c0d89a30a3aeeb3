"""What this application adds to the database's walls.

The one look past row level security, at cars twice certified; and that a sheet used for a thing has the thing's act.
"""

from django.conf import settings

from casework.walls.triggers import DEFINER

# ruff: noqa: S608 - the SQL below is composed of this file's own constants
# The scope's stations name the prefecture; a key that was not asked for is never given back.
CARS_ELSEWHERE = f"""
create or replace function blue_patrol_cars_elsewhere(plates text[], chassis text[], own_group bigint)
returns table (number text, plate text, is_valid boolean, station text, chassis_key text)
language plpgsql stable {DEFINER} as $$
begin
  return query
  select c.number::text, v.plate::text, c.state = 'active', s.name::text,
    case when v.chassis_key = any (chassis) then v.chassis_key else '' end::text
  from blue_patrol_vehicle v
  join blue_patrol_certification c on c.group_id = v.group_id and c.state in ('active', 'pending')
  join casework_station s on s.id = v.station_id
  where v.removed_on is null and v.group_id is distinct from own_group
    and (v.plate = any (plates) or (v.chassis_key <> '' and v.chassis_key = any (chassis)))
    and s.prefecture_id in (select o.prefecture_id from casework_station o where o.id = any (casework_scope()))
  order by c.state, c.certified_on desc, c.id;
end $$
"""
# A blank sheet's own fate (received, missing, destroyed) is on no case and has no history row.
USED_WITH_ITS_ACT = f"""
create or replace function blue_patrol_used_with_its_act() returns trigger language plpgsql {DEFINER} as $$
begin
  if new.outcome = 'used' and not exists (
    select 1 from casework_statechange
    where case_label = 'blue_patrol.Credential' and case_pk = new.credential_id and transition = 'print_out'
      and xid = pg_current_xact_id()::text::bigint
  ) then
    raise exception '% row without a history row of its transaction', tg_table_name;
  end if;
  return null;
end $$
"""
SIGNATURE = "blue_patrol_cars_elsewhere(text[], text[], bigint)"


def build_walls(cursor, tables: set[str]) -> None:
    """(Re)build them; run as the owner. Safe to repeat."""
    if "blue_patrol_blankuse" in tables:
        cursor.execute(USED_WITH_ITS_ACT)
        cursor.execute("drop trigger if exists used_with_its_act on blue_patrol_blankuse")
        cursor.execute(
            "create constraint trigger used_with_its_act after insert on blue_patrol_blankuse deferrable"
            " initially deferred for each row execute function blue_patrol_used_with_its_act()"
        )
    if "blue_patrol_vehicle" not in tables:
        return
    cursor.execute(f"drop function if exists {SIGNATURE}")  # the columns given back may have changed
    cursor.execute(CARS_ELSEWHERE)
    cursor.execute(f"revoke all on function {SIGNATURE} from public")
    cursor.execute(f'grant execute on function {SIGNATURE} to "{settings.DATABASE_APP_LOGIN}"')

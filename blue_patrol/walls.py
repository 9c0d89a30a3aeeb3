"""What this application adds to the database's walls.

The looks past row level security, at cars twice certified, at the sticker of a car that is to run with others, at any
sticker on the road and at the groups that went to another station; and that a sheet used for a thing has the thing's act; that a closed register takes no more rows.
"""

from django.conf import settings

from casework.walls.sql import DEFINER

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
# One sticker by its number or its car's plate, of a station outside the scope; a valid one before an old one.
STICKER_ELSEWHERE = f"""
create or replace function blue_patrol_sticker_elsewhere(asked_number text, asked_plate text)
returns table (number text, plate text, is_valid boolean, station text)
language plpgsql stable {DEFINER} as $$
begin
  return query
  select t.number::text, v.plate::text, t.state = 'with_group' and c.state = 'active' and v.removed_on is null,
    s.name::text
  from blue_patrol_credential t
  join blue_patrol_vehicle v on v.id = t.vehicle_id
  join blue_patrol_certification c on c.id = t.certification_id
  join casework_station s on s.id = t.station_id
  where t.kind = 'sticker' and t.handed_over_on is not null and not (t.station_id = any (casework_scope()))
    and ((asked_number <> '' and t.number = asked_number) or (asked_plate <> '' and v.plate = asked_plate))
    and s.prefecture_id in (select o.prefecture_id from casework_station o where o.id = any (casework_scope()))
  order by 3 desc, t.id desc
  limit 1;
end $$
"""
# What the road asks of a sticker at night: valid or not, of whatever station; of the group its area, of nobody a name.
STICKERS_KNOWN = f"""
create or replace function blue_patrol_stickers_known(numbers text[], asked_area text, asked_class text, asked_kana text, asked_serial text)
returns table (kind text, number text, plate text, place text, standing text, closed_on date, is_of_car boolean,
  handed_over_on date, patrol_area text, station text, held_on date, reserve_on date, venue text)
language plpgsql stable {DEFINER} as $$
begin
  return query
  select t.kind::text, t.number::text, coalesce(v.plate, r.plate)::text, t.state::text, coalesce(c.state, '')::text,
    c.closed_on, v.removed_on is null, t.handed_over_on, coalesce(c.patrol_area, ''), s.name::text,
    p.held_on, p.reserve_on, coalesce(p.place, '')::text
  from blue_patrol_credential t
  join casework_station s on s.id = t.station_id
  left join blue_patrol_vehicle v on v.id = t.vehicle_id
  left join blue_patrol_certification c on c.id = t.certification_id
  left join blue_patrol_demonstrationcar r on r.id = t.run_car_id
  left join blue_patrol_demonstrationplan p on p.application_id = r.application_id
  where t.kind in ('sticker', 'demonstration')
    and (t.number = any (numbers) or (asked_serial <> ''
      and split_part(coalesce(v.plate, r.plate), '|', 4) = asked_serial
      and (asked_area = '' or split_part(coalesce(v.plate, r.plate), '|', 1) = asked_area)
      and (asked_class = '' or split_part(coalesce(v.plate, r.plate), '|', 2) = asked_class)
      and (asked_kana = '' or split_part(coalesce(v.plate, r.plate), '|', 3) = asked_kana)))
    and s.prefecture_id in (select o.prefecture_id from casework_station o where o.id = any (casework_scope()))
  order by t.id desc
  limit 100;
end $$
"""
# What the desk gave up (所管替え): its groups by number, plate, validity and station, as they are now.
GROUPS_LEFT = f"""
create or replace function blue_patrol_groups_left()
returns table (changed_on date, number text, plate text, is_valid boolean, station text)
language plpgsql stable {DEFINER} as $$
begin
  return query
  select m.changed_on, coalesce(c.number, '')::text, coalesce(v.plate, '')::text,
    coalesce(c.state = 'active' and v.id is not null, false), s.name::text
  from (
    select distinct on (line ->> 'pk') (line ->> 'pk')::bigint as pk, o.changed_on
    from casework_changeofstation o cross join lateral jsonb_array_elements(o.rows) line
    where o.station_id = any (casework_scope()) and line ->> 'label' = 'blue_patrol.Group'
    order by line ->> 'pk', o.id desc
  ) m
  join blue_patrol_group g on g.id = m.pk and not (g.station_id = any (casework_scope()))
  join casework_station s on s.id = g.station_id
  left join lateral (
    select h.number, h.state from blue_patrol_certification h where h.group_id = g.id and h.state <> 'void'
    order by h.certified_on desc, h.id desc limit 1
  ) c on true
  left join blue_patrol_vehicle v on v.group_id = g.id and v.removed_on is null and not v.is_pending
  order by m.changed_on desc, m.pk, v.position, v.id;
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
# The rows of a closed book are fixed: nothing is put in beside the printed pages.
BOOK_IS_CLOSED = f"""
create or replace function blue_patrol_book_is_closed() returns trigger language plpgsql {DEFINER} as $$
begin
  if exists (select 1 from blue_patrol_registeryear where station_id = new.station_id and year = new.year) then
    raise exception 'the register of % is closed', new.year;
  end if;
  return new;
end $$
"""
WINDOWS = {  # each function with its arguments, and what makes it
    "blue_patrol_cars_elsewhere(text[], text[], bigint)": CARS_ELSEWHERE,
    "blue_patrol_sticker_elsewhere(text, text)": STICKER_ELSEWHERE,
    "blue_patrol_stickers_known(text[], text, text, text, text)": STICKERS_KNOWN,
    "blue_patrol_groups_left()": GROUPS_LEFT,
}


def build_walls(cursor, tables: set[str]) -> None:
    """(Re)build them; run as the owner. Safe to repeat."""
    if "blue_patrol_blankuse" in tables:
        cursor.execute(USED_WITH_ITS_ACT)
        cursor.execute("drop trigger if exists used_with_its_act on blue_patrol_blankuse")
        cursor.execute(
            "create constraint trigger used_with_its_act after insert on blue_patrol_blankuse deferrable"
            " initially deferred for each row execute function blue_patrol_used_with_its_act()"
        )
    if "blue_patrol_registeryear" in tables:
        cursor.execute(BOOK_IS_CLOSED)
        cursor.execute("drop trigger if exists book_is_closed on blue_patrol_registerentry")
        cursor.execute(
            "create trigger book_is_closed before insert on blue_patrol_registerentry for each row"
            " execute function blue_patrol_book_is_closed()"
        )
    if "blue_patrol_vehicle" not in tables:
        return
    for signature, function in WINDOWS.items():
        cursor.execute(f"drop function if exists {signature}")  # the columns given back may have changed
        cursor.execute(function)
        cursor.execute(f"revoke all on function {signature} from public")
        cursor.execute(f'grant execute on function {signature} to "{settings.DATABASE_APP_LOGIN}"')

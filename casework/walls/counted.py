"""Each fact that is counted as a function, and the one window on other stations' counts (decision 21).

The functions of facts run as whoever asks, under row level security. The window runs as the owner and looks past it:
it gives back sums over all other stations of the prefecture, by the shared keys, and never a station, a row or a name.
"""

import json

from django.conf import settings

from casework.figures.facts import FACTS
from casework.walls.triggers import DEFINER

COUNTED = """
create or replace function {function}(first date, last date) returns table (station_id bigint, keys text[], n bigint)
language sql stable as $$ {sql} $$
"""
ELSEWHERE = """
create or replace function casework_counted_elsewhere(fact text, first date, last date)
returns table (keys text[], n bigint) language plpgsql stable {definer} as $$
declare
  shared int := ('{shared}'::jsonb ->> fact)::int;
begin
  if shared is null then
    raise exception 'no such fact: %', fact;
  end if;
  return query execute format(
    'select c.keys[1:%s], sum(c.n)::bigint from %I($1, $2) c join casework_station s on s.id = c.station_id'
    ' where not (s.id = any ($3)) and s.prefecture_id in (select o.prefecture_id from casework_station o where o.id = any ($3))'
    ' group by 1', shared, 'casework_counted_' || fact
  ) using first, last, casework_scope();
end $$
"""
WINDOW = "casework_counted_elsewhere(text, date, date)"


def build_counts(cursor, tables: set[str]) -> None:
    """(Re)build them; run as the owner. Safe to repeat."""
    if "casework_station" not in tables:
        return
    for fact in FACTS.values():
        if tables.issuperset(fact.tables):
            _make(
                cursor, f"{fact.function}(date, date)", COUNTED.format(function=fact.function, sql=fact.sql)
            )
    shared = json.dumps({name: fact.shared for name, fact in FACTS.items()})
    _make(cursor, WINDOW, ELSEWHERE.format(definer=DEFINER, shared=shared))


def _make(cursor, signature: str, function: str) -> None:
    cursor.execute(f"drop function if exists {signature}")
    cursor.execute(function)
    cursor.execute(f"revoke all on function {signature} from public")
    cursor.execute(f'grant execute on function {signature} to "{settings.DATABASE_APP_LOGIN}"')

"""Row level security: one policy for every model whose rows belong to a station."""

from django.apps import apps

from casework.models.base import StationRow

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


def scoped_tables() -> list[str]:
    """The one list: every table with a station, whatever application it belongs to."""
    return sorted(model._meta.db_table for model in apps.get_models() if issubclass(model, StationRow))


def build_scope(cursor, tables: set[str]) -> None:
    cursor.execute(SCOPE)
    for table in scoped_tables():
        if table not in tables:
            continue
        seen = "station_id = any ((select casework_scope())::bigint[])"  # the subselect runs once a query
        cursor.execute(f'alter table "{table}" enable row level security')
        cursor.execute(f'drop policy if exists desk on "{table}"')
        cursor.execute(f'create policy desk on "{table}" using ({seen}) with check ({seen})')

"""Row level security: one policy for every model whose rows belong to a station or to an office."""

from django.apps import apps

from casework.models.base import OfficeRow, StationRow

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


def scoped_tables() -> dict[str, str]:
    """Every table with a station or an office, whatever application it belongs to → what its policy asks."""
    asked = {StationRow: OF_STATION, OfficeRow: OF_OFFICE}
    models = sorted(apps.get_models(), key=lambda model: model._meta.db_table)
    return {m._meta.db_table: rule for m in models for base, rule in asked.items() if issubclass(m, base)}


def build_scope(cursor, tables: set[str]) -> None:
    cursor.execute(SCOPE)
    for table, seen in scoped_tables().items():
        if table not in tables:
            continue
        cursor.execute(f'alter table "{table}" enable row level security')
        cursor.execute(f'drop policy if exists desk on "{table}"')
        cursor.execute(f'create policy desk on "{table}" using ({seen}) with check ({seen})')

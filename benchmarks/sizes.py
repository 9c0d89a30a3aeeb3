"""How large a database of generated data is, what its history grows by in a year, and how long its vacuum takes.

python -m benchmarks.sizes SCALE …: a table a scale. The data hold twenty years, so the last whole year is what one more will add.
"""

import sys
import time

from benchmarks.generated import Generated

TABLES = """
select c.relname, greatest(c.reltuples, 0)::bigint, pg_table_size(c.oid), pg_indexes_size(c.oid)
from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
order by pg_total_relation_size(c.oid) desc limit 12
"""
HISTORY = ("casework_statechange", "casework_changepayload")
YEARS = "select extract(year from at)::int, count(*) from casework_statechange group by 1 order by 1"
MEGA = 1024 * 1024


def main(scales: list[int]) -> None:
    for scale in scales:
        with Generated(scale).owned():
            tell(scale)


def tell(scale: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        seconds = {table: vacuumed(cursor, table) for table in HISTORY}
        begun = time.perf_counter()
        cursor.execute("vacuum analyze")
        whole = time.perf_counter() - begun
        cursor.execute("select pg_database_size(current_database())")
        print(
            f"\nS={scale}: {cursor.fetchone()[0] / MEGA:,.0f} MB, vacuum analyze of all of it {whole:.0f} s"
        )
        cursor.execute(TABLES)
        rows = cursor.fetchall()
        for name, count, table, indexes in rows:
            print(
                f"  {name:40} {count:>12,} rows  {table / MEGA:>8,.0f} MB  indexes {indexes / MEGA:>8,.0f} MB"
            )
        cursor.execute(YEARS)
        years = cursor.fetchall()
        grown(years, [row for row in rows if row[0] in HISTORY], seconds)


def vacuumed(cursor, table: str) -> float:
    begun = time.perf_counter()
    cursor.execute(f"vacuum analyze {table}")
    return time.perf_counter() - begun


def grown(years: list[tuple[int, int]], tables: list[tuple], seconds: dict[str, float]) -> None:
    """What a year adds to the history, and where that leads in twenty more."""
    total = sum(count for _, count in years)
    size = sum(table + indexes for _, _, table, indexes in tables)
    year, count = years[-2]  # the last whole one
    added = size * count / total
    print(f"  history by year: {', '.join(f'{year}: {count:,}' for year, count in years)}")
    print(
        f"  {size / total:,.0f} bytes a row with payload and indexes; {year} added {count:,} rows, {added / MEGA:,.0f} MB; "
        f"twenty such years more: {(size + 20 * added) / MEGA:,.0f} MB; vacuum {seconds}"
    )


if __name__ == "__main__":
    main([int(scale) for scale in sys.argv[1:] or ["1"]])

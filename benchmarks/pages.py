"""Every list, search, home, register and grid page at several sizes: queries, time, and what the database reads whole.

python -m benchmarks.pages SCALE …: a line a page and person, with a column a scale; below it each plan that reads a table
of more than MANY rows from its beginning to its end, and the plans that use an index counted.
"""

import json
import statistics
import sys
from dataclasses import dataclass, field

from benchmarks.generated import Generated, reader
from benchmarks.timing import timed

RUNS, MANY = 7, 5000
CASES = ("/", "/cases/", "/groups/", "/groups/quiet/", "/ledger/", "/deadlines/", "/clocks/board/", "/search/?q=桜", "/search/?q=桜丘",
         "/search/?q=鑫", "/notices/", "/register/", "/custody/", "/custody/things/", "/trainings/", "/trainings/due/", "/trainings/information/", "/returns/",
         "/revocations/", "/commissions/", "/demonstrations/", "/print/", "/forms/")  # fmt: skip
COUNCILS = (
    "/",
    "/search/?q=桜",
    *(
        f"/councils/{each}"
        for each in (
            "",
            "meetings/",
            "members/",
            "opinions/",
            "years/",
            "clocks/",
            "visits/",
            "instructions/",
            "support/",
            "remarks/",
        )
    ),
)
PAGES = {
    "station_clerk": CASES,
    "hq_clerk 係": (*CASES, "/waiting/", "/statistics/", "/statistics/cases/", "/statistics/in-force/", "/custody/stock/"),
    "hq_deciding 課長": ("/", "/cases/", "/waiting/"),
    "station_supervisor": COUNCILS,
    "community_division": COUNCILS,
    "inspector": ("/inspection/", "/inspection/history/", "/inspection/views/"),
}  # fmt: skip
SIZES = "select relname, greatest(reltuples, 0)::bigint from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"


@dataclass
class Seen:
    """One page: statements, median seconds, plans; ``whole``: (table, rows, milliseconds) of what was read whole."""

    queries: int
    seconds: float
    plans: int = 0
    whole: list[tuple[str, int, float]] = field(default_factory=list)


def main(scales: list[int]) -> None:
    found = {}
    for scale in scales:
        with Generated(scale).held() as data:
            found[scale] = all_pages(data)
    tell(scales, found)


def all_pages(data) -> dict[tuple[str, str], Seen]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(SIZES)
        sizes = dict(cursor.fetchall())
    return {
        (who, address): look(reader(data.actors[who]), address, sizes)
        for who, addresses in PAGES.items()
        for address in addresses
    }


def look(read, address: str, sizes: dict[str, int]) -> Seen:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    read(address)
    with CaptureQueriesContext(connection) as captured:
        read(address)
    asked = [each["sql"] for each in captured.captured_queries]  # now: the next request empties the log
    seconds = statistics.median(timed(lambda: read(address)) for _ in range(RUNS))
    seen = Seen(len(asked), seconds)
    for sql in asked:
        if sql.lstrip("( ").upper().startswith(("SELECT", "WITH")) and "set_config" not in sql:
            seen.plans += 1
            with connection.cursor() as cursor:
                cursor.execute("explain (analyze, format json) " + sql.replace("%", "%%"), [])
                (plan,) = json.loads(text) if isinstance(text := cursor.fetchone()[0], str) else text
            seen.whole += list(read_whole(plan["Plan"], sizes))
    return seen


def read_whole(plan: dict, sizes: dict[str, int]):
    if plan["Node Type"] == "Seq Scan" and sizes.get(plan["Relation Name"], 0) > MANY:
        yield plan["Relation Name"], sizes[plan["Relation Name"]], plan["Actual Total Time"]
    for part in plan.get("Plans", []):
        yield from read_whole(part, sizes)


def tell(scales: list[int], found: dict[int, dict[tuple[str, str], Seen]]) -> None:
    print(f"{'page':48}" + "".join(f"{f'S={scale}':>16}" for scale in scales) + "   queries, ms")
    for page in found[scales[0]]:
        row = [found[scale][page] for scale in scales]
        words = "".join(f"{each.queries:>6}{each.seconds * 1000:>9.0f}ms" for each in row)
        print(
            f"{' '.join(page):48}{words}{'' if len({each.queries for each in row}) == 1 else '   queries differ'}"
        )
    for scale in scales:
        pages = found[scale]
        whole = {(page, *each) for page, seen in pages.items() for each in seen.whole}
        print(
            f"\nS={scale}: {sum(seen.plans for seen in pages.values())} plans, {len(whole)} tables of more than {MANY} rows read whole"
        )
        for page, table, rows, milliseconds in sorted(whole):
            print(f"  {' '.join(page):46} {table} ({rows:,} rows, {milliseconds:.0f} ms)")


if __name__ == "__main__":
    main([int(scale) for scale in sys.argv[1:] or ["1"]])

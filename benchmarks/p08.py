"""P08: the list of cases as headquarters reads it, a page of 50, against the same rows by psycopg in a table of plain text.

The page is asked for as a browser does, through every middleware, with session, read log and template; psycopg runs the
very statement of the page on the same connection and joins the cells.
"""

from benchmarks.goals import Result
from benchmarks.timing import in_turn

RUNS = 25
TARGET = 4.0
ADDRESS = "/cases/"


def measure() -> Result:
    from benchmarks.generated import Generated, reader

    with Generated(1).held() as data:
        read = reader(data.actors["hq_clerk 係"])
        statement = list_statement(read)
        ours, plain = in_turn(lambda: read(ADDRESS), lambda: by_psycopg(statement), runs=RUNS)
    print(f"{ADDRESS}: {ours * 1000:.1f} ms, plain SQL {plain * 1000:.1f} ms")
    return Result("P08", ours / plain, TARGET, ours / plain <= TARGET, RUNS)


def list_statement(read) -> str:
    """The statement by which the page reads its rows."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        read(ADDRESS)
    (statement,) = [
        query["sql"]
        for query in seen
        if 'FROM "blue_patrol_application"' in query["sql"] and "LIMIT" in query["sql"]
    ]
    return statement


def by_psycopg(statement: str) -> str:
    from django.db import connection

    with connection.connection.cursor() as cursor:
        rows = cursor.execute(statement).fetchall()
    assert len(rows) > 1
    return "\n".join("\t".join(map(str, row)) for row in rows)

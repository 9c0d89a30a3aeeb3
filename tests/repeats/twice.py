"""A plugin of pytest (-p tests.repeats.twice): whatever form a test sends with success is sent again, as by a double click and by the back button.

What the repetitions did is undone, so that the test goes on as if nothing had been; the verdicts are written to TWICE_FILE.
"""

import json
import os
from collections import Counter, defaultdict
from pathlib import Path
from uuid import uuid4

from django.db import connection, transaction
from django.test import Client
from django.urls import resolve

OF_THE_SESSION = {
    "casework_loginsession",
    "casework_sharedcount",
    "django_session",
    "casework_readlog",
    "axes_accesslog",
}
OFTEN_ENOUGH = 2
SHOWN = {"revision", "before", "opened"}
POST = Client.post

sent: Counter[str] = Counter()  # forms sent again under the same key, by address
faults: list[str] = []
back: defaultdict[str, Counter[str]] = defaultdict(Counter)  # under a new key: what came of it


def written() -> dict[str, tuple]:
    """Rows written in this transaction, by table, rolled back or not."""
    with connection.cursor() as cursor:
        cursor.execute("select relname, n_tup_ins, n_tup_upd, n_tup_del from pg_stat_xact_user_tables")
        return {name: tuple(counts) for name, *counts in cursor.fetchall() if name not in OF_THE_SESSION}


def repeat(client, path, data, args, kwargs) -> tuple[int, str, bool, bool]:
    """(status, where it leads, whether anything was written, whether rows were added); all of it undone."""
    from tests.factories import scope  # here: a plugin is loaded before the applications
    from tests.walks.rivals import counted

    for value in data.values():
        for each in value if isinstance(value, list | tuple) else [value]:
            if hasattr(each, "seek"):
                each.seek(0)
    scope.restore()
    point, cookies, before, rows = transaction.savepoint(), client.cookies.copy(), written(), counted()
    raising, client.raise_request_exception = client.raise_request_exception, False
    answer = POST(client, path, data, *args, **kwargs)
    client.raise_request_exception, client.cookies = raising, cookies
    has_written = written() != before
    scope.restore()
    now = counted()
    transaction.savepoint_rollback(point)
    added = any(now[name] != rows[name] for name in now.keys() - OF_THE_SESSION - {"casework_actkey"})
    return answer.status_code, answer.get("Location", ""), has_written, added


def post(client, path, data=None, *args, **kwargs):
    """Every form of a page bears a key; a test that sends none is given one, as the page would have done."""
    if isinstance(data, dict) and not data.get("act_key"):
        data = {**data, "act_key": str(uuid4())}
    first = POST(client, path, data, *args, **kwargs)
    name = resolve(path.split("?")[0]).view_name if path.startswith("/") else ""
    acted = first.status_code == 302 and isinstance(data, dict) and connection.in_atomic_block
    if acted and sent[name] < OFTEN_ENOUGH:
        judge(name, first, client, path, data, args, kwargs)
    return first


def judge(name, first, client, path, data, args, kwargs) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('casework.stations', true)")
        (seen,) = cursor.fetchone()
    sent[name] += 1
    status, where, has_written, _ = repeat(client, path, data, args, kwargs)
    if (status, where) != (302, first["Location"]) or has_written:
        faults.append(f"{name}: {status} {where} {'wrote' if has_written else ''}".strip())
    status, where, _, added = repeat(client, path, {**data, "act_key": str(uuid4())}, args, kwargs)
    shown = "" if SHOWN & data.keys() else " of no revision"  # a page says which it showed, a test may not
    back[name][f"{status}{' added rows' if added else ''}{shown}"] += 1
    with connection.cursor() as cursor:
        cursor.execute("select set_config('casework.stations', %s, true)", [seen or ""])


def pytest_collection_finish():
    Client.post = post


def pytest_sessionfinish():
    verdict = {"sent": sent, "faults": faults, "back": back}
    Path(os.environ["TWICE_FILE"]).write_text(
        json.dumps(verdict, ensure_ascii=False, indent=1), encoding="utf-8"
    )

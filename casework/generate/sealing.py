"""The history of all copies, put in the order of its moments and sealed link by link as the door does (decision: the chain).

It is staged in tables of this session, so that the memory holds one batch of it.
"""

import json
from datetime import UTC

from django.db import connection

from casework.generate import tables
from casework.generate.copying import STAGED
from casework.models import ChainHead, StateChange
from casework.models.history import ChangePayload, digest, seal

BATCH = 10_000
EMPTY = digest({})


def stage() -> None:
    """Make the tables into which changes and payloads are copied first."""
    with connection.cursor() as cursor:
        for model, name in STAGED.items():
            cursor.execute(f'create temporary table {name} (like "{model._meta.db_table}") on commit drop')
        for column in (*tables.SEALED_LAST, "xid"):
            cursor.execute(f'alter table {STAGED[StateChange]} alter column "{column}" drop not null')


def seal_all() -> int:
    """Move them where they belong; how many."""
    changes, payloads = STAGED[StateChange], STAGED[ChangePayload]
    fields = [field.attname for field in StateChange._meta.concrete_fields if field.attname != "xid"]
    columns = ", ".join(f'change."{name}"' for name in fields)
    count, last_hash = 0, ""
    with connection.cursor() as cursor:
        cursor.execute(f"create index on {payloads} (change_id)")
        cursor.execute(f"analyze {payloads}")
        cursor.execute(
            f"declare links no scroll cursor for select {columns}, payload.content::text from {changes} change"  # noqa: S608 -- our own tables' names
            f" left join {payloads} payload on payload.change_id = change.id order by change.at, change.id"
        )
        while True:
            cursor.execute(f"fetch {BATCH} from links")
            rows = cursor.fetchall()
            if not rows:
                break
            sealed = []
            for *values, content in rows:
                count, link = count + 1, dict(zip(fields, values, strict=True))
                last_hash = _seal(link, count, last_hash, content)
                sealed.append([link[name] for name in fields])
            _write(cursor, fields, sealed)
        cursor.execute("close links")
        _write_payloads(cursor, payloads)
    ChainHead.objects.update(count=count, last_hash=last_hash)
    return count


def _seal(link: dict, count: int, last_hash: str, content: str | None) -> str:
    link["seq"], link["previous_hash"] = count, last_hash
    link["payload_digest"] = digest(json.loads(content)) if content else EMPTY
    chained = [link[name].astimezone(UTC) if name == "at" else link[name] for name in StateChange.CHAINED]
    link["hash"] = seal(chained)
    return link["hash"]


def _write(cursor, fields: list[str], rows: list[list]) -> None:
    columns = ", ".join(f'"{name}"' for name in fields)
    with cursor.copy(f'copy "{StateChange._meta.db_table}" ({columns}) from stdin') as copy:
        for row in rows:
            copy.write_row(row)


def _write_payloads(cursor, payloads: str) -> None:
    columns = ", ".join(tables.by_model(ChangePayload).columns)
    cursor.execute(
        f'insert into "{ChangePayload._meta.db_table}" ({columns}) select {columns} from {payloads}'  # noqa: S608 -- our own tables' names
    )

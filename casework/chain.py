"""Is the history as it was written? Walks the chain in order and names the first row that is not.

It reads with plain SQL, as the owner: row level security would hide the rows of other stations.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from casework.models.history import ChainHead, ChangePayload, StateChange, digest, seal

CHAINED = StateChange.CHAINED
AT, SEQ, PAYLOAD, PREVIOUS = (
    CHAINED.index(name) for name in ("at", "seq", "payload_digest", "previous_hash")
)
BATCH = 5000  # rows held in memory at once
EMPTY = digest({})


@dataclass(frozen=True)
class Verdict:
    """What a walk found: rows and hash of the last good one; the first fault, with its row's number (seq)."""

    count: int
    last_hash: str
    seq: int = 0
    fault: str = ""
    disposed: int = 0  # payloads that are gone though something had been typed: disposal may do that

    @property
    def is_whole(self) -> bool:
        return not self.fault


def verify(cursor) -> Verdict:
    """Recompute the chain over every row; ``cursor`` is one of the owner's (or another that sees all rows)."""
    count, last_hash, disposed = 0, "", 0
    for row in _rows(cursor):
        *link, stored, content = row
        link[AT] = _as_written(link[AT])
        if fault := _fault(link, stored, content, count, last_hash):
            return Verdict(count, last_hash, link[SEQ], fault, disposed)
        disposed += content is None and link[PAYLOAD] != EMPTY
        count, last_hash = link[SEQ], stored
    return _compare_with_head(cursor, Verdict(count, last_hash, disposed=disposed))


def _fault(link: list, stored: str, content: str | None, count: int, last_hash: str) -> str:
    if link[SEQ] != count + 1:
        return f"前の行の通し番号は{count}で、この行は{link[SEQ]}です（抜き取り、差し込み、重複）。"
    if link[PREVIOUS] != last_hash:
        return "前の行のハッシュとつながりません。"
    if seal(link) != stored:
        return "行の内容がハッシュと合いません（書き換え）。"
    if content is not None and digest(json.loads(content)) != link[PAYLOAD]:
        return "経過の内容が、記録した時の要約値と合いません（書き換え）。"
    return ""


def _compare_with_head(cursor, verdict: Verdict) -> Verdict:
    cursor.execute(f'select "count", last_hash from {ChainHead._meta.db_table}')  # noqa: S608 -- our own table's name
    heads = cursor.fetchall()
    if heads != [(verdict.count, verdict.last_hash)]:
        said = heads[0][0] if heads else "なし"
        fault = f"履歴は{verdict.count}行で終わりますが、先頭の記録は{said}行です（末尾の切り取り、先頭の書き換え）。"
        return Verdict(verdict.count, verdict.last_hash, verdict.count + 1, fault, verdict.disposed)
    return verdict


def _as_written(at: datetime) -> datetime:
    return at.astimezone(UTC)


def _rows(cursor) -> Iterator[tuple]:
    """Every row in order with its hash and its payload as text, a batch at a time."""
    columns = ", ".join(f'change."{name}"' for name in CHAINED)  # each attribute is named as its column
    walk = (
        f"select {columns}, change.hash, payload.content::text, change.id from {StateChange._meta.db_table} change"  # noqa: S608 -- our own columns
        f" left join {ChangePayload._meta.db_table} payload on payload.change_id = change.id"
        " where (change.seq, change.id) > (%s, %s) order by change.seq, change.id limit %s"
    )
    last = (-(2**62), 0)
    while True:
        cursor.execute(walk, [*last, BATCH])
        rows = cursor.fetchall()
        for *row, pk in rows:
            yield tuple(row)
            last = (row[SEQ], pk)
        if len(rows) < BATCH:
            return

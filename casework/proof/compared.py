"""The history against what was kept of it: each anchor's row must still stand, with the hash that it had then."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from casework.chain import Verdict
from casework.models import Anchor, StateChange
from casework.proof import anchors

GONE = "控えた行が、今の履歴にありません。"


@dataclass(frozen=True)
class Kept:
    """An anchor, and where it was kept (「控え 3行目」)."""

    count: int
    last_hash: str
    where: str = ""


class Unreadable(Exception):
    """A file of anchors that cannot be trusted: a sentence."""


def of_file(path: Path) -> list[Kept]:
    """Every line of the file, each no earlier and no shorter than the one before. Raises Unreadable."""
    found: list[Kept] = []
    before = None
    try:
        for number, line in anchors.lines(path):
            if line is None:
                raise Unreadable(f"控えのファイルの{number}行目が読めません。")
            if before and (line.at < before.at or line.count < before.count):
                raise Unreadable(f"控えのファイルの{number}行目は、前の行より古いか、短くなっています。")
            found.append(Kept(line.count, line.last_hash, f"控えのファイルの{number}行目"))
            before = line
    except OSError as error:
        raise Unreadable("控えのファイルを開けません。") from error
    return found


def of_rows() -> list[Kept]:
    return [Kept(row.count, row.last_hash, f"{row.day}の控え") for row in Anchor.objects.order_by("day")]


def compare(cursor, verdict: Verdict, kept: Iterable[Kept]) -> Verdict:
    """The verdict, or the first anchor whose row stands no longer; of a chain that is not whole the fault it has."""
    asked: Sequence[Kept] = sorted((each for each in kept if each.count), key=lambda each: each.count)
    if not verdict.is_whole or not asked:
        return verdict
    cursor.execute(
        f"select seq, hash from {StateChange._meta.db_table} where seq = any(%s)",  # noqa: S608 -- our own table's name
        [[each.count for each in asked]],
    )
    stands = dict(cursor.fetchall())
    for each in asked:
        if stands.get(each.count) != each.last_hash:
            where = f"（{each.where}）" if each.where else ""
            return replace(verdict, seq=each.count, fault=f"{GONE}{where}")
    return verdict

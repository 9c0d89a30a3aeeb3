"""Recompute the chain over the history: 0 when it is whole, 1 with the number of the first bad row.

The chain finds every edit, deletion, swap and insertion. A tail that was cut together with its head shows only
against an anchor kept outside the database: give an earlier answer as --anchor COUNT:HASH.
"""

from django.core.management.base import BaseCommand, CommandError
from django.db import connections, transaction

from casework.chain import Verdict, verify
from casework.models import Mark, StateChange


class Command(BaseCommand):
    help = "履歴の鎖を初めから確かめます。書き換えがあれば、その行を示して1で終わります。"

    def add_arguments(self, parser):
        parser.add_argument("--anchor", metavar="件数:ハッシュ", help="前に控えた「件数:ハッシュ」")
        parser.add_argument("--database", default="default")

    def handle(self, *args, **options):
        anchor = self._parse(options["anchor"]) if options["anchor"] else None
        connection = connections[options["database"]]
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("set transaction isolation level repeatable read, read only")
            verdict = verify(cursor)
            if verdict.is_whole and anchor:
                verdict = self._compare(cursor, verdict, *anchor)
        Mark.set(
            Mark.Kind.VERIFICATION, None, f"{verdict.count}:{verdict.last_hash}", is_good=verdict.is_whole
        )
        if not verdict.is_whole:
            raise CommandError(f"履歴の{verdict.seq}行目: {verdict.fault}")
        gone = f"（内容を廃棄した行 {verdict.disposed}）" if verdict.disposed else ""
        self.stdout.write(f"履歴は{verdict.count}行で、書き換えはありません{gone}。")
        self.stdout.write(f"控え {verdict.count}:{verdict.last_hash}")

    @staticmethod
    def _parse(anchor: str) -> tuple[int, str]:
        count, _, last_hash = anchor.partition(":")
        if not count.isdecimal() or not last_hash:
            raise CommandError("控えは「件数:ハッシュ」の形で渡してください。")
        return int(count), last_hash

    @staticmethod
    def _compare(cursor, verdict: Verdict, count: int, last_hash: str) -> Verdict:
        """Whether the row of an earlier answer still stands in the chain."""
        cursor.execute(f"select hash from {StateChange._meta.db_table} where seq = %s", [count])  # noqa: S608 -- our own table's name
        if count == 0 or cursor.fetchall() == [(last_hash,)]:
            return verdict
        return Verdict(verdict.count, verdict.last_hash, count, "控えた行が、今の履歴にありません。")

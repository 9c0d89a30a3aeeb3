"""Recompute the chain over the history: 0 when it is whole, 1 with the number of the first bad row.

The chain finds every edit, deletion, swap and insertion. A tail that was cut together with its head shows only
against an anchor kept outside the database: give an earlier answer as --anchor COUNT:HASH, or the file that the
worker writes a line to every night as --anchors FILE.
"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connections, transaction

from casework.chain import verify
from casework.models import Mark
from casework.proof import compared


class Command(BaseCommand):
    help = "履歴の鎖を初めから確かめます。書き換えがあれば、その行を示して1で終わります。"

    def add_arguments(self, parser):
        parser.add_argument("--anchor", metavar="件数:ハッシュ", help="前に控えた「件数:ハッシュ」")
        parser.add_argument("--anchors", metavar="ファイル", help="毎晩の控えのファイル。全ての行と比べます")
        parser.add_argument("--database", default="default")

    def handle(self, *args, **options):
        kept = self._kept(options)
        connection = connections[options["database"]]
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("set transaction isolation level repeatable read, read only")
            verdict = compared.compare(cursor, verify(cursor), kept)
        Mark.set(
            Mark.Kind.VERIFICATION, None, f"{verdict.count}:{verdict.last_hash}", is_good=verdict.is_whole
        )
        if not verdict.is_whole:
            raise CommandError(f"履歴の{verdict.seq}行目: {verdict.fault}")
        gone = f"（内容を廃棄した行 {verdict.disposed}）" if verdict.disposed else ""
        self.stdout.write(f"履歴は{verdict.count}行で、書き換えはありません{gone}。")
        if options["anchors"]:
            self.stdout.write(f"控えのファイルの{len(kept)}行と合います。")
        self.stdout.write(f"控え {verdict.count}:{verdict.last_hash}")

    @staticmethod
    def _kept(options) -> list[compared.Kept]:
        """What the history is compared with; asked before anything is read."""
        found = []
        if anchor := options["anchor"]:
            count, _, last_hash = anchor.partition(":")
            if not count.isdecimal() or not last_hash:
                raise CommandError("控えは「件数:ハッシュ」の形で渡してください。")
            found.append(compared.Kept(int(count), last_hash))
        if path := options["anchors"]:
            try:
                found += compared.of_file(Path(path))
            except compared.Unreadable as error:
                raise CommandError(str(error)) from error
        return found

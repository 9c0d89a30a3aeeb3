"""manage.py backup DIR: the database as one folder with its manifest, whole or not at all; the keys apart from it."""

from datetime import datetime
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone

from casework.backup import folder, keys, manifest, programs
from casework.backup.manifest import DUMP, Manifest, Unfit
from casework.models import Mark


class Command(BaseCommand):
    help = "データベース全体のバックアップを取り、履歴の鎖を確かめます。所有者のログインで動きます。"

    def add_arguments(self, parser):
        parser.add_argument("place", type=Path, metavar="DIR", help="バックアップを置くところ")
        parser.add_argument("--keep", type=int, metavar="N", help="新しいほうからN個を残し、古いものを消す")
        parser.add_argument(
            "--keys", type=Path, metavar="DIR", help="鍵を、合言葉で封をして置くところ（DIRとは別の媒体）"
        )
        parser.add_argument("--passphrase-file", type=Path, metavar="FILE", help="1行目が合言葉のファイル")

    def handle(self, *args, place: Path, **options):
        now = timezone.now()
        try:
            said = self._passphrase(place, options)
            made = self._backup(place, now)
            if said:
                self._keep_keys(options["keys"], now, said)
            gone = folder.prune(place, options["keep"]) if options["keep"] else []
        except (Unfit, OSError) as fault:
            raise CommandError(f"バックアップは取れていません。{fault}") from fault
        if gone:
            self.stdout.write(f"古いもの{len(gone)}個を消しました。")
        if fault := made.history["fault"]:
            raise CommandError(
                f"バックアップは取りましたが、履歴が書き換えられています（{made.history['count'] + 1}行目）：{fault}"
            )

    @staticmethod
    def _passphrase(place: Path, options) -> bytes:
        """Asked for before anything is written; b"" where no keys are wanted."""
        apart, secret, keep = options["keys"], options["passphrase_file"], options["keep"]
        if keep is not None and keep < 1:
            raise Unfit("--keepは1以上にしてください。")
        if (apart is None) != (secret is None):
            raise Unfit("--keysと--passphrase-fileは、いっしょに指定してください。")
        if apart is None:
            return b""
        if apart.resolve() == place.resolve() or place.resolve() in apart.resolve().parents:
            raise Unfit("鍵は、バックアップとは別のところに置いてください（いっしょに盗まれないように）。")
        return keys.passphrase(secret)

    def _backup(self, place: Path, now: datetime) -> Manifest:
        name = folder.stamp(now)
        with folder.written(place, name) as fresh:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("set transaction isolation level repeatable read, read only")
                cursor.execute("select pg_export_snapshot()")
                snapshot = f"--snapshot={cursor.fetchone()[0]}"
                programs.run(
                    connection, "pg_dump", "--format=custom", snapshot, "--no-owner", "--no-privileges", f"--file={fresh / DUMP}"
                )  # fmt: skip
                told = manifest.contents(cursor)
            made = Manifest(made_at=now.isoformat(), dump=manifest.of_file(fresh / DUMP), **told)
            made.write(fresh)
        Mark.set(Mark.Kind.BACKUP, now, made.anchor, is_good=True)
        Mark.set(Mark.Kind.VERIFICATION, now, made.anchor, is_good=not made.history["fault"])
        self.stdout.write(
            f"{place / name}：{len(made.tables)}表、{made.rows}行、文書{made.stored_files['count']}件。控え {made.anchor}"
        )
        return made

    def _keep_keys(self, apart: Path, now: datetime, said: bytes) -> None:
        apart.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = apart / f"{folder.stamp(now)}.keys"
        keys.write(path, said)
        self.stdout.write(f"{path}：鍵（合言葉で封をしてあります）")

"""manage.py restore FOLDER: a backup into an empty database, with its keys if they are wanted back too."""

import os
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from casework.backup import folder, keys, restoring
from casework.backup.manifest import Unfit
from casework.models import Mark


class Command(BaseCommand):
    help = "バックアップを、空のデータベースへ復元し、表、文書、履歴の鎖を目録と比べます。所有者のログインで動きます。"
    requires_system_checks = []  # they would look at tables that are not there yet
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="backupが作ったフォルダー（casework-日時）")
        parser.add_argument("--keys", type=Path, metavar="FILE", help="backup --keysが作った鍵のファイル")
        parser.add_argument("--passphrase-file", type=Path, metavar="FILE", help="1行目が合言葉のファイル")

    def handle(self, *args, **options):
        own = {name: getattr(settings, name) for name in keys.KEPT}
        try:
            kept = self._keys(options["keys"], options["passphrase_file"])
            self._hold(kept)
            manifest = restoring.check(options["folder"], connection)
            self.stdout.write(
                f"目録と{manifest.dump['size']}バイトのダンプは、取った時のままです（{manifest.made_at}、版{manifest.release}）。"
            )
            verdict = restoring.restore(options["folder"], manifest, connection)
            self._put(kept, own)
        except (Unfit, OSError) as fault:
            self._hold(own)
            raise CommandError(f"復元していません。{fault}") from fault
        Mark.set(Mark.Kind.RESTORE, None, manifest.anchor, is_good=verdict.is_whole)
        self.stdout.write(
            f"{len(manifest.tables)}表、{manifest.rows}行、文書{manifest.stored_files['count']}件を復元し、すべて目録と同じです。"
        )
        if not verdict.is_whole:
            raise CommandError(
                f"復元しましたが、取った時から履歴が書き換えられています（{verdict.seq}行目）：{verdict.fault}"
            )
        self.stdout.write(f"履歴は{verdict.count}行で、書き換えはありません。控え {manifest.anchor}")

    @staticmethod
    def _keys(path: Path | None, secret: Path | None) -> dict[str, str]:
        if (path is None) != (secret is None):
            raise Unfit("--keysと--passphrase-fileは、いっしょに指定してください。")
        if path is None or secret is None:
            return {}
        for name in keys.KEPT:
            if os.environ.get(name):
                raise Unfit(
                    f"{name}が環境変数にあるので、鍵を戻せません。{name}_FILEでファイルを指してください。"
                )
        return keys.read(path, keys.passphrase(secret))

    @staticmethod
    def _hold(kept: dict[str, str]) -> None:
        """This process verifies with these keys."""
        for name, value in kept.items():
            setattr(settings, name, value)

    def _put(self, kept: dict[str, str], own: dict[str, str]) -> None:
        """Write the keys where the settings read them; another one that lay there stays beside it."""
        for name, value in kept.items():
            path = settings.KEY_FILES[name]
            if own[name] == value:
                continue
            folder.replace(path.with_name(f"{path.name}.before"), own[name].encode() + b"\n")
            folder.replace(path, value.encode() + b"\n")
            self.stdout.write(f"{path}：鍵を戻しました（前の鍵は{path.name}.before）")

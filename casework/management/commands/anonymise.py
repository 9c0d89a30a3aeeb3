"""manage.py anonymise --database NAME --key FILE: a restored copy becomes one for training, with nobody's words in it."""

import os
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection, transaction

from casework.models import Mark, Staff
from casework.training_copy import guard, making


class Command(BaseCommand):
    help = "復元した写しの氏名、住所、車両番号、自由文、添付書類を架空のものに置き換え、研修用にします。所有者のログインで動きます。"

    def add_arguments(self, parser):
        parser.add_argument("--database", required=True, metavar="NAME", help="書き換えるデータベースの名前")
        parser.add_argument(
            "--key",
            required=True,
            type=Path,
            metavar="FILE",
            help="写しのHISTORY_KEYを新しく作って書くファイル",
        )

    def handle(self, *args, database: str, key: Path, **options):
        if found := guard.refusals(database):
            raise CommandError("何も変えていません。" + "".join(found))
        if key.exists():
            raise CommandError(f"何も変えていません。{key}がもうあります。まだ無いファイルを指してください。")
        settings.HISTORY_KEY = secrets.token_urlsafe(48)
        try:
            with _new_file(key, settings.HISTORY_KEY), transaction.atomic():
                count = making.make(secrets.token_bytes(32), self.stdout.write)
                Mark.set(Mark.Kind.TRAINING, None, "", is_good=True)
                opened = [
                    (each, each.give_one_time_password())
                    for each in Staff.objects.filter(is_administrator=True)
                ]
        except (making.Unsound, OSError) as fault:
            raise CommandError(f"何も変えていません。{fault}") from fault
        except DatabaseError as fault:
            raise CommandError(
                f"何も変えていません。データベースが断りました：{str(fault).splitlines()[0]}"
            ) from fault
        self.stdout.write(
            f"研修用の写しになりました。履歴は{count}行で、新しい鍵（{key}）で封じました。HISTORY_KEY_FILEで指してください。"
        )
        for staff, password in opened:
            self.stdout.write(f"管理者 {staff.staff_number}　一度だけのパスワード {password}")
        with connection.cursor() as cursor:
            cursor.execute("vacuum (full, analyze)")  # what was rewritten does not stay behind in the files


@contextmanager
def _new_file(path: Path, text: str) -> Iterator[None]:
    """A file that was not there, for the owner's eyes alone; it goes again when what it is for fails. Raises OSError."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    with ExitStack() as undoing:
        undoing.callback(path.unlink)
        yield
        undoing.pop_all()

"""Take today's anchor now: what the worker does every night."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from casework.proof import anchors


class Command(BaseCommand):
    help = "履歴の今日の控えをとる（係が毎晩行うことを、手で行う）。"

    def handle(self, *args, **options):
        try:
            row = anchors.take()
        except OSError as error:
            raise CommandError(f"控えを書けません: {error}") from error
        self.stdout.write(f"控え {row.count}:{row.last_hash}")
        if not settings.ANCHOR_FILE:
            self.stderr.write("ANCHOR_FILEがないので、データベースの外には書いていません。")

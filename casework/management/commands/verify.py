"""Verify everything now: what the worker does every night. 1 where something is wrong."""

from django.core.management.base import BaseCommand, CommandError

from casework.proof import verification


class Command(BaseCommand):
    help = "履歴の鎖、控え、検索の鍵、交付簿を確かめる（係が毎晩行うことを、手で行う）。"

    def handle(self, *args, **options):
        run = verification.verify()
        if not run.is_whole:
            raise CommandError("\n".join(run.faults))
        counted = "、".join(f"{verification.label_of(code)} {count}" for code, count in run.counts.items())
        self.stdout.write(f"履歴は{run.changes}行で、異常はありません（{counted}）。{run.seconds}秒")

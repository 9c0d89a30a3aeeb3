"""manage.py generate --scale S: invented data of the size of S prefectures, into a database that holds nothing yet."""

import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from casework.generate import run


class Command(BaseCommand):
    help = "Fill an empty, migrated database with invented offices, people, cases and history; for tests and benchmarks."

    def add_arguments(self, parser):
        parser.add_argument(
            "--scale", type=float, required=True, metavar="S", help="1: one prefecture; 0.01 to 20"
        )
        parser.add_argument(
            "--seed", type=int, default=1, help="the same seed on the same day gives the same data"
        )

    def handle(self, *args, **options):
        if settings.SECURE:
            raise CommandError("This is a service: no invented data here.")
        if not 0 < options["scale"] <= 20:
            raise CommandError("The scale lies between 0 and 20.")
        if not run.is_empty():
            raise CommandError("This database holds cases: no invented data beside them.")
        began = time.monotonic()

        def tell(words: str) -> None:
            self.stdout.write(f"{time.monotonic() - began:6.1f} s  {words}")

        count = run.generate(options["scale"], options["seed"], timezone.localdate(), tell)
        tell(f"proven: every step, number and link of {count} history rows")

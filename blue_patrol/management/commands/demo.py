"""manage.py demo: loads the invented offices, people and cases once; --show-logins names who can log in."""

import os

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from blue_patrol.demo import cases, cast
from blue_patrol.demo.press import Press
from casework.scope import set_scope


def is_allowed() -> bool:
    """DEMO=0 switches the demonstration off, and so does a secure service unless DEMO=1 asks for it."""
    return os.environ.get("DEMO", "0" if settings.SECURE else "1") != "0"


class Command(BaseCommand):
    help = "Load the demonstration (invented, repeatable); with --show-logins print who can log in."

    def add_arguments(self, parser):
        parser.add_argument("--show-logins", action="store_true")

    def handle(self, *args, **options):
        if options["show_logins"]:
            self.show_logins()
        elif is_allowed():
            self.load()
        else:
            self.stdout.write("DEMO=0: no demonstration is loaded.")

    def load(self) -> None:
        demo, real = cases.count_cases()
        if demo:
            return
        if real:
            raise CommandError("This database holds real cases: no demonstration beside them. Set DEMO=0.")
        with Press() as press:
            cases.make(timezone.localdate(), press)
        self.stdout.write(f"{cases.count_cases()[0]} invented cases are loaded.")

    def show_logins(self) -> None:
        with transaction.atomic():
            set_scope(())
            held = cast.logins()
        for posting in held:
            self.stdout.write(f"  {posting.staff.staff_number:<16}{posting.staff}　{posting.label}")
        if held:
            self.stdout.write(f"  password: {cast.PASSWORD}")

"""manage.py demo: loads the invented offices, people and cases once; --show-logins names who can log in."""

import os
from importlib import import_module
from types import ModuleType

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import module_has_submodule

from casework import master_data
from casework.demo import cast, notices
from casework.demo.press import Press
from casework.scope import set_scope


def is_allowed() -> bool:
    """DEMO=0 switches the demonstration off, and so does a secure service unless DEMO=1 asks for it."""
    return os.environ.get("DEMO", "0" if settings.SECURE else "1") != "0"


def shows() -> list[ModuleType]:
    """What each application shows, in the order in which they are installed."""
    taking_part = [config for config in apps.get_app_configs() if module_has_submodule(config.module, "demo")]
    return [import_module(f"{config.name}.demo.shows") for config in taking_part if config.name != "casework"]


def count() -> tuple[int, int]:
    """How many cases demo stations and real stations hold, of all applications."""
    held = [show.count() for show in shows()]
    return sum(demo for demo, _ in held), sum(real for _, real in held)


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
        demo, real = count()
        if demo:
            return
        if real:
            raise CommandError("This database holds real cases: no demonstration beside them. Set DEMO=0.")
        with Press() as press, transaction.atomic():  # all of it or nothing
            master_data.load()
            cast.load()
            for show in shows():
                show.make(timezone.localdate(), press)
            notices.load(timezone.localdate())
            press.finish()
        self.stdout.write(f"{count()[0]} invented cases are loaded.")

    def show_logins(self) -> None:
        with transaction.atomic():
            set_scope(())
            held = cast.logins()
        for posting in held:
            self.stdout.write(f"  {posting.staff.staff_number:<16}{posting.staff}　{posting.label}")
        if held:
            self.stdout.write(f"  password: {cast.PASSWORD}")

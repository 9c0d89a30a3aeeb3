"""The handbook's front page (docs/handbook/README.md): writes its tables from index.toml, or checks them."""

from django.core.management.base import BaseCommand, CommandError

from casework.handbook import front_page
from casework.handbook.book import FOLDER


class Command(BaseCommand):
    help = "docs/handbook/README.md の表を、index.toml から作ります。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="書かずに、古くないかを確かめる")

    def handle(self, *args, **options):
        page = FOLDER / "README.md"
        text = page.read_text(encoding="utf-8")
        renewed = front_page.renewed(text, FOLDER)
        if text == renewed:
            return
        if options["check"]:
            raise CommandError(
                "docs/handbook/README.md が古くなっています。manage.py handbook で作り直してください。"
            )
        page.write_text(renewed, encoding="utf-8")

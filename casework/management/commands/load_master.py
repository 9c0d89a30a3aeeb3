"""manage.py load_master: stations, koban, divisions, transport offices and the prefectures' values."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from casework import master_data


class Command(BaseCommand):
    help = "Load master data from fixtures/*.csv; may be repeated, deletes nothing."

    def add_arguments(self, parser):
        parser.add_argument("--folder", type=Path, default=master_data.FOLDER)

    def handle(self, *args, **options):
        try:
            counts = master_data.load(options["folder"])
        except master_data.BadRow as error:
            raise CommandError(str(error)) from error
        for name, count in counts.items():
            self.stdout.write(f"{name}: {count.rows} rows, {count.made} new, {count.written} changed")

"""``manage.py papers --out DIR [--blank | --copy] [--draft] [--form N]``: the forms as PDF, from invented values.

It reads and writes no database, so it works right after bin/setup.
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from casework import paper_shelf
from casework.paper_registry import named
from casework.papers import Mode, PaperFailed


class Command(BaseCommand):
    help = "Writes the forms 様式 as PDF files, filled with invented values or blank for the counter."
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--out", type=Path, required=True, help="directory for the PDF files; made if missing"
        )
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--blank", action="store_true", help="blank forms, for the counter (用紙)")
        how.add_argument("--copy", action="store_true", help="the station's copies (写)")
        parser.add_argument("--draft", action="store_true", help="with the mark 下書き")
        parser.add_argument(
            "--form", help="the number of one form, as in 様式第5: 5; of a council's paper: L3"
        )

    def handle(self, *args: Any, out: Path, form: str | None, draft: bool, **options: Any) -> None:
        printable = [(each, shelf.sample_of) for shelf in paper_shelf.shelves() for each in shelf.forms]
        chosen = [pair for pair in printable if form in (None, pair[0].number)]
        if not chosen:
            raise CommandError(
                f"様式第{form}はありません。番号：{'、'.join(each.number for each, _ in printable)}"
            )
        mode = Mode.BLANK if options["blank"] else Mode.COPY if options["copy"] else Mode.FILLED
        out.mkdir(parents=True, exist_ok=True)
        for each, sample_of in chosen:
            name = named(each.number, each.title, "　")
            path = out / (Path(each.template).stem + ("" if mode is Mode.FILLED else f"_{mode}") + ".pdf")
            try:
                path.write_bytes(each.render(sample_of(each.number).to_json(), mode=mode, draft=draft))
            except (PaperFailed, OSError) as fault:
                raise CommandError(f"{name}を作れません：{fault}") from fault
            self.stdout.write(f"{path}  {name}")

"""Draws every machine from its own transitions into docs/machines, or checks the committed pictures."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from casework import pictures
from casework.walls.triggers import machines


class Command(BaseCommand):
    help = "状態機械ごとに、道すじの図を docs/machines に書きます。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="書かずに、図が古くないかを確かめる")
        parser.add_argument("--to", type=Path, default=pictures.FOLDER, metavar="フォルダー", help="書く所")

    def handle(self, *args, **options):
        folder = options["to"]
        drawn = {pictures.file_name(machine): pictures.standing_alone(machine) for machine in machines()}
        drawn["README.md"] = pictures.overview(machines())
        stored = {path.name: path for path in folder.glob("*")} if folder.exists() else {}
        if options["check"]:
            self._compare(drawn, stored)
        else:
            folder.mkdir(parents=True, exist_ok=True)
            for name in stored.keys() - drawn.keys():
                stored[name].unlink()
            for name, text in drawn.items():
                (folder / name).write_text(text, encoding="utf-8")
        self.stdout.write(f"図 {len(drawn) - 1}")

    def _compare(self, drawn: dict[str, str], stored: dict[str, Path]) -> None:
        same = {
            name
            for name, text in drawn.items()
            if name in stored and stored[name].read_text(encoding="utf-8") == text
        }
        if faults := sorted((drawn.keys() | stored.keys()) - same):
            told = "、".join(faults)
            raise CommandError(f"古い図があります（{told}）。manage.py draw_machines で作り直してください。")

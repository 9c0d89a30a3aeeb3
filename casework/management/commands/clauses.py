"""Where each clause of the regulations stands in code and tests: writes docs/clauses.md, or checks it."""

from django.core.management.base import BaseCommand, CommandError

from casework import clauses


class Command(BaseCommand):
    help = "条項ごとに、コードとテストの置き場所を docs/clauses.md に書きます。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="書かずに、古くないか・抜けがないかを確かめる"
        )
        parser.add_argument("--where", metavar="条項", help="一つの条項の置き場所を、行まで示す")

    def handle(self, *args, **options):
        listed = clauses.load()
        places = clauses.find(listed)
        if options["where"]:
            return self._show(options["where"], listed, places)
        text = clauses.document(listed, places)
        if not options["check"]:
            clauses.DOCUMENT.parent.mkdir(exist_ok=True)
            clauses.DOCUMENT.write_text(text, encoding="utf-8")
        self._complain(clauses.faults(listed, places), text)
        self.stdout.write(f"条項 {len(listed)}、テストのあるもの {len(places.tests)}")
        return None

    def _show(self, wanted, listed, places) -> None:
        clause = next((clause for clause in listed if clause.id == wanted), None)
        if clause is None:
            raise CommandError(f"{wanted} という条項はありません。")
        told = [f"{clause.id} {clause.regulation} {clause.source} {clause.heading}", clause.duty]
        told += [f"{name}:{line}" for name, lines in places.code.get(wanted, {}).items() for line in lines]
        told += [f"{name}::{test}" for name, tests in places.tests.get(wanted, {}).items() for test in tests]
        self.stdout.write("\n".join(told))

    def _complain(self, faults, text) -> None:
        stored = clauses.DOCUMENT.read_text(encoding="utf-8") if clauses.DOCUMENT.exists() else ""
        if stored != text:
            faults = [*faults, "docs/clauses.md が古くなっています。manage.py clauses で作り直してください。"]
        if faults:
            raise CommandError("\n".join(faults))

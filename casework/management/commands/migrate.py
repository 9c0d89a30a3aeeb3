"""Django's migrate, and then the walls and the release's templates: no deployment can forget them."""

from django.core.management.commands.migrate import Command as MigrateCommand
from django.db import connections, transaction
from django.db.migrations.executor import MigrationExecutor

from casework.paper_desk import keep_layout
from casework.walls import build_walls, take_down_walls


def is_behind(connection) -> bool:
    """Whether the tables are those of an earlier release: on the way back, or half way."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


class Command(MigrateCommand):
    def handle(self, *args, **options):
        super().handle(*args, **options)
        if options["plan"] or options["check_unapplied"]:
            return
        connection = connections[options["database"]]
        with transaction.atomic(using=options["database"]):
            if is_behind(connection):
                take_down_walls(connection)
                self.stderr.write(
                    "表はこの版のものではありません。壁を外し、アプリケーションの権限を取り上げました。使う版のmigrateが建て直します。"
                )
            else:
                build_walls(connection)
                keep_layout()

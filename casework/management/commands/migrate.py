"""Django's migrate, and then the walls and the release's templates: no deployment can forget them."""

from django.core.management.commands.migrate import Command as MigrateCommand
from django.db import connections, transaction

from casework.models import KeptLayout
from casework.paper_desk import keep_layout
from casework.walls import build_walls


class Command(MigrateCommand):
    def handle(self, *args, **options):
        super().handle(*args, **options)
        if not options["plan"] and not options["check_unapplied"]:
            connection = connections[options["database"]]
            with transaction.atomic(using=options["database"]):
                build_walls(connection)
                if KeptLayout._meta.db_table in connection.introspection.table_names():
                    keep_layout()

"""What the application's login may do with each table: one list, named by the settings (TABLE_RIGHTS).

Letters: s select, i insert, u update, d delete. A table without a row gets nothing, and a test fails.
"""

from django.conf import settings
from django.utils.module_loading import import_string

from casework.offices.answers import moving
from casework.walls.stations import MOVED

WORDS = {"s": "select", "i": "insert", "u": "update", "d": "delete"}


def grant_rights(cursor, tables: set[str]) -> None:
    app = f'"{settings.DATABASE_APP_LOGIN}"'
    cursor.execute("select quote_ident(current_database())")
    (database,) = cursor.fetchone()
    cursor.execute(f"revoke temporary on database {database} from public")  # they could shadow the tables
    cursor.execute("revoke create on schema public from public")
    cursor.execute(f"revoke all on all tables in schema public from {app}")
    cursor.execute(f"grant usage on schema public to {app}")
    cursor.execute(f"grant usage, select on all sequences in schema public to {app}")
    for table, letters in import_string(settings.TABLE_RIGHTS).items():
        if table in tables and letters:
            rights = ", ".join(WORDS[letter] for letter in letters)
            cursor.execute(f'grant {rights} on "{table}" to {app}')
    for (
        model
    ) in moving():  # what is written once may still change its station: triggers ask for the act (所管替え)
        table = model._meta.db_table
        if table in tables:
            cursor.execute(
                f'grant update ({", ".join(MOVED.get(table, ("station_id",)))}) on "{table}" to {app}'
            )

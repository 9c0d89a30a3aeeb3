"""Tables of another release: today's walls do not fit them, and theirs are not ours to build.

Everything that the walls put up goes, and with it every right of the application's login: nobody serves from such
tables until the release that they belong to has migrated, which builds its own walls and grants its own rights.
"""

from django.apps import apps
from django.conf import settings
from django.utils.module_loading import module_has_submodule
from psycopg import sql

FUNCTIONS = """
select oid::regprocedure::text from pg_proc
where pronamespace = 'public'::regnamespace and proname ~ ('^(' || array_to_string(%s::text[], '|') || ')_')
"""
POLICIES = "select policyname, tablename from pg_policies where schemaname = 'public'"
SCOPED = "select relname from pg_class where relnamespace = 'public'::regnamespace and relrowsecurity"
RIGHTS = "revoke all on all {kind} in schema public from {login}"


def take_down_walls(connection) -> None:
    """Run as the owner, in a transaction. Safe to repeat."""
    builders = [
        config.label for config in apps.get_app_configs() if module_has_submodule(config.module, "walls")
    ]
    login = sql.Identifier(settings.DATABASE_APP_LOGIN)
    with connection.cursor() as cursor:
        for kind in ("tables", "sequences", "functions"):
            cursor.execute(sql.SQL(RIGHTS).format(kind=sql.SQL(kind), login=login))
        cursor.execute(POLICIES)
        for policy, table in cursor.fetchall():
            cursor.execute(
                sql.SQL("drop policy {} on {}").format(sql.Identifier(policy), sql.Identifier(table))
            )
        cursor.execute(SCOPED)
        for (table,) in cursor.fetchall():
            cursor.execute(sql.SQL("alter table {} disable row level security, no force row level security").format(sql.Identifier(table)))  # fmt: skip
        cursor.execute(FUNCTIONS, [builders])
        for (function,) in cursor.fetchall():  # and with it the triggers and indexes that call it
            cursor.execute(f"drop function if exists {function} cascade")

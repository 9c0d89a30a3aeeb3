"""What the walls are written with."""

DEFINER = "security definer set search_path = pg_catalog, public, pg_temp"
"""Of a function of the owner: temporary tables shadow nothing in it."""


def put_trigger(cursor, tables, table, name, sql) -> None:
    if table in tables:
        cursor.execute(f'drop trigger if exists {name} on "{table}"')
        cursor.execute("create " + sql.format(name=name, table=f'"{table}"'))

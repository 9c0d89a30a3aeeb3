"""What a table holds, as a number of rows and one hash: two databases that agree in it hold the same.

The tables are read by the catalogue and not by the models, so that a backup of an earlier release compares too.
"""

import hashlib
from dataclasses import dataclass

SETTINGS = (
    "set local timezone = 'UTC'", "set local datestyle = 'ISO'", "set local bytea_output = 'hex'",
    "set local extra_float_digits = 1", "set local intervalstyle = 'postgres'",
)  # fmt: skip
TABLES = """
select c.relname,
  (select string_agg(quote_ident(a.attname), ', ' order by a.attnum) from pg_attribute a
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped),
  coalesce((select string_agg(quote_ident(a.attname) || case when a.attcollation > 0 then ' collate "C"' else '' end, ', '
      order by array_position(i.indkey::int2[], a.attnum))
    from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = any (i.indkey)
    where i.indrelid = c.oid and i.indisprimary), '1')
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'public' and c.relkind in ('r', 'p') order by c.relname collate "C"
"""
FILES = """
select count(*), coalesce(sum(octet_length(content)), 0)::bigint,
  count(*) filter (where encode(sha256(content), 'hex') <> sha256 or octet_length(content) <> size)
from casework_storedfile
"""


@dataclass(frozen=True)
class Export:
    """Rows, and the sha256 of the table as COPY writes it, ordered by its key."""

    rows: int
    sha256: str


def tables_of(cursor) -> dict[str, Export]:
    """Every table's export; ``cursor`` is the owner's, in a transaction (it changes the transaction's settings)."""
    for setting in SETTINGS:
        cursor.execute(setting)
    cursor.execute(TABLES)
    return {name: export(cursor, name, columns, key) for name, columns, key in cursor.fetchall()}


def export(cursor, name: str, columns: str, key: str) -> Export:
    """One table's rows over these columns, ordered by ``key``; both as SQL names them."""
    digest, rows = hashlib.sha256(), 0
    with cursor.copy(f'copy (select {columns} from "{name}" order by {key}) to stdout') as copy:  # noqa: S608 -- the catalogue's names
        for row in copy:
            digest.update(row)
            rows += bytes(row).count(b"\n")
    return Export(rows, digest.hexdigest())


def files_of(cursor) -> dict[str, int]:
    """How many files are stored, how large they are together, and how many are not what their hash says."""
    cursor.execute(FILES)
    return dict(zip(("count", "bytes", "faulty"), cursor.fetchone(), strict=True))

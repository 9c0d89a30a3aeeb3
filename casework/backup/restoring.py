"""A backup into an empty database: proved before, compared after, and emptied again when anything is amiss."""

import hmac
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.db.migrations.loader import MigrationLoader

from casework.backup import programs
from casework.backup.exports import files_of, tables_of
from casework.backup.manifest import DUMP, Manifest, Unfit, of_file
from casework.chain import Verdict, verify

EMPTY = """
select (select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public')
  + (select count(*) from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'public')
"""
EMPTIED = """
do $$
declare
  what text;
begin
  foreach what in array array(  -- all names first: a dropped thing has none
    select format('drop table %s cascade', c.oid::regclass) from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
    union all
    select format('drop function %s cascade', p.oid::regprocedure) from pg_proc p where p.pronamespace = 'public'::regnamespace
    union all
    select format('drop type %s cascade', t.oid::regtype) from pg_type t
      where t.typnamespace = 'public'::regnamespace and t.typtype in ('e', 'c') and not exists (
        select 1 from pg_class c where c.oid = t.typrelid and c.relkind <> 'c'))
  loop
    begin
      execute what;
    exception when undefined_object or undefined_table or undefined_function then
      null;  -- gone with what it hung on
    end;
  end loop;
end $$
"""


def check(folder: Path, connection) -> Manifest:
    """The manifest of a backup that may be restored here. Raises Unfit, and has changed nothing."""
    manifest, seal = Manifest.read(folder)
    if not hmac.compare_digest(seal, manifest.seal()):
        raise Unfit("目録の封が合いません。目録が書き換えられたか、HISTORY_KEYが、取った時のものと違います。")
    try:
        found = of_file(folder / DUMP)
    except OSError as error:
        raise Unfit(f"{folder / DUMP}を読めません。") from error
    if found != manifest.dump:
        raise Unfit(f"{DUMP}が目録と合いません（途中で切れたか、書き換えられています）。")
    unknown = set(manifest.migrations) - _known()
    if unknown:
        raise Unfit(f"この版より新しい版のバックアップです（{manifest.release}：{min(unknown)}）。")
    with connection.cursor() as cursor:
        cursor.execute(EMPTY)
        if cursor.fetchone() != (0,):
            raise Unfit(
                "復元先のデータベースが空ではありません。空のデータベースを作って、そこへ復元してください。"
            )
    return manifest


def _known() -> set[str]:
    return {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations} | _replaced()


def _replaced() -> set[str]:
    squashed = MigrationLoader(None).disk_migrations.values()
    return {f"{app}.{name}" for migration in squashed for app, name in migration.replaces}


def restore(folder: Path, manifest: Manifest, connection) -> Verdict:
    """Fill the database, compare every table, build tables and walls of this release, and walk the chain."""
    with _whole_or_empty(connection):
        programs.run(
            connection, "pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", folder / DUMP
        )  # fmt: skip
        _compare(manifest, connection)
        call_command("migrate", database=connection.alias, interactive=False, verbosity=0)
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            verdict = verify(cursor)
        if (verdict.count, verdict.last_hash, verdict.fault) != tuple(
            manifest.history[name] for name in ("count", "last_hash", "fault")
        ):
            raise Unfit(f"復元した履歴が、目録の控え{manifest.anchor}と合いません。{verdict.fault}")
    return verdict


def _compare(manifest: Manifest, connection) -> None:
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        files, tables = files_of(cursor), tables_of(cursor)
    wanted = manifest.exports
    other = sorted(name for name in wanted.keys() | tables.keys() if wanted.get(name) != tables.get(name))
    if other:
        raise Unfit(f"復元した表が、目録と合いません：{'、'.join(other[:5])}（{len(other)}表）。")
    if files != manifest.stored_files:
        raise Unfit("復元した文書が、目録と合いません。")


@contextmanager
def _whole_or_empty(connection) -> Iterator[None]:
    with ExitStack() as undoing:
        undoing.callback(_empty, connection)
        try:
            yield
        except DatabaseError as error:
            raise Unfit(f"データベースが断りました：{str(error).splitlines()[0]}") from error
        undoing.pop_all()


def _empty(connection) -> None:
    connection.close()  # whatever transaction it is in
    with connection.cursor() as cursor:
        cursor.execute(EMPTIED)

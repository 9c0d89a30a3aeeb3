"""What the database itself refuses: built by the owner after every migrate, from the lists in this package.

scoped.py       row level security: one policy on every table whose rows belong to a station
triggers.py     steps of machines, history rows, rows written once, papers and numbers frozen
stations.py     a row keeps its station but by the act of its change (所管替え)
searched.py     what is searched: keys, indexes, and the functions that ask them within the scope
erasing.py      the one way in which anything is emptied: a disposal that two have looked through
counted.py      what is counted: a function for each fact, and the one window on sums of other stations
rights.py       what the application's login may do with each table
taken_down.py   what happens when the tables become those of an earlier release
"""

from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from casework.models.history import ChainHead
from casework.walls.counted import build_counts
from casework.walls.erasing import build_erasing
from casework.walls.rights import grant_rights
from casework.walls.scoped import build_scope
from casework.walls.searched import build_search
from casework.walls.taken_down import take_down_walls
from casework.walls.triggers import build_triggers

__all__ = ["build_walls", "take_down_walls"]


def build_walls(connection) -> None:
    """(Re)build every wall; run as the owner. Safe to repeat."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        build_scope(cursor, tables)
        build_triggers(cursor, tables)
        build_search(cursor, tables)
        build_counts(cursor, tables)
        build_erasing(cursor, tables)
        for config in apps.get_app_configs():  # an application may add a wall of its own
            if config.name != "casework" and module_has_submodule(config.module, "walls"):
                import_module(f"{config.name}.walls").build_walls(cursor, tables)
        grant_rights(cursor, tables)
        if ChainHead._meta.db_table in tables:
            cursor.execute(
                "insert into casework_chainhead (id, count, last_hash) values (1, 0, '') on conflict do nothing"
            )

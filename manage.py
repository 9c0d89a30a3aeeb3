#!/usr/bin/env python3
"""Django's command line. Commands that change the schema connect as the owner of the database."""

import os
import sys

# Everything else runs as the login that serves: it owns nothing, cannot change a table and sees its scope only.
OWNER_COMMANDS = {
    "migrate",
    "makemigrations",
    "showmigrations",
    "sqlmigrate",
    "optimizemigration",
    "squashmigrations",
    "verify_history",  # reads the rows of every station
    "backup",  # dumps the rows of every station, and says when
    "restore",  # builds everything anew
    "anonymise",  # rewrites a restored copy, every row of it
    "generate",  # copies rows past the triggers and proves them afterwards
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if OWNER_COMMANDS & set(sys.argv[1:2]):
        os.environ["DATABASE_LOGIN"] = "owner"
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()

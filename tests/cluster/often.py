"""manage.py as a worker whose clock strikes often: every periodic job each minute. python -m tests.cluster.often worker …"""

import sys
from importlib import import_module

import attr
import django
from django.conf import settings
from django.core.management import execute_from_command_line


def scheduled() -> dict:
    """All jobs by the clock; a worker takes in those that the settings name as it begins."""
    from procrastinate.contrib.django import app

    for path in settings.PROCRASTINATE_IMPORT_PATHS:
        import_module(path)
    return app.periodic_registry.periodic_tasks


def main() -> None:
    django.setup()
    tasks = scheduled()
    for key, task in tasks.items():
        tasks[key] = attr.evolve(task, cron="* * * * *")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()

"""manage.py as a worker whose clock strikes often: every periodic job each minute. python -m tests.cluster.often worker …"""

import sys

import attr
import django
from django.core.management import execute_from_command_line


def main() -> None:
    django.setup()
    from procrastinate.contrib.django import app

    tasks = app.periodic_registry.periodic_tasks
    for key, task in tasks.items():
        tasks[key] = attr.evolve(task, cron="* * * * *")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()

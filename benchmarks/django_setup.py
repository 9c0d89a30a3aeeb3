"""Django for a benchmark: settings and applications, once."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager


def set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()


@contextmanager
def demonstration() -> Iterator[None]:
    """The demonstration's database, made if it is not there, with all its stations in sight; nothing of it changes."""
    for command in (["migrate", "--no-input", "--verbosity", "0"], ["demo", "--verbosity", "0"]):
        subprocess.run([sys.executable, "manage.py", *command], check=True, stdout=subprocess.DEVNULL)
    set_up()
    from django.db import transaction

    from casework.models import Station
    from casework.scope import set_scope

    with transaction.atomic():
        set_scope(list(Station.objects.values_list("pk", flat=True)))
        yield

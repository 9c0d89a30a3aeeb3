"""The act of disposal: the owner's function empties, then each case's own history says so. Whole, or not at all."""

from dataclasses import replace

from django.db import connection

from casework.models import DisposalLog, StateChange
from casework.models.base import DISPOSAL, Machine
from casework.models.shared import machine_of


def erase(disposal, act) -> None:
    """Called by the act within its transaction; raises what the database refuses with (DatabaseError)."""
    with connection.cursor() as cursor:
        cursor.execute("select casework_erase(%s)", [disposal.pk])
    done = []
    for log in DisposalLog.objects.filter(disposal=disposal).order_by("pk"):
        model = machine_of(log.object_label)
        if issubclass(model, Machine):
            case = model._default_manager.get(pk=log.object_pk)
            of_case = replace(act, transition=DISPOSAL, before=case.state, after=case.state, details={})
            done.append((case, of_case))
    StateChange.record(done)

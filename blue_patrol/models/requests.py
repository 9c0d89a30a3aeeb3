"""What a certified group asks for later, written down at the counter: opened, amended, received in one breath."""

from django.db import transaction

from blue_patrol.models.handed_in import HandedIn
from casework.permissions import PERMISSIONS
from casework.workflow import open_case, perform


@transaction.atomic
def enter(case, *, by, received_on=None, on=None, **content):
    """Store a new request with its content and receive it where a day is given. Raises Refused; then nothing is stored.

    ``on``: the day of a draft that is received with its papers in the same breath.
    """
    case = open_case(case, by=by, permission=PERMISSIONS["enter_application"], on=received_on or on)
    write(case, content, by=by)
    if received_on is None:
        return case
    return perform(type(case).objects.get(pk=case.pk), "receive", by=by, on=received_on)


def write(case, content: dict, *, by) -> None:
    """Keep the content, and how many items the station judges by it; what is named no longer goes back to the group."""
    before = [row.credential for row in case.came_in() if row.is_taken]
    case.write(content)
    if dropped := set(before) - {row.credential for row in case.came_in()}:
        case.return_dropped(dropped, by)
    case.asked_items = len(case.asked())
    case.save(update_fields=["asked_items"])


def set_handed_in(case, causes: dict[int, str], notes: dict[int, str] | None = None) -> None:
    """The things named in the request, instead of those named before.

    ``causes``: credential's key → cause; ``notes``: how it was lost, where the procedure asks it of each thing.
    """
    held, said = {row.credential_id: row for row in case.handed_in.all()}, notes or {}
    for key, row in held.items():
        if key not in causes:
            row.delete()
        elif (row.cause, row.note) != (causes[key], said.get(key, "")):
            row.cause, row.note = causes[key], said.get(key, "")
            row.save()
    HandedIn.objects.bulk_create(
        HandedIn(
            station=case.station, application=case, credential_id=key, cause=cause, note=said.get(key, "")
        )
        for key, cause in causes.items()
        if key not in held
    )

"""本人からの請求: taken in, of a row that holds the person; one of a kind at a time."""

from datetime import date

from django.utils import timezone

from casework.models import Actor, PersonRequest
from casework.permissions import PERMISSIONS, Reason
from casework.workflow import Refused, open_case

MAY = PERMISSIONS["answer_persons"]


def take_in(row, *, by: Actor, kind: str, reason: str, asked_on: date) -> PersonRequest:
    """Opens the request. Raises Refused where the same is being answered already."""
    told = {"kind": kind, "object_label": row._meta.label, "object_pk": row.pk}
    if PersonRequest.objects.filter(**told, state="open").exists():
        raise Refused([Reason("同じ請求に、もう対応しています。")])
    made = PersonRequest(station=row.station, reason=reason, asked_on=asked_on, entered_by=by.staff, **told)
    return open_case(made, by=by, permission=MAY, on=timezone.localdate(), kind=kind, reason=reason)

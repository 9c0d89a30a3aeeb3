"""Something was hung on a group or a council in the very moment in which that went to another station (所管替え).

The database says so when the request's transaction ends, and undoes it; or a row that the page has shown is out of
sight when the act wants to lock it. The page says it in words, and gives back what was typed: nothing is recorded at a
station that has no more to do with it.
"""

from datetime import timedelta

from django.contrib.messages.storage import default_storage
from django.db import DatabaseError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from casework.models import ChangeOfStation, StateChange
from casework.presenters import links
from casework.sent import typed_texts

SQLSTATE = "CW002"  # of casework.walls.stations
JUST_NOW = timedelta(hours=1)  # a merger takes minutes at most; its act bears the time of its beginning


def has_moved(error: DatabaseError) -> bool:
    return getattr(error.__cause__, "sqlstate", "") == SQLSTATE


def has_just_moved(actor) -> bool:
    """Whether something went from one of the actor's stations to another in the last moments."""
    changes = StateChange.objects.filter(
        case_label=ChangeOfStation._meta.label, station__in=actor.station_ids
    )
    return changes.filter(at__gte=timezone.now() - JUST_NOW).exists()


def page(request) -> HttpResponse:
    """409 in the place of the answer that the act would have had; its success is not told."""
    request._messages = default_storage(request)
    groups = links.to("groups_left") if request.actor and request.actor.may("read_cases") else ""
    context = {"kept": typed_texts(request.POST), "has_files": bool(request.FILES), "groups_url": groups}
    return render(request, "moved.html", context, status=409)

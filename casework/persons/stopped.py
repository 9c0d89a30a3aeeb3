"""利用停止: whose use is stopped, and from whom they are hidden.

Search and lists across groups leave them out, but for the chief's post and headquarters' clerk, who answer for it. The pages
of their own group, council and cases still show them: who works on a case has to see who takes part in it.
"""

from django.db.models import QuerySet

from casework.models import PersonRequest
from casework.permissions import PERMISSIONS


def shown_to(rows: QuerySet, actor) -> QuerySet:
    """The rows of people without those whose use is stopped, unless the post is one that must see them."""
    if PERMISSIONS["see_stopped"].held_by(actor):
        return rows
    return rows.exclude(pk__in=PersonRequest.objects.stopped_keys(rows.model))

"""What every page's frame needs beside its own content."""

from django.conf import settings

from casework.handbook.screens import help_for
from casework.navigation import links_for
from casework.notices.shown import Unread


def frame(request) -> dict:
    """``actor`` (None before log-in), ``navigation``, ``may_search``, ``other_postings`` to switch to, ``unread`` notices,
    ``help_url`` (this page's section of the handbook), ``demo``, ``provider`` of identities (None: by password alone)."""
    actor = getattr(request, "actor", None)
    return {
        "actor": actor,
        "navigation": links_for(actor, request.path) if actor else [],
        "may_search": bool(actor and actor.may("search")),
        "other_postings": _others(actor, getattr(request, "postings", ())) if actor else [],
        "unread": Unread(actor) if actor else None,
        "help_url": help_for(request),
        "demo": getattr(settings, "DEMO", False),
        "provider": settings.OIDC,
    }


def _others(actor, postings) -> list:
    return [posting for posting in postings if posting.pk != actor.posting.pk]

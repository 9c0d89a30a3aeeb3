"""What every page's frame needs beside its own content."""

from django.conf import settings

from casework.handbook.screens import help_for
from casework.models import VerificationRun
from casework.navigation import links_for
from casework.notices.shown import Unread


def frame(request) -> dict:
    """``actor`` (None before log-in), ``navigation`` and ``seldom`` (its entries at the foot), ``may_search``, ``other_postings`` to switch to, ``unread`` notices,
    ``help_url`` (this page's section of the handbook), ``alarm`` (a verification that found something), ``demo``, ``training``,
    ``provider`` of identities (None: by password alone)."""
    actor = getattr(request, "actor", None)
    return {
        "actor": actor,
        "navigation": links_for(actor, request.path) if actor else [],
        "seldom": links_for(actor, request.path, is_seldom=True) if actor else [],
        "may_search": bool(actor and actor.may("search")),
        "other_postings": _others(actor, getattr(request, "postings", ())) if actor else [],
        "unread": Unread(actor) if actor else None,
        "help_url": help_for(request),
        "alarm": _alarm() if actor and actor.may("watch") else None,
        "demo": getattr(settings, "DEMO", False),
        "training": settings.TRAINING,
        "provider": settings.OIDC,
    }


def _alarm() -> VerificationRun | None:
    """The last verification where it found something: whoever watches over the records sees it on every page."""
    last = VerificationRun.last()
    return last if last and not last.is_whole else None


def _others(actor, postings) -> list:
    return [posting for posting in postings if posting.pk != actor.posting.pk]

"""The second factor: of whom it is demanded, and whether this session was begun or confirmed with one.

Deciding permissions ask the actor for it at the door (``Permission.decides``); posts that decide reach nothing but
the page on which to set it up, until they have one.
"""

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from casework.models.sessions import LogInSession

ELSEWHERE = {"proxy", "socialaccount"}  # whose word is taken for the identity
Type = Authenticator.Type


def is_demanded() -> bool:
    return settings.SECOND_FACTOR == "demanded"


def first_of(staff):
    """The person's own factors; a list of codes is none by itself."""
    return Authenticator.objects.filter(user=staff).exclude(type=Type.RECOVERY_CODES)


def is_proved(request) -> bool:
    """Whether one of the person's present factors was shown in this session; True where none is demanded."""
    if not is_demanded():
        return True
    records = get_authentication_records(request, request.user)
    if settings.IDENTITY_HAS_SECOND_FACTOR and any(record["method"] in ELSEWHERE for record in records):
        return True
    shown = [record["id"] for record in records if record["method"] == "mfa"]
    return bool(shown) and Authenticator.objects.filter(user=request.user, pk__in=shown).exists()


def prove(request) -> None:
    """The factor just registered was shown in registering it; what else is open of the person ends."""
    newest = first_of(request.user).order_by("-pk").first()
    record_authentication(request, request.user, "mfa", id=newest.pk, type=newest.type)
    LogInSession.end_all(request.user, but=request.session.session_key)


def objection(request):
    """Where somebody in a deciding post goes first; None for everybody else."""
    actor = request.actor
    if actor is None or actor.is_proved or actor.role not in settings.SECOND_FACTOR_ROLES:
        return None
    if not first_of(request.user).exists():
        return redirect("mfa_index")
    back = request.get_full_path() if request.method != "POST" else "/"
    return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': back})}")

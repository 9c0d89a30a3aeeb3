"""Log-in by a provider of identities (OpenID Connect): it says the staff number, the account must be there already."""

import logging

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.openid_connect import views
from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from requests import RequestException

from casework.log_in.middleware import BACKEND
from casework.models import Staff

log = logging.getLogger(__name__)
REFUSED = "ログインできませんでした。職員番号が登録されているか、システム管理者に確かめてください。"
AWAY = "認証のサーバーから答えがありません。しばらくしてから、もう一度お試しください。"


def _told(request, sentence: str, cause: str):
    log.warning("log-in by the provider: %s", cause)
    messages.error(request, sentence)
    return redirect("account_login")


def _asked(view, request, provider_id):
    if settings.OIDC is None:
        raise Http404
    try:
        return view(request, provider_id)
    except RequestException:
        return _told(request, AWAY, "no answer")
    except (KeyError, ValueError):
        return _told(request, REFUSED, "an answer without a staff number")


def login(request, provider_id):
    return _asked(views.login, request, provider_id)


def callback(request, provider_id):
    return _asked(views.callback, request, provider_id)


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Nobody signs up and no account is connected: before either, the log-in is done or refused here."""

    def is_open_for_signup(self, request, sociallogin) -> bool:
        return False

    def pre_social_login(self, request, sociallogin) -> None:
        staff = Staff.objects.filter(staff_number=sociallogin.account.uid, is_active=True).first()
        if staff is None:
            raise ImmediateHttpResponse(_told(request, REFUSED, "somebody without an account in use"))
        staff.backend = BACKEND
        record_authentication(request, staff, "socialaccount", provider=sociallogin.account.provider)
        place = sociallogin.get_redirect_url(request) or "/"
        raise ImmediateHttpResponse(
            perform_login(request, Login(user=staff, redirect_url=place, email_verification="none"))
        )

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None):
        raise ImmediateHttpResponse(
            _told(request, REFUSED, type(exception).__name__ if exception else "refused")
        )

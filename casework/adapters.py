"""allauth's hooks: accounts come from administrators only, and its words are ours."""

from allauth.account.adapter import DefaultAccountAdapter
from django.utils import timezone

from casework.watch import counts


def typed_number(request, credentials=None) -> str:
    """The staff number of an attempt as axes counts it: allauth names it username, the form login; case is one."""
    typed = (
        (credentials or {}).get("username") or (credentials or {}).get("login") or request.POST.get("login")
    )
    return (typed or "").strip().casefold()[:255].replace("\0", "")


SILENT = {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}


class StaffAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": "職員番号かパスワードが正しくありません。",
        "too_many_login_attempts": "続けて間違えたため、しばらくログインできません。15分ほど待ってください。",
    }

    def is_open_for_signup(self, request) -> bool:
        return False

    def authenticate(self, request, **credentials):
        """A disabled account answers as a wrong password does, whatever was typed."""
        staff = super().authenticate(request, **credentials)
        return staff if staff and staff.is_active else None

    def login(self, request, user):
        """What has ended of anybody's sessions and counts is cleared away when somebody comes."""
        from casework.models import LogInSession  # the settings name this module before the models are there

        counts.clear_ended()
        LogInSession.objects.filter(expire_date__lt=timezone.now()).delete()
        super().login(request, user)

    def add_message(self, request, level, message_template=None, *args, **kwargs):
        """The frame shows who is logged in; a message would say it twice."""
        if message_template not in SILENT:
            super().add_message(request, level, message_template, *args, **kwargs)

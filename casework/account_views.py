"""The password of a first log-in, the log-out, and the switch between two posts (兼務)."""

from allauth.account.views import LogoutView, PasswordChangeView
from django.contrib import messages
from django.shortcuts import redirect
from django.views.generic import View

from casework.models import LogInSession


class PasswordChange(PasswordChangeView):
    success_url = "/"

    def form_valid(self, form):
        response = super().form_valid(form)
        self.request.user.must_change_password = False
        self.request.user.save(update_fields=["must_change_password"])
        LogInSession.end_all(self.request.user, but=self.request.session.session_key)
        return response


class LogOut(LogoutView):
    """Desks are shared: the browser forgets what it has kept of the pages, too."""

    def post(self, *args, **kwargs):
        response = super().post(*args, **kwargs)
        response["Clear-Site-Data"] = '"cache", "storage"'
        return response


class SwitchPosting(View):
    http_method_names = ["post"]

    def post(self, request):
        """Act as another of today's own posts; anything else is not found among them and changes nothing."""
        chosen = next((p for p in request.postings if str(p.pk) == request.POST.get("posting")), None)
        if chosen is not None:
            request.session["posting"] = chosen.pk  # in the session alone: another log-in begins anew
            messages.success(request, f"{chosen.label}に切り替えました。")
        return redirect("home")

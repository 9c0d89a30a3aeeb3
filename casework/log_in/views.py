"""認証の設定: the app, passkeys, the printed list of codes; and one's own log-ins. allauth does the proving."""

import hashlib

from allauth.account.decorators import reauthentication_required
from allauth.mfa.base.views import IndexView
from allauth.mfa.recovery_codes.internal import flows
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from casework.log_in.second_factor import first_of, is_demanded, prove
from casework.models import LogInSession


class Factors(IndexView):
    """What one has, and what can be added; to whom a second factor is demanded it is said."""

    def get_context_data(self, **kwargs):
        actor = self.request.actor
        has_first = first_of(self.request.user).exists()
        locked = bool(actor and not actor.is_proved and not has_first)
        context = {"has_first": has_first, "is_demanded": is_demanded(), "locked": locked}
        context["may_settle"] = bool(actor and not locked and actor.may("settle_reset"))
        return super().get_context_data(**context, **kwargs)


class Proven:
    """Registering a factor shows it; the list of codes is the next thing to do."""

    def get_success_url(self) -> str:
        return reverse("mfa_generate_recovery_codes" if self.did_generate_recovery_codes else "mfa_index")

    def form_valid(self, form):
        response = super().form_valid(form)
        prove(self.request)
        return response


class AddApp(Proven, ActivateTOTPView):
    pass


class AddKey(Proven, AddWebAuthnView):
    pass


class RemoveApp(DeactivateTOTPView):
    pass


class RemoveKey(RemoveWebAuthnView):
    success_url = reverse_lazy("mfa_index")


@method_decorator(reauthentication_required(app="allauth.mfa"), name="dispatch")
class Codes(TemplateView):
    """A new list stands in the answer to the button itself: shown once, to be printed, kept by nobody's cookie."""

    template_name = "mfa/codes.html"

    def post(self, request):
        if not first_of(request.user).exists():
            return redirect("mfa_index")
        made = flows.generate_recovery_codes(request).wrap()
        made.mark_as_viewed()
        answer = render(
            request, self.template_name, {"codes": made.get_unused_codes(), "today": timezone.localdate()}
        )
        answer["Cache-Control"] = "no-store"
        return answer

    def get_context_data(self, **kwargs):
        return super().get_context_data(has_first=first_of(self.request.user).exists(), **kwargs)


def mark_of(session: LogInSession) -> str:
    """A name for one of one's sessions that is no key to it."""
    return hashlib.sha256(session.session_key.encode()).hexdigest()[:16]


class Sessions(TemplateView):
    """ログイン中の端末: one's own, and the ending of one or of all others."""

    template_name = "casework/log_in/sessions.html"

    def get_context_data(self, **kwargs):
        here = self.request.session.session_key
        rows = [(row, mark_of(row), row.session_key == here) for row in self._mine()]
        return super().get_context_data(rows=rows, others=sum(not is_here for *_, is_here in rows), **kwargs)

    def post(self, request):
        here, wanted = request.session.session_key, request.POST.get("which", "")
        others = [row for row in self._mine() if row.session_key != here]
        ended = [row.pk for row in others if wanted in ("others", mark_of(row))]
        LogInSession.objects.filter(pk__in=ended).delete()
        messages.success(request, f"{len(ended)}件のログインを終わらせました。")
        return redirect("sessions")

    def _mine(self):
        return LogInSession.objects.of(self.request.user)

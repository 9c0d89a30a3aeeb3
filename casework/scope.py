"""The request's actor, its transaction and its scope.

Row level security reads the scope; inside one transaction the templates of generic views still see it, and a
pooled connection forgets it at the end (``is_local``). A missing scope is an error in the database, never an
empty list. The gate stands here too: a URL without a row in the access table does not answer.
"""

from contextlib import contextmanager
from dataclasses import replace

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string

from casework import moved, opened_as
from casework.log_in import second_factor
from casework.models import Actor, Posting
from casework.sent import typed_texts

PUBLIC = "public"  # answers without a log-in: log-in itself, the health page
SIGNED_IN = "signed_in"  # answers any log-in, also one without a posting: password, log-out
POSTED = "posted"
METHODS = ("GET", "HEAD", "POST")  # Django's form views would take a PUT for a POST


def set_scope(station_ids) -> None:
    """Let the running transaction see the rows of these stations, and only these."""
    with connection.cursor() as cursor:
        ids = "{" + ",".join(str(pk) for pk in station_ids) + "}"
        cursor.execute("select set_config('casework.stations', %s, true)", [ids])


@contextmanager
def scope_of(actor: Actor):
    """A transaction with the scope of ``actor``: for commands, workers, streams and what follows a commit."""
    with transaction.atomic():
        set_scope(actor.station_ids)
        yield actor


def access_table() -> dict[str, str]:
    return import_string(settings.ACCESS_TABLE)


def rule_of(match) -> str | None:
    """The access rule of a resolved URL: its name, else its namespace (``admin:*``), else nothing."""
    table = access_table()
    namespace = f"{match.namespaces[0]}:*" if match.namespaces else ""
    return table.get(match.view_name) or table.get(namespace)


class ActorMiddleware:
    """Says as whom the request acts: a person in one of today's postings (JST).

    The session keeps which; with that posting it ends, and the person is told.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.actor, request.postings, request.session_left = None, [], None
        if request.user.is_authenticated:
            today = timezone.localdate()
            request.postings = list(Posting.objects.on(today).filter(staff=request.user).with_office())
            request.actor = self.actor_of(request)
            if page := self.keep(request, today):
                return page
        return self.get_response(request)

    @staticmethod
    def keep(request, today):
        """The session is that of one posting and ends with it: the page that says so, or None.

        A form is answered first, with what was typed (``session_left``: the posting that ended); the next page ends it.
        """
        kept = request.session.get("posting")
        held = request.actor.posting.pk if request.actor else None
        if kept is None or kept == held:
            request.session["posting"] = held
            return None
        if request.method == "POST" and request.path != reverse(opened_as.SWITCH):
            request.session_left = kept
            return None
        told = opened_as.ended(opened_as.left(kept), today)
        logout(request)
        messages.warning(request, f"{told}もう一度ログインしてください。")
        return redirect(settings.LOGIN_PATH)

    @staticmethod
    def actor_of(request) -> Actor | None:
        if not request.postings:
            return None
        chosen = request.session.get("posting")
        posting = next((p for p in request.postings if p.pk == chosen), request.postings[0])
        actor = Actor.of(posting, request_id=request.number)
        return replace(actor, is_proved=second_factor.is_proved(request))


class ScopeMiddleware:
    """Opens the request's transaction, sets its scope, asks the gate; last in MIDDLEWARE."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        try:
            response = self.answer(request, self.get_response)
        except DatabaseError as error:
            if not moved.has_moved(error):
                raise
            request.moved = True
        return self.answer(request, moved.page) if getattr(request, "moved", False) else response

    @staticmethod
    def answer(request, get_response):
        """The response, made in a transaction of its own."""
        with transaction.atomic():
            if request.actor is not None:
                set_scope(request.actor.station_ids)
            response = get_response(request)
            if response.status_code >= 500 or getattr(request, "raised", False):
                transaction.set_rollback(True)
            if request.user.is_authenticated:
                response.headers.setdefault("Cache-Control", "no-store")  # desks are shared
            return response

    def process_view(self, request, view, args, kwargs):
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        rule = rule_of(request.resolver_match)
        if rule is None:
            raise Http404("no access rule for this address")
        if rule == PUBLIC:
            return None
        if not request.user.is_authenticated:
            if request.method == "POST" and (kept := typed_texts(request.POST)):
                return render(request, "session_over.html", {"kept": kept}, status=403)
            return redirect(f"{settings.LOGIN_PATH}?next={request.path}")
        if rule == SIGNED_IN:
            return None
        if request.user.must_change_password:
            return redirect("account_change_password")
        may = request.actor is not None and (rule == POSTED or request.actor.may(rule))
        if request.method == "POST" and (
            page := opened_as.objection(request, may=may, today=timezone.localdate())
        ):
            return page
        if first := second_factor.objection(request):
            return first
        if not may:
            raise PermissionDenied
        return None

    def process_exception(self, request, exception):
        # PermissionDenied and Http404 become responses before __call__ sees them: without this their writes stay.
        # What must stay is the count of wrong passwords: the one that locks also raises.
        request.raised = not getattr(request, "axes_locked_out", False)
        if request.method == "POST" and request.actor and isinstance(exception, ObjectDoesNotExist):
            request.moved = moved.has_just_moved(request.actor)
        return HttpResponse(status=409) if getattr(request, "moved", False) else None

"""A form is sent as the post under which its page was opened, or not at all.

A post ends at 00:00 JST of a transfer, and one may have switched in another window. What was typed is then not recorded
under another post without a word: it is shown, and can be sent again as the post that holds now.
"""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render

from casework import wareki
from casework.models import Actor, Posting
from casework.sent import typed_texts, whole_number

FIELD = "opened_as"  # hidden in every acting form, beside its key
SWITCH = "switch_posting"  # leads to another post whatever the page was opened as
OWN = frozenset({"csrfmiddlewaretoken", FIELD, "act_key", "revision"})


def left(posting_pk: int) -> Posting | None:
    """A posting that the session was in and that holds no more; None where it was taken out of the register."""
    return Posting.objects.with_office().filter(pk=posting_pk).first()


def ended(posting: Posting | None, today: date) -> str:
    """What became of a posting, as a sentence."""
    if posting is None:
        return "使っていた配置は、登録から消されました。"
    if posting.ends_on and posting.ends_on < today:
        return f"「{posting.label}」の配置は、{wareki.format_long(posting.ends_on)}で終わりました。"
    return f"「{posting.label}」の配置は、きょうは効力がありません。"


def now(actor: Actor | None) -> str:
    """As what one goes on, as a sentence."""
    if actor is None:
        return "いま使える職がありません。"
    return f"いまは「{actor.posting.label}」として使っています。"


def objection(request, *, may: bool, today: date) -> HttpResponse | None:
    """The page that answers a form of another post instead of its act; None where there is none.

    ``may``: whether the present post may open the address at all.
    """
    sent = whole_number(request.POST.get(FIELD)) or request.session_left
    if not sent or request.resolver_match.view_name == SWITCH:
        return None
    if request.actor and sent == request.actor.posting.pk:
        return None
    opened = Posting.objects.with_office().filter(pk=sent, staff=request.user).first()
    held = any(posting.pk == sent for posting in request.postings)
    typed = [
        (n, v) for n, values in request.POST.lists() if n not in OWN and "password" not in n for v in values
    ]
    again = may and not request.FILES and _sees_the_same(request.actor, opened)
    context = {
        "opened": opened, "why": "" if held else ended(opened, today), "now": now(request.actor), "held": held,
        "again": [*typed, *((n, request.POST[n]) for n in ("act_key", "revision") if n in request.POST)] if again else [],
        "may_again": again, "field": FIELD, "has_files": bool(request.FILES),
        "kept": typed_texts(request.POST),
    }  # fmt: skip
    return render(request, "opened_as.html", context, status=409)


def _sees_the_same(actor: Actor | None, opened: Posting | None) -> bool:
    """Whether the present post sees every station that the page was opened for."""
    return bool(actor and opened and set(Actor.of(opened).station_ids) <= set(actor.station_ids))

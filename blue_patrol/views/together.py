"""Several cases with one confirmation and a result each: what bulk acts share.

GET shows the table, ``?case=…&confirm=1`` the confirmation, ``?done=key`` the results; POST carries out. Every case
goes through the door by itself with the revision that was confirmed: one refusal leaves the others as they are.
"""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import View

from blue_patrol.forms.together import TogetherForm
from blue_patrol.models import Application
from casework import wareki
from casework.citations import cite
from casework.models import ActKey, ReadLog
from casework.presenters import links
from casework.sent import whole_number
from casework.workflow import Refused, Stale, perform

NOT_FOUND = "この事案は見つかりません。"
NO_REVISION = "確かめた画面から送られていません。もう一度選んでください。"


@dataclass
class Row:
    """A case that could be taken: ``transition`` and its ``word``; ``why``: what keeps it from being taken together."""

    case: Any
    transition: str
    word: str
    why: list[str] = field(default_factory=list)
    writes: str = ""  # what recording it makes: the numbers to be given
    sight: object = None

    @property
    def url(self) -> str:
        return links.of_case(self.case)


class Together(View):
    """``name`` is the page's address; ``rows`` finds what the actor could take now, oldest first."""

    http_method_names = ["get", "head", "post"]
    model: Any = Application
    related: tuple[str, ...] = ("group", "station__prefecture", "profile")
    name = ""
    title = ""
    on_label = "日付"
    writes_word = "付く番号など"
    back_word = "残りを見る"
    table_template = ""
    most = 50

    def rows(self) -> list[Row]:
        raise NotImplementedError

    def make_form(self, data=None):
        return TogetherForm(data, on_label=self.on_label, today=timezone.localdate())

    def details(self, form) -> dict:
        """The details of every case's act from the cleaned form."""
        return {"on": form.cleaned_data["on"]}

    def by_whom(self, rows: list[Row]) -> str:
        """As whom it is recorded."""
        return f"{self.request.actor.post}　{self.request.actor.staff.name}"

    # --- pages ------------------------------------------------------------------------------------------------

    def get(self, request, *args, **kwargs):
        ReadLog.note(request.actor, self.title)
        if "done" in request.GET:
            return self.results(request.GET["done"])
        if "confirm" in request.GET:
            return self.confirmation(self.chosen(request.GET))
        return self.table()

    def table(self, status=200, *, nothing_ticked=False):
        rows = self.rows()
        able = [row for row in rows if not row.why]
        ticked = set() if nothing_ticked else {row.case.pk for row in able[: self.most]}
        context = {"rows": rows, "able": len(able), "ticked": ticked, "nothing_ticked": nothing_ticked}
        return self._page(self.table_template, context, status)

    def confirmation(self, keys: list[int], form=None, status=200):
        if not keys:
            return self.table(status=status, nothing_ticked=True)
        rows = {row.case.pk: row for row in self.rows()}
        taken = [rows[key] for key in keys if key in rows and not rows[key].why][: self.most]
        left = [rows[key] for key in keys if key in rows and rows[key] not in taken]
        context = {
            "form": form or self.make_form(), "rows": taken, "left": left, "unknown": sum(key not in rows for key in keys),
            "by_whom": self.by_whom(taken), "most": self.most, "words": _tally(taken),
        }  # fmt: skip
        return self._page("blue_patrol/together/confirm.html", context, status)

    def results(self, sent: str):
        found = ActKey.objects.filter(key=_uuid(sent), staff=self.request.user).first()
        if found is None or not found.location.startswith(reverse(self.name)):
            raise Http404
        cases = self._cases([row["case"] for row in found.result])
        rows = [
            (case, case and links.of_case(case), row)
            for row in found.result
            for case in [cases.get(row["case"])]
        ]
        done = sum(row["done"] for row in found.result)
        context = {"rows": rows, "done": done, "failed": len(rows) - done, "at": found.at}
        return self._page("blue_patrol/together/results.html", context)

    def _page(self, template: str, context: dict, status=200):
        shared = {
            "title": self.title, "today": timezone.localdate(), "here": reverse(self.name), "writes_word": self.writes_word, "back_word": self.back_word,
        }  # fmt: skip
        return render(self.request, template, shared | context, status=status)

    # --- the act ----------------------------------------------------------------------------------------------

    def chosen(self, sent) -> list[int]:
        keys = [whole_number(text) for text in sent.getlist("case")]
        return list(dict.fromkeys(key for key in keys if key is not None))

    def post(self, request, *args, **kwargs):
        keys = self.chosen(request.POST)
        key = _uuid(request.POST.get("act_key", ""))
        first = ActKey.objects.filter(key=key, staff=request.user).exclude(location="").first()
        if first:
            return HttpResponseRedirect(first.location)
        form = self.make_form(request.POST)
        if not keys or not form.is_valid():
            return self.confirmation(keys, form, status=422)
        return HttpResponseRedirect(self.once(key, keys[: self.most], self.details(form)))

    @transaction.atomic
    def once(self, key: UUID, keys: list[int], details: dict) -> str:
        """Where the results stand; a repeated click is led to the first ones."""
        if first := ActKey.claim(key, self.request.user):
            return first.location
        # All rows first and in one order: afterwards each act holds the history's head until the commit.
        cases = self._cases(keys, lock=True)
        rows = {row.case.pk: row for row in self.rows()}
        result = [self._attempt(pk, cases.get(pk), rows.get(pk), details) for pk in keys]
        location = f"{reverse(self.name)}?done={key}"
        ActKey.settle(key, location, result)
        return location

    def _attempt(self, pk: int, case, row: Row | None, details: dict) -> dict:
        """One case through the door: {case, done, word, why}."""
        word = row.word if row else ""
        seen = whole_number(self.request.POST.get(f"revision-{pk}"))
        if case is None or seen is None:
            return {"case": pk, "done": False, "word": word, "why": [NO_REVISION if case else NOT_FOUND]}
        why: list[str] = []
        try:
            if case.revision != seen:
                raise Stale(case)
            why = self.questions(row)
            if not why:
                name = row.transition if row else self.otherwise
                case = perform(case, name, by=self.request.actor, revision=seen, **details)
        except Stale as error:
            why = [_overtaken(error.change)]
        except Refused as error:
            why = [f"{r.sentence}（{cite(r.clause)}）" if r.clause else r.sentence for r in error.reasons]
        made = "" if why else self.made(case, row)
        return {"case": pk, "done": not why, "word": word, "why": why, "made": made}

    otherwise = (
        ""  # the transition to ask the door for where ``rows`` does not offer the case: it says why not
    )

    def questions(self, row: Row | None) -> list[str]:
        return [f"一件ずつ見てください。{'。'.join(row.why)}。"] if row and row.why else []

    def made(self, case, row: Row | None) -> str:
        """What the act made, for the results."""
        return ""

    def _cases(self, keys, *, lock=False) -> dict[int, Any]:
        rows = self.model.objects.of(self.request.actor).filter(pk__in=keys)
        rows = rows.select_related(*self.related).order_by("pk")
        return {case.pk: case for case in (rows.select_for_update(of=("self",)) if lock else rows)}


def _tally(rows: list[Row]) -> str:
    """審査2件、決裁1件"""
    words = dict.fromkeys(row.word for row in rows)
    return "、".join(f"{word}{sum(row.word == word for row in rows)}件" for word in words)


def _overtaken(change) -> str:
    if change is None:
        return "この画面を開いた後に、記録が変わりました。"
    at = timezone.localtime(change.at)
    day = f"{wareki.format_long(at.date())}{at:%H時%M分}"
    return f"{change.staff_name}（{change.post_name}）が、{day}に「{change.label}」を記録しました。"


def _uuid(text: str) -> UUID:
    """A key as sent; a new one where none was sent that can be read."""
    try:
        return UUID(text)
    except ValueError:
        return uuid4()

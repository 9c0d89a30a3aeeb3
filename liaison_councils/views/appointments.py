"""署長の委嘱: all candidates of the station, approved with one act — all that are ticked, or none of them."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import View

from casework.citations import cite
from casework.models import ActKey, ReadLog
from casework.sent import whole_number
from casework.workflow import Refused, refusals
from liaison_councils.forms.appointments import AppointmentsForm
from liaison_councils.models import Term
from liaison_councils.models.renewal import appoint_all

TITLE = "候補者をまとめて委嘱する"
OVERTAKEN = "この画面を開いた後に、記録が変わりました。"
GONE = "候補者ではなくなりました。ほかの人が先に決めたようです。"


@dataclass
class Row:
    term: Term
    why: list = field(default_factory=list)  # reasons why it cannot be appointed
    ticked: bool = True
    fault: str = ""  # why the whole was refused, as far as it lies in this row


class NotAll(Exception):
    """Some of the ticked rows cannot be appointed: ``faults`` by key."""

    def __init__(self, faults: dict[int, str]):
        self.faults = faults
        super().__init__()


class Appointments(View):
    http_method_names = ["get", "head", "post"]

    def get(self, request):
        ReadLog.note(request.actor, TITLE)
        if "done" in request.GET:
            return self._results(request.GET["done"])
        return self._page(AppointmentsForm(today=timezone.localdate()), self._rows())

    def post(self, request):
        key = _uuid(request.POST.get("act_key", ""))
        first = key and ActKey.objects.filter(key=key, staff=request.user).exclude(location="").first()
        if first:
            return HttpResponseRedirect(first.location)
        form = AppointmentsForm(request.POST, today=timezone.localdate())
        keys = {number for text in request.POST.getlist("term") if (number := whole_number(text))}
        if not form.is_valid() or not keys:
            if not keys:
                form.add_error(None, "委嘱する候補者を一人以上選んでください。")
            return self._page(form, self._rows(keys), 422)
        try:
            return HttpResponseRedirect(self._appoint(key, keys, form.cleaned_data))
        except NotAll as error:
            form.add_error(None, "委嘱できない人が含まれています。一人も委嘱していません。")
            return self._page(form, self._rows(keys, error.faults), 422)
        except Refused as error:
            for reason in error.reasons:
                form.add_error(reason.field if reason.field in form.fields else None, _words(reason))
            return self._page(form, self._rows(keys), 422)

    # --- the act ----------------------------------------------------------------------------------------------

    @transaction.atomic
    def _appoint(self, key: UUID | None, keys: set[int], told: dict) -> str:
        if key and (first := ActKey.claim(key, self.request.user)):
            return first.location
        rows = self._candidates().filter(pk__in=keys).order_by("pk").select_for_update(of=("self",))
        terms = list(rows)
        if faults := self._faults(terms, keys, told["on"]):
            raise NotAll(faults)
        number = told["document_number"]
        appoint_all(terms, by=self.request.actor, on=told["on"], document_number=number)
        location = f"{reverse('council_appointments')}?done={key}"
        if key:
            ActKey.settle(key, location, [term.pk for term in terms])
        return location

    def _faults(self, terms: list[Term], keys: set[int], on) -> dict[int, str]:
        """What stands against each row; the door asks again."""
        found = dict.fromkeys(keys - {term.pk for term in terms}, GONE)
        for term in terms:
            reasons = refusals(term, "appoint", self.request.actor) + term.late_problems(on)
            if str(term.revision) != self.request.POST.get(f"revision-{term.pk}", ""):
                found[term.pk] = OVERTAKEN
            elif reasons:
                found[term.pk] = "　".join(_words(reason) for reason in reasons)
        return found

    # --- pages ------------------------------------------------------------------------------------------------

    def _candidates(self):
        return Term.objects.of(self.request.actor).nominated().with_service()

    def _rows(self, ticked: set[int] | None = None, faults: dict | None = None) -> list[Row]:
        rows = self._candidates().select_related("person", "council", "previous", "replaces__person")
        rows = rows.order_by("council__order_key", "council", "person__order_key", "pk")
        found = [Row(term, refusals(term, "appoint", self.request.actor)) for term in rows]
        for row in found:
            row.ticked = not row.why if ticked is None else row.term.pk in ticked
            row.fault = (faults or {}).get(row.term.pk, "")
        lost = set(faults or {}) - {row.term.pk for row in found}
        self.gone = len(lost)
        return found

    def _page(self, form, rows: list[Row], status=200):
        context = {
            "form": form, "rows": rows, "able": sum(not row.why for row in rows), "title": TITLE, "today": timezone.localdate(),
            "gone": self.gone, "faults": [row for row in rows if row.fault],
        }  # fmt: skip
        return render(self.request, "liaison_councils/appointments.html", context, status=status)

    def _results(self, sent: str):
        key = _uuid(sent)
        found = key and ActKey.objects.filter(key=key, staff=self.request.user).first()
        if not found or not found.location.startswith(reverse("council_appointments")):
            raise Http404
        rows = Term.objects.of(self.request.actor).filter(pk__in=found.result)
        related = ("person", "council", "previous", "replaces__person")
        rows = list(
            rows.select_related(*related).order_by("council__order_key", "council", "person__order_key", "pk")
        )
        context = {"rows": rows, "title": "委嘱しました", "on": rows[0].appointed_on if rows else None}
        return render(self.request, "liaison_councils/appointments_done.html", context)


def _words(reason) -> str:
    return f"{reason.sentence}（{cite(reason.clause)}）" if reason.clause else reason.sentence


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None

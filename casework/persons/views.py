"""本人の記録: who is asked for, what is held, the sheet, and what the person asks for. No name stands in an address."""

from typing import Any

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import View

from casework.models import PersonRequest, ReadLog
from casework.permissions import Reason
from casework.persons import forms, paper
from casework.persons.asking import take_in
from casework.persons.sources import by_key, found
from casework.persons.traces import documents, traces
from casework.views import OfficeAct
from casework.views.desk import DeskAct
from casework.views.pdf import printed
from casework.workflow import Refused

READS = "本人の記録"
SHOWN = 300


def held(asked, actor) -> tuple[list, list, list]:
    """What is held of somebody: the rows that hold them, where else they are named, the documents of those cases."""
    people, told = found(asked, actor), traces(asked, actor)
    return people, told, documents(told, [(each.row._meta.label, each.row.pk) for each in people])


class Persons(View):
    """The form by GET, what is held by POST; nothing is written but the read log."""

    request: Any
    http_method_names = ["get", "head", "post"]

    def get(self, request):
        ReadLog.note(request.actor, f"{READS}の画面")
        return self.page(forms.PersonForm())

    def post(self, request):
        form = forms.PersonForm(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        ReadLog.note(request.actor, READS)
        people, told, files = held(form.asked(), request.actor)
        return self.page(
            form, people=people, traces=told[:SHOWN], count=len(told), documents=files, is_asked=True
        )

    def page(self, form, status=200, **told):
        requests = PersonRequest.objects.of(self.request.actor).filter(state="open").select_related("station")
        context = {"form": form, "requests": requests[:100], **told}
        return render(self.request, "casework/persons/page.html", context, status=status)


class PersonSheet(View):
    """The same as a paper."""

    http_method_names = ["post"]

    def post(self, request):
        form = forms.PersonForm(request.POST)
        if not form.is_valid():
            return HttpResponseRedirect(reverse("persons"))
        ReadLog.note(request.actor, f"{READS}の写し")
        asked = form.asked()
        values = paper.values(asked, *held(asked, request.actor), timezone.localdate())
        return printed(paper.FORM.number, values, f"{paper.FORM.title} {timezone.localdate():%Y-%m-%d}")


class PersonRequestNew(OfficeAct):
    """Of the row that the address names by its key (?person=blue_patrol.Patroller-12)."""

    template_name = "acts/form.html"
    form_class = forms.RequestForm
    success_message = "請求を受け付けました。"

    @property
    def person(self):
        if not hasattr(self, "_person"):
            self._person = by_key(self.request.GET.get("person", ""), self.request.actor)
        return self._person

    def get(self, request, *args, **kwargs):
        ReadLog.note(request.actor, READS, self.person.row if self.person else None)
        return super().get(request, *args, **kwargs)

    def refusals(self):
        return [] if self.person else [Reason("「本人の記録」で人を探し、その行から受け付けてください。")]

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"today": timezone.localdate()}

    def get_context_data(self, **kwargs):
        person = self.person
        words, _ = person.correct if person else ("", "")
        shown = {
            "title": "本人からの請求の受付", "back": reverse("persons"), "list_url": reverse("persons"), "list_word": "本人の記録",
            "back_word": "本人の記録に戻る", "button": "受け付ける", "show_form": person is not None,
            "lead": f"{person.source.label}　{getattr(person.row, person.source.name)}" if person else "",
            "writes": (
                f"訂正：{words}。済んだら、ここに記録します。",
                "利用停止：検索と、団体をまたぐ一覧から外れます。署長と本部の係には見えます。本人が関わる事案の頁には残ります。",
            ),
        }  # fmt: skip
        return super().get_context_data(**shown, **kwargs)

    def carry_out(self, *, kind, reason, asked_on):
        if not self.person:
            raise Refused(self.refusals())
        return take_in(self.person.row, by=self.request.actor, kind=kind, reason=reason, asked_on=asked_on)

    def get_success_url(self) -> str:
        return reverse("person_request", args=[self.done.pk]) if hasattr(self, "done") else reverse("persons")


class PersonRequestPage(DeskAct):
    """What was asked for, where it is put right, and its end."""

    page = "person_request"
    model = PersonRequest
    transition = "settle"
    form_class = forms.SettleForm
    template_name = "casework/persons/request.html"
    reads = "本人からの請求"
    title, button = "本人からの請求", "済みとする"
    success_message = "請求を済みとしました。"
    writes = ("訂正は終わり、利用停止は解けます。",)

    def get_context_data(self, **kwargs):
        case = self.case
        person = by_key(f"{case.object_label}-{case.object_pk}", self.request.actor)
        told = {"back": reverse("persons"), "list_url": reverse("persons"), "list_word": "本人の記録", "back_word": "本人の記録に戻る"}  # fmt: skip
        return super().get_context_data(**told, person=person, **kwargs)

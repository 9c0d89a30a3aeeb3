"""二要素認証の解除, page by page: what waits, the asking, the confirming that shows a one-time password once."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import ListView, View

from casework.forms import AsTypedField, CaseForm
from casework.models import Posting, SecondFactorReset, Staff
from casework.views import OfficeAct


def people_of(prefecture):
    """Whose office is of the prefecture today, and who has no post at all."""
    mine = Q(post__station__prefecture=prefecture) | Q(post__division__prefecture=prefecture)
    today = Posting.objects.on(timezone.localdate())
    return Staff.objects.filter(is_active=True).filter(
        Q(pk__in=today.filter(mine).values("staff")) | ~Q(pk__in=today.values("staff"))
    )


class AskForm(CaseForm):
    number = AsTypedField(label="職員番号", max_length=20)
    reason = AsTypedField(label="理由（本人とどう確かめたか）", max_length=200)

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.actor = actor

    def clean_number(self) -> str:
        number = self.cleaned_data["number"].strip()
        self.staff = people_of(self.actor.prefecture).filter(staff_number=number).first()
        if self.staff is None:
            raise forms.ValidationError("この職員番号で、利用中の職員は見つかりません。")
        if self.staff.pk == self.actor.staff.pk:
            raise forms.ValidationError("自分の解除は申し出られません。ほかの管理者に頼んでください。")
        if SecondFactorReset.objects.waiting().filter(staff=self.staff).exists():
            raise forms.ValidationError("この職員の解除は、もう申し出てあり、確かめを待っています。")
        return number


class Resets(ListView):
    request: Any
    template_name = "casework/log_in/resets.html"
    paginate_by = 50

    def get_queryset(self):
        related = ("staff", "asked_by", "confirmed_by", "dropped_by")
        return SecondFactorReset.objects.of(self.request.actor).select_related(*related)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        rows = [(row, row.refusals(self.request.actor)) for row in context["object_list"]]
        return context | {"rows": rows}


class AskReset(OfficeAct):
    template_name = "acts/form.html"
    form_class = AskForm
    success_message = "申し出ました。ほかの管理者か、本人の上司が確かめると解除されます。"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"actor": self.request.actor}

    def get_initial(self):
        return {"number": self.request.GET.get("number", "")}

    def get_context_data(self, **kwargs):
        shown = {
            "title": "二要素認証の解除の申出", "back": reverse("resets"), "list_url": reverse("resets"),
            "list_word": "二要素認証の解除", "button": "申し出る", "show_form": True,
            "lead": "認証アプリの機器やパスキー、番号の一覧をなくした職員のためのものです。申し出るだけでは、何も変わりません。",
            "writes": (
                "ほかの管理者か、本人の上司（署長、本部の決裁の職）が確かめるのを待ちます。",
                "確かめると、登録がすべて消え、一度だけのパスワードができ、開いている画面が終わります。",
            ),
        }  # fmt: skip
        return super().get_context_data(**shown, **kwargs)

    def carry_out(self, **details):
        actor, form = self.request.actor, self.bound
        return SecondFactorReset.objects.create(
            staff=form.staff, prefecture=actor.prefecture, reason=form.cleaned_data["reason"],
            asked_by=actor.staff, asked_as=actor.posting.label[:80],
        )  # fmt: skip

    def get_success_url(self) -> str:
        return reverse("resets")


class OfReset(View):
    request: Any
    http_method_names = ["post"]

    def one(self) -> SecondFactorReset:
        return get_object_or_404(SecondFactorReset.objects.of(self.request.actor), pk=self.kwargs["pk"])


class ConfirmReset(OfReset):
    """The password stands in the answer itself, never in a cookie, a message or the database."""

    def post(self, request, pk):
        given = self.one().confirm(request.actor)
        if isinstance(given, list):
            messages.error(request, "".join(reason.sentence for reason in given))
            return redirect("resets")
        answer = render(request, "casework/log_in/reset_done.html", {"given": given})
        answer["Cache-Control"] = "no-store"
        return answer


class DropReset(OfReset):
    def post(self, request, pk):
        with transaction.atomic():
            if self.one().drop(request.actor):
                messages.success(request, "取りやめました。")
            else:
                messages.error(request, "もう済んでいるので、取りやめられません。")
        return redirect("resets")

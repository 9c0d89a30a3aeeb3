"""The acts on a commission (第12): consider, decide, release, report the release, link with a group."""

from functools import cached_property

from django.db.models import Case, Value, When
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView

from blue_patrol.forms import commissions as forms
from blue_patrol.models import Commission, Group
from blue_patrol.presenters import commissions as words
from blue_patrol.presenters import links
from blue_patrol.rules import group_types
from blue_patrol.views.commissions import CommissionMixin
from casework import names
from casework.citations import cite
from casework.sent import whole_number
from casework.views import ActOnce, ActView
from casework.workflow import Refused, refusals


class ConsiderCommission(ActOnce, FormView):
    """A new one, for a group of the desk (?group=) or for a body that is named in words."""

    template_name = "blue_patrol/commission_consider.html"
    form_class = forms.ConsiderForm
    success_message = "委嘱の検討を始めました。"
    case = None

    @cached_property
    def group(self) -> Group | None:
        sent = self.request.POST if self.request.method == "POST" else self.request.GET
        key = whole_number(sent.get("group"))
        return get_object_or_404(Group.objects.of(self.request.actor), pk=key) if key else None

    def get_form_kwargs(self):
        station = self.request.actor.station
        return super().get_form_kwargs() | {
            "station": station,
            "group": self.group,
            "today": timezone.localdate(),
        }

    def get_context_data(self, **kwargs):
        back = links.to("group", self.group.pk) if self.group else reverse("commissions")
        return super().get_context_data(
            title="委嘱を検討する",
            button="検討を記録する",
            group=self.group,
            back=back,
            show_form=True,
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        return self.first_result() or super().post(request, *args, **kwargs)

    def form_valid(self, form):
        try:
            return self.once(**form.details())
        except Refused as error:
            for reason in error.reasons:
                place = f"（{cite(reason.clause)}）" if reason.clause else ""
                form.add_error(
                    reason.field if reason.field in form.fields else None, f"{reason.sentence}{place}"
                )
            return self.form_invalid(form)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def carry_out(self, **details):
        return Commission.consider(by=self.request.actor, group=self.group, **details)

    def get_success_url(self) -> str:
        return links.to("commission", self.done.pk)


class CommissionAct(CommissionMixin, ActView):
    """One act on a commission with its form."""

    template_name = "blue_patrol/commission_act.html"
    reads = "委嘱の手続"
    title = ""
    button = ""
    lead = ""
    is_rare = False
    writes: tuple[str, ...] = ()

    def get_success_url(self) -> str:
        return links.to("commission", self.kwargs["pk"])

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"case": self.case, "today": timezone.localdate()}

    def details(self, form):
        return form.details()

    def get_context_data(self, **kwargs):
        sent = self.revision()
        shown = {
            "title": self.title, "button": self.button, "lead": self.lead, "is_rare": self.is_rare,
            "writes": self.what_it_writes(), "revision": self.case.revision if sent is None else sent,
            "clause_id": self.case.clause_of(self.transition),
            "cures": {"reconsider": (links.to("commission_edit", self.case.pk), "検討を書く")},
        }  # fmt: skip
        context = super().get_context_data(**shown, **kwargs)
        context["show_form"] = not context["refusals"] or context["form"].is_bound
        return context

    def what_it_writes(self) -> list[str]:
        return list(self.writes)


class Reconsider(CommissionAct):
    template_name = "blue_patrol/commission_consider.html"
    transition = "reconsider"
    form_class = forms.ConsiderForm
    title, button = "委嘱の検討", "検討を記録する"
    success_message = "検討したことを記録しました。"

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        kwargs["commission"] = kwargs.pop("case")
        return kwargs | {"station": self.case.station, "group": self.case.group}

    def get_context_data(self, **kwargs):
        return super().get_context_data(group=self.case.group, **kwargs)


class Decide(CommissionAct):
    """One page, two answers; what is wanting for a commission still leaves 委嘱しない open."""

    template_name = "blue_patrol/commission_decide.html"
    transition = "commission"
    form_class = forms.DecideForm
    title, button = "署長の決定", "決定を記録する"
    lead = (
        "次の基準を総合的に検討して決めます。認められない基準があっても、それだけで断ることにはなりません。"
    )
    writes = (
        "委嘱すると、委嘱状を印刷できます",
        "団体の記録の委嘱者と委嘱年月日が空いていれば、入ります",
        "決めた理由と指導したことが、経過に残ります",
    )
    success_message = "署長の決定を記録しました。"

    def form_valid(self, form):
        self.transition = form.cleaned_data["decision"]
        return super().form_valid(form)

    def field_of(self, form, reason):
        return super().field_of(form, reason) or "decision"

    def get_context_data(self, **kwargs):
        kwargs.setdefault("refusals", refusals(self.case, "decline", self.request.actor))
        context = super().get_context_data(
            criteria=words.criteria(self.case), missing=self.case.commission_gaps(), **kwargs
        )
        return context | {"clause_id": "BP-12-1"}


class Release(CommissionAct):
    transition = "release"
    form_class = forms.ReleaseForm
    title, button = "委嘱の解除", "解除を記録する"
    is_rare = True
    success_message = "委嘱の解除を記録しました。"

    def what_it_writes(self):
        lines = ["委嘱は解かれます。戻すことはできません"]
        if self.case.standing() is None:
            return [*lines, "この団体は青色防犯パトロールを行っていないので、本部への報告は要りません"]
        lines.append("本部へ、速やかに報告します（要領 第12の3）。期限に入ります")
        if self.case.group.group_type == group_types.COMMISSIONED:
            lines.append(
                "区分(イ)の団体なので、取消事由（要領 第8の1のウ）に当たるかの確認が、期限に入ります"
            )
        return lines


class ReportRelease(CommissionAct):
    transition = "report_release"
    form_class = forms.ReportReleaseForm
    title, button = "解除の本部報告", "報告を記録する"
    lead = "委嘱の解除の報告を本部へ送った日を記録します。"
    writes = ("「委嘱の解除の本部への報告」の期限が済みます",)
    success_message = "本部への報告を記録しました。"


class LinkCommission(CommissionAct):
    transition = "link"
    form_class = forms.LinkForm
    title, button = "団体の記録との結び付け", "結び付ける"
    lead = "申請や登録で団体の記録ができたら、この委嘱と結び付けます。"
    writes = ("団体の画面に、この委嘱が出ます", "団体の記録の委嘱者と委嘱年月日が空いていれば、入ります")
    success_message = "団体の記録と結び付けました。"

    def get_form_kwargs(self):
        alike = names.search_key(self.case.name)
        rows = Group.objects.filter(station=self.case.station_id)
        rank = Case(When(search_key__contains=alike, then=Value(0)), default=Value(1))
        return super().get_form_kwargs() | {"groups": rows.order_by(rank, "order_key", "pk")}

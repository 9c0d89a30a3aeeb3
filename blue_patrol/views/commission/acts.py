"""The acts on a commission (第12): consider, decide, release, report the release, link with a group."""

from functools import cached_property

from django.db.models import Case, Value, When
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from blue_patrol.forms import commissions as forms
from blue_patrol.models import Commission, Group
from blue_patrol.presenters import commissions as words
from blue_patrol.rules import group_types
from blue_patrol.views.acting import DeskAct
from blue_patrol.views.commission.pages import CommissionMixin
from casework import names
from casework.presenters import links
from casework.sent import whole_number
from casework.views import OfficeAct
from casework.views.merging import EditedTogether
from casework.workflow import refusals


class ConsiderCommission(OfficeAct):
    """A new one, for a group of the desk (?group=) or for a body that is named in words."""

    template_name = "blue_patrol/commission/consider.html"
    form_class = forms.ConsiderForm
    success_message = "委嘱の検討を始めました。"

    @cached_property
    def group(self) -> Group | None:
        sent = self.request.POST if self.request.method == "POST" else self.request.GET
        key = whole_number(sent.get("group"))
        return get_object_or_404(Group.objects.of(self.request.actor), pk=key) if key else None

    def get_form_kwargs(self):
        desk = {"station": self.request.actor.station, "group": self.group, "today": timezone.localdate()}
        return super().get_form_kwargs() | desk

    def get_context_data(self, **kwargs):
        back = links.to("group", self.group.pk) if self.group else reverse("commissions")
        shown = {"title": "委嘱を検討する", "button": "検討を記録する", "show_form": True, "back": back}
        return super().get_context_data(**shown, group=self.group, **kwargs)

    def details(self, form):
        return form.details()

    def carry_out(self, **details):
        return Commission.consider(by=self.request.actor, group=self.group, **details)

    def get_success_url(self) -> str:
        return links.to("commission", self.done.pk)


class CommissionAct(CommissionMixin, DeskAct):
    """One act on a commission with its form."""

    template_name = "blue_patrol/commission/act.html"
    reads = "委嘱の手続"

    def details(self, form):
        return form.details()

    def cures(self) -> dict:
        return {"reconsider": (links.to("commission_edit", self.case.pk), "検討を書く")}


class Reconsider(EditedTogether, CommissionAct):
    template_name = "blue_patrol/commission/consider.html"
    transition = "reconsider"
    form_class = forms.ConsiderForm
    title, button = "委嘱の検討", "検討を記録する"
    success_message = "検討したことを記録しました。"

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        kwargs["commission"], _ = kwargs.pop("case"), kwargs.pop("actor")
        return kwargs | {"station": self.case.station, "group": self.case.group}

    def get_context_data(self, **kwargs):
        return super().get_context_data(group=self.case.group, **kwargs)


class Decide(CommissionAct):
    """One page, two answers; what is wanting for a commission still leaves 委嘱しない open."""

    template_name = "blue_patrol/commission/decide.html"
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
        return super().get_context_data(
            criteria=words.criteria(self.case), missing=self.case.commission_gaps(), **kwargs
        )

    def clause_id(self) -> str:
        return "BP-12-1"


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
            lines.append("区分(イ)の団体なので、取消し（要領 第8の1のウ）の事案が、認知として開きます")
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

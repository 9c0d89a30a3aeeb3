"""The acts on a council (第3, 第4): plan, set up, rename; who runs it; instruction and visits."""

from functools import cached_property

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from casework.models import Koban, Posting
from casework.presenters import links
from casework.roles import COUNCIL_DESK, Role
from casework.sent import whole_number
from casework.views import OfficeAct
from casework.views.desk import DeskAct
from casework.views.merging import EditedTogether
from liaison_councils.forms import councils as forms
from liaison_councils.forms import officers as people
from liaison_councils.models.council_areas import one_name_a_station
from liaison_councils.models.opening import plan_council
from liaison_councils.presenters import councils as words
from liaison_councils.rules.names_of_councils import OCCUPATIONAL
from liaison_councils.views.council_page import CouncilMixin

OTHERS = COUNCIL_DESK | {Role.STATION_CHIEF}


class OffersName:
    """A button that takes name and area from the koban, and judges nothing yet."""

    def post(self, request, *args, **kwargs):
        if "offer" in request.POST:
            return self.render_to_response(self.get_context_data(form=self.with_name()))
        return super().post(request, *args, **kwargs)

    def with_name(self):
        kwargs = self.get_form_kwargs()
        sent = kwargs.pop("data")
        kwargs.pop("files", None)
        offered = self.form_class(**kwargs | {"data": sent}).offered()
        typed = {name: value for name, value in sent.dict().items() if value}
        return self.form_class(**kwargs | {"initial": typed | offered})

    def field_of(self, form, reason):
        """What is wanting of the areas stands beside the first of them."""
        if reason.field == "areas" and form.kobans:
            return f"area-{form.kobans[0].pk}"
        return super().field_of(form, reason)


class PlanCouncil(OffersName, OfficeAct):
    """設置の準備, for a koban without one (?koban=) or freely."""

    template_name = "liaison_councils/council_plan.html"
    form_class = forms.PlanForm
    success_message = "設置の準備を始めました。運営責任者が指定されると、署長が設置を記録できます。"

    @cached_property
    def koban(self) -> Koban | None:
        key = whole_number(self.request.GET.get("koban"))
        offered = Koban.objects.filter(station=self.request.actor.station)
        return get_object_or_404(offered, pk=key) if key else None

    def get_form_kwargs(self):
        desk = {
            "station": self.request.actor.station,
            "today": timezone.localdate(),
            "koban": self.koban,
        }
        return super().get_form_kwargs() | desk

    def get_context_data(self, **kwargs):
        shown = {
            "title": "協議会を設ける",
            "button": "設置の準備を記録する",
            "show_form": True,
            "back": reverse("councils"),
        }
        return super().get_context_data(
            **shown, list_url=reverse("councils"), list_word="連絡協議会", **kwargs
        )

    def details(self, form):
        return form.details()

    def carry_out(self, **details):
        return plan_council(self.request.actor.station, by=self.request.actor, **details)

    def get_success_url(self) -> str:
        return links.to("council", self.done.pk)


class CouncilAct(CouncilMixin, DeskAct):
    """One act on a council with its form."""

    template_name = "liaison_councils/council_act.html"
    reads = "連絡協議会の手続"

    def details(self, form):
        return form.details()

    def cures(self) -> dict:
        return words.cures(self.case, self.request.actor)

    def get_context_data(self, **kwargs):
        above = {
            "list_url": reverse("councils"),
            "list_word": "連絡協議会",
            "whose": str(self.case),
            "eyebrow": self.case.procedure,
        }
        return super().get_context_data(**above, back_word="協議会に戻る", **kwargs)

    def carry_out(self, **details):
        with one_name_a_station():
            return super().carry_out(**details)


class Amend(EditedTogether, OffersName, CouncilAct):
    template_name = "liaison_councils/council_plan.html"
    transition = "amend"
    form_class = forms.PlanForm
    title, button = "設置の準備の内容", "内容を記録する"
    success_message = "準備の内容を直しました。"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"station": self.case.station}


class Establish(CouncilAct):
    transition = "establish"
    form_class = forms.EstablishForm
    title, button = "協議会の設置", "設置を記録する"
    writes = (
        "協議会が「活動中」になります",
        "設置等状況一覧に「設置」の一行が入ります",
        "会議の予定を入れられます",
    )
    success_message = "設置を記録しました。"

    @property
    def lead(self) -> str:
        others = [] if self.case.kind == OCCUPATIONAL else self.case.doubled()
        if not others:
            return "準備した名称と所管区のとおりに設けます。"
        named = "、".join(f"「{each}」" for each in others)
        return f"{named}が、同じ所管区の全部を対象としています。原則は一つなので、二つ設ける理由を書いてください。"


class Rename(EditedTogether, OffersName, CouncilAct):
    template_name = "liaison_councils/council_rename.html"
    transition = "rename"
    form_class = forms.RenameForm
    title, button = "名称・区域の変更", "変更を記録する"
    writes = (
        "外した所管区は変更の日で終わり、加えた所管区は変更の日から始まります",
        "設置等状況一覧に「変更」の一行が入ります",
    )
    success_message = "名称・区域の変更を記録しました。"


class NameOfficer(CouncilAct):
    transition = "name_officer"
    form_class = people.NameOfficerForm
    title, button = "運営責任者等の指定", "指定を記録する"
    lead = "運営責任者は、交番所長等から署長が指定します。運営担当者は所管区の勤務員の全員なので、ふつうは指定しません。"
    writes = ("運営責任者は一度に一人です。前の人の指定は、同じ日に解かれます", "指定簿に入ります")
    success_message = "指定を記録しました。"

    def get_form_kwargs(self):
        today = timezone.localdate()
        here = self.case.operating_staff(today)
        others = Posting.objects.on(today).filter(post__station=self.case.station_id, post__role__in=OTHERS)
        others = others.exclude(pk__in=[each.pk for each in here]).select_related("staff", "post__koban")
        return super().get_form_kwargs() | {
            "here": here,
            "elsewhere": list(others.order_by("post__role", "post", "pk")),
        }


class ReleaseOfficer(CouncilAct):
    transition = "release_officer"
    form_class = people.ReleaseForm
    title, button = "指定の解除", "解除を記録する"
    writes = ("解いた日までの指定は、指定簿に残ります",)
    success_message = "指定の解除を記録しました。"

    def get_initial(self):
        return super().get_initial() | {"officer": self.request.GET.get("officer", "")}

    def nothing_left(self, form) -> str:
        return "" if self.case.current_officers() else "指定されている人はいません。"


class Instruct(CouncilAct):
    transition = "instruct"
    form_class = people.InstructForm
    title, button = "運営担当者への事前の指導", "指導を記録する"
    lead = "趣旨・目的・実施の方法などを、会議の前に勤務員に指導したことを記録します。"
    success_message = "指導を記録しました。"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"here": self.case.operating_staff(timezone.localdate())}


class VisitSomebody(CouncilAct):
    transition = "visit"
    form_class = people.VisitForm
    title, button = "訪問", "訪問を記録する"
    success_message = "訪問を記録しました。"

    def get_form_kwargs(self):
        running = self.case.terms.in_force().select_related("person").order_by("person__order_key", "pk")
        return super().get_form_kwargs() | {"members": list(running)}

    def get_initial(self):
        return super().get_initial() | {"term": self.request.GET.get("term", "")}

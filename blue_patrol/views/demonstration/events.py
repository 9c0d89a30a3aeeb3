"""デモ等の予定: every run by its day, the stickers' way back, joint patrols that need no application."""

from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from blue_patrol.forms.demonstration.stickers_back import ExemptionForm, SendUpForm, TakeBackForm
from blue_patrol.models import DemonstrationApplication, DemonstrationExemption, Procedure
from blue_patrol.rules import change_kinds
from blue_patrol.views.acting import ApplicationAct
from blue_patrol.views.requests import NewRequest
from casework.models import ReadLog
from casework.models.road import S

SHOWN = 200


class EventsPage(TemplateView):
    """Upcoming runs first, the past ones below, the latest first; three queries."""

    template_name = "blue_patrol/demonstration/list.html"

    def get_context_data(self, **kwargs):
        actor, today = self.request.actor, timezone.localdate()
        ReadLog.note(actor, "デモ等の予定")
        rows = DemonstrationApplication.objects.of(actor).select_related(
            "demonstration", "group", "station", "handler"
        )
        rows = rows.filter(demonstration__isnull=False)
        coming = rows.filter(demonstration__held_on__gte=today).order_by("demonstration__held_on", "pk")
        past = rows.filter(demonstration__held_on__lt=today).order_by("-demonstration__held_on", "-pk")
        exempted = DemonstrationExemption.objects.of(actor).select_related("group", "station", "recorded_by")
        return super().get_context_data(
            coming=coming[:SHOWN], past=past[:SHOWN], exempted=exempted.order_by("-held_on", "-pk")[:SHOWN], today=today,
            may_ask=actor.may("forward"), of_headquarters=actor.station is None, handled_url=_handled_url(actor), **kwargs,
        )  # fmt: skip


def _handled_url(actor) -> str:
    """The list of cases, where runs are asked for by who has them in hand; "" for a post that hands none over."""
    of_runs = urlencode({"phase": "open", "procedure": Procedure.DEMONSTRATION.value})
    return f"{reverse('cases')}?{of_runs}" if actor.may("assign") else ""


class TakeBack(ApplicationAct):
    """Sticker by sticker: back, lost, or still with its group."""

    template_name = "blue_patrol/demonstration/return.html"
    transition = "take_back"
    form_class = TakeBackForm
    title, button = "デモ等用標章の返納", "返納を記録する"
    lead = "運行が終わって返ってきた標章を、番号を見て受け取ります。"
    writes = (
        "交付簿の、この標章を交付した行の摘要に、返納の日が入ります",
        "返った標章は「署に返納」になり、本部へ送れます",
        "不明とした標章は「不明」になります。見付かったら、証明書等の所在から戻します",
    )
    success_message = "デモ等用標章の返納を記録しました。"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"things": things_out(self.case)}

    def nothing_left(self, form):
        return "" if form.things else "団体に残っている標章は、ありません"

    def details(self, form):
        return form.details()


def things_out(case) -> list:
    """Of a case of any procedure; another one has none."""
    return list(case.out_things()) if isinstance(case, DemonstrationApplication) else []


class SendUp(ApplicationAct):
    """What came back goes to headquarters; with it the run is over (BP-10-5-2)."""

    transition = "report"
    form_class = SendUpForm
    title, button = "デモ等用標章の本部への返送", "返送を記録する"
    lead = "返納された標章を、本部へ送ったことを記録します。"
    writes = ("標章は「本部へ返送」になります", "この事案は、ここで終わります")
    success_message = "デモ等用標章を本部へ送ったことを記録しました。"

    def dispatch(self, request, *args, **kwargs):
        """Another procedure's last step is the report of its delivery."""
        if self.case.case_label != Procedure.DEMONSTRATION:
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class DemonstrationExempt(NewRequest):
    """A joint patrol without an application: areas overlap, or one was extended before (BP-10-1-1-nao)."""

    template_name = "blue_patrol/demonstration/exempt.html"
    machine = DemonstrationApplication
    form_class = ExemptionForm
    title, button = "申請の要らない合同パトロール", "記録する"
    lead = "実施地域が重なるとき、またはあらかじめ実施地域を拡大したときは、運行の申請は要りません。"
    success_message = "申請の要らない合同パトロールを記録しました。"

    def get_form_kwargs(self):
        delivered = self.standing.group.applications.filter(
            case_label=Procedure.CHANGE,
            state__in=[S.DELIVERED, S.REPORTED],
            change_items__kind=change_kinds.AREA.code,
        )
        return super().get_form_kwargs() | {
            "area": self.standing.patrol_area,
            "changes": delivered.order_by("-delivered_on", "-pk"),
        }

    def details(self, form):
        return form.details()

    def carry_out(self, **details):
        actor = self.request.actor
        return DemonstrationExemption.objects.create(
            station=self.standing.station, group=self.standing.group, recorded_by=actor.staff,
            recorded_on=timezone.localdate(), **details,
        )  # fmt: skip

    def get_success_url(self) -> str:
        return reverse("demonstrations")

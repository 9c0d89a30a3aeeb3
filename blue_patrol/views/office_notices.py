"""運輸支局等への通知 (BP-8-4, BP-9-2): what waits for each office, one paper an office, and what was sent."""

from functools import cached_property

from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.generic import TemplateView, View

from blue_patrol.forms.office_notices import OfficeNoticeForm, words_of
from blue_patrol.models import OfficeNotice
from blue_patrol.models.transport_notices import OfficeCars, by_office, send
from blue_patrol.papers.from_return import NOTICE, office_notice_values
from blue_patrol.papers.notice_bytes import make_bytes
from blue_patrol.views.stock.pages import StockAct
from casework import papers
from casework.models import ReadLog, TransportOffice
from casework.permissions import PERMISSIONS, Reason
from casework.presenters import links
from casework.sent import whole_number
from casework.views.keyset import Keyset
from casework.views.pdf import printed, sent

UNKNOWN = "unknown"  # the office of a car whose base the table of jurisdictions does not know


def address_of(waiting: OfficeCars) -> str:
    return f"{links.to('office_notice_new')}?office={waiting.office.pk if waiting.office else UNKNOWN}"


class OfficeNoticesPage(TemplateView):
    """What waits, by office, and the notices that were sent."""

    template_name = "blue_patrol/office_notices.html"

    def get_context_data(self, **kwargs):
        actor, today = self.request.actor, timezone.localdate()
        ReadLog.note(actor, "運輸支局等への通知")
        waiting = by_office(actor, today)
        for each in waiting:
            each.url, each.lines = address_of(each), [(told, *words_of(told)) for told in each.cars]
        sent_notices = (
            OfficeNotice.objects.of(actor).select_related("office", "sent_by").defer("content", "values")
        )
        return super().get_context_data(
            waiting=waiting, pages=Keyset(sent_notices, self.request.GET, descending=True), today=today,
            may_notify=actor.may("headquarters_act"), **kwargs,
        )  # fmt: skip


class SendNotice(StockAct):
    """One paper to one office; a car stays out by taking its tick away."""

    template_name = "blue_patrol/office_notice_new.html"
    form_class = OfficeNoticeForm
    title, button = "運輸支局等への通知", "通知を記録する"
    back = "office_notices"

    @cached_property
    def waiting(self) -> OfficeCars:
        asked = self.request.GET.get("office", "")
        for each in by_office(self.request.actor, timezone.localdate()):
            if asked == (str(each.office.pk) if each.office else UNKNOWN):
                return each
        office = TransportOffice.objects.filter(
            prefecture=self.request.actor.prefecture, pk=whole_number(asked)
        ).first()
        if office is None and asked not in ("", UNKNOWN):
            raise Http404
        return OfficeCars(office)  # nothing waits any more

    def refusals(self) -> list[Reason]:
        permission, actor = PERMISSIONS["headquarters_act"], self.request.actor
        refused = permission.rule(OfficeNotice(), actor)
        return [refused] if refused else []

    def get_form_kwargs(self):
        unknown = self.waiting.office is None
        rows = TransportOffice.objects.on(timezone.localdate()).filter(
            prefecture=self.request.actor.prefecture
        )
        return super().get_form_kwargs() | {
            "cars": self.waiting.cars,
            "offices": list(rows) if unknown else [],
        }

    def get_context_data(self, **kwargs):
        return super().get_context_data(office=self.waiting.office, cars=self.waiting.cars, **kwargs)

    def carry_out(self, *, clocks, to="", **details):
        actor = self.request.actor
        office = self.waiting.office or get_object_or_404(TransportOffice, prefecture=actor.prefecture, pk=to)
        notice = send(
            office, clocks, by=actor, paper_version=papers.get(NOTICE).template_version,
            values_of=lambda notice, cars: office_notice_values(notice, cars, actor), **details,
        )  # fmt: skip
        transaction.on_commit(lambda: make_bytes(notice.pk, actor), robust=True)
        self.success_message = f"{office}への通知（{len(notice.clocks)}台）を記録しました。"
        return notice


class NoticePaper(View):
    """The paper as it was sent: its stored bytes, or once more from its values where they could not be made."""

    def get(self, request, pk):
        notice = get_object_or_404(OfficeNotice.objects.of(request.actor).select_related("office"), pk=pk)
        ReadLog.note(request.actor, "運輸支局等への通知", notice)
        if notice.content is None:
            return printed(NOTICE, notice.values, str(notice))
        return sent(notice.content, "application/pdf", f"{notice}.pdf")

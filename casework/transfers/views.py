"""人事異動, page by page: the stations of headquarters, one station on a day, the hand-over sheet, dropping what waits."""

from collections import Counter
from datetime import date
from functools import cached_property
from itertools import groupby
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView, View

from casework import wareki
from casework.models import Handover, Posting, ReadLog, Station
from casework.transfers import acts, holdings, lots, moves, sheet
from casework.transfers.forms import TransferForm, note_of
from casework.views import OfficeAct
from casework.views.pdf import printed
from casework.workflow import Refused

READS = "人事異動の引継ぎ"


class OnDay:
    """A page of one day: of those on which somebody comes or goes the nearest, or the one that the address names."""

    @cached_property
    def today(self) -> date:
        return timezone.localdate()

    @cached_property
    def rows(self):
        return Posting.objects.filter(self.office)

    @cached_property
    def days(self) -> list[tuple[date, int]]:
        found = dict(moves.days(self.rows, self.today))
        return sorted((found | {day: found.get(day, 0) for day in (self.today, self._asked) if day}).items())

    @cached_property
    def _asked(self) -> date | None:
        try:
            return date.fromisoformat(self.request.GET.get("day", ""))
        except ValueError:
            return None

    @cached_property
    def day(self) -> date:
        moved = [day for day, people in self.days if people]
        return self._asked or min(
            moved, key=lambda day: (abs(day - self.today), -day.toordinal()), default=self.today
        )

    @property
    def effective(self) -> date:
        """On which day things go over: what is past is done today."""
        return max(self.day, self.today)

    def of_the_day(self) -> dict:
        return {
            "day": self.day, "days": [(day, wareki.format_long(day), people) for day, people in self.days], "today": self.today, "is_ahead": self.day > self.today,
            "effective": self.effective, "moves": moves.on_day(self.rows, self.day),
        }  # fmt: skip


class Transfers(OnDay, TemplateView):
    """Headquarters: every station on a day. A station's own post is led to its page."""

    template_name = "casework/transfers/stations.html"

    @property
    def office(self) -> Q:
        return moves.offices_of(self.request.actor)

    def get(self, request, *args, **kwargs):
        if request.actor.station:
            return redirect("transfer_station", request.actor.station.pk)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        actor, told = self.request.actor, self.of_the_day()
        leave, come = Counter(), Counter()
        for each in told["moves"]:
            leave[each.post.station_id] += len(each.leaves)
            come[each.post.station_id] += len(each.comes)
        kinds = holdings.holdings_of(actor)
        lines = [
            (
                row.station,
                leave[row.station.pk],
                come[row.station.pk],
                [(kind, row.counts[kind.code]) for kind in kinds],
            )
            for row in lots.numbers(actor, self.effective)
        ]
        told["moves"] = [each for each in told["moves"] if each.post.division_id]
        busy = [line for line in lines if line[1] or line[2] or any(number for _, number in line[3])]
        return super().get_context_data(
            **told, kinds=kinds, lines=busy, quiet=len(lines) - len(busy), leaving=sum(leave.values()),
            coming=sum(come.values()), left=sum(number for line in lines for _, number in line[3]), **kwargs,
        )  # fmt: skip


class OfStation(OnDay):
    def dispatch(self, request, *args, **kwargs):
        self.station = get_object_or_404(Station, pk=kwargs["pk"], pk__in=request.actor.station_ids)
        return super().dispatch(request, *args, **kwargs)

    @property
    def office(self) -> Q:
        return Q(post__station=self.station)

    @cached_property
    def lots(self) -> list[lots.Lot]:
        return lots.of_actor(self.request.actor, self.station, self.effective)

    def handovers(self):
        """Asked for or done for the day, and all that wait."""
        rows = Handover.objects.filter(station=self.station, holding__in=[h.code for h in self.kinds])
        near = Q(day=self.effective) | Q(day=self.day) | Q(done_on=None, dropped_on=None)
        return rows.filter(near).on_page().order_by("day", "pk")

    @cached_property
    def kinds(self) -> list[holdings.Holding]:
        return holdings.holdings_of(self.request.actor)


class TransferStation(OfStation, OfficeAct):
    template_name = "casework/transfers/station.html"
    form_class = TransferForm

    @cached_property
    def may_act(self) -> bool:
        return not acts.refusals(self.station, self.request.actor)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"lots": self.lots if self.may_act else []}

    def get_context_data(self, **kwargs):
        actor = self.request.actor
        if self.request.method == "GET":
            ReadLog.note(actor, READS)
        context = super().get_context_data(**self.of_the_day(), station=self.station, **kwargs)
        form = context["form"]
        people = [
            (
                lot.leaver,
                lot.last,
                [(each, _field(form, each.field)) for each in mine],
                _field(form, note_of(lot)),
            )
            for _, group in groupby(self.lots, key=lambda lot: lot.leaver)
            for mine in [list(group)]
            for lot in mine[:1]
        ]
        handovers = [(each, holdings.get(each.holding)) for each in self.handovers()]
        return context | {
            "people": people, "handovers": handovers, "here": self.address(), "left": sum(len(lot.things) for lot in self.lots),
            "may_act": self.may_act,
        }  # fmt: skip

    def details(self, form) -> dict:
        return {"wishes": form.wishes()}

    def carry_out(self, *, wishes):
        return acts.ask(self.station, wishes, day=self.effective, by=self.request.actor)

    def get_success_url(self) -> str:
        done = sum(len(each.done) for each in self.done)
        if ahead := sum(1 for each in self.done if each.done_on is None and not each.trouble):
            messages.success(
                self.request, f"{wareki.format_long(self.effective)}の0時に引き継ぎます（{ahead}件の予約）。"
            )
        if any(each.done_on for each in self.done):
            messages.success(self.request, f"{done}件を引き継ぎました。")
        return f"{self.address()}#handovers"

    def address(self) -> str:
        return f"{reverse('transfer_station', args=[self.station.pk])}?{urlencode({'day': self.day.isoformat()})}"


def _field(form, name: str):
    return form[name] if name in form.fields else None


class TransferSheet(OfStation, View):
    """引継書 of everybody who leaves on the day, or of the one that the address names."""

    http_method_names = ["get", "head"]

    def get(self, request, pk):
        ReadLog.note(request.actor, "引継書")
        done = [each for each in self.handovers() if each.done_on]
        told = sheet.people(
            self.lots, done, moves.on_day(self.rows, self.day), only=request.GET.get("of", "")
        )
        if not told:
            messages.error(request, "この日に引き継ぐ人はいません。")
            return redirect("transfer_station", self.station.pk)
        values = sheet.values(self.station, self.effective, self.today, told)
        return printed(
            sheet.FORM.number, values, f"引継書 {self.station} {wareki.format_long(self.effective)}"
        )


class TransferDrop(View):
    """A hand-over that waits for its day is taken back."""

    http_method_names = ["post"]

    def post(self, request, pk):
        handover = get_object_or_404(Handover.objects.of(request.actor), pk=pk)
        try:
            acts.drop(handover, by=request.actor)
            messages.success(request, "引継ぎの予約を取りやめました。")
        except Refused as error:
            messages.error(request, error.reasons[0].sentence)
        day = urlencode({"day": handover.day.isoformat()})
        return HttpResponseRedirect(
            f"{reverse('transfer_station', args=[handover.station_id])}?{day}#handovers"
        )

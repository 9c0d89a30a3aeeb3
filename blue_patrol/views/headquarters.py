"""Headquarters' acts beside the decision: return, later review, printing, sealing, dispatch."""

from collections import Counter
from functools import cached_property

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import View

from blue_patrol.forms import acts as forms
from blue_patrol.models import Credential, Kind, Place
from blue_patrol.models.certification.certificate_set import ISSUED_FORMS
from blue_patrol.models.parcels import HERE_AND_AFTER
from blue_patrol.models.printing import print_out
from blue_patrol.papers import from_parcels
from blue_patrol.presenters import stock
from blue_patrol.views.acting import ApplicationAct, ApplicationMixin
from blue_patrol.views.station import RequestCorrection
from casework.models import DecisionStep, IssuedPaper
from casework.models.road import RoadState
from casework.permissions import Reason
from casework.sent import whole_number, without_nul
from casework.views import TransitionView
from casework.views.pdf import printed
from casework.workflow import Refused, Stale, perform, perform_all


class SendBack(RequestCorrection):
    """差戻し by any step of headquarters, with reasons bound to items."""

    transition = "send_back"
    form_class = forms.SendBackForm
    title, button = "差し戻す", "差し戻す"
    lead = "どの書類のどこを直すのか、理由を書いて署へ戻します。"
    writes = ("署の机に戻ります", "次の進達では、決裁の段階を初めから行います")
    success_message = "理由を付けて、署へ差し戻しました。"


class Acknowledge(ApplicationMixin, TransitionView):
    """後閲: the holder of the post has seen what a deputy decided."""

    http_method_names = ["get", "head", "post"]
    transition = "acknowledge"
    reads = "後閲"
    success_message = "後閲を記録しました。"

    @cached_property
    def waiting(self) -> list[DecisionStep]:
        """代決 of this post that nobody of the post has seen."""
        steps = DecisionStep.objects.of_case(self.case).later_reviews().select_related("decided_by")
        return [step for step in steps if step.is_for(self.request.actor.post)]

    def get(self, request, *args, **kwargs):
        refused = [] if self.waiting else [Reason("後閲を待つ代決は、ありません。")]
        by_deputy = request.actor.is_deputy
        context = self.get_context_data(
            title="後閲",
            steps=self.waiting,
            refusals=refused,
            by_deputy=by_deputy,
            revision=self.case.revision,
        )
        return render(request, "blue_patrol/act/acknowledge.html", context)

    def carry_out(self, **details):
        first = self.waiting[0].pk if self.waiting else 0  # 0: none, which the door refuses
        sent = whole_number(self.request.POST.get("step"))
        step = first if sent is None else sent
        return perform(
            self.case, self.transition, by=self.request.actor, revision=self.revision(), step=step, **details
        )


class ThingsAct(ApplicationMixin, TransitionView):
    """One step of every credential of the case that waits for it."""

    http_method_names = ["get", "head", "post"]
    source = Place.BLANK
    done_word = ""

    def get(self, request, *args, **kwargs):
        return redirect(self.get_success_url())

    def get_success_url(self) -> str:
        """The page of the dispatch that the things are made for: the first one, or 追送."""
        page = "send_after" if self.case.state in HERE_AND_AFTER else "dispatch"
        return reverse(page, args=[self.kwargs["pk"]])

    def carry_out(self, **details):
        seen = self.revision()
        if seen is not None and seen != self.case.revision:
            raise Stale(self.case)
        things = list(self.case.credentials.filter(state=self.source))
        if not things or self.case.state not in (RoadState.APPROVED, *HERE_AND_AFTER):
            raise Refused([Reason(f"{self.act_label()}を待っている証明書等は、ありません。", "BP-5-4")])
        done = self.take(things)
        counts = Counter(thing.kind for thing in done)
        each = "、".join(f"{kind.label}{counts[kind]}枚" for kind in Kind if counts[kind])
        self.success_message = f"{self.done_word}を記録しました（{each}）。"
        return done

    def take(self, things) -> list:
        return perform_all(things, self.transition, by=self.request.actor)

    def act_label(self) -> str:
        return Credential.label_of(self.transition)


UNDERWAY = (Place.BLANK, Place.PRINTED, Place.SEALED, Place.IN_TRANSIT)


class PrintOut(ThingsAct):
    """印刷: each thing on the next numbered blank of its kind, or from the number that was typed."""

    transition, source, done_word = "print_out", Place.BLANK, "印刷"

    def take(self, things) -> list:
        typed = {kind: without_nul(self.request.POST.get(f"first-{kind}", "")) for kind in Kind.values}
        return print_out(things, by=self.request.actor, first_serials=typed)

    def get_context_data(self, **kwargs):
        return super().get_context_data(cures=stock.cures(self.request.actor), **kwargs)


class Seal(ThingsAct):
    transition, source, done_word = "seal", Place.PRINTED, "押印"


def by_kind(things) -> list[tuple[str, list]]:
    """(word, things) in the order certificate, stickers, cards."""
    return [(kind.label, [thing for thing in things if thing.kind == kind]) for kind in Kind]


class Dispatch(ApplicationAct):
    """送付 (BP-5-4): the list that travels with the things, what is still to be printed or sealed."""

    template_name = "blue_patrol/dispatch.html"
    transition = "dispatch"
    reads = "送付"
    form_class = forms.DispatchForm
    title, button = "送付", "送付を記録する"
    lead = "印刷、押印の済んだものを、送付票を付けて署へ送ります。"
    writes = ("証明書等は、送付中になります", "署の机に、受領が入ります")
    success_message = "送付を記録しました。"

    def things(self) -> list:
        return list(self.case.things())

    def papers(self, things):
        """What is printed for them."""
        papers = IssuedPaper.objects.of_case(self.case).valid()
        return papers.filter(form__in=ISSUED_FORMS, mode="filled").order_by("pk")

    def get_context_data(self, **kwargs):
        things = self.things()
        places = Counter(thing.state for thing in things)
        return super().get_context_data(
            kinds=by_kind(things), total=len(things), blank=places[Place.BLANK], printed=places[Place.PRINTED],
            sealed=places[Place.SEALED], sheets=stock.to_print(self.request.actor, things), papers=self.papers(things).defer("values"),
            **kwargs,
        )  # fmt: skip


def sender_of(case) -> str:
    """Who sends the things and gets the receipt: 生活安全総務課長."""
    return f"{case.profile.value('chief_section')}長" if case.profile else ""


class DispatchSlip(ApplicationMixin, View):
    """送付票 with its 受領票: printed and laid beside the things; ?after=1: of what was made anew."""

    reads = "送付票"

    def get(self, request, *args, **kwargs):
        is_after = "after" in self.request.GET
        rows = self.case.credentials.exclude(state=Place.VOID).filter(replaces__isnull=not is_after)
        things = list(rows.select_related("vehicle", "patroller", "run_car").order_by("pk"))
        underway = [thing for thing in things if thing.state in UNDERWAY]
        shown = underway if is_after and underway else things
        today = timezone.localdate()
        slips = from_parcels.sending(self.case, shown, self.case.dispatched_on or today, is_after=is_after)
        values = from_parcels.slip_values(self.case, slips, sender_of(self.case), today)
        return printed("slips", values, f"送付票 {self.case.subject}", of=self.case)

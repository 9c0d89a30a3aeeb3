"""交付の窓口 (BP-5-5): whole rows to tick, sentences to read aloud, what the act will write."""

from django.db.models import Max
from django.utils import timezone
from django.views.generic import TemplateView

from blue_patrol.forms.delivery import DeliveryForm, LaterCardsForm, instructions
from blue_patrol.models import Kind, Place, Procedure, RegisterEntry
from blue_patrol.rules import deadlines
from blue_patrol.views.acting import ApplicationAct, ApplicationMixin
from casework import dates, wareki


def things_with_training(case) -> list:
    """The credentials kept at the station; on each card ``trained_on``, the day of its bearer's last training or None."""
    here = case.things().filter(state=Place.AT_STATION)
    things = list(here.prefetch_related("patroller__trainings"))
    cars = {car.pk: car for car in case.cars_after()} if case.group else {}
    for thing in things:
        thing.vehicle = cars.get(thing.vehicle_id, thing.vehicle)  # as the sticker shows it
        held = thing.patroller.trainings.all() if thing.patroller else ()
        thing.trained_on = max((training.attended_on for training in held), default=None)
    # What was made anew has a later key, and stands among its own kind all the same.
    return sorted(things, key=lambda thing: (Kind.values.index(thing.kind), thing.pk))


class Deliver(ApplicationAct):
    template_name = "blue_patrol/delivery.html"
    transition = "deliver"
    reads = "交付の窓口"
    form_class = DeliveryForm
    title, button = "交付の窓口", "交付を記録する"
    success_message = "交付を記録しました。交付簿と証明台帳に入りました。"

    @property
    def things(self) -> list:
        if not hasattr(self, "_things"):
            self._things = things_with_training(self.case)
        return self._things

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"things": self.things}

    def get_context_data(self, **kwargs):
        staying = [thing for thing in self.things if thing.kind == Kind.CARD and not thing.trained_on]
        dated = any(thing.kind == Kind.CERTIFICATE for thing in self.things)
        return super().get_context_data(staying=staying, has_certificate=dated, **kwargs)

    def details(self, form):
        return form.details()

    def what_it_writes(self):
        today, case = timezone.localdate(), self.case
        days = case.profile.value(deadlines.INSPECTION_ENTRY.number_key)
        due = wareki.format_long(dates.due(case.entry_starts(today), days), weekday=True)
        cars = len(case.entry_cars())
        is_run = case.case_label == Procedure.DEMONSTRATION
        word = RegisterEntry.Kind(case.register_kind).label
        lines = (
            f"交付簿（{dates.fiscal_year_label(dates.fiscal_year(today))}）に、1行入ります",
            "" if is_run else f"証明台帳に、{word}の交付が入ります",
            f"検査証の記載の期限が{cars}台分始まります（きょう交付すると {due}まで）" if cars else "",
            "証明書の写しが作られます" if case.brings_certificate() else "",
            "本部への交付の報告が、机に入ります" if case.reports_delivery() else "",
            "標章の返納を待つ期間が、運行の日から数えられます" if is_run else "",
        )
        return [line for line in lines if line]


class HandOverCards(ApplicationAct):
    """Cards that stayed at the station, once their bearers have attended training."""

    transition = "hand_over_cards"
    reads = "実施者証の交付"
    form_class = LaterCardsForm
    title, button = "残った実施者証の交付", "交付を記録する"
    lead = "講習の受講を確かめた人の実施者証を渡します。"
    writes = ("交付簿に、1行入ります", "証明台帳に、追加の交付が入ります", "本部への報告は、要りません")
    success_message = "実施者証の交付を記録しました。"

    def get_form_kwargs(self):
        cards = self.case.waiting_cards().annotate(trained_on=Max("patroller__trainings__attended_on"))
        return super().get_form_kwargs() | {"cards": [card for card in cards if card.trained_on]}

    def nothing_left(self, form):
        return (
            ""
            if form.fields["credentials"].choices
            else "いま渡せる実施者証は、ありません。講習を記録すると渡せます"
        )


class InstructionLetter(ApplicationMixin, TemplateView):
    """教示の書面: the sentences of the counter on a sheet to hand over."""

    template_name = "blue_patrol/letter/instruction.html"
    reads = "教示の書面"

    def get_context_data(self, **kwargs):
        on = self.case.delivered_on or timezone.localdate()
        told = instructions(self.case, on)
        return super().get_context_data(told=told, on=on, **kwargs)

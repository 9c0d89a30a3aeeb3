"""名簿: patrollers ticked, cards read by number, a pasted list looked at first, or one person written down."""

from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from blue_patrol.forms.entry import paste as entry_paste
from blue_patrol.forms.training.people import CardsForm, TypedPersonForm, read
from blue_patrol.models.training.records import identity
from blue_patrol.presenters import training as words
from blue_patrol.views.training.pages import CourseMixin
from blue_patrol.views.training.people import LATER, cards_of, known_people, patrollers_of
from casework.sent import whole_number
from casework.views import ActOnce
from casework.workflow import Refused, Stale, refusals

NONE_TICKED = "名簿に加える人に、印を付けてください。"
NOTHING_PASTED = "名簿を貼り付けてから押してください。"
CHANGED = "貼り付けた文が、確かめた後に変わっています。下の行をもう一度確かめてください。"
NONE_CHOSEN = "加える行を一つ以上選んでください。"


class Roster(CourseMixin, ActOnce, TemplateView):
    """Each panel is a form of its own; all of them lead to one act."""

    template_name = "blue_patrol/training/roster.html"
    transition = "enrol"
    reads = "講習の名簿"

    def get_success_url(self) -> str:
        return reverse("training_course", args=[self.kwargs["pk"]]) + "#roster"

    @property
    def lines(self) -> list:
        if not hasattr(self, "_lines"):
            self._lines = list(self.case.trainees.all())
        return self._lines

    @property
    def known(self) -> dict:
        if not hasattr(self, "_known"):
            self._known = known_people(self.request.actor)
        return self._known

    def get_context_data(self, **kwargs):
        today = timezone.localdate()
        there = {line.patroller_id for line in self.lines}
        rows = patrollers_of(self.request.actor, today).filter(station=self.case.station)
        rows = [
            (person, words.training(person, today))
            for person in rows.order_by("rank", "group__order_key", "position", "pk")
            if person.pk not in there
        ]
        kwargs.setdefault("form", None)  # the one that was sent, for the summary of faults
        kwargs.setdefault("cards_form", CardsForm(cards={}))
        kwargs.setdefault("person_form", TypedPersonForm(known={}))
        sent = self.revision()
        return super().get_context_data(
            due=[row for row in rows if row[0].rank < LATER], later=[row for row in rows if row[0].rank == LATER],
            enrolled=len(self.lines), back=reverse("training_course", args=[self.case.pk]), title="名簿に加える",
            revision=self.case.revision if sent is None else sent, ticked=self.request.POST.getlist("patroller"),
            refusals=refusals(self.case, self.transition, self.request.actor), **kwargs,
        )  # fmt: skip

    def post(self, request, *args, **kwargs):
        panels = {"cards": self.cards, "person": self.person, "paste": self.paste}
        return self.first_result() or panels.get(request.POST.get("part"), self.ticks)()

    def show(self, *, status: int = 422, **context):
        return self.render_to_response(self.get_context_data(**context), status=status)

    def enrol(self, people: list[dict], **context):
        """The act; what stands against it is said in the panel that was sent."""
        self.success_message = f"{len(people)}人を名簿に加えました。"
        try:
            return self.once(people=people)
        except Stale as error:
            return self.stale(error)
        except Refused as error:
            return self.show(refused=error.reasons, **context)

    def ticks(self):
        keys = [key for text in self.request.POST.getlist("patroller") if (key := whole_number(text))]
        if not keys:
            return self.show(ticks_fault=NONE_TICKED)
        return self.enrol([{"patroller": key} for key in keys])

    def cards(self):
        form = self.bound = CardsForm(self.request.POST, cards=cards_of(self.request.actor))
        if not form.is_valid():
            return self.show(cards_form=form, form=form)
        return self.enrol([{"patroller": key} for key in form.cleaned_data["numbers"]], cards_form=form)

    def person(self):
        form = self.bound = TypedPersonForm(self.request.POST, known=self.known)
        if not form.is_valid():
            return self.show(person_form=form, form=form)
        return self.enrol([form.person()], person_form=form)

    def paste(self):
        """Show the verdicts of the pasted rows, or take those that were chosen."""
        text = self.request.POST.get("pasted", "")
        listed = [identity(line.name, line.birth_date) for line in self.lines if line.birth_date]
        rows = read(text, self.known, listed)
        sent = self.request.POST.getlist("chosen")
        context = {"pasted": rows, "pasted_text": text, "seen": entry_paste.digest(text), "chosen": sent}
        if "take" not in self.request.POST:
            fault = "" if rows else NOTHING_PASTED
            return self.show(status=422 if fault else 200, paste_fault=fault, **context)
        if self.request.POST.get("seen") != entry_paste.digest(text):
            return self.show(paste_fault=CHANGED, **context)
        taken = [row for row in rows if str(row.number) in sent and not row.faults]
        if not taken:
            return self.show(paste_fault=NONE_CHOSEN, **context)
        return self.enrol([self._as_chosen(row) for row in taken], **context)

    def _as_chosen(self, row) -> dict:
        """The patroller that was chosen for the row, or the person as pasted."""
        key = whole_number(self.request.POST.get(f"as-{row.number}"))
        if key in {man.pk for man in row.same}:
            return {"patroller": key}
        return row.form.person()

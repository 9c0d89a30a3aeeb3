"""デモ等の運行: typed at the counter for a body's request, by the chief for the station's own (BP-10-1)."""

from functools import cached_property

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from blue_patrol.forms.demonstration.entry import BodyRequestForm, OwnRequestForm
from blue_patrol.models import DemonstrationApplication
from blue_patrol.models.own_request import ask
from blue_patrol.models.requests import enter
from blue_patrol.rules import attachments
from blue_patrol.views.requests import AmendRequest, NewRequest
from casework.permissions import PERMISSIONS
from casework.views import OfficeAct
from casework.views.desk import RowsMixin
from casework.workflow import perform

TITLE, OWN_TITLE = "デモ等の運行の申請", "署長の要請による運行"
REQUESTER = ("requester_name", "requester_representative", "requester_phone")


def cars_of(group) -> list:
    return list(group.vehicles.current().select_related("group", "station"))


class DemonstrationNew(NewRequest):
    """Form 19 of a certified group, with the copy of the letter that asks it to run."""

    template_name = "blue_patrol/demonstration/entry.html"
    machine = DemonstrationApplication
    form_class = BodyRequestForm
    title, button = TITLE, "運行の申請を記録する"
    lead = "防犯活動を行う団体などから要請を受けた認定団体の申請を、その場で書き取ります。"
    success_message = "デモ等の運行の申請を記録しました。"

    def get_form_kwargs(self):
        station = self.standing.station
        return super().get_form_kwargs() | {
            "cars": cars_of(self.standing.group),
            "police": station.prefecture.police_name,
        }

    def details(self, form):
        return {
            "applied_on": form.cleaned_data["applied_on"], "received_on": form.cleaned_data["received_on"],
            "plan": form.plan(), "cars": form.chosen_cars(), "letters": form.cleaned_data["letter"],
        }  # fmt: skip

    def carry_out(self, *, applied_on=None, received_on=None, letters=(), **content):
        """The draft, the letters, then the receipt: all of it or nothing."""
        actor = self.request.actor
        self.case.applied_on = applied_on
        case = enter(self.case, by=actor, on=received_on, **content)
        for letter in letters or ():
            case = perform(
                case,
                "attach",
                by=actor,
                on=received_on,
                kind=attachments.REQUEST_LETTER.code,
                **letter.details(),
            )
        return perform(case, "receive", by=actor, on=received_on) if received_on else case


class DemonstrationAsk(RowsMixin, OfficeAct):
    """Form 20の2 with an outline: the chief asks, and it is with headquarters at once (BP-10-1-2)."""

    template_name = "blue_patrol/demonstration/ask.html"
    form_class = OwnRequestForm
    transition = "request"
    title, button = OWN_TITLE, "本部へ申請する"
    lead = "署が認定団体に求める運行を、署長が申請します。受理と進達は、ありません。"
    success_message = "署長の要請による運行を、本部へ申請しました。様式第20の2が作られました。"

    @cached_property
    def case(self) -> DemonstrationApplication:
        """The request that is about to be: nothing of it is stored yet."""
        return DemonstrationApplication(station=self.request.actor.station)

    def refusals(self):
        return PERMISSIONS["forward"].reasons(self.case, self.request.actor)

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        return kwargs | {"actor": self.request.actor, "today": timezone.localdate()}

    def get_context_data(self, **kwargs):
        shown = {
            "title": self.title,
            "lead": self.lead,
            "button": self.button,
            "show_form": True,
            "is_new": True,
        }
        clause = {"clause_id": self.case.clause_of("request")}
        return super().get_context_data(**shown, **clause, back=reverse("demonstrations"), **kwargs)

    def details(self, form):
        files = form.cleaned_data["outline_file"]
        return {
            "plan": form.plan(), "cars": form.chosen_cars(), "outline": files[0] if files else None,
            "document_number": form.cleaned_data["document_number"],
        }  # fmt: skip

    def carry_out(self, **details):
        return ask(by=self.request.actor, **details)

    def get_success_url(self) -> str:
        return reverse("application", args=[self.done.pk])


class DemonstrationAmend(RowsMixin, AmendRequest):
    """The same page for what may still be written, of either way."""

    title = TITLE

    @property
    def template_name(self) -> str:
        return f"blue_patrol/demonstration/{'ask' if self.case.is_own_request else 'entry'}.html"

    @property
    def form_class(self):
        return OwnRequestForm if self.case.is_own_request else BodyRequestForm

    @cached_property
    def case(self):
        case = super().case
        if not isinstance(case, DemonstrationApplication):
            raise Http404
        return case

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        kwargs.pop("case")
        actor = kwargs.pop("actor")
        case, today = self.case, timezone.localdate()
        kwargs |= {"today": today, "initial": self.stored()}
        if case.is_own_request:
            return kwargs | {"actor": actor, "amends": True, "rows": max(6, len(case.taking_part()) + 1)}
        police = case.station.prefecture.police_name
        return kwargs | {"cars": cars_of(case.group), "police": police, "receives": False}

    def stored(self) -> dict:
        """What the fields show: the event, and its cars as each page names them."""
        case, plan = self.case, self.case.demonstration
        form = self.form_class
        names = (*form.EVENT, *form.TRAFFIC, *REQUESTER, "outline")
        found = {name: getattr(plan, name) for name in names} | {"applied_on": case.applied_on}
        found |= {"starts_at": f"{plan.starts_at:%H:%M}", "ends_at": f"{plan.ends_at:%H:%M}"}
        for number, car in enumerate(case.taking_part(), 1):
            own = {f"car-{car.vehicle_id}": True, f"driver-{car.vehicle_id}": car.driver}
            named = {f"car-{number}": car.sticker_number, f"driver-{number}": car.driver, f"group-{number}": car.group_name}  # fmt: skip
            found |= named if case.is_own_request else own
        return found

    def details(self, form):
        applied_on = form.cleaned_data.get("applied_on", self.case.applied_on)
        return {"applied_on": applied_on, "plan": form.plan(), "cars": form.chosen_cars()}

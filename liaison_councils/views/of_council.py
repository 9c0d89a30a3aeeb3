"""What belongs to one council: a case of it, and what is newly written of it with its own meetings to choose from."""

from typing import Any

from django.db.models import prefetch_related_objects
from django.utils import timezone

from casework.permissions import PERMISSIONS
from casework.presenters import links
from casework.views.acts import ActView
from casework.views.desk import DeskCase
from liaison_councils.models import Council, Meeting

MEETINGS = 30  # offered to choose from, the newest first


class OfCouncil(DeskCase):
    """A case of a council, with the areas by which its officers are known: asked for once, not for every act."""

    areas = "council__areas"

    @property
    def case(self):
        case = super().case
        prefetch_related_objects([case], self.areas)
        return case


class CouncilActNew(ActView):
    """Opens a record of a council; what stands against it is said before anything is typed."""

    model = Council
    related = ("station__prefecture", "koban")
    template_name = "acts/form.html"
    title = button = lead = ""
    held_only = False
    writes: tuple[str, ...] = ()

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"meetings": self.meetings(), "today": timezone.localdate()}

    def meetings(self) -> list[Meeting]:
        """Those of the council: held ones alone where something was said there."""
        rows = self.case.meetings.held() if self.held_only else self.case.meetings.exclude(state="cancelled")
        return list(rows.order_by("-planned_on", "-pk")[:MEETINGS])

    def refusals(self) -> list:
        return PERMISSIONS["run_council"].reasons(self.case, self.request.actor)

    def get_success_url(self) -> str:
        return links.to("council", self.case.pk)

    def get_context_data(self, **kwargs):
        kwargs.setdefault("refusals", self.refusals())
        shown: dict[str, Any] = {
            "title": self.title, "button": self.button, "lead": self.lead, "writes": self.writes, "whose": self.case.name,
            "eyebrow": f"{self.case.station}　連絡協議会", "back": self.get_success_url(), "back_word": "協議会に戻る", "council": self.case,
        }  # fmt: skip
        context = super().get_context_data(**shown, **kwargs)
        context["show_form"] = not context["refusals"] or context["form"].is_bound
        return context

    def carry_out(self, **details):
        chosen = details.pop("meeting", None)
        meeting = self.case.meetings.filter(pk=chosen).first() if chosen else None
        return self.make(self.case, meeting=meeting, **details)

    def make(self, council: Council, **told):
        """The record that is opened."""
        raise NotImplementedError

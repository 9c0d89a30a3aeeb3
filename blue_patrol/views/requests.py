"""What a certified group asks for later: the page on which it is typed, and the page on which it is mended."""

from functools import cached_property

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from blue_patrol.models import Certification, Group, Standing
from blue_patrol.models.requests import enter, write
from blue_patrol.views.acting import ApplicationAct
from casework.models import ReadLog
from casework.permissions import Reason
from casework.views import OfficeAct
from casework.views.merging import EditedTogether
from casework.workflow import Refused, perform

NOT_CERTIFIED = "この団体には、有効な証明がありません。"


class NewRequest(OfficeAct):
    """A request of the group whose key stands in the address, under its active standing."""

    machine: type
    title, lead = "", ""
    button = "記録する"

    @cached_property
    def group(self) -> Group:
        rows = Group.objects.of(self.request.actor).select_related("station__prefecture")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def standing(self) -> Certification | None:
        return self.group.certifications.filter(state=Standing.ACTIVE).first()

    @cached_property
    def case(self):
        """The request that is about to be: nothing of it is stored yet."""
        return self.machine(
            station=self.group.station,
            group=self.group,
            certification=self.standing,
            handler=self.request.actor.staff,
        )

    def refusals(self) -> list[Reason]:
        return [] if self.standing else [Reason(NOT_CERTIFIED, self.machine.clauses["open"])]

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"today": timezone.localdate()}

    def get_context_data(self, **kwargs):
        if self.request.method == "GET":
            ReadLog.note(self.request.actor, self.title, self.group)
        shown = {
            "title": self.title,
            "lead": self.lead,
            "button": self.button,
            "is_new": True,
            "show_form": self.standing is not None,
        }
        return super().get_context_data(
            **shown, standing=self.standing, back=reverse("group", args=[self.group.pk]), **kwargs
        )

    def carry_out(self, *, received_on=None, applied_on=None, **content):
        if reasons := self.refusals():
            raise Refused(reasons)
        self.case.applied_on = applied_on
        return enter(self.case, by=self.request.actor, received_on=received_on, **content)

    def get_success_url(self) -> str:
        return reverse("application", args=[self.done.pk])


class AmendRequest(EditedTogether, ApplicationAct):
    """The same page for a draft, and for what the station asked to be corrected."""

    transition = "amend"
    button = "直したことを記録する"
    success_message = "申請の内容を直しました。"

    def carry_out(self, *, applied_on=None, received_on=None, **content):
        case = perform(
            self.case, "amend", by=self.request.actor, revision=self.revision(), part="request", changed=[]
        )
        case.applied_on = applied_on
        case.save(update_fields=["applied_on"])
        write(case, content, by=self.request.actor)
        return case

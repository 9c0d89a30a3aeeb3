"""団体: the group typed anew, or one that is found; the application begins with it."""

from django.contrib import messages
from django.db.models import Prefetch, Q
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.generic import View

from blue_patrol.forms.entry.group import GroupForm
from blue_patrol.models import Certification, CertificationApplication, Group, Standing
from blue_patrol.views.entry.steps import STEPS, EntryStep, FirstResult, address_of, steps_bar
from casework import names
from casework.models import RoadState
from casework.permissions import PERMISSIONS
from casework.sent import without_nul
from casework.workflow import Refused, open_case

SHOWN = 6  # groups listed while typing
CARRIED_OVER = (
    "patrol_area", "patrol_times", "patrol_unit", "weekdays", "time_slots", "crew_per_run", "vehicles_per_run",
    "liaison_method", "combined_with_business", "plan_remarks", "also_stations",
)  # fmt: skip


class NewApplication(FirstResult, View):
    """The first step for a group that is not on record: group and application are made together."""

    case = None
    template_name = "blue_patrol/entry/group.html"

    def get(self, request):
        return self.show(GroupForm(actor=request.actor))

    def post(self, request):
        form = GroupForm(request.POST, actor=request.actor)
        form.instance.station = request.actor.station
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            return self.once(form=form)
        except Refused as error:
            return self.show(form, status=422, refused=error.reasons)

    def carry_out(self, *, form):
        actor = self.request.actor
        group = form.save()
        draft = CertificationApplication(
            station=actor.station, group=group, handler=actor.staff, acknowledged=form.reasons()
        )
        return open_case(draft, by=actor, permission=PERMISSIONS["enter_application"])

    def get_success_url(self) -> str:
        if "leave" in self.request.POST:
            return reverse("application", args=[self.done.pk])
        return address_of(STEPS[1], self.done)

    def show(self, form, *, status: int = 200, **context):
        context = self.get_context_data(
            form=form, step=STEPS[0], steps=steps_bar("group"), following=STEPS[1], **context
        )
        return render(self.request, self.template_name, context, status=status)


class EntryGroup(EntryStep):
    step = "group"
    template_name = "blue_patrol/entry/group.html"

    def make_form(self, data=None, files=None):
        return GroupForm(
            data, instance=self.case.group, actor=self.request.actor, profile=self.case.profile,
            kept=self.case.acknowledged,
        )  # fmt: skip

    def store(self, case, form) -> None:
        form.save()
        kept = {code: why for code, why in case.acknowledged.items() if code not in form.CODES}
        case.acknowledged = kept | form.reasons()
        case.save(update_fields=["acknowledged"])


def with_standing(groups):
    """Groups with what they hold and what is under way, in two queries more."""
    held = Certification.objects.filter(state__in=[Standing.PENDING, Standing.ACTIVE])
    return groups.select_related("station").prefetch_related(
        Prefetch("certifications", held, to_attr="held"),
        Prefetch("applications", CertificationApplication.objects.open(), to_attr="under_way"),
    )


class GroupsResembling(View):
    """The groups of the desk that resemble what is being typed: a fragment below the name."""

    def get(self, request):
        typed = [without_nul(request.GET.get(name, "")) for name in ("name", "representative_name")]
        keys = [key for text in typed if (key := names.search_key(text))]
        match = Q()
        for key in keys:
            match |= Q(search_key__contains=key)
        groups = with_standing(Group.objects.of(request.actor).filter(match))[:SHOWN] if keys else []
        return render(request, "blue_patrol/entry/resembling.html", {"found": groups, "typed": bool(keys)})


class ApplicationAgain(View):
    """A new application of a group on record: its cars and people are there already."""

    http_method_names = ["post"]

    def post(self, request, pk):
        group = get_object_or_404(
            with_standing(Group.objects.of(request.actor)).select_for_update(of=("self",)), pk=pk
        )
        if group.under_way:
            messages.info(request, f"{group.name}の申請は、すでに進んでいます。その続きを開きました。")
            return HttpResponseRedirect(self.first_page(group.under_way[0]))
        if group.held:
            messages.error(
                request,
                f"{group.name}には証明があります（{group.held[0].number}）。自動車や実施者が変わるときは、変更の手続で行います。",
            )
            return HttpResponseRedirect(reverse("group", args=[group.pk]))
        return HttpResponseRedirect(self.first_page(self.begin(group)))

    @staticmethod
    def first_page(case) -> str:
        """A draft goes on where it began, so that a double click leads to one place."""
        return (
            address_of(STEPS[0], case)
            if case.state == RoadState.DRAFT
            else reverse("application", args=[case.pk])
        )

    def begin(self, group):
        """The draft, with the patrols as last applied for."""
        draft = CertificationApplication(station=group.station, group=group, handler=self.request.actor.staff)
        if last := group.applications.order_by("-pk").first():
            for name in CARRIED_OVER:
                setattr(draft, name, getattr(last, name))
        return open_case(draft, by=self.request.actor, permission=PERMISSIONS["enter_application"])

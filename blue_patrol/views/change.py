"""変更 (第7): what changes is chosen on one page, the values are typed on the next; in the address stands what was chosen."""

from collections import defaultdict
from functools import cached_property

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from blue_patrol.forms.change.choice import ChoiceForm, answers_of
from blue_patrol.forms.change.entry import ChangeEntry
from blue_patrol.forms.change.things import TakeBackForm
from blue_patrol.models import ChangeApplication
from blue_patrol.models.change.items import loaded
from blue_patrol.views.acting import ApplicationAct
from blue_patrol.views.requests import AmendRequest, NewRequest
from casework.workflow import perform

TITLE = "変更申請"
NOT_A_QUESTION = {"choose"}


class ChangePages:
    """The two pages, of a new request and of a draft that is mended."""

    template_name = "blue_patrol/change/entry.html"
    form_class = ChangeEntry
    title = TITLE

    @cached_property
    def choice(self) -> ChoiceForm:
        """The first page's answers, as the address of the second bears them."""
        asked = self.request.GET
        group = self.case.group
        return ChoiceForm(
            asked if set(asked) - NOT_A_QUESTION else None,
            cars=group.vehicles.current(), people=group.patrollers.current(),
        )  # fmt: skip

    def dispatch(self, request, *args, **kwargs):
        is_asked = request.method == "GET" and "choose" in request.GET
        if is_asked or not self.choice.is_valid():
            return self.choose()
        return super().dispatch(request, *args, **kwargs)

    def choose(self):
        faulty = self.choice.is_bound and not self.choice.is_valid()
        context = {
            "form": self.choice, "title": TITLE, "case": self.case, "back": self.back(), "group": self.case.group,
        }  # fmt: skip
        return render(self.request, "blue_patrol/change/choose.html", context, status=422 if faulty else 200)

    def back(self) -> str:
        return reverse("group", args=[self.case.group_id])

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        kwargs.pop("prefix", None)
        return kwargs | {
            "case": self.case, "choice": self.choice, "actor": self.request.actor, "today": timezone.localdate(),
        }  # fmt: skip

    def get_context_data(self, **kwargs):
        again = self.request.GET.copy()
        again["choose"] = "1"
        return super().get_context_data(choose_again=f"?{again.urlencode()}", **kwargs)

    def details(self, form):
        return form.details()

    def keep_beside(self, case):
        """What was settled and the courses typed in beside the people, once their rows are stored."""
        case.acknowledged = self.bound.reasons()
        case.save(update_fields=["acknowledged"])
        courses = defaultdict(list)
        for person, day, trainer in self.bound.courses():
            courses[day, trainer].append(person.pk)
        for (day, trainer), people in sorted(courses.items()):
            case = perform(
                case, "record_training", by=self.request.actor, on=day, patrollers=people, trainer=trainer, place=""
            )  # fmt: skip
        return case


class ChangeNew(ChangePages, NewRequest):
    machine = ChangeApplication
    button = "変更申請を記録する"
    success_message = "変更申請を記録しました。"

    def carry_out(self, **details):
        return self.keep_beside(super().carry_out(**details))


class ChangeAmend(ChangePages, AmendRequest):
    def dispatch(self, request, *args, **kwargs):
        if request.method == "GET" and not request.GET:
            return HttpResponseRedirect(f"{request.path}?{answers_of(self.case)}")
        return super().dispatch(request, *args, **kwargs)

    def back(self) -> str:
        return self.get_success_url()

    def make_up(self) -> str:
        return answers_of(self.case)

    def get_form_kwargs(self):
        case = self.case
        request = case.change_request
        initial = {
            "applied_on": case.applied_on,
            "effective_on": request.effective_on,
            "reason": request.reason,
        }
        for item in case.items:
            if item.rule.subject == "group":
                initial |= {name: loaded(name, text) for name, text in item.after.items()}
                initial["other_before"] = item.before.get("text", "")
        for row in case.came_in():
            initial |= {f"thing-{row.credential_id}": row.cause, f"note-{row.credential_id}": row.note}
        return super().get_form_kwargs() | {"initial": initial, "receives": False}

    def carry_out(self, **details):
        return self.keep_beside(super().carry_out(**details))


class Collect(ApplicationAct):
    """What the group still held of before the change: taken in, or lost (BP-7-1)."""

    transition = "collect"
    form_class = TakeBackForm
    template_name = "blue_patrol/act/collect.html"
    title, button = "変更前のものの受取り", "受け取ったことを記録する"
    lead = "後日とした標章や実施者証を受け取ったとき、失ったと申し出があったときに記録します。"
    writes = (
        "証明書等の所在が「署に返納」になります",
        "進達した後なら、そのまま本部へ送ります",
        "返納の期限が済みになります",
    )
    success_message = "変更前のものの受取りを記録しました。"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"things": self.case.outstanding()}

    def nothing_left(self, form):
        return "" if form.things else "団体の手元に残っているものは、ありません"

    def details(self, form):
        return form.details()

"""新規申請 step by step: what the six steps share.

A step is a page of one form. Saving goes through the door (記載) first and writes the form then, in one
transaction; a page that is out of date, or a case that is no longer in the applicant's hands, stores nothing.
"""

from dataclasses import dataclass

from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import View

from blue_patrol.models import CertificationApplication
from blue_patrol.rules import group_types
from casework.views import ActOnce
from casework.views.merging import EditedTogether
from casework.workflow import Refused, Stale, refusals


@dataclass(frozen=True)
class Step:
    code: str
    label: str

    @property
    def url_name(self) -> str:
        return f"entry_{self.code}"


STEPS = (
    Step("group", "団体"),
    Step("plan", "概要"),
    Step("vehicles", "自動車"),
    Step("patrollers", "実施者"),
    Step("attachments", "添付"),
    Step("confirm", "確認"),
)
CODES = [step.code for step in STEPS]


def address_of(step: Step, case) -> str:
    return reverse(step.url_name, args=[case.pk])


def steps_bar(here: str, case=None, lacking=frozenset()) -> list[dict]:
    """The steps for parts/steps.html; ``lacking``: codes of the steps that receipt still waits for."""
    bar = []
    for step in STEPS:
        status, word = ("todo", "これから") if case is None or step.code in lacking else ("done", "済み")
        if step.code == here:
            status, word = "here", "入力しています"
        elif step.code == "confirm":
            status, word = "todo", "まだ足りません" if lacking else "受理できます" if case else "これから"
        bar.append({
            "label": step.label, "status": status, "word": word, "url": address_of(step, case) if case else ""
        })  # fmt: skip
    return bar


def so_far(case) -> list[tuple]:
    """The case in five lines, beside the form."""
    group = case.group
    kind = group_types.by_code(group.group_type).choice_label if group.group_type else ""
    plan = f"{case.get_patrol_unit_display()}{case.patrol_times}回" if case.patrol_times else ""
    return [
        ("団体", group.name),
        ("区分", kind),
        ("実施地域", case.patrol_area[:60]),
        ("計画", plan),
        ("自動車", f"{group.vehicles.current().count()}台"),
        ("実施者", f"{group.patrollers.current().count()}人"),
    ]


class FirstResult(ActOnce):
    """A repeated click is led to the first result before its values are judged: what it sent is on record by now."""

    def dispatch(self, request, *args, **kwargs):
        first = self.first_result() if request.method == "POST" else None
        return first or super().dispatch(request, *args, **kwargs)


class EntryStep(EditedTogether, FirstResult, View):
    """One step of an application that is on the desk, by its code."""

    model = CertificationApplication
    related = ("station__prefecture", "group")
    reads = "申請の入力"
    transition = "amend"
    step = ""
    template_name = ""

    @cached_property
    def place(self) -> int:
        return CODES.index(self.step)

    def make_form(self, data=None, files=None):
        raise NotImplementedError

    def store(self, case, form) -> None:
        """Write the form's values; the door has let the act through and the case's row is locked."""
        raise NotImplementedError

    def get(self, request, *args, **kwargs):
        return self.show(self.make_form())

    def post(self, request, *args, **kwargs):
        form = self.bound = self.make_form(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form, status=422)
        return self.save(form)

    def save(self, form):
        try:
            return self.once(form=form)
        except Stale as error:
            return self.stale(error)
        except Refused as error:
            return self.show(form, status=422, refused=error.reasons)

    def carry_out(self, *, form):
        """Nothing typed, nothing recorded: the history keeps acts, not page turns."""
        if not form.is_news():
            return self.case
        case = super().carry_out(part=self.step, changed=self.changed(form))
        self.store(case, form)
        return case

    def changed(self, form) -> list[str]:
        return list(form.changed_data)

    def get_success_url(self) -> str:
        if "leave" in self.request.POST:
            return reverse("application", args=[self.case.pk])
        return address_of(STEPS[self.place + 1], self.case)

    def editing_form(self):
        return self.make_form(self.request.POST, self.request.FILES)

    def address_now(self) -> str:
        return self.here()

    def typed(self) -> list[tuple[str, str]]:
        sent = self.request.POST
        if hasattr(self.bound, "typed"):
            return self.bound.typed(sent)
        values = {name: " ".join(sent.getlist(name)) for name in self.bound.fields}
        return [(self.bound.fields[name].label, value) for name, value in values.items() if value.strip()]

    def here(self) -> str:
        return address_of(STEPS[self.place], self.case)

    def show(self, form, *, status: int = 200, **context):
        return render(
            self.request, self.template_name, self.get_context_data(form=form, **context), status=status
        )

    def get_context_data(self, **kwargs):
        case = self.case
        gaps = case.intake_gaps()
        refused = kwargs.pop("refused", None)
        if refused is None:
            refused = refusals(case, self.transition, self.request.actor)
        kwargs.setdefault("revision", self.seen_revision())
        before = STEPS[self.place - 1] if self.place else None
        following = STEPS[self.place + 1] if self.place + 1 < len(STEPS) else None
        return super().get_context_data(
            step=STEPS[self.place], group=case.group, gaps=gaps, refused=refused, so_far=so_far(case),
            steps=steps_bar(self.step, case, {gap.cure for gap in gaps}), here=self.here(),
            following=following, following_url=address_of(following, case) if following else "",
            previous={"label": before.label, "url": address_of(before, case)} if before else None, **kwargs,
        )  # fmt: skip

"""概要: the patrols of form 2, the days of forms 1 and 4."""

from blue_patrol.forms.entry.plan import PlanForm
from blue_patrol.views.entry.steps import EntryStep


class EntryPlan(EntryStep):
    step = "plan"
    template_name = "blue_patrol/entry/plan.html"

    def make_form(self, data=None, files=None):
        return PlanForm(data, instance=self.case)

    def store(self, case, form) -> None:
        changes = form.changes()
        for name, value in changes.items():
            setattr(case, name, value)
        case.save(update_fields=list(changes))

"""講習に代わる資格 (BP-5-2-c): recorded with an application where the prefecture takes one."""

from blue_patrol.forms.training.courses import QualificationForm
from blue_patrol.models.training.qualifications import NONE_HERE
from blue_patrol.views.acting import ApplicationAct
from casework.permissions import Reason


class RecordQualification(ApplicationAct):
    transition = "record_qualification"
    reads = "講習に代わる資格"
    form_class = QualificationForm
    title, button = "講習に代わる資格", "資格を記録する"
    lead = "資格者証を見て確かめた人に、印を付けます。"
    writes = (
        "講習を受けた人と同じに扱います",
        "実施者証を渡せるようになります",
        "「次の講習」の期限も、同じに始まります",
    )
    success_message = "講習に代わる資格を記録しました。"

    @property
    def alternatives(self) -> list[str]:
        if not hasattr(self, "_alternatives"):
            self._alternatives = self.case.training_alternatives()
        return self._alternatives

    def get_form_kwargs(self):
        people = self.case.roster().filter(trainings=None)
        return super().get_form_kwargs() | {"people": list(people), "alternatives": self.alternatives}

    def get_context_data(self, **kwargs):
        if not self.alternatives:
            kwargs.setdefault("refusals", [Reason(NONE_HERE, "BP-5-2-c")])
        return super().get_context_data(**kwargs)

    def nothing_left(self, form):
        if not self.alternatives or form.fields["patrollers"].choices:
            return ""
        return "講習も資格も確かめていない実施者は、いません"

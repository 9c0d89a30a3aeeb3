"""訂正: an act of headquarters on a standing whose records bear a clerical mistake."""

from django.urls import reverse

from blue_patrol.forms.correction import CorrectEntryForm
from blue_patrol.models import Certification
from blue_patrol.views.acting import DeskAct


class CorrectEntry(DeskAct):
    model = Certification
    related = ("station__prefecture", "group")
    transition = "correct_entry"
    reads = "記載の訂正"
    form_class = CorrectEntryForm
    title, button = "記載の訂正", "訂正を記録する"
    lead = "本部や署の書き誤りを直します。団体の事情が変わったときは、変更の手続で行います。"
    is_rare = True
    writes = (
        "記載が、きょうから正しいものになります",
        "訂正の前後と理由が、証明の経過と証明台帳に残ります",
        "証明書などを刷り直すときは、署で再交付の手続をします",
    )
    success_message = "訂正を記録しました。証明書などを刷り直すときは、署で再交付の手続をしてください。"

    def get_success_url(self) -> str:
        return reverse("group", args=[self.case.group_id])

    def get_context_data(self, **kwargs):
        return super().get_context_data(back=self.get_success_url(), **kwargs)

    def cures(self) -> dict:
        return {}

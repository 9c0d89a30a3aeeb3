"""担当: one case into other hands, or several of the list with one confirmation."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from blue_patrol.models import ReturnNotice, Revocation
from blue_patrol.views.acting import ApplicationAct
from blue_patrol.views.returned.acts import ReturnAct
from blue_patrol.views.revocation.pages import RevocationAct
from blue_patrol.views.together import Row, Together
from casework.forms.assignment import AssignForm

NONE_CHOSEN = "担当を替える事案を、一つ以上選んでください。"


class Assign:
    """Mixed into the act of a machine."""

    transition = "assign"
    form_class = AssignForm
    title, button = "担当を替える", "担当を替える"
    success_message = "担当を替えました。"
    writes = (
        "この事案は、新しい担当の「自分」の絞り込みに出ます",
        "引継ぎは「書込み」に残り、後から担当になった人も読めます",
    )

    @property
    def lead(self) -> str:
        handler = self.case.handler
        return f"いまの担当は、{handler}です。" if handler else "いまは、だれの担当でもありません。"


class AssignApplication(Assign, ApplicationAct): ...


class AssignReturn(Assign, ReturnAct): ...


class AssignRevocation(Assign, RevocationAct): ...


class AssignTogether(Together):
    """The table of these cases is the list of cases: there they are ticked."""

    name, title = "assign_together", "担当をまとめて替える"
    listed_at = "cases"
    writes_word, back_word = "いまの担当", "一覧に戻る"
    otherwise = "assign"

    def rows(self) -> list[Row]:
        sent = self.request.POST if self.request.method == "POST" else self.request.GET
        cases = self.model.objects.of(self.request.actor).open().filter(pk__in=self.chosen(sent))
        return [
            Row(case, "assign", "担当の変更", writes=str(case.handler or "なし"))
            for case in cases.select_related("group", "station", "handler").order_by("pk")
        ]

    def make_form(self, data=None):
        return AssignForm(data, actor=self.request.actor, today=timezone.localdate())

    def details(self, form) -> dict:
        return form.cleaned_data

    def table(self, status=200, *, nothing_ticked=False):
        if nothing_ticked:
            messages.warning(self.request, NONE_CHOSEN)
        return HttpResponseRedirect(f"{reverse(self.listed_at)}?phase=open")

    def made(self, case, row) -> str:
        return f"担当 {case.handler}"


class AssignReturnsTogether(AssignTogether):
    model, name, listed_at = ReturnNotice, "return_assign_together", "returns"


class AssignRevocationsTogether(AssignTogether):
    model, name, listed_at = Revocation, "revocation_assign_together", "revocations"

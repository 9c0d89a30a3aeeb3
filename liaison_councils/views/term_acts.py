"""The acts on one term, one page each."""

from casework.presenters import links
from casework.views.desk import DeskAct, RowsMixin
from casework.views.merging import EditedTogether
from casework.workflow import perform
from liaison_councils.forms import terms as forms
from liaison_councils.views.terms import TermMixin


class TermAct(TermMixin, DeskAct):
    """One act on a term with its form."""

    template_name = "liaison_councils/term_act.html"
    reads = "委員の手続"

    def details(self, form):
        return form.details()

    def get_context_data(self, **kwargs):
        return super().get_context_data(back_word="委員の画面に戻る", **kwargs)

    def cures(self) -> dict:
        if not self.request.actor.may("supervise_councils"):
            return {}
        return {"consult": (links.to("council_term_consult", self.case.pk), "意見を書く")}


class Amend(EditedTogether, TermAct):
    transition = "amend"
    form_class = forms.AmendForm
    title, button = "選考の記載を直す", "直して記録する"
    success_message = "選考の記載を直しました。"


class Consult(RowsMixin, TermAct):
    """Several opinions at once: each is an act of its own."""

    template_name = "liaison_councils/term_consult.html"
    transition = "consult"
    form_class = forms.ConsultForm
    title, button = "他部門の意見", "意見を記録する"
    lead = "候補者について、署の他部門の意見を聴いて書きます。"
    writes = ("選考表に載ります", "委嘱するには、少なくとも一つの部門の意見が要ります")
    success_message = "他部門の意見を記録しました。"

    def carry_out(self, opinions, on):
        case, revision = self.case, self.revision()
        for told in opinions:
            case = perform(case, "consult", by=self.request.actor, on=on, revision=revision, **told)
            revision = None
        return case

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        sent = (kwargs.get("data") or {}).get("rows", "")
        return kwargs | {"rows": min(int(sent), 20) if sent.isdecimal() and len(sent) < 3 else 3}


class Appoint(TermAct):
    transition = "appoint"
    form_class = forms.AppointForm
    title, button = "委嘱", "委嘱する"
    success_message = "委嘱しました。委嘱状を印刷できます。"

    def what_it_writes(self):
        case = self.case
        lines = ["委嘱状（L4）ができ、内容が残ります"]
        if case.previous_id and case.previous.state == "appointed":
            lines.append("いまの任期は、末日で「満了（再任）」になります")
        if case.replaces_id and case.replaces.state == "appointed":
            lines.append(f"{case.replaces.person}さんの任期は、末日で「満了」になります")
        return lines


class Decline(TermAct):
    transition = "decline"
    form_class = forms.DeclineForm
    title, button, is_rare = "委嘱しない", "委嘱しないと決める", True
    writes = ("この人は候補者ではなくなります", "ほかの候補者を選べるようになります")
    success_message = "委嘱しないことを記録しました。"


class Intend(EditedTogether, TermAct):
    transition = "intend"
    form_class = forms.IntendForm
    title, button = "満了後の意向", "記録する"
    success_message = "満了後の意向を記録しました。"


class CorrectPerson(EditedTogether, TermAct):
    transition = "correct_person"
    form_class = forms.PersonForm
    title, button = "委員の記載の変更", "変更を記録する"
    lead = "転居、電話番号や職業の変更などを書きます。この人のほかの任期の記録にも反映します。"
    success_message = "委員の記載を変更しました。"


class Expire(TermAct):
    transition = "expire"
    form_class = forms.ExpireForm
    title, button = "満了", "満了を記録する"
    lead = "任期の末日を過ぎ、再任も後任もないときに記録します。"
    writes = ("任期は、末日で「満了」になります",)
    success_message = "任期の満了を記録しました。"


class Resign(TermAct):
    template_name = "liaison_councils/term_resign.html"
    transition = "resign"
    form_class = forms.ResignForm
    title, button = "辞職の承認", "辞職を承認する"
    writes = ("任期は「終える日」で終わります", "辞職承認書（L5-3）ができます", "後任を選べるようになります")
    success_message = "辞職を承認しました。辞職承認書を印刷できます。"


class Dismiss(TermAct):
    transition = "dismiss"
    form_class = forms.LeaveForm
    title, button, is_rare = "解嘱", "解嘱する", True
    writes = ("任期は「終える日」で終わります。戻すことはできません", "解嘱通知書（L5）ができます")
    success_message = "解嘱しました。解嘱通知書を印刷できます。"

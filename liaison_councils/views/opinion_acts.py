"""The acts on an opinion: who answers, the answer, its reading out, the end without one."""

from casework.views.desk import DeskAct
from liaison_councils.forms import opinions as forms
from liaison_councils.presenters import opinions as words
from liaison_councils.views.opinions import OpinionMixin, sections_of


class OpinionAct(OpinionMixin, DeskAct):
    """One act with its form."""

    template_name = "liaison_councils/opinion_act.html"
    reads = "意見・要望の手続"

    def cures(self) -> dict:
        return words.acts(self.case, self.request.actor).cures


class AssignOpinion(OpinionAct):
    transition = "assign"
    form_class = forms.AssignForm
    title, button = "記載と担当", "記録する"
    success_message = "記載と担当を直しました。"
    writes = ("担当が決まると、回答を記録できます", "直す前の文は、経過に残ります")

    def get_context_data(self, **kwargs):
        return super().get_context_data(sections=sections_of(self.case.council), **kwargs)


class AnswerOpinion(OpinionAct):
    transition = "answer"
    form_class = forms.AnswerForm
    title, button = "意見・要望への回答", "回答を記録する"
    success_message = "回答を記録しました。"
    writes = ("次の会議の議題に「前回までの意見・要望への回答」として出ます", "読み上げるまで、終わりません")


class ReopenOpinion(OpinionAct):
    transition = "reopen"
    form_class = forms.ReopenForm
    title, button = "回答のやり直し", "やり直す"
    is_rare = True
    success_message = "回答をやり直すことにしました。"
    writes = ("「回答がまだ」に戻ります", "前の回答は、経過に残ります")


class ReadBackOpinion(OpinionAct):
    transition = "read_back"
    form_class = forms.ReadBackForm
    title, button = "会議での読上げ", "読上げを記録する"
    success_message = "読上げを記録しました。この意見・要望は終わりました。"
    writes = ("この意見・要望は終わり、次の会議の議題に出なくなります",)

    def get_form_kwargs(self):
        since = self.case.last_day()
        held = self.case.council.meetings.held().filter(held_on__gte=since).order_by("-held_on", "-pk")
        return super().get_form_kwargs() | {"meetings": list(held)}

    def nothing_left(self, form) -> str:
        return "" if form.days or form.is_bound else "回答した後に開催した会議が、まだありません"


class CloseOpinion(OpinionAct):
    transition = "close_otherwise"
    form_class = forms.CloseForm
    title, button = "読み上げずに終える", "終える"
    is_rare = True
    success_message = "この意見・要望を、会議で読み上げずに終えました。"
    writes = ("この意見・要望は終わり、次の会議の議題に出なくなります", "戻すことはできません")

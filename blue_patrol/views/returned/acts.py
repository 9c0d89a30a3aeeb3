"""The acts on a return: up to headquarters, checked there, sent back, and what turns up later (BP-9-1)."""

from blue_patrol.forms import acts as common
from blue_patrol.forms import returns as forms
from blue_patrol.models import ReturnNotice
from blue_patrol.presenters import returns as words
from blue_patrol.views.acting import DeskAct, ThingByThing
from blue_patrol.views.station import Answer, RequestCorrection
from casework.models import ReturnReason


class ReturnAct(DeskAct):
    """One act on a return."""

    template_name = "blue_patrol/returned/act.html"
    page = "return_notice"
    model = ReturnNotice
    related = ("station__prefecture", "group", "profile", "handler", "certification")

    def cures(self) -> dict:
        return words.cures(self.case)


class Forward(ReturnAct):
    """進達 by the station's chief, with what came."""

    transition = "forward"
    template_name = "blue_patrol/returned/listed.html"
    reads = "返納の進達"
    form_class = forms.ForwardReturnForm
    title, button = "進達", "進達する"
    lead = "返納届と現物を見て、本部へ進めます。"
    writes = (
        "返納届進達書（様式第18）が作られます",
        "署にある証明書等は「本部へ返送」になります。現物を添えて送ってください",
        "本部が、届いたものを1点ずつ確かめます",
    )
    success_message = "本部へ進達しました。返納された証明書等を添えて送ってください。"

    def get_context_data(self, **kwargs):
        items = self.case.listed()
        return super().get_context_data(items=words.item_lines(items), counted=words.counted(items), **kwargs)


class NumberDocument(ReturnAct):
    transition = "number_document"
    form_class = common.NumberDocumentForm
    title, button = "文書番号の記入", "文書番号を記入する"
    lead = "進達のとき空けておいた文書番号を記入します。"
    writes = (
        "進達書（様式第18）を、番号の入ったものに作り直します",
        "番号のない進達書は、無効の記録として残ります",
        "一度記入した番号は、直せません",
    )
    success_message = "文書番号を記入しました。番号の入った進達書ができました。"


class SendBack(RequestCorrection, ReturnAct):
    """差戻し: what is unclear goes back with reasons; the things stay where they are."""

    template_name = "blue_patrol/returned/reasons.html"
    page, model, related = ReturnAct.page, ReturnAct.model, ReturnAct.related
    transition = "send_back"
    form_class = forms.ReturnSendBackForm
    title, button = "差し戻す", "差し戻す"
    lead = "どの書類のどこを直すのか、理由を書いて署へ戻します。届いた現物は、本部で預かったままです。"
    writes = ("署の机に戻ります", "署が回答すると、もう一度進達されます")
    success_message = "理由を付けて、署へ差し戻しました。"

    def cures(self) -> dict:
        return words.cures(self.case)


class AnswerBack(ReturnAct):
    """差戻しへの回答: the case stays where it is until the chief forwards it again."""

    transition = "answer"
    form_class = common.AnswerForm
    title, button = Answer.title, Answer.button
    lead = "差し戻された理由ごとに、どう直したかを書きます。"
    writes = ("署長が、もう一度進達できるようになります",)
    success_message = Answer.success_message

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"reasons": ReturnReason.objects.of_case(self.case).unanswered()}

    def nothing_left(self, form):
        return "" if form.reasons else "回答を待っている理由は、ありません"

    def details(self, form):
        return {"on": form.cleaned_data["on"], "answers": form.answers()}


class Accept(ThingByThing, ReturnAct):
    """返納の確認: each thing has its answer; a button answers 届いた for the rest. What came is destroyed."""

    template_name = "blue_patrol/returned/accept.html"
    transition = "accept"
    reads = "返納の確認"
    form_class = forms.AcceptForm
    title, button = "返納の確認", "確認を記録する"
    lead = "返納届進達書と現物を番号で合わせ、1点ずつ選びます。"
    writes = (
        "「届いた」ものは、廃棄済みになります。現物を廃棄してください。廃棄は、元に戻せません",
        "「届いていない」ものは、不明になります",
        "運輸支局等への通知が、自動車の数だけ本部の机に出ます",
    )
    success_message = "返納の確認を記録しました。運輸支局等へ通知してください。"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"things": self.case.on_the_way_up()}


class TakeFound(ReturnAct):
    transition = "take_found"
    reads = "見付かったもの"
    form_class = forms.FoundForm
    title, button = "見付かったものの受入れ", "受入れを記録する"
    lead = "返納のときになかったものが見付かり、団体から受け取ったときに記録します。"
    writes = ("選んだものは「署に返納」になります", "進達の後なら、本部へ送ったことを別に記録します")
    success_message = "見付かったものを受け入れました。"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"lost": list(self.case.lost_things())}

    def nothing_left(self, form):
        return "" if form.fields["things"].choices else "不明のものは、ありません"


class ListedAct(ReturnAct):
    """An act on some of the things, which the page lists first."""

    template_name = "blue_patrol/returned/listed.html"
    nothing = ""

    def listed(self) -> list:
        raise NotImplementedError

    def get_context_data(self, **kwargs):
        keys = {thing.pk for thing in self.listed()}
        items = [item for item in self.case.listed() if item.credential_id in keys]
        return super().get_context_data(items=words.item_lines(items), **kwargs)

    def nothing_left(self, form):
        return "" if self.listed() else self.nothing


class SendFound(ListedAct):
    transition = "send_found"
    form_class = forms.SendFoundForm
    title, button = "見付かったものの送付", "送付を記録する"
    lead = "後から見付かったものを、本部へ送ります。"
    writes = ("表のものは「本部へ返送」になります",)
    success_message = "見付かったものを本部へ送りました。"
    nothing = "本部へ送るものは、署にありません"

    def listed(self):
        return list(self.case.here())


class DestroyFound(ListedAct):
    transition = "destroy_found"
    form_class = forms.DestroyFoundForm
    title, button = "見付かったものの廃棄", "廃棄を記録する"
    lead = "署から送られた現物を確かめて、廃棄したことを記録します。"
    is_rare = True
    writes = ("表のものは、廃棄済みになります。廃棄は、元に戻せません",)
    success_message = "見付かったものの廃棄を記録しました。"
    nothing = "署から送られたものは、ありません"

    def listed(self):
        return list(self.case.on_the_way_up())

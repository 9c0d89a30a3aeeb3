"""How a council rests, goes on, ends, or goes over into others (第3の1, 第4の1(1))."""

from casework.workflow import Stale
from liaison_councils.forms import councils as forms
from liaison_councils.models import Council, CouncilState
from liaison_councils.models.council_areas import one_name_a_station
from liaison_councils.models.opening import succeed
from liaison_councils.views.council_acts import CouncilAct

ENDS = (
    "委員の任期は、この日に終わります",
    "運営責任者等の指定は、この日に解かれます",
    "戻すことはできません",
)


class Suspend(CouncilAct):
    transition = "suspend"
    form_class = forms.SuspendForm
    title, button = "協議会の休止", "休止を記録する"
    writes = (
        "会議の予定を入れられなくなります",
        "委員の任期は続きます",
        "設置等状況一覧に「休止」の一行が入ります",
    )
    success_message = "休止を記録しました。"


class Resume(CouncilAct):
    transition = "resume"
    form_class = forms.ResumeForm
    title, button = "協議会の再開", "再開を記録する"
    writes = ("協議会が「活動中」に戻ります", "設置等状況一覧に「再開」の一行が入ります")
    success_message = "再開を記録しました。"


class Abolish(CouncilAct):
    transition = "abolish"
    form_class = forms.AbolishForm
    title, button = "協議会の廃止", "廃止を記録する"
    is_rare = True
    writes = (*ENDS, "設置等状況一覧に「廃止」の一行が入ります")
    success_message = "廃止を記録しました。"


class Drop(CouncilAct):
    transition = "drop"
    form_class = forms.DropForm
    title, button = "設置の準備の取りやめ", "取りやめを記録する"
    is_rare = True
    writes = (
        "準備した名称は、ほかの協議会に使えます",
        "設置等状況一覧には入りません",
        "戻すことはできません",
    )
    success_message = "設置の準備を取りやめました。"


class Succession(CouncilAct):
    """Into others of the station: those that stand, or that are being prepared and are set up in the same act."""

    is_rare = True

    def get_form_kwargs(self):
        others = Council.objects.filter(station=self.case.station_id).exclude(state=CouncilState.ABOLISHED)
        rows = (
            others.exclude(pk=self.case.pk).prefetch_related("areas", "officers").order_by("order_key", "pk")
        )
        return super().get_form_kwargs() | {"others": list(rows)}

    def carry_out(self, *, into, note, on, together=()):
        """One act over several councils; the one on the page is looked at as it is now."""
        here = Council.objects.select_for_update(of=("self",)).get(pk=self.case.pk)
        if self.revision() not in (None, here.revision):
            raise Stale(here)
        with one_name_a_station():
            ended = [here, *together]
            return succeed(ended, self.transition, into, by=self.request.actor, on=on, note=note)[0]


class Merge(Succession):
    transition = "merge"
    form_class = forms.MergeForm
    title, button = "協議会の統合", "統合を記録する"
    lead = "この協議会を終え、ほかの協議会が引き継ぎます。新しい協議会に統合するときは、先にその設置の準備をしておきます。"
    writes = (
        "準備中の協議会を選ぶと、同じ日に設置されます",
        *ENDS,
        "設置等状況一覧に「統合」の一行が入ります",
    )
    success_message = "統合を記録しました。"


class Split(Succession):
    transition = "split"
    form_class = forms.SplitForm
    title, button = "協議会の分割", "分割を記録する"
    lead = "この協議会を終え、分かれた協議会が引き継ぎます。先に、分かれる協議会の設置の準備をしておきます。"
    writes = (
        "準備中の協議会を選ぶと、同じ日に設置されます",
        *ENDS,
        "設置等状況一覧に「分割」の一行が入ります",
    )
    success_message = "分割を記録しました。"

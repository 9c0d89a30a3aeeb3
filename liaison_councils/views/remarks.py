"""本部の指導 (第7(3)): a remark of the division, the station's answer, asked again or settled."""

from functools import cached_property

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from casework.models import Station
from casework.presenters import links
from casework.presenters import remarks as words
from casework.sent import whole_number
from casework.views import OfficeAct, remarks
from casework.views.lists import stations_of
from liaison_councils.forms import supervision as forms
from liaison_councils.models import Council, Remark
from liaison_councils.models.opening import remark
from liaison_councils.views.of_council import OfCouncil


class RemarkList(remarks.RemarkList):
    template_name = "liaison_councils/remarks.html"
    model = Remark
    related = ("station", "council")

    def get_context_data(self, **kwargs):
        return super().get_context_data(may_make=self.request.actor.may("follow_councils"), **kwargs)


class MakeRemark(OfficeAct):
    """From the division's list, or from a council (?council=) or station (?station=)."""

    template_name = "liaison_councils/remark_new.html"
    form_class = forms.RemarkForm
    success_message = "指導を記録しました。署の画面に出ます。"

    @cached_property
    def stations(self) -> list[Station]:
        return stations_of(self.request.actor)

    @cached_property
    def councils(self) -> list[Council]:
        return list(Council.objects.of(self.request.actor).standing())

    def get_form_kwargs(self):
        offered = {"stations": self.stations, "councils": self.councils, "today": timezone.localdate()}
        return super().get_form_kwargs() | offered

    def get_initial(self):
        key = whole_number(self.request.GET.get("council"))
        council = get_object_or_404(Council.objects.of(self.request.actor), pk=key) if key else None
        station = council.station_id if council else whole_number(self.request.GET.get("station"))
        return {"station": station, "council": council.pk if council else None}

    def get_context_data(self, **kwargs):
        shown = {
            "title": "署を指導する",
            "button": "指導を記録する",
            "show_form": True,
            "back": reverse("council_remarks"),
        }
        return super().get_context_data(**shown, **kwargs)

    def carry_out(self, **details):
        station = next(each for each in self.stations if each.pk == details["station"])
        council = next((each for each in self.councils if each.pk == details["council"]), None)
        told = details | {"council": council}
        del told["station"]
        return remark(station, by=self.request.actor, **told)

    def get_success_url(self) -> str:
        return links.of_case(self.done)


class RemarkMixin(OfCouncil):
    page = "council_remark"
    model = Remark
    related = ("station__prefecture", "council")
    reads = "本部の指導"
    template_name = "liaison_councils/remark_act.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(remark=self.case, back_word="指導に戻る", **kwargs)


class RemarkPage(RemarkMixin, remarks.RemarkPage):
    template_name = "liaison_councils/remark.html"
    acts = words.pages(
        answer="council_remark_answer", settle="council_remark_settle", ask_again="council_remark_again"
    )


class AnswerRemark(RemarkMixin, remarks.AnswerRemark): ...


class AskAgain(RemarkMixin, remarks.AskAgain): ...


class SettleRemark(RemarkMixin, remarks.SettleRemark): ...

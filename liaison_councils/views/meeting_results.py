"""The acts on a meeting that was held: its result at the counter, attendance, minutes, approval, report."""

from functools import cached_property

from casework.permissions import PERMISSIONS
from casework.views.merging import EditedTogether
from liaison_councils.forms import meeting_results as forms
from liaison_councils.models import Opinion, Term
from liaison_councils.models.results import record_result
from liaison_councils.presenters import meeting_rows
from liaison_councils.presenters import meetings as words
from liaison_councils.views.meeting_acts import MeetingAct, RowsAct

RUN = PERMISSIONS["run_council"]


class PresenceAct(RowsAct):
    """Ticks for who is on the list, rows for who came besides."""

    reads = "会議の出席"

    def get_form_kwargs(self):
        people = list(self.case.participants.select_related("term__person"))
        listed = [row.term_id for row in people if row.term_id]
        day = self.case.day
        newer = (
            Term.objects.on(day).filter(council__in=self.councils).exclude(pk__in=listed)
            if day
            else Term.objects.none()
        )
        return super().get_form_kwargs() | {
            "people": people, "newer": list(newer.select_related("person")), "councils": self.councils, "own": self.own,
        }  # fmt: skip

    @cached_property
    def own(self) -> list:
        """Of the councils those that the post runs: their opinions are its to write."""
        return [council for council in self.councils if not RUN.reasons(council, self.request.actor)]


class HoldMeeting(PresenceAct):
    template_name = "liaison_councils/meeting_hold.html"
    transition = "hold"
    form_class = forms.HoldForm
    title, button = "開催の記録", "開催を記録する"
    writes = (
        "出席は、協議会ごとに数えます",
        "書いた意見・要望は、回答を読み上げるまで、次の会議の議題に出ます",
        "読み上げた回答は、「読上げ済み」になります",
        "この後、議事録を書き、署の地域課の指導者か署長が承認します",
    )
    success_message = "会議の開催を記録しました。"

    @cached_property
    def waiting(self) -> list[Opinion]:
        rows = Opinion.objects.open().filter(council__in=self.councils).select_related("council")
        return list(rows.prefetch_related("council__areas").order_by("received_on", "pk"))

    def get_form_kwargs(self):
        own = {council.pk for council in self.own}
        answered = [each for each in self.waiting if each.state == "answered" and each.council_id in own]
        return super().get_form_kwargs() | {"answered": answered}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        shown = {each.pk for each in context["form"].answered}
        context["unanswered"] = meeting_rows.opinions(each for each in self.waiting if each.pk not in shown)
        return context

    def carry_out(self, **details):
        return record_result(self.case, by=self.request.actor, revision=self.revision(), **details)


class CorrectAttendance(EditedTogether, PresenceAct):
    template_name = "liaison_councils/meeting_attendance.html"
    transition = "correct_attendance"
    form_class = forms.CorrectionForm
    title, button = "出席の訂正", "訂正を記録する"
    writes = ("出席の人数が直ります", "直した理由が、経過に残ります")
    success_message = "出席を直しました。"


class MinutesAct(MeetingAct):
    """The minutes beside who was there and what was raised."""

    reads = "議事録"

    def get_context_data(self, **kwargs):
        raised = self.case.opinions.order_by("pk")
        return super().get_context_data(
            raised=meeting_rows.opinions(raised),
            attendance=words.attendance(self.case, self.councils),
            **kwargs,
        )


class WriteMinutes(EditedTogether, MinutesAct):
    template_name = "liaison_councils/meeting_minutes.html"
    transition = "write_minutes"
    form_class = forms.MinutesForm
    title, button = "議事録", "議事録を記録する"
    writes = ("何度でも書き直せます。承認の後は、書き直せません",)
    success_message = "議事録を記録しました。"

    def post(self, request, *args, **kwargs):
        if "propose" in request.POST:
            return self.render_to_response(self.get_context_data(form=self.proposed()))
        return super().post(request, *args, **kwargs)

    def proposed(self):
        """What was typed, with a version for the public made of it."""
        kwargs = self.get_form_kwargs()
        typed = kwargs.pop("data").dict()
        kwargs.pop("files")
        return self.form_class(
            **kwargs | {"initial": typed | {"public_minutes": forms.proposal(self.case, typed)}}
        )


class ApproveMinutes(MinutesAct):
    template_name = "liaison_councils/meeting_approve.html"
    transition = "approve_minutes"
    form_class = forms.ApproveForm
    title, button = "議事録の承認", "承認する"
    writes = ("議事録は、書き直せなくなります", "開催の結果を報告できるようになります")
    success_message = "議事録を承認しました。"


class ReportMeeting(MeetingAct):
    transition = "report"
    form_class = forms.ReportForm
    title, button = "開催の結果の報告", "報告を記録する"
    lead = "署長と本部の地域課へ、開催の結果を報告します。"
    writes = ("会議開催結果報告書と会議録の内容が決まり、その時のまま残ります", "会議は「報告済」になります")
    success_message = "開催の結果の報告を記録しました。"

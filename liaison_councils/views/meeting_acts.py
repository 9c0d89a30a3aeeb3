"""The acts on a meeting before it is held: plan, amend, invite, announce, replies, postpone, cancel."""

from collections import Counter
from functools import cached_property

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from casework.permissions import PERMISSIONS
from casework.presenters import links
from casework.sent import whole_number
from casework.views import OfficeAct, TransitionView
from casework.views.desk import DeskAct
from casework.views.merging import EditedTogether
from liaison_councils.forms import meetings as forms
from liaison_councils.models import Council, CouncilState, Meeting, Opinion
from liaison_councils.models.opening import plan_meeting
from liaison_councils.models.values import ValuesOverTime
from liaison_councils.presenters import meeting_rows
from liaison_councils.presenters import meetings as words
from liaison_councils.rules.opinions import EXTRAORDINARY_REASONS
from liaison_councils.views.meetings import MeetingMixin

RUN = PERMISSIONS["run_council"]


class PlanMeeting(OfficeAct):
    """A new meeting of the councils in the address (?council=, several times); the last place is offered."""

    template_name = "liaison_councils/meeting_plan.html"
    form_class = forms.NewMeetingForm
    success_message = "会議を予定に入れました。日が近づいたら、案内を記録します。"

    @cached_property
    def asked(self) -> list[Council]:
        """The councils that the address names; one of another station is not found."""
        keys = {whole_number(text) for text in self.request.GET.getlist("council")}
        found = [each for each in self._of_desk if each.pk in keys]
        if len(found) != len(keys):
            raise Http404
        return found

    @cached_property
    def _of_desk(self) -> list[Council]:
        rows = Council.objects.of(self.request.actor).select_related("station").prefetch_related("areas")
        return list(rows) if self.request.actor.station else []

    @cached_property
    def councils(self) -> list[Council]:
        """Those to choose from: active ones that the post runs, and those that were asked for."""
        actor, asked = self.request.actor, {each.pk for each in self.asked}
        return [
            each for each in self._of_desk
            if each.pk in asked or (each.state == CouncilState.ACTIVE and not RUN.reasons(each, actor))
        ]  # fmt: skip

    @cached_property
    def opinions(self) -> list[Opinion]:
        rows = Opinion.objects.open().filter(council__in=self.councils).select_related("council")
        return list(rows.order_by("received_on", "pk"))

    def get_form_kwargs(self):
        waiting = Counter(each.council_id for each in self.opinions)
        return super().get_form_kwargs() | {
            "councils": self.councils,
            "opinions": waiting,
            "today": timezone.localdate(),
        }

    def get_initial(self):
        chosen = self.asked or (self.councils if len(self.councils) == 1 else [])
        kind = "extraordinary" if self.request.GET.get("kind") == "extraordinary" else "regular"
        rows = (
            Meeting.objects.filter(councils__in=chosen).exclude(place="")
            if chosen
            else Meeting.objects.none()
        )
        last = rows.order_by("-pk").first()
        place = {"place": last.place, "begins_at": last.begins_at, "ends_at": last.ends_at} if last else {}
        return {"councils": [str(each.pk) for each in chosen], "kind": kind, **place}

    def get_context_data(self, **kwargs):
        back = links.to("council_meetings")
        context = super().get_context_data(
            title="会議の予定", button="予定に入れる", show_form=True, back=back, list_url=back, list_word="会議",
            reasons=EXTRAORDINARY_REASONS, **kwargs,
        )  # fmt: skip
        chosen = {each.pk for each in context["form"].chosen} or {each.pk for each in self.councils}
        context["to_read"] = meeting_rows.opinions(
            each for each in self.opinions if each.council_id in chosen
        )
        return context

    def details(self, form):
        return form.details()

    def carry_out(self, *, councils, kind, **told):
        return plan_meeting(councils, by=self.request.actor, on=timezone.localdate(), kind=kind, **told)

    def get_success_url(self) -> str:
        return links.to("council_meeting", self.done.pk)


class MeetingAct(MeetingMixin, DeskAct):
    """One act on a meeting with its form."""

    template_name = "liaison_councils/meeting_act.html"
    reads = "会議の手続"

    def details(self, form):
        return form.details()

    def cures(self) -> dict:
        return words.cures(self.case, self.request.actor)

    @cached_property
    def councils(self) -> list[Council]:
        return list(self.case.councils.prefetch_related("areas").order_by("shared__pk"))


class AmendMeeting(EditedTogether, MeetingAct):
    template_name = "liaison_councils/meeting_amend.html"
    transition = "amend"
    form_class = forms.AmendForm
    title, button = "予定の変更", "変更を記録する"
    success_message = "会議の予定を変えました。"

    def get_context_data(self, **kwargs):
        return super().get_context_data(reasons=EXTRAORDINARY_REASONS, **kwargs)

    def what_it_writes(self):
        lines = [
            "日を変えると、その日の委員と運営担当者を案内する人に入れ直し、出欠の返事をもらい直します",
            "ほかに案内する人は、残ります",
        ]
        if self.case.state == "announced":
            lines.append("案内した後なので、開催通知を作り直します。前の通知は無効になります")
        return lines


class RowsAct(MeetingAct):
    """A button adds a row or ticks everybody, and judges nothing yet."""

    def post(self, request, *args, **kwargs):
        asked = next((name for name in self.form_class.rows if f"more-{name}" in request.POST), "")
        if asked or "all" in request.POST:
            return self.render_to_response(self.get_context_data(form=self.rearranged(asked)))
        return super().post(request, *args, **kwargs)

    def rearranged(self, more: str):
        """What was typed, with a row more or with everybody ticked."""
        kwargs = self.get_form_kwargs()
        sent = kwargs.pop("data")
        kwargs.pop("files")
        form = self.form_class(**kwargs, typed=sent, more=more)
        if "all" in sent:
            form.initial["present"] = form.everybody()
        return form


class Invite(RowsAct):
    template_name = "liaison_councils/meeting_invite.html"
    transition = "invite"
    form_class = forms.InviteForm
    title, button = "案内する人", "案内する人に加える"
    lead = "委員と運営担当者は、もう入っています。ほかに参加してもらう住民、機関・団体、関係部門、署の幹部を書きます。"
    success_message = "案内する人を加えました。"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"councils": self.councils}


class Announce(MeetingAct):
    template_name = "liaison_councils/meeting_announce.html"
    transition = "announce"
    form_class = forms.AnnounceForm
    title, button = "開催の案内", "案内を記録する"
    lead = "次の人に、この内容で案内します。"
    writes = (
        "開催通知の内容が決まり、全員の分を一度に印刷できます",
        "委員の入れ替わりがあれば、会議の日の委員に直します",
        "前回までの意見・要望があれば、議題の最初に入ります",
    )
    success_message = "案内を記録しました。開催通知を印刷できます。"

    def get_form_kwargs(self):
        values = ValuesOverTime.of(self.case.station.prefecture_id).on(timezone.localdate())
        return super().get_form_kwargs() | {"reply_days": values.reply_days}

    def get_context_data(self, **kwargs):
        waiting = self.case.opinions_to_read().order_by("received_on", "pk")
        return super().get_context_data(
            facts=words.facts(self.case), agenda=words.agenda(self.case, list(waiting)), attendance=words.attendance(self.case, self.councils),
            **kwargs,
        )  # fmt: skip


class Replies(EditedTogether, MeetingAct):
    template_name = "liaison_councils/meeting_replies.html"
    transition = "reply"
    form_class = forms.ReplyForm
    title, button = "出欠の返事", "返事を記録する"
    success_message = "出欠の返事を記録しました。"

    def get_form_kwargs(self):
        order = {"member": 0, "executive": 2, "section": 3, "resident": 4, "body": 5, "staff": 9}
        people = sorted(self.case.invited(), key=lambda row: (order[row.kind], row.pk))
        return super().get_form_kwargs() | {"people": people}


class Postpone(MeetingAct):
    transition = "postpone"
    form_class = forms.PostponeForm
    title, button = "会議の延期", "延期を記録する"
    is_rare = True
    writes = (
        "会議は「延期」になります。新しい日が決まったら、もう一度案内します",
        "延期の間は、開催の回数に数えません",
    )
    success_message = "会議の延期を記録しました。"


class Cancel(MeetingAct):
    transition = "cancel"
    form_class = forms.CancelForm
    title, button = "会議の中止", "中止を記録する"
    is_rare = True
    writes = ("会議は「中止」になります。戻すことはできません", "中止した会議は、開催の回数に数えません")
    success_message = "会議の中止を記録しました。"


class Uninvite(MeetingMixin, TransitionView):
    """Somebody is taken off the list of who is asked: one button beside the name."""

    transition = "uninvite"
    success_message = "案内する人から外しました。"

    def get_success_url(self) -> str:
        return f"{reverse(self.page, args=[self.kwargs['pk']])}#people"

    def carry_out(self, **details):
        return super().carry_out(participant=whole_number(self.request.POST.get("participant")))

"""実施の記録: a group's patrol days a month at a time, and the groups that have been quiet for long (BP-5-2-b, BP-8-1-d)."""

from datetime import date
from functools import cached_property

from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from blue_patrol.forms.activity import ActivityForm
from blue_patrol.models import Certification, Group, Standing
from blue_patrol.models.activity import quiet_on
from blue_patrol.presenters import activity as words
from blue_patrol.rules import activity
from casework import dates
from casework.models import PrefectureProfile, ReadLog
from casework.permissions import Reason
from casework.views import ActView
from casework.views.keyset import Keyset
from casework.views.lists import chosen_station, stations_of

NO_STANDING = Reason("この団体には、実施を記録する証明がありません。証明書を交付すると記録できます。")


def asked_month(text: str | None, today: date) -> date:
    """The first day of a month sent as 2026-09; this month for anything else and for one that lies ahead."""
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)
    return month if date(1990, 1, 1) <= month <= today else today.replace(day=1)


class ActivityPage(ActView):
    """The month's ticks with previous and next, a list to paste, the weeks as bars, the warnings."""

    template_name = "blue_patrol/activity.html"
    transition = "record_activity"
    form_class = ActivityForm

    @cached_property
    def group(self) -> Group:
        rows = Group.objects.of(self.request.actor).select_related("station__prefecture")
        found = rows.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        if self.request.method == "GET":
            ReadLog.note(self.request.actor, "実施の記録", found)
        return found

    @cached_property
    def case(self) -> Certification | None:
        """The standing in force, or the last one that was."""
        held = self.group.certifications.exclude(delivered_on=None)
        return held.filter(state=Standing.ACTIVE).first() or held.first()

    @cached_property
    def today(self) -> date:
        return timezone.localdate()

    @cached_property
    def month(self) -> date:
        return asked_month(self.request.GET.get("month"), self.today)

    @cached_property
    def recorded(self) -> list[date]:
        return list(self.group.activity_days.values_list("day", flat=True))

    def get_form_kwargs(self):
        delivered_on = self.case.delivered_on if self.case else None
        return super().get_form_kwargs() | {
            "recorded": self.recorded, "month": self.month, "today": self.today, "delivered_on": delivered_on,
        }  # fmt: skip

    def get_success_url(self) -> str:
        sent = self.request.POST.get("go")
        month = asked_month(sent, self.today) if sent else self.month
        return f"{reverse('activity', args=[self.group.pk])}?month={month:%Y-%m}"

    def post(self, request, *args, **kwargs):
        if self.case is None:
            return self.render_to_response(self.get_context_data(), status=422)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        if "go" in self.request.POST and not any(form.changes().values()):
            return HttpResponseRedirect(self.get_success_url())
        return super().form_valid(form)

    def details(self, form):
        changed = form.changes()
        told = [
            f"{len(days)}日を{word}"
            for days, word in ((changed["added"], "加え"), (changed["removed"], "外し"))
            if days
        ]
        self.success_message = f"実施の記録に、{'、'.join(told)}ました。"
        return changed

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs):
        if self.case is None:
            kwargs["refusals"] = [NO_STANDING]
        context = super().get_context_data(group=self.group, **kwargs)
        sent = self.revision()
        month, case = self.month, self.case
        return context | self.standing() | {
            "month": month, "previous": dates.add_months(month, -1), "next": dates.add_months(month, 1),
            "is_this_month": month == self.today.replace(day=1), "may_record": self.request.actor.may("station_act"),
            "revision": (case.revision if case else 0) if sent is None else sent, "title": "実施の記録", "today": self.today,
            "weeks": words.calendar(month, context["form"].ticked(), self.recorded, case and case.delivered_on, self.today),
            "count": sum((day.year, day.month) == (month.year, month.month) for day in self.recorded),
        }  # fmt: skip

    def standing(self) -> dict:
        """The bars, and what is said of an active standing."""
        weeks = activity.weeks(self.recorded, self.today)
        shown = {"bars": words.bars(weeks), "total": sum(week.count for week in weeks), "standing": None}
        if self.case and self.case.delivered_on and self.case.state == Standing.ACTIVE:
            profile = PrefectureProfile.in_force(self.group.station.prefecture, self.today)
            values = {key: profile.value_or(key, default) for key, default in words.VALUES.items()}
            begin = activity.records_begin(self.case.delivered_on, self.case.registered_on)
            shown["standing"] = words.look(
                self.recorded, max(self.recorded, default=None), begin, values, self.today
            )
        return shown | {"leads_to": words.LEADS_TO}


class QuietGroupsPage(TemplateView):
    """Groups whose spell without a patrol has passed the prefecture's limit, the longest first."""

    template_name = "blue_patrol/activity_quiet.html"

    def get_context_data(self, **kwargs):
        actor, params, today = self.request.actor, self.request.GET, timezone.localdate()
        ReadLog.note(actor, "実施のない団体")
        stations = stations_of(actor)
        station = chosen_station(params, stations)
        rows = quiet_standings(actor, today).select_related("group", "station")
        pages = Keyset(rows.filter(station=station) if station else rows, params, key="since")
        return super().get_context_data(
            pages=pages, rows=[(row, (today - row.since).days) for row in pages.rows], stations=stations, station=station,
            leads_to=words.LEADS_TO, today=today, may_record=actor.may("station_act"), **kwargs,
        )  # fmt: skip


def quiet_standings(actor, today: date):
    """The active standings of the desk that have been quiet for longer than the limit."""
    return quiet_on(Certification.objects.of(actor).filter(state=Standing.ACTIVE), today)

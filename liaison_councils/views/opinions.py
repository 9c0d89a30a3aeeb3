"""意見・要望 (第6): across the councils of a desk, one of them, a new one, its paper."""

from datetime import timedelta
from functools import cached_property

from django.utils import timezone
from django.views.generic import TemplateView, View

from casework import comments
from casework.models import ReadLog, StateChange
from casework.presenters import links, sentences
from casework.sent import whole_number
from casework.views.keyset import Ordered
from casework.views.list_page import ListPage
from casework.views.lists import asked_text
from casework.views.pdf import printed
from liaison_councils.forms.opinions import OpinionForm
from liaison_councils.models import Council, Opinion, OpinionState
from liaison_councils.models.opening import raise_opinion
from liaison_councils.models.values import ValuesOverTime
from liaison_councils.papers import from_meetings
from liaison_councils.presenters import columns
from liaison_councils.presenters import opinions as words
from liaison_councils.rules import opinions as rules
from liaison_councils.views.choosing import CouncilChoice
from liaison_councils.views.of_council import CouncilActNew, OfCouncil

PAPER = "L12"
TITLE = 60  # characters of an opinion that stand in the heading
SECTIONS = ("生活安全課", "地域課", "交通課", "刑事課", "警備課")


class OpinionsPage(ListPage):
    """Opinions of every council of the desk, the newest first; what has no answer for long is marked."""

    template_name = "liaison_councils/opinions.html"
    listing, title = "council_opinions", "意見・要望一覧"

    def columns(self):
        return columns.opinions(today=timezone.localdate(), days=self.days)

    @cached_property
    def days(self) -> int:
        """After how many without an answer one is told apart."""
        values = ValuesOverTime.of(self.request.actor.prefecture.pk).on(timezone.localdate())
        return values.opinion_long_days

    @cached_property
    def asked(self) -> "Asked":
        return Asked(self.request.GET, CouncilChoice(self.request.actor, self.request.GET))

    def source(self) -> Ordered:
        rows = Opinion.objects.of(self.request.actor).select_related("station", "council", "read_out_at")
        return Ordered(self.asked.narrow(rows, timezone.localdate()), "received_on", descending=True)

    def get_context_data(self, **kwargs):
        actor, today = self.request.actor, timezone.localdate()
        ReadLog.note(actor, self.title)
        asked, choice, days = self.asked, self.asked.choice, self.days
        pages = self.source().page(self.request.GET)
        lines = [(each, words.state(each, today, days), words.waited(each, today)) for each in pages.rows]
        return super().get_context_data(
            pages=pages, rows=lines, asked=asked, choice=choice, kinds=rules.KINDS, states=OpinionState.choices, ages=rules.AGES, today=today, **kwargs
        )  # fmt: skip


class Asked:
    """What the address asks for; anything it cannot mean is left out."""

    def __init__(self, params, choice: CouncilChoice):
        self.q, self.section = asked_text(params), params.get("section", "").replace("\0", "").strip()
        self.kind = _one_of(params.get("kind"), dict(rules.KINDS))
        self.state = _one_of(params.get("state"), {"open": "", **dict(OpinionState.choices)})
        self.age = whole_number(_one_of(params.get("older"), {str(days) for days, _ in rules.AGES})) or 0
        self.choice = choice

    def __bool__(self) -> bool:
        typed = (self.q, self.section, self.kind, self.state, self.age)
        return any((*typed, self.choice.station, self.choice.council))

    def narrow(self, rows, today):
        rows = self.choice.narrow(rows.found_by(self.q) if self.q else rows)
        if self.state:
            rows = rows.open() if self.state == "open" else rows.filter(state=self.state)
        if self.age:
            rows = rows.filter(received_on__lt=today - timedelta(days=self.age))
        rows = rows.filter(kind=self.kind) if self.kind else rows
        return rows.filter(section__icontains=self.section) if self.section else rows


def _one_of(text: str | None, known) -> str:
    return text if text and text in known else ""


class OpinionMixin(OfCouncil):
    page = "council_opinion"
    model = Opinion
    related = ("station__prefecture", "council", "meeting", "read_out_at")
    reads = "意見・要望"

    def get_context_data(self, **kwargs):
        return super().get_context_data(opinion=self.case, back_word="意見・要望に戻る", **kwargs)


class OpinionPage(OpinionMixin, TemplateView):
    """One opinion: what was said, by whom it is answered, what was done, where it was read out."""

    template_name = "liaison_councils/opinion.html"

    def case_rows(self):
        return comments.alongside(super().case_rows())

    def get_context_data(self, **kwargs):
        case, today = self.case, timezone.localdate()
        days = ValuesOverTime.of(case.station.prefecture_id).on(today).opinion_long_days
        history = StateChange.objects.of_case(case).select_related("payload").order_by("-seq")
        return super().get_context_data(
            state=words.state(case, today, days), waited=words.waited(case, today), done=words.done(case),
            asked=words.acts(case, self.request.actor), history=sentences.of_history(history, case, words.VOCABULARY),
            comes_back=self._next_meeting(), is_long=len(case.content) > TITLE or "\n" in case.content, **kwargs,
        )  # fmt: skip

    def _next_meeting(self):
        """Where it stands on the agenda, unless it is closed."""
        if self.case.state == OpinionState.CLOSED:
            return None
        return self.case.council.meetings.open().exclude(planned_on=None).order_by("planned_on", "pk").first()


class OpinionPaper(OpinionMixin, View):
    """意見・要望処理票 (L12)."""

    reads = "意見・要望処理票"

    def get(self, request, pk):
        case = self.case
        values = from_meetings.opinion_values(case, timezone.localdate())
        return printed(PAPER, values, f"意見・要望処理票 {case.council.name}", of=case)


class RaiseOpinion(CouncilActNew):
    """A new one of a council: half a minute."""

    template_name = "liaison_councils/opinion_new.html"
    form_class = OpinionForm
    reads = "意見・要望の受付"
    title, button = "意見・要望を書く", "記録する"
    success_message = "意見・要望を記録しました。"
    held_only = True

    def get_context_data(self, **kwargs):
        return super().get_context_data(sections=sections_of(self.case), **kwargs)

    def get_initial(self):
        return {"meeting": whole_number(self.request.GET.get("meeting"))}

    def make(self, council: Council, **told) -> Opinion:
        return raise_opinion(council, by=self.request.actor, **told)

    def get_success_url(self) -> str:
        done = getattr(self, "done", None)
        return links.of_case(done) if done else super().get_success_url()


def sections_of(council: Council) -> list[str]:
    """Whom one usually asks: offered while typing."""
    return [*SECTIONS, *([str(council.koban)] if council.koban else [])]

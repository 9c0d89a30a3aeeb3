"""One council: its year, opinions, members, operation, what can be done."""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.generic import TemplateView

from casework import comments
from casework.models import ReadLog, StateChange
from casework.presenters import links, sentences
from casework.views.desk import DeskCase
from liaison_councils.models import Council
from liaison_councils.models.values import ValuesOverTime
from liaison_councils.presenters import council_page as page
from liaison_councils.presenters import councils as words
from liaison_councils.presenters import year as year_words
from liaison_councils.presenters.links import RUN, to_new_meeting
from liaison_councils.rules.opinions import INSTRUCTION_TOPICS
from liaison_councils.views import reading


class CouncilMixin(DeskCase):
    page = "council"
    model = Council
    related = ("station__prefecture", "koban")

    def get_context_data(self, **kwargs):
        return super().get_context_data(council=self.case, **kwargs)


class CouncilPage(CouncilMixin, TemplateView):
    template_name = "liaison_councils/council.html"

    @property
    def case(self):
        if not hasattr(self, "_case"):
            rows = comments.alongside(reading.whole(Council.objects.of(self.request.actor)))
            self._case = reading.unpack_whole(get_object_or_404(rows, pk=self.kwargs["pk"]))
            ReadLog.note(self.request.actor, "連絡協議会", self._case)
        return self._case

    def get_context_data(self, **kwargs):
        case, actor, today = self.case, self.request.actor, timezone.localdate()
        history = StateChange.objects.of_case(case).select_related("payload").order_by("-seq")
        acts = words.buttons(case, actor)
        shown = self.meetings(today) | self.members(today) | self.operation(today)
        if acts.first:
            shown |= {"main_word": acts.first.label, "main_url": acts.first.url}
        return super().get_context_data(
            tone=words.TONES[case.state], steps=words.steps(case), buttons=acts, cures=words.cures(case, actor),
            opinions=page.opinions(reading.opinions_of(case)), history=sentences.of_history(history, case, words.VOCABULARY), **shown, **kwargs,
        )  # fmt: skip

    def meetings(self, today) -> dict:
        case, actor = self.case, self.request.actor
        self.values = ValuesOverTime.of(case.station.prefecture_id)
        year, values = self.values.year(None, today)
        found = reading.meetings_of(case)
        case.met = found
        tally = year_words.tally_of(case, year, values.meetings_a_year, today)
        tone, word = year_words.standing(case, tally, year, today)
        main_word, main_url = page.next_meeting(case, found, actor, today)
        runs = RUN(case, actor)
        return {
            "minimum": values.meetings_a_year, "year": year, "year_word": word, "year_tone": tone, "meetings": page.meetings(found, year, today),
            "main_word": main_word, "main_url": main_url, "new_meeting_url": to_new_meeting(case, actor) if case.state == "active" else "",
            "new_opinion_url": links.to("council_opinion_new", case.pk) if runs and case.state == "active" else "",
            "support_url": links.to("council_support_new", case.pk) if runs and case.state == "active" else "",
            "remark_url": f"{links.to('council_remark_new')}?council={case.pk}" if actor.may("follow_councils") else "",
            "nominate_url": links.to("council_nominate", case.pk) if runs and case.state in ("planned", "active") else "",
        }  # fmt: skip

    def members(self, today) -> dict:
        within = self.request.actor.station is not None
        found = reading.terms_of(self.case)
        held = page.in_office(found, today)
        return {
            "members": page.members(found, today), "candidates": page.candidates(found, today), "member_count": len(held), "is_within": within,
            "balance": page.balance(held, today, within=within), "leanings": page.leanings(held, today, self.values.on(today)) if within else [],
        }  # fmt: skip

    def operation(self, today) -> dict:
        case, topics = self.case, dict(INSTRUCTION_TOPICS)
        current = case.current_officers()
        posted = {posting.staff_id: posting for posting in case.operating_staff(today)}
        return {
            "managers": [each for each in current if each.role == "manager"], "officers": [each for each in current if each.role != "manager"],
            "staff": list(posted.values()), "gone": [each for each in current if each.staff_id and each.staff_id not in posted],
            "former": [each for each in case.named if each.to_on], "visits": case.visited,
            "lessons": [(each, "・".join(topics.get(code, code) for code in each.topics)) for each in case.taught],
        }  # fmt: skip

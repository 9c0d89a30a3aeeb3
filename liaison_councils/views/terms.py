"""One term: its page."""

from datetime import date

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.views.generic import TemplateView

from casework.models import IssuedPaper, StateChange
from casework.presenters import links, sentences
from casework.views.desk import DeskCase
from liaison_councils.models import Term, TermState
from liaison_councils.models.values import ValuesOverTime
from liaison_councils.presenters import people as words
from liaison_councils.rules.composition import age_on


class TermMixin(DeskCase):
    page = "council_term"
    model = Term
    related = (
        "station__prefecture", "council", "person", "previous__person", "replaces__person", "next__person", "replacement__person",
    )  # fmt: skip

    def get_context_data(self, **kwargs):
        case = self.case
        return super().get_context_data(
            term=case, council=case.council, council_url=links.to("council", case.council.pk), whose=str(case.person), **kwargs
        )  # fmt: skip


class TermPage(TermMixin, TemplateView):
    """The person, the term, opinions, letters, the whole service, and what can be done."""

    template_name = "liaison_councils/term.html"
    reads = "委員"

    def get_context_data(self, **kwargs):
        case, actor, today = self.case, self.request.actor, timezone.localdate()
        if actor.post.koban_id:
            prefetch_related_objects(
                [case.council], "areas"
            )  # each act asks whether it is the officer's area
        in_full = actor.station is not None  # headquarters follows councils, not people
        months = ValuesOverTime.of(case.station.prefecture_id).on(today).term_amber_months
        history = StateChange.objects.of_case(case).select_related("payload").order_by("-seq")
        if in_full:
            born = case.person.birth_date
            kwargs["age"] = age_on(born, today) if born else None
            kwargs["papers"] = IssuedPaper.objects.of_case(case).order_by("pk")
            kwargs["service"] = words.service(self._terms(), today)
        return super().get_context_data(
            in_full=in_full, opinions=[row | {"on": date.fromisoformat(row["on"])} for row in case.consulted], state=words.state(case, today, months), acts=words.acts(case, actor, today),
            outlook=words.outlook(case, in_full=in_full) if case.state == TermState.APPOINTED else "", successor=words.successor_of(case),
            history=sentences.of_history(history, case, words.VOCABULARY if in_full else words.BARE), **kwargs,
        )  # fmt: skip

    def _terms(self):
        """All terms of the person in the councils of the station, this council's first."""
        rows = Term.objects.filter(person=self.case.person_id).select_related("council")
        found = sorted(rows, key=lambda term: (term.starts_on, term.pk), reverse=True)
        return sorted(found, key=lambda term: term.council_id != self.case.council_id)

"""候補者の選考 (第3の3): a person typed once or known already, the term offered, the balance beside it."""

from datetime import date
from functools import cached_property

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from casework.models import ReadLog
from casework.presenters import links
from casework.sent import whole_number
from casework.views import OfficeAct
from casework.workflow import perform
from liaison_councils.forms.people import NominateForm
from liaison_councils.models import Council, Term, TermState
from liaison_councils.models.opening import nominate, nomination_refusals
from liaison_councils.models.values import CouncilValues, ValuesOverTime
from liaison_councils.presenters import people as words
from liaison_councils.rules.composition import Member


class Nominate(OfficeAct):
    """``?previous=``: a reappointment; ``?replaces=``: somebody else's place."""

    template_name = "liaison_councils/nominate.html"
    form_class = NominateForm
    success_message = "候補者を記録しました。他部門の意見を聴き、署長の委嘱を受けます。"

    @cached_property
    def council(self) -> Council:
        rows = Council.objects.of(self.request.actor).select_related("station__prefecture")
        return get_object_or_404(rows.prefetch_related("areas"), pk=self.kwargs["pk"])

    @cached_property
    def values(self) -> CouncilValues:
        return ValuesOverTime.of(self.council.station.prefecture_id).on(timezone.localdate())

    def _followed(self, name: str) -> Term | None:
        sent = self.request.POST if self.request.method == "POST" else self.request.GET
        key = whole_number(sent.get(name))
        served = self.council.terms.filter(appointed_on__isnull=False).select_related("person")
        return get_object_or_404(served, pk=key) if key else None

    @cached_property
    def previous(self) -> Term | None:
        return self._followed("previous")

    @cached_property
    def replaces(self) -> Term | None:
        return self._followed("replaces")

    def refusals(self):
        return nomination_refusals(self.council, self.request.actor)

    def get_form_kwargs(self):
        if self.previous and self.replaces:
            raise Http404
        followed = self.previous or self.replaces
        today = timezone.localdate()
        span = self.values.offered(today, previous=self.previous, replaces=self.replaces)
        initial = {"starts_on": span.starts_on, "ends_on": span.ends_on, "on": today}
        if followed:
            initial["category"] = followed.category
        known = self.previous.person if self.previous else None
        shown = {"council": self.council, "today": today, "known": known, "initial": initial}
        return super().get_form_kwargs() | shown

    def post(self, request, *args, **kwargs):
        """「偏りを見る」 keeps what was typed and shows the balance; nothing is judged yet."""
        if "look" not in request.POST:
            return super().post(request, *args, **kwargs)
        looked = self.get_form()
        looked.is_valid()
        kwargs = self.get_form_kwargs()
        sent, _ = kwargs.pop("data"), kwargs.pop("files")
        form = self.form_class(**kwargs | {"initial": sent.dict()})
        form.cleaned_data = looked.cleaned_data
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs):
        ReadLog.note(self.request.actor, "候補者の選考", self.council)
        page = links.to("council", self.council.pk)
        context = super().get_context_data(
            title="候補者を選ぶ" if not self.previous else "再任の候補にする", button="候補者を記録する", back=page, council_url=page,
            council=self.council, previous=self.previous, replaces=self.replaces, today=timezone.localdate(), **kwargs,
        )  # fmt: skip
        context["show_form"] = not context["refusals"] or context["form"].is_bound
        context["balance"], is_in = self._balance(context["form"])
        context["balance_title"] = "この人を入れた委員の偏り" if is_in else "候補者を含む委員の偏り"
        return context

    def _balance(self, form):
        """The council on the first day of the term with its other candidates and this one (LC-3-3), and whether one is."""
        told = getattr(form, "cleaned_data", {})
        offered = form.initial.get("starts_on")
        day = told.get("starts_on") or (offered if isinstance(offered, date) else timezone.localdate())
        leaving = [term.pk for term in (self.previous, self.replaces) if term]
        rows = self.council.terms.select_related("person").exclude(pk__in=leaving)
        terms = [*rows.on(day), *rows.filter(state=TermState.NOMINATED)]
        members = words.members_of(terms)
        person = self.previous.person if self.previous else None
        is_in = bool(person or told.get("name"))
        if is_in:
            born = person.birth_date if person else told.get("birth_date")
            sex = person.sex if person else told.get("sex") or ""
            members.append(Member(born, sex, told.get("category") or form.initial.get("category", "")))
        return words.balance(members, day, self.values), is_in

    def details(self, form):
        person, typed = form.who()
        return {"person": person, "typed": typed, "told": form.candidacy(), "on": form.cleaned_data["on"]}

    def carry_out(self, person, typed, told, on):
        """Who is known is never written over but by an act that says so."""
        followed = {"previous": self.previous} if self.previous else {}
        followed |= {"replaces": self.replaces} if self.replaces else {}
        by = self.request.actor
        term = nominate(
            self.council, by=by, on=on, person=person, typed=None if person else typed, **told, **followed
        )
        if person and typed:
            term = perform(term, "amend", by=by, on=on, person=typed, **told)
        return term

    def get_success_url(self) -> str:
        return links.to("council_term", self.done.pk)

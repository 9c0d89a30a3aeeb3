"""任期満了の一括: every term that ends in the chosen councils, what becomes of each, one submit (LC-3-5)."""

from functools import cached_property

from django.contrib import messages
from django.urls import reverse
from django.utils import timezone

from casework import dates, wareki
from casework.models import ReadLog
from casework.permissions import PERMISSIONS, Reason
from casework.sent import whole_number
from casework.views import OfficeAct
from casework.workflow import perform_all
from liaison_councils.forms import renewal as forms
from liaison_councils.models import Council, CouncilState, Term
from liaison_councils.models.opening import nominate
from liaison_councils.models.people import CATEGORY_CHOICES, SEX
from liaison_councils.models.renewal import renew_all
from liaison_councils.models.values import CouncilValues, ValuesOverTime
from liaison_councils.presenters import people as words
from liaison_councils.rules import terms as rules

MOST = 300  # rows of one form
NO_SUCCESSOR = "後任を選ぶ"


class Renewal(OfficeAct):
    template_name = "liaison_councils/renewal.html"
    form_class = forms.RenewalForm

    @cached_property
    def today(self):
        return timezone.localdate()

    @cached_property
    def values(self) -> CouncilValues:
        return ValuesOverTime.of(self.request.actor.prefecture.pk).on(self.today)

    @cached_property
    def sent(self):
        return self.request.POST if self.request.method == "POST" else self.request.GET

    @cached_property
    def councils(self) -> list[Council]:
        rows = Council.objects.of(self.request.actor).filter(
            state__in=[CouncilState.ACTIVE, CouncilState.PLANNED]
        )
        return list(rows)

    @cached_property
    def chosen(self) -> set[int]:
        """The councils ticked; all of them where none is."""
        ours = {council.pk for council in self.councils}
        return {key for text in self.sent.getlist("council") if (key := whole_number(text)) in ours} or ours

    @cached_property
    def until(self):
        """(the last day of the window, what is wrong with what was typed)."""
        offered = rules.near_until(self.values.term_amber_months, self.today)
        try:
            day = wareki.parse(self.sent["until"]).date if self.sent.get("until", "").strip() else offered
        except wareki.WarekiError as error:
            return offered, str(error)
        if day > dates.add_months(self.today, 24):
            return offered, "2年先までの日を入力してください。"
        return day, ""

    @cached_property
    def terms(self) -> list[Term]:
        """Of a refused form the rows that it was sent with, as far as they still end."""
        rows = Term.objects.of(self.request.actor).filter(council__in=self.chosen).ending(self.until[0])
        if self.request.method == "POST":
            rows = rows.filter(
                pk__in=[key for text in self.sent.getlist("term") if (key := whole_number(text))]
            )
        rows = rows.select_related("person", "council", "station__prefecture")
        return list(
            rows.order_by("council__order_key", "council", "ends_on", "person__order_key", "pk")[:MOST]
        )

    def refusals(self) -> list[Reason]:
        """Who renews both runs the councils and hears the other sections: the supervisor."""
        actor = self.request.actor
        asked = (PERMISSIONS[code] for code in ("run_council", "supervise_councils"))
        return [Reason(each.sentence) for each in asked if not each.held_by(actor)]

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        kwargs.pop("initial")
        return kwargs | {
            "terms": self.terms,
            "today": self.today,
            "fill": forms.AGAIN if "fill" in self.sent else "",
        }

    def get_context_data(self, **kwargs):
        ReadLog.note(self.request.actor, "任期満了の一括")
        context = super().get_context_data(
            title="任期満了の再任・交代をまとめて記録する", councils=self.councils, chosen=self.chosen, until=self.until[0],
            until_typed=self.sent.get("until") or wareki.format_long(self.until[0]), until_fault=self.until[1], today=self.today,
            back=reverse("council_members"), **kwargs,
        )  # fmt: skip
        form = context["form"]
        rows = [
            (row, words.state(row.term, self.today, self.values.term_amber_months))
            for row in form.rows_shown()
        ]
        shown = {"fates": forms.FATES, "categories": CATEGORY_CHOICES, "sexes": SEX}
        return context | shown | {"rows": rows, "missing": self._missing()}

    def _missing(self) -> int:
        """Rows that were sent and are no longer to be renewed: somebody else was quicker."""
        return len(set(self.sent.getlist("term"))) - len(self.terms) if self.request.method == "POST" else 0

    # --- the act ----------------------------------------------------------------------------------------------

    def details(self, form) -> dict:
        return {"form": form}

    def carry_out(self, form):
        by, on = self.request.actor, form.cleaned_data["on"]
        again = [row.term for row in form.fates.of(forms.AGAIN)]
        reason = form.cleaned_data["reason"]
        new = renew_all(again, by=by, on=on, years=self.values.term_years, reason=reason) if again else []
        new += self._replaced(form, by, on)
        for opinion in form.opinions():
            perform_all(new, "consult", by=by, on=on, **opinion)
        left = [row.term for row in form.fates.of(forms.LEAVES) if not row.term.is_over(self.today)]
        over = [row.term for row in form.fates.of(forms.LEAVES) if row.term.is_over(self.today)]
        perform_all(
            [term for term in left if term.intent != "leaves"], "intend", by=by, on=on, intent="leaves"
        )
        perform_all(over, "expire", by=by, on=on, note="満了で退任")
        messages.success(self.request, self._told(form, len(again), len(new)))
        return new

    def _replaced(self, form, by, on) -> list[Term]:
        """Candidates in the place of others; where nobody was typed it is noted that one is to be chosen."""
        rows = form.fates.of(forms.REPLACED)
        later = [row.term for row in rows if not row.successor and row.term.intent_note != NO_SUCCESSOR]
        perform_all(later, "intend", by=by, on=on, intent="leaves", note=NO_SUCCESSOR)
        found = []
        for row in (row for row in rows if row.successor):
            span = rules.after(row.term.span, self.values.term_years)
            told = {"category": row.cleaned_data["category"], "reason": row.cleaned_data["reason"]}
            person = row.known()
            found.append(
                nominate(
                    row.term.council, by=by, on=on, person=person, typed=None if person else row.person(), replaces=row.term,
                    starts_on=span.starts_on, ends_on=span.ends_on, **told,
                )
            )  # fmt: skip
        return found

    @staticmethod
    def _told(form, again: int, new: int) -> str:
        later = sum(not row.successor for row in form.fates.of(forms.REPLACED))
        leaves = len(form.fates.of(forms.LEAVES))
        parts = (
            (again, "再任の候補"),
            (new - again, "交代の候補"),
            (later, "後任を後で選ぶ"),
            (leaves, "退任"),
        )
        return "、".join(f"{word}{count}人" for count, word in parts if count) + "を記録しました。"

    def get_success_url(self) -> str:
        return f"{reverse('council_members')}?show=candidates"

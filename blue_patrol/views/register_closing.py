"""交付簿の締め (BP-5-5-3): the act that closes a book, the book as it was kept, what came to it later."""

from functools import cached_property

from django.urls import reverse
from django.utils import timezone
from django.views.generic import View

from blue_patrol.forms.register_closing import CloseRegisterForm
from blue_patrol.models import RegisterYear
from blue_patrol.models.register_closing import close_register, closing_problems
from blue_patrol.papers.from_closed_books import supplement_values
from blue_patrol.presenters import book as words
from casework import dates
from casework.models import IssuedPaper
from casework.sent import whole_number
from casework.views import CaseMixin, OfficeAct
from casework.views.pdf import issued, printed


class ClosedBook(CaseMixin, View):
    """A closed book as it was printed then; the same bytes every time."""

    model, reads = RegisterYear, "締めた交付簿"

    def get(self, request, *args, **kwargs):
        paper = IssuedPaper.objects.of_case(self.case).filter(form="14").select_related("file").get()
        return issued(paper, f"{self.case}（締め）")


class BookSupplement(CaseMixin, View):
    """What came to a closed book: 追記."""

    model, reads = RegisterYear, "交付簿の追記"

    def get(self, request, *args, **kwargs):
        kept = IssuedPaper.objects.of_case(self.case).filter(form="14").get()
        return printed(
            "A14", supplement_values(self.case, kept.values, timezone.localdate()), f"{self.case} 追記"
        )


class CloseRegister(OfficeAct):
    """The station's chief closes the book of a year that is over; the year before this one, unless ``year`` says else."""

    template_name = "acts/form.html"
    form_class = CloseRegisterForm
    success_message = "交付簿を締めました。頁と行は、もう変わりません。"

    def get_initial(self):
        return {"on": timezone.localdate()}

    @cached_property
    def year(self) -> int:
        asked = whole_number(self.request.GET.get("year"))
        before = dates.fiscal_year(timezone.localdate()) - 1
        return asked if asked is not None and 1990 <= asked <= before else before

    @property
    def back(self) -> str:
        return f"{reverse('register')}?year={self.year}"

    def refusals(self) -> list:
        return closing_problems(self.request.actor.station, self.year, timezone.localdate())

    def get_context_data(self, **kwargs):
        shown = {
            "title": f"交付簿（{dates.fiscal_year_label(self.year)}）を締める", "button": "交付簿を締める", "eyebrow": self.request.actor.station,
            "back": self.back, "back_word": "交付簿に戻る", "list_url": reverse("register"), "list_word": "交付簿",
            "writes": words.CLOSING_WRITES, "is_rare": True, "lead": words.CLOSING_LEAD, "clause_id": "BP-5-5-3",
        }  # fmt: skip
        context = super().get_context_data(**shown, **kwargs)
        context["show_form"] = not context["refusals"] or context["form"].is_bound
        return context

    def carry_out(self, **details):
        return close_register(self.request.actor.station, self.year, by=self.request.actor, **details)

    def get_success_url(self) -> str:
        return self.back

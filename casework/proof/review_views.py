"""閲覧の月表, page and paper: shown to the head of the office, who records that it was seen."""

from datetime import date
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.views.generic import View

from casework import dates
from casework.forms import CaseForm, LongTextField
from casework.models import ReadLog
from casework.proof import paper, views_sheet
from casework.views import OfficeAct
from casework.views.pdf import printed

READS = "閲覧の月表"
BACK = 12  # months to choose from


class ReviewForm(CaseForm):
    note = LongTextField(
        label="確かめて分かったこと", required=False, rows=3, max_length=1000,
        help_text="本人に聞いたこと、訳の分かったことを書きます。何もなければ空けておきます",
    )  # fmt: skip


class OfMonth:
    request: Any

    @cached_property
    def today(self) -> date:
        return timezone.localdate()

    @cached_property
    def month(self) -> date:
        return views_sheet.month_of(self.request.GET.get("month", ""), self.today)

    @cached_property
    def office(self) -> views_sheet.Office:
        return views_sheet.Office.of(self.request.actor)

    @cached_property
    def sheet(self) -> views_sheet.Sheet:
        return views_sheet.sheet_of(self.office, self.month)


class ViewsReview(OfMonth, OfficeAct):
    template_name = "casework/proof/views.html"
    form_class = ReviewForm
    success_message = "確かめたことを記録しました。"

    def refusals(self):
        return views_sheet.problems(self.request.actor, self.month, self.today)

    def get_context_data(self, **kwargs):
        if self.request.method == "GET":
            ReadLog.note(self.request.actor, READS)
        context = super().get_context_data(**kwargs)
        seen = {row.month: row for row in views_sheet.reviews(self.office)}
        first = self.today.replace(day=1)
        months = [dates.add_months(first, -back) for back in range(BACK + 1)]
        return context | {
            "office": self.office, "month": self.month, "sheet": self.sheet, "labels": views_sheet.LABELS, "here": self.address(),
            "months": [(month, seen.get(month)) for month in months], "review": seen.get(self.month), "title": "閲覧の月表の確認", "button": "確かめたことを記録する",
            "show_form": not context["refusals"] or context["form"].is_bound,
        }  # fmt: skip

    def carry_out(self, *, note):
        return views_sheet.review(self.request.actor, self.month, self.today, note)

    def address(self) -> str:
        return f"{reverse('views_review')}?month={self.month:%Y-%m}"

    def get_success_url(self) -> str:
        return self.address()


class ViewsPaper(OfMonth, View):
    http_method_names = ["get", "head"]

    def get(self, request):
        ReadLog.note(request.actor, READS)
        review = views_sheet.reviews(self.office).filter(month=self.month).first()
        values = paper.values(self.sheet, self.today, review)
        return printed(paper.FORM.number, values, f"閲覧の月表 {self.office} {self.month:%Y-%m}")

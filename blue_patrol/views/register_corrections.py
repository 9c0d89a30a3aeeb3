"""交付簿の訂正: from the row in the book to the new row that strikes it through (BP-5-5-3)."""

from functools import cached_property

from django.http import Http404
from django.shortcuts import get_object_or_404

from blue_patrol.forms.register_corrections import CorrectRegisterForm
from blue_patrol.models import RegisterEntry
from blue_patrol.papers.context import REGISTER_ROWS
from blue_patrol.views.acting import ApplicationAct
from casework import dates
from casework.models import ReadLog
from casework.presenters import links


class CorrectRegister(ApplicationAct):
    """All fields of a row that stands; a row of the paper book stays in its binder."""

    template_name = "blue_patrol/act/register.html"
    transition = "correct_register"
    reads = "交付簿の訂正"
    form_class = CorrectRegisterForm
    title, button = "交付簿の行の訂正", "訂正を記録する"
    is_rare = True
    success_message = "交付簿を訂正しました。元の行に線を引き、新しい行を加えました。"
    writes = (
        "元の行に線が引かれ、消えずに残ります",
        "新しい行が加わり、摘要に直した行の番号と理由が載ります",
        "本部報告の日は、新しい行に移ります",
        "証明台帳に、訂正の経過が入ります",
        "事案の交付の日と、期限の起算日は変わりません",
    )

    @cached_property
    def entry(self) -> RegisterEntry:
        rows = RegisterEntry.objects.of(self.request.actor).exclude(application=None)
        return get_object_or_404(rows.select_related("struck_by"), pk=self.kwargs["pk"])

    @cached_property
    def case(self):
        rows = self.model.objects.of(self.request.actor).select_related(*self.related)
        found = rows.filter(pk=self.entry.application_id).first()
        if found is None:
            raise Http404
        if self.request.method == "GET":
            ReadLog.note(self.request.actor, self.reads, found)
        return found

    @property
    def lead(self):
        return f"{dates.fiscal_year_label(self.entry.year)}　{self.entry.row_number}番　{self.entry.get_kind_display()}"

    def get_success_url(self) -> str:
        """The page of the book with the row that holds now."""
        entry = self.entry.in_force()
        before = RegisterEntry.objects.filter(
            station=entry.station_id, year=entry.year, row_number__lt=entry.row_number
        )
        page = before.count() // REGISTER_ROWS + 1
        return f"{links.to('register')}?station={entry.station_id}&year={entry.year}&page={page}#row-{entry.row_number}"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"entry": self.entry}

    def get_context_data(self, **kwargs):
        kwargs.setdefault("back", self.get_success_url())
        return super().get_context_data(entry=self.entry, **kwargs)

    def nothing_left(self, form):
        if form.is_bound or not hasattr(self.entry, "struck_by"):
            return ""
        return f"この行は、{self.entry.struck_by.row_number}番で訂正されています"

    def details(self, form):
        return form.details() | {"entry": self.entry.pk}

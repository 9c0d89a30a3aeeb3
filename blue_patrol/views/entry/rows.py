"""What the steps of rows (自動車, 実施者) share: their buttons rearrange what was typed, saving stores it."""

from django.http import QueryDict
from django.utils import timezone

from blue_patrol.forms.entry.rows import RowSet, typed_rows, with_rows, written_out
from blue_patrol.views.entry.steps import EntryStep
from casework.sent import whole_number


class RowStep(EntryStep):
    """``kept_prefix``: under which the reasons of this step's rows are kept in the application."""

    kept_prefix = ""

    def rows(self, data=None, **kwargs) -> RowSet:
        raise NotImplementedError

    def make_form(self, data=None, files=None):
        if data is not None:
            return self.rows(data)
        return self.rows(opened=self.opened_first())

    def opened_first(self) -> list:
        """A row to mend when the address names one, a new one where there is none yet."""
        saved = self.rows(opened=()).saved
        wanted = whole_number(self.request.GET.get("edit"))
        if wanted in saved:
            return [saved[wanted]]
        return [] if saved else [None]

    def post(self, request, *args, **kwargs):
        if (data := self.rearranged(request.POST)) is not None:
            form = self.rows(data)
            if "add" in data or "edit" in data:
                form.begin_last()
            return self.show(form, checking="check" in data)
        return super().post(request, *args, **kwargs)

    def rearranged(self, data: QueryDict) -> QueryDict | None:
        """What was typed with a row more or less; None when the button was another one."""
        rows = typed_rows(data)
        if "add" in data:
            return with_rows(data, [*rows, self.new_row(None)])
        if (edit := whole_number(data.get("edit"))) is not None:
            record = self.rows(opened=()).saved.get(edit)
            already = any(row.get("pk") == str(edit) for row in rows)
            return with_rows(data, rows if already or record is None else [*rows, self.new_row(record)])
        if (drop := whole_number(data.get("drop"))) is not None:
            return with_rows(data, [row for index, row in enumerate(rows) if index != drop])
        return None if "check" not in data else data

    def new_row(self, record) -> dict[str, str]:
        return written_out(self.rows(opened=[record]).forms[0])

    def store(self, case, form) -> None:
        today = timezone.localdate()
        for gone in form.gone():
            gone.instance.removed_on = today
            gone.instance.save(update_fields=["removed_on"])
        last = max((row.position for row in form.saved.values()), default=-1)
        for row in form.written():
            if not row.instance.pk:
                last += 1
                row.instance.group, row.instance.station, row.instance.position = (
                    case.group,
                    case.station,
                    last,
                )
            row.save()
        self.keep_reasons(case, form)

    def keep_reasons(self, case, form) -> None:
        """The doubts of the rows that were written, in place of what was kept of them before."""
        touched = {row.instance.pk for row in [*form.written(), *form.gone()]}
        own = tuple(f"{self.kept_prefix}:{pk}:" for pk in touched)
        kept = {code: why for code, why in case.acknowledged.items() if not code.startswith(own)}
        for row in form.written():
            kept |= row.reasons()
        if kept != case.acknowledged:
            case.acknowledged = kept
            case.save(update_fields=["acknowledged"])

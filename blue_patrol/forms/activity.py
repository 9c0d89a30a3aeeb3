"""実施の記録: the ticks of a month, and a list of days pasted from the group's own calendar (BP-5-2-b)."""

from datetime import date

from django import forms

from blue_patrol.rules import activity
from casework import wareki
from casework.forms import CaseForm, LongTextField

PASTE_HINT = (
    "1行に1日、または「、」で区切る。9月2日、R8.9.2、2026/9/2 など。年のない日は、きょうまでの最も近い日"
)


class ActivityForm(CaseForm):
    """``recorded``: every day on record; ``month``: the first day of the month whose ticks are sent."""

    use_required_attribute = False
    clauses = {"pasted": "BP-5-2-b"}

    days = forms.MultipleChoiceField(label="実施した日", required=False)
    pasted = LongTextField(label="日をまとめて貼り付ける", rows=4, required=False, help_text=PASTE_HINT)

    def __init__(self, *args, recorded, month: date, today: date, delivered_on: date | None, **kwargs):
        self.recorded, self.month, self.today, self.delivered_on = set(recorded), month, today, delivered_on
        super().__init__(*args, **kwargs)
        shown = [day for week in activity.month_grid(month) for day in week if day.month == month.month]
        self.fields["days"].choices = [(day.isoformat(), wareki.format_long(day)) for day in shown]
        self.initial.setdefault("days", [day.isoformat() for day in shown if day in self.recorded])
        self.shown = set(shown)

    def ticked(self) -> set[str]:
        """The days with a tick as the page shows them, as they were sent."""
        return set(self["days"].value() or [])

    def clean_days(self) -> set[date]:
        days = {date.fromisoformat(text) for text in self.cleaned_data["days"]}
        self._judge("days", days)
        return days

    def clean_pasted(self) -> set[date]:
        read = activity.read_pasted(self.cleaned_data["pasted"], self.today)
        for fault in read.faults:
            self.add_error("pasted", fault)
        self._judge("pasted", read.days)
        if read.twice:
            words = "、".join(wareki.format_long(day) for day in read.twice)
            self.doubt("pasted", "twice", f"{words}が、二度あります。一日に何回回っても、1日として記録します。",
                       needs_reason=False)  # fmt: skip
        return set(read.days)

    def _judge(self, field: str, days) -> None:
        for day in sorted(set(days) - self.recorded):
            if problem := activity.day_problem(day, self.delivered_on, self.today):
                self.add_error(field, problem)

    def changes(self) -> dict[str, list[str]]:
        """``added`` and ``removed`` as the act takes them; a day that is pasted stays, whatever its tick."""
        ticked, pasted = self.cleaned_data["days"], self.cleaned_data["pasted"]
        added = (ticked | pasted) - self.recorded
        removed = (self.recorded & self.shown) - ticked - pasted
        return {
            name: [day.isoformat() for day in sorted(days)]
            for name, days in (("added", added), ("removed", removed))
        }

"""情報提供: one form for many groups: the day, the way, what was told, and how many of each group it reached."""

from datetime import date

from django import forms

from blue_patrol.rules import information
from casework.form_words import say_in_own_words
from casework.forms import BigChoices, CaseForm, LongTextField, WarekiDateField, WholeNumberField


class InformationForm(CaseForm):
    """``standings``: those that were ticked, each with its ``people`` and ``last_on``."""

    use_required_attribute = False
    clauses = {"on": "BP-11-2-a"}

    on = WarekiDateField(label="情報提供をした日", help_text="きょうまでの日。どの団体も、この日で記録します")
    way = forms.ChoiceField(label="方法", choices=information.WAYS, widget=BigChoices)
    text = LongTextField(
        label="伝えたこと",
        rows=3,
        max_length=1000,
        help_text="例：自転車盗の手口と、通報の要点。証明台帳（様式第15）の「講習・情報提供の経過」に載ります",
    )

    def __init__(self, *args, standings, today: date, **kwargs):
        self.standings, self.today = standings, today
        super().__init__(*args, **kwargs | {"initial": {"on": today} | (kwargs.get("initial") or {})})
        self.fields["on"].error_messages["required"] = "情報提供をした日を入力してください。"
        for standing in standings:
            field = WholeNumberField(
                label=f"{standing.group.name}の伝えた人数", min_value=min(1, standing.people), max_value=standing.people,
                initial=standing.people,
            )  # fmt: skip
            field.widget.attrs["class"] = "w-count"
            say_in_own_words(field)
            self.fields[f"reached-{standing.pk}"] = field

    def rows(self) -> list[tuple]:
        """(standing, the field of its people)."""
        return [(standing, self[f"reached-{standing.pk}"]) for standing in self.standings]

    def common(self) -> list:
        return [self["on"], self["way"], self["text"]]

    def clean_on(self) -> date:
        """A day that fits every ticked group; each that it does not fit is named."""
        on = self.cleaned_data["on"]
        for standing in self.standings:
            if told := information.day_problem(on, self.today, standing.delivered_on, standing.last_on):
                self.add_error("on", told if on > self.today else f"{standing.group.name}：{told}")
            if on > self.today:
                break
        return on

    def details(self) -> dict:
        cleaned = self.cleaned_data
        reached = {str(each.pk): cleaned[f"reached-{each.pk}"] for each in self.standings}
        return {name: cleaned[name] for name in ("on", "way", "text")} | {"reached": reached}

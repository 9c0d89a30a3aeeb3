"""The form of an act: what it asks, and the day on which the act was done.

Sentences that the door says (workflow, road) are not written twice: a form checks only what the door does not know.
"""

from datetime import date

from django import forms

from casework import wareki
from casework.form_words import say_in_own_words
from casework.forms.fields import CaseForm, WarekiDateField


class ActForm(CaseForm):
    """An act has a day; ``case``, ``actor`` and ``today`` come from the view."""

    use_required_attribute = False
    on_label = "日付"
    asked_anew = ("on",)
    follows_the_road = True  # the day may not lie before the step before

    on = WarekiDateField()

    def __init__(self, *args, case, actor, today: date, **kwargs):
        self.case, self.actor, self.today = case, actor, today
        kwargs["initial"] = {"on": today, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        day = self.fields["on"]
        day.label = self.on_label
        day.error_messages["required"] = f"{self.on_label}を入力してください。"
        last = case.last_day() if self.follows_the_road else None
        day.help_text = f"{wareki.format_long(last)}からきょうまで" if last else "きょうまでの日"

    def add(self, name: str, field: forms.Field) -> None:
        """A field that depends on the case, treated as the declared ones are."""
        say_in_own_words(field)
        if isinstance(field.widget, forms.RadioSelect):
            field.widget.template_name = "forms/choices.html"
        self.fields[name] = field

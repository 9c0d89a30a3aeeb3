"""One confirmation for several cases: the day on which it was done."""

from datetime import date

from casework.forms import CaseForm, WarekiDateField


class TogetherForm(CaseForm):
    """``on_label`` names the day of the act; it may not lie ahead."""

    use_required_attribute = False

    on = WarekiDateField(help_text="きょうまでの日。どの事案も、この日で記録します")

    def __init__(self, *args, on_label: str, today: date, **kwargs):
        super().__init__(*args, **{"initial": {"on": today}} | kwargs)
        day = self.fields["on"]
        day.label, day.latest = on_label, today
        day.error_messages["required"] = f"{on_label}を入力してください。"

"""交付簿の締め: the day."""

from casework.forms import CaseForm, WarekiDateField


class CloseRegisterForm(CaseForm):
    use_required_attribute = False
    clauses = {"on": "BP-5-5-3"}

    on = WarekiDateField(label="締める日")

"""The chief's one approval of many candidates."""

from datetime import date

from casework.forms import AsTypedField, CaseForm, WarekiDateField
from liaison_councils.forms.terms import NUMBER


class AppointmentsForm(CaseForm):
    """The day and the number hold for all that are ticked."""

    use_required_attribute = False

    on = WarekiDateField(
        label="委嘱する日", help_text="きょうまでの日。任期の初日は、それぞれの候補のとおりです"
    )
    document_number = AsTypedField(
        **NUMBER | {"help_text": "まとめて委嘱する全員に同じ番号を付けるときだけ書きます"}
    )

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **{"initial": {"on": today}} | kwargs)
        self.fields["on"].latest = today

"""本部の指導: its answer, asking again, and the end; of a clock also the remark itself."""

from datetime import date

from casework.forms.acts import ActForm
from casework.forms.fields import CaseForm, LongTextField, WarekiDateField


class RemarkTextForm(CaseForm):
    """What headquarters says of one thing of a station."""

    use_required_attribute = False

    text = LongTextField(label="指導の内容", rows=4, max_length=2000)
    due_on = WarekiDateField(label="回答を求める日", required=False)
    on = WarekiDateField(label="指導した日")

    def __init__(self, *args, today: date, **kwargs):
        kwargs["initial"] = {"on": today, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.fields["on"].latest = today


class AnswerRemarkForm(ActForm):
    on_label = "回答した日"

    answer_text = LongTextField(label="署の回答", rows=4, max_length=2000)

    field_order = ("answer_text", "on")

    def __init__(self, *args, case, **kwargs):
        kwargs["initial"] = {"answer_text": case.answer_text}
        super().__init__(*args, case=case, **kwargs)


class AskAgainForm(ActForm):
    on_label = "たずねた日"

    note = LongTextField(label="もう一度たずねること", rows=3, max_length=1000)

    field_order = ("note", "on")


class SettleForm(ActForm):
    on_label = "了とした日"

"""What somebody writes beside a record, or in place of what stands there."""

from casework.forms.fields import CaseForm, LongTextField
from casework.models.comments import LONGEST


class CommentForm(CaseForm):
    use_required_attribute = False

    text = LongTextField(label="書き込むこと", rows=3, max_length=LONGEST)

    def __init__(self, *args, label: str = "", **kwargs):
        super().__init__(*args, **{"auto_id": "comment_%s", **kwargs})
        field = self.fields["text"]
        field.label = label or field.label
        field.error_messages["required"] = f"{field.label}を入力してください。"

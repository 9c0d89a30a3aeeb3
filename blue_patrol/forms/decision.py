"""決裁: one answer of three or four, none of them preselected."""

from django import forms

from blue_patrol.forms.acts import ReasonsForm
from casework.forms import BigChoices, LongTextField

PASS_ON, APPROVE, SEND_BACK, DECLINE = "endorse", "approve", "send_back", "decline"


class DecisionForm(ReasonsForm):
    """``is_final``: whether the open step decides; an earlier one only examines or sends back."""

    on_label = "決めた日"
    with_station_papers = True
    needs_a_reason = False
    words = {APPROVE: "決裁する", DECLINE: "不承認とする"}

    decision = forms.ChoiceField(label="決めること", widget=BigChoices)
    note = LongTextField(
        label="署への伝言", required=False, rows=2, help_text="不承認とするときは、その理由を必ず書きます"
    )

    def __init__(self, *args, is_final: bool, numbers: str, **kwargs):
        super().__init__(*args, **kwargs)
        back = (SEND_BACK, "差し戻す")
        passing = (PASS_ON, "審査済みとする")
        final = [(APPROVE, self.words[APPROVE]), back, (DECLINE, self.words[DECLINE])]
        self.fields["decision"].choices = final if is_final else [passing, back]
        self.fields["decision"].widget.hints = {
            PASS_ON: "次の段階へ進みます",
            APPROVE: f"{numbers}の番号が付きます",
            SEND_BACK: "理由を1つ以上書き、署へ戻します",
            DECLINE: "理由を書きます。この申請は、ここで終わります",
        }
        if not is_final:
            self.fields["note"].help_text = ""

    @property
    def reasons_are_touched(self) -> bool:
        """A reason was begun, or lacks: its fields are shown unfolded."""
        return any(field.value() or field.errors for pair in self.reason_rows() for field in pair)

    def clean(self):
        cleaned = super().clean()
        sends_back = cleaned.get("decision") == SEND_BACK
        if sends_back and not cleaned["reasons"] and not self.errors:
            self.add_error("item-1", "どの書類のどこを直すのか、理由を一つ以上書いてください。")
        if cleaned.get("reasons") and cleaned.get("decision") not in (SEND_BACK, None):
            self.add_error(
                "decision", "差戻しの理由が書かれています。「差し戻す」を選ぶか、理由を消してください。"
            )
        return cleaned

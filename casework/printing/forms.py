"""What is asked before a run: which papers of those chosen, and as what files."""

from django import forms

from casework.forms import BigChoices, BigTicks, CaseForm
from casework.models import Output


class PrintForm(CaseForm):
    """``kinds``: (key, words) of the papers that were chosen, all ticked at first."""

    use_required_attribute = False

    kinds = forms.MultipleChoiceField(
        label="印刷する書類",
        widget=BigTicks,
        error_messages={"required": "印刷する書類を一つ以上選んでください。"},
    )
    output = forms.ChoiceField(
        label="ファイル",
        widget=BigChoices(
            hints={
                Output.ONE: "続けて印刷するとき。300通ごとに一冊になります",
                Output.EACH: "一通ずつ渡すとき、保存した書類のまま",
            }
        ),
        choices=Output.choices,
        initial=Output.ONE,
        error_messages={"required": "ファイルの作り方を選んでください。"},
    )

    def __init__(self, *args, kinds: list[tuple[str, str]], **kwargs):
        ticked = {"kinds": [key for key, _ in kinds]}
        super().__init__(*args, **kwargs | {"initial": ticked | (kwargs.get("initial") or {})})
        self.fields["kinds"].choices = kinds

"""交付簿の訂正: every field of the row as it stands, to be put right, and why (BP-5-5-3)."""

from django import forms

from blue_patrol.models import RegisterEntry
from casework.forms import AsTypedField, BigTicks, NameField, WarekiDateField
from casework.forms.acts import ActForm

NONE = "（書かない）"
ABREAST = {"class": "abreast"}  # numbers are short and may be a hundred


class CorrectRegisterForm(ActForm):
    """``entry`` is the row; its kind and group stay as they are."""

    on_label = "訂正する日"
    follows_the_road = False
    clauses = {"delivered_on": "BP-5-5-1", "reported_on": "BP-5-5-3"}

    delivered_on = WarekiDateField(label="交付年月日")
    group_name = NameField(label="団体の名称", max_length=120)
    certificate_number = forms.ChoiceField(
        label="証明書番号", required=False, widget=forms.Select(attrs={"class": "w-name"})
    )
    sticker_numbers = forms.MultipleChoiceField(label="標章番号", required=False, widget=BigTicks(ABREAST))
    card_numbers = forms.MultipleChoiceField(label="実施者証番号", required=False, widget=BigTicks(ABREAST))
    delivered_by = NameField(label="交付した者", max_length=100)
    receiver_name = NameField(label="受領者", max_length=80)
    remarks = AsTypedField(label="摘要", max_length=200, required=False)
    note = AsTypedField(
        label="訂正の理由", max_length=60, help_text="新しい行の摘要に、直した行の番号とともに載ります"
    )
    reported_on = WarekiDateField(
        label="本部へ改めて報告した日", required=False,
        help_text="報告した証明書の交付年月日を直すときだけ、書きます",
    )  # fmt: skip

    def __init__(self, *args, entry: RegisterEntry, **kwargs):
        self.entry = entry
        self.shown = (*kwargs["case"].CORRECTED, "note", "reported_on", "on")
        held = {name: getattr(entry, name) for name in kwargs["case"].CORRECTED}
        super().__init__(*args, **kwargs | {"initial": held})
        self.fields["on"].help_text = "直す行を書いた日からきょうまで"
        self._offer_numbers()
        if not entry.notes.filter(kind="reported").exists() or not entry.certificate_number:
            del self.fields["reported_on"]
        self.order_fields(self.shown)

    def _offer_numbers(self) -> None:
        for name, numbers in self.case.numbers_of(self.entry).items():
            offered = [(number, number) for number in numbers]
            if name == "certificate_number":
                self.fields[name].choices = [("", NONE), *offered]
            elif offered:
                self.fields[name].choices = offered
            else:
                del self.fields[name]

    def details(self) -> dict:
        """The act's details: every field of the row, ``note``, ``reported_on`` and ``on``."""
        none: dict[str, list] = {"sticker_numbers": [], "card_numbers": []}
        return none | dict(self.cleaned_data)

"""The name of a saved filter."""

from casework.forms.fields import AsTypedField, CaseForm
from casework.models import SavedFilter
from casework.models.saved_filters import LONGEST, MOST, kept_of

FULL = f"一つの一覧に保存できる条件は{MOST}件までです。使わないものを消してください。"
TOO_LONG = "条件が長すぎて保存できません。絞り込みを減らしてください。"


class SavedFilterForm(CaseForm):
    name = AsTypedField(label="名前", max_length=30, help_text="例：今月の期限、進達待ち")

    def __init__(self, *args, staff, listing: str, params, **kwargs):
        super().__init__(*args, **kwargs)
        self.saved = SavedFilter.objects.of(staff, listing)
        self.staff, self.listing, self.params = staff, listing, params

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if len(self.saved) >= MOST and name not in {each.name for each in self.saved}:
            self.add_error("name", FULL)
        if len(kept_of(self.params)) > LONGEST:
            self.add_error("name", TOO_LONG)
        return name

    def save(self, columns: list[str]) -> SavedFilter:
        """Under a name that is there already the new one takes its place."""
        told = {"query": kept_of(self.params), "columns": columns}
        key = {"staff": self.staff, "listing": self.listing, "name": self.cleaned_data["name"]}
        return SavedFilter.objects.update_or_create(**key, defaults=told)[0]

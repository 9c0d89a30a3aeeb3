"""期限の完了: what was seen, and a copy of it where there is one (BP-5-5-1)."""

from blue_patrol.rules import deadlines
from casework.forms import LongTextField
from casework.forms.acts import ActForm
from casework.forms.files import FILE_HINT, DocumentField, WithFile

SEEN = {  # kind of clock -> (what to write, what to add a copy of)
    deadlines.INSPECTION_ENTRY.code: (
        "例：新しい自動車検査証で、自主防犯活動用自動車の記載を見た",
        "新しい自動車検査証の写しを加えてください",
    ),
    deadlines.ENTRY_DELETION.code: (
        "例：新しい自動車検査証で、自主防犯活動用自動車の記載がないことを見た",
        "新しい自動車検査証の写しを加えてください",
    ),
    deadlines.INFORMATION.code: ("例：9月3日、資料を全員に配った", "配った資料などがあれば加えてください"),
}
USUAL = ("何を見て確かめたか", "確かめたものの写しがあれば加えてください")


class MeetDeadlineForm(WithFile, ActForm):
    on_label = "済んだ日"
    follows_the_road = False

    evidence = LongTextField(label="確かめたもの", rows=2)
    file = DocumentField(label="写し", required=False)

    field_order = ("evidence", "file", "on")

    def __init__(self, *args, deadline, **kwargs):
        super().__init__(*args, **kwargs)
        words, copy = SEEN.get(deadline.kind, USUAL)
        self.fields["evidence"].help_text = words
        self.fields["file"].help_text = f"{copy}。{FILE_HINT}"
        self.fields["on"].help_text = "起算日からきょうまで"

    def details(self) -> dict:
        """The act's details: on, evidence, and of the copy name, content, media_type."""
        cleaned = self.cleaned_data
        found = {"on": cleaned["on"], "evidence": cleaned["evidence"]}
        if sent := cleaned.get("file"):
            found |= sent.details()
        return found

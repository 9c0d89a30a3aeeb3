"""名簿からの登録: what is asked beside casework's forms of files, and who somebody is."""

from django import forms

from casework.registering.forms import ApplyForm, RowForm, UploadForm, file_field
from liaison_councils.forms.people import described
from liaison_councils.models.registration.verdicts import OTHER, Likeness


class ListUploadForm(UploadForm):
    file = file_field(
        "協議会・委員の名簿",
        "Excelブック（.xlsx）かCSV。10MBまで。協議会の表と委員の表を、一つのファイルのシートに分けて入れられます",
    )


class ListApplyForm(ApplyForm):
    evidence_hint = "後で確かめる人のために残します。例：設置等状況一覧と委員名簿の原本。一つの所管区に二つ目を登録するときは、その理由も"


class MemberRowForm(RowForm):
    """A row's cells, and whether it is somebody who is known; ``tells``: whether birth and occupation are shown."""

    who = forms.ChoiceField(
        label="この行の人は、次の人と同じですか", required=False, widget=forms.RadioSelect
    )

    def __init__(self, data=None, *, likes: list[Likeness], answer: str, tells: bool, **kwargs):
        super().__init__(data, **kwargs)
        if likes:
            known = [(each.code, self._named(each, tells)) for each in likes]
            self.fields["who"].choices = [*known, (OTHER, "どの人でもない、別の人。新しく記録する")]
            self.fields["who"].initial = answer
        else:
            del self.fields["who"]

    @staticmethod
    def _named(like: Likeness, tells: bool) -> str:
        if like.entry:
            return f"このファイルの{like.entry.line.record.row}行目の{like.entry.line.record.name}さん（{like.entry.home.name}）"
        who = described(like.person) if tells else str(like.person)
        return f"記録にいる{who}と同じ人。氏名などは、記録のままにする"

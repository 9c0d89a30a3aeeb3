"""Forms of the acts on an application: what each asks beside the day on which it was done.

Sentences that the door has already said (workflow, road) are not written twice: fields are checked here only
for what the door does not know.
"""

from django import forms

from blue_patrol.rules import attachments, form_items
from casework import wareki
from casework.forms import (
    AsTypedField,
    BigChoices,
    BigTicks,
    LongTextField,
    NameField,
)
from casework.forms.acts import ActForm
from casework.forms.files import FILE_HINT, DocumentField, WithFile
from casework.models.road import ForwardingOpinion
from casework.sent import whole_number


class ReceiveForm(ActForm):
    on_label = "受理した日"


class GiveBackForm(ActForm):
    on_label = "返した日"


class ReportForm(ActForm):
    on_label = "報告した日"


class ReasonsForm(ActForm):
    """Reasons, each bound to an item of a paper; the page adds rows with a button."""

    on_label = "求めた日"
    with_station_papers = False
    needs_a_reason = True
    most_rows = 20

    rows = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=1)

    def __init__(self, *args, rows: int = 1, **kwargs):
        super().__init__(*args, **kwargs)
        sent = whole_number(self.data.get("rows"))
        self.row_count = max(1, min(rows if sent is None else sent, self.most_rows))
        self.initial["rows"] = self.row_count
        grouped = self.item_choices()
        for number in range(1, self.row_count + 1):
            must = number == 1 and self.needs_a_reason
            mark = f"{number}つ目の" if self.row_count > 1 else ""
            item = forms.ChoiceField(
                label=f"{mark}どの書類の何", choices=[("", "選んでください"), *grouped], required=must,
                widget=forms.Select(attrs={"class": "w-name"}),
            )  # fmt: skip
            self.add(f"item-{number}", item)
            self.add(f"text-{number}", LongTextField(label=f"{mark}理由と直し方", rows=2, required=must))

    def item_choices(self) -> list:
        """The items of the papers that a reason may be bound to."""
        forwarding = self.case.forwarding_form if self.with_station_papers else ""
        return form_items.choices(next(iter(self.case.request_forms), "19"), forwarding)

    def reason_rows(self) -> list[tuple]:
        """Pairs of bound fields (item, text)."""
        return [(self[f"item-{n}"], self[f"text-{n}"]) for n in range(1, self.row_count + 1)]

    def clean(self):
        cleaned = super().clean()
        cleaned["reasons"] = []
        for number in range(1, self.row_count + 1):
            item, text = cleaned.get(f"item-{number}", ""), cleaned.get(f"text-{number}", "")
            if item and text:
                cleaned["reasons"].append({"item": item, "text": text})
            elif text and f"item-{number}" not in self.errors:
                self.add_error(f"item-{number}", "どの書類の何についてかを選んでください。")
            elif item and f"text-{number}" not in self.errors:
                self.add_error(f"text-{number}", "どこをどう直すのかを書いてください。")
        return cleaned


class SendBackForm(ReasonsForm):
    on_label = "差し戻した日"
    with_station_papers = True


class ResubmitForm(ActForm):
    """One answer a reason that is still open."""

    on_label = "再提出を受けた日"

    def __init__(self, *args, reasons, **kwargs):
        super().__init__(*args, **kwargs)
        self.reasons = list(reasons)
        for reason in self.reasons:
            answer = LongTextField(
                label=f"「{reason.item}」で直したこと", help_text=f"理由：{reason.text}", rows=2
            )
            self.add(f"answer_{reason.pk}", answer)
        self.fields["on"] = self.fields.pop("on")  # last: the answers come first in reading

    def answers(self) -> dict[str, str]:
        return {str(reason.pk): self.cleaned_data[f"answer_{reason.pk}"] for reason in self.reasons}


class AnswerForm(ResubmitForm):
    on_label = "直したことを確かめた日"


class WithdrawForm(ActForm):
    on_label = "申出のあった日"

    note = LongTextField(
        label="申請者の申出", help_text="だれが、どのように、なぜ取り下げると言ったか", rows=3
    )


class TrainingForm(ActForm):
    on_label = "講習の日"
    follows_the_road = False

    patrollers = forms.MultipleChoiceField(label="受講した人", widget=BigTicks)
    place = AsTypedField(label="場所", max_length=60, required=False)
    trainer = NameField(label="講習実施者", max_length=60, help_text="実施者証の裏面に載ります（所属など）")

    field_order = ("patrollers", "on", "place", "trainer")

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.pop("on")  # a course was held on another day as a rule
        field = self.fields["patrollers"]
        field.choices = [(str(person.pk), person.name) for person in people]
        field.widget.hints = {
            str(person.pk): wareki.format_long(person.birth_date) + "生"
            for person in people
            if person.birth_date
        }

    def clean_patrollers(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data["patrollers"]]


class AttachForm(WithFile, ActForm):
    on_label = "受け取った日"
    follows_the_road = False

    kind = forms.ChoiceField(
        label="書類の別",
        widget=forms.RadioSelect(attrs={"class": "choices-column"}),
    )
    vehicle = forms.ChoiceField(
        label="どの車の書面か", required=False, help_text="自動車検査証記録事項の書面だけに要ります",
        widget=forms.Select(attrs={"class": "w-name"}),
    )  # fmt: skip
    file = DocumentField(label="ファイル", help_text=FILE_HINT)
    replaces = forms.ChoiceField(
        label="差し替えるもの", required=False, help_text="選んだ書類は外れます。外した日と人は残ります",
        widget=forms.Select(attrs={"class": "w-name"}),
    )  # fmt: skip

    field_order = ("kind", "vehicle", "file", "replaces", "on")

    def __init__(self, *args, cars, held, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].latest = self.today
        self.fields["vehicle"].choices = [("", "選んでください"), *((str(car.pk), str(car)) for car in cars)]
        kinds = [kind for kind in self.case.attachment_kinds if kind.is_file]
        labels = attachments.LABELS
        self.fields["kind"].choices = [(kind.code, kind.label) for kind in kinds]
        if attachments.INSPECTION_RECORD not in kinds:
            del self.fields["vehicle"]
        self.fields["replaces"].choices = [
            ("", "差し替えない（加える）"),
            *((str(one.pk), f"{labels.get(one.kind, one.kind)}：{one.name}") for one in held),
        ]

    def clean(self):
        cleaned = super().clean()
        per_car = cleaned.get("kind") == attachments.INSPECTION_RECORD.code
        if per_car and not cleaned.get("vehicle"):
            self.add_error("vehicle", "どの車の書面かを選んでください。")
        return cleaned

    def details(self) -> dict:
        """The details of the act: kind, subject_pk, name, content, media_type, on."""
        cleaned = self.cleaned_data
        per_car = cleaned["kind"] == attachments.INSPECTION_RECORD.code
        return {
            "on": cleaned["on"], "kind": cleaned["kind"], "subject_pk": int(cleaned["vehicle"]) if per_car else None,
            **cleaned["file"].details(),
        }  # fmt: skip


NUMBER_HINT = "文書管理で取った番号（例：桜見坂生発第214号）"


class ForwardForm(ActForm):
    on_label = "進達する日"

    document_number = AsTypedField(
        label="文書番号",
        max_length=40,
        required=False,
        help_text=NUMBER_HINT + "。まだのときは、空けて進められます",
    )
    opinion = forms.ChoiceField(label="署長の意見", choices=ForwardingOpinion.choices, widget=BigChoices)
    remarks = LongTextField(
        label="意見の理由",
        required=False,
        help_text="「不適当」のとき、「否」の項目があるときは、必ず書きます。進達書に載ります",
        rows=3,
    )

    field_order = ("opinion", "remarks", "document_number", "on")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_counted():
            del self.fields["document_number"]

    def is_counted(self) -> bool:
        """Whether the station's own series gives the number (BP-13)."""
        profile = self.case.profile
        return bool(profile and profile.value_or("document_number_source", "") == "counted")


class NumberDocumentForm(ActForm):
    on_label = "番号を取った日"

    document_number = AsTypedField(label="文書番号", max_length=40, help_text=NUMBER_HINT)

    field_order = ("document_number", "on")


class DispatchForm(ActForm):
    on_label = "送った日"

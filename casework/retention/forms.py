"""What the acts of disposal and of holding back ask."""

from datetime import date

from django import forms

from casework.forms import BigTicks, CaseForm, LongTextField, WarekiDateField
from casework.forms.acts import ActForm
from casework.models import Hold
from casework.retention import clock
from casework.retention.kinds import KINDS

WORDS = {item: kind.label for item, kind in KINDS.items()}


class DrawForm(CaseForm):
    """Of which station, which kinds, due until when."""

    use_required_attribute = False

    station = forms.ChoiceField(label="警察署")
    until = WarekiDateField(label="この日までに満了したもの", help_text="きょうまでの日")
    kinds = forms.MultipleChoiceField(label="保存の区分", widget=BigTicks)

    def __init__(self, *args, stations, offered, today: date, **kwargs):
        kwargs["initial"] = {"until": today, "kinds": [of.kind.code for of, _ in offered if of.years], **(kwargs.get("initial") or {})}  # fmt: skip
        super().__init__(*args, **kwargs)
        self.stations = {str(station.pk): station for station in stations}
        self.fields["station"].choices = [(key, str(station)) for key, station in self.stations.items()]
        self.fields["until"].latest = today
        self.fields["kinds"].choices = [
            (of.kind.code, f"{of.kind.label}　{of.words}（満了 {count}件）") for of, count in offered if of.years != clock.PERMANENT
        ]  # fmt: skip

    def clean_station(self):
        return self.stations[self.cleaned_data["station"]]


class ReviewForm(ActForm):
    on_label = "確認した日"


class CarryOutForm(ActForm):
    on_label = "廃棄した日"

    sure = forms.BooleanField(label="元に戻せないことを承知した", error_messages={"required": "承知したことを示してください。"})  # fmt: skip


class TakeOutForm(ActForm):
    on_label = "外した日"

    items = forms.MultipleChoiceField(label="一覧から外すもの", widget=BigTicks)
    note = LongTextField(label="外す理由", rows=2, max_length=300)

    field_order = ("items", "note", "on")

    def __init__(self, *args, lines, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["items"].choices = [(str(item.pk), words) for item, words in lines]

    def clean_items(self) -> list[int]:
        return [int(key) for key in self.cleaned_data["items"]]


class NoteForm(ActForm):
    on_label = "日付"

    note = LongTextField(label="理由", rows=2, max_length=300)

    field_order = ("note", "on")


class HoldForm(CaseForm):
    use_required_attribute = False

    ground = forms.ChoiceField(label="別", choices=Hold.Ground.choices)
    reason = LongTextField(label="理由", rows=3, max_length=1000)
    until = WarekiDateField(
        label="いつまで", required=False, help_text="空けておくと、解除するまで凍結します"
    )

"""What headquarters says of a 所管替え: which office, where to, from which day, on what grounds."""

from datetime import date

from django import forms

from casework.forms import BigTicks, CaseForm, LongTextField, WarekiDateField
from casework.models import ChangeOfStation, Koban, Station
from casework.offices.answers import PARTS, Asked

Kind = ChangeOfStation.Kind
FOLLOW, ENDED = "follow", "ended"
SAME = "同じ警察署が選ばれています。移す先には、別の警察署を選んでください。"


def _stations(actor, day: date) -> list[Station]:
    return list(Station.objects.on(day).filter(pk__in=actor.station_ids))


class ChangeForm(CaseForm):
    """What every 所管替え asks; cleans to an ``Asked`` by ``asked()``."""

    kind = ""
    use_required_attribute = False

    on = WarekiDateField(
        label="所管替えの日", help_text="きょうまでの日。この日から、移した先の警察署が所管します"
    )
    grounds = LongTextField(
        label="根拠", rows=2, max_length=500, help_text="例：本部長通達（令和8年3月1日付け生総発第12号）",
    )  # fmt: skip

    def __init__(self, *args, actor, today: date, **kwargs):
        self.actor, self.today = actor, today
        kwargs["initial"] = {"on": today, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.fields["on"].latest = today
        self.stations = {str(station.pk): station for station in _stations(actor, today)}
        self.offer()
        self.order_fields([*self.leading(), "on", "grounds"])

    def offer(self) -> None:
        """Fill the choices; nothing is offered that has closed."""

    def leading(self) -> list[str]:
        return []

    def add_choice(self, name: str, choices, **told) -> None:
        field = forms.ChoiceField(choices=[("", "選んでください"), *choices], **told)
        self.fields[name] = field
        field.error_messages |= {"required": f"{field.label}を選んでください。", "invalid_choice": "もう選べません。選び直してください。"}  # fmt: skip

    def add_station(self, name: str, label: str, **told) -> None:
        offered = [(key, str(station)) for key, station in self.stations.items()]
        self.add_choice(name, offered, label=label, **told)

    def clean(self):
        told = super().clean()
        if told.get("origin") and told.get("origin") == told.get("to"):
            self.add_error("to", SAME)
        return told

    def asked(self) -> Asked:
        raise NotImplementedError

    def _asked(self, origin: Station, to: Station, **told) -> Asked:
        return Asked(self.kind, origin, to, self.cleaned_data["on"], **told)


class GroupsForm(ChangeForm):
    """Single groups of one station."""

    kind = Kind.GROUPS

    def __init__(self, *args, origin: Station, **kwargs):
        self.origin = origin
        super().__init__(*args, **kwargs)

    def leading(self) -> list[str]:
        return ["groups", "to"]

    def offer(self) -> None:
        offered = [(str(key), name) for part in PARTS for key, name in part.offered(self.origin)]
        self.fields["groups"] = forms.MultipleChoiceField(
            label="移す団体", choices=offered, widget=BigTicks(choices=offered),
            error_messages={"required": "移す団体を選んでください。", "invalid_choice": "もう選べません。選び直してください。"},
        )  # fmt: skip
        self.fields["groups"].widget.template_name = "forms/choices.html"
        self.stations.pop(str(self.origin.pk), None)
        self.add_station("to", "移す先の警察署")

    def asked(self) -> Asked:
        told = self.cleaned_data
        groups = tuple(sorted(map(int, told["groups"])))
        return self._asked(self.origin, self.stations[told["to"]], groups=groups)


class StationForm(ChangeForm):
    """All of a station, which closes."""

    kind = Kind.STATION

    def leading(self) -> list[str]:
        return ["origin", "to"]

    def offer(self) -> None:
        self.add_station("origin", "閉じる警察署", help_text="所管するものをすべて移し、前の日で閉じます")
        self.add_station("to", "統合する先の警察署")

    def asked(self) -> Asked:
        told = self.cleaned_data
        return self._asked(self.stations[told["origin"]], self.stations[told["to"]])


class KobanForm(ChangeForm):
    """One koban closes; another one takes over, or it goes on under another station."""

    kind = Kind.KOBAN

    def leading(self) -> list[str]:
        return ["koban", "to_koban", "to", "councils"]

    def offer(self) -> None:
        rows = Koban.objects.on(self.today).filter(station__in=self.stations).select_related("station")
        self.koban = {str(koban.pk): koban for koban in rows.order_by("station__order", "station_id", "pk")}
        offered = [(key, f"{koban.station}　{koban}") for key, koban in self.koban.items()]
        self.add_choice("koban", offered, label="閉じる交番・駐在所")
        self.add_choice(
            "to_koban", offered, label="引き継ぐ交番・駐在所", required=False, help_text="統合するとき。ほかの警察署の交番・駐在所も選べます",
        )  # fmt: skip
        self.add_station(
            "to", "移す先の警察署", required=False, help_text="同じ名称のまま、別の警察署に移すとき"
        )
        hows = [(FOLLOW, "引き継ぐ"), (ENDED, "引き継がない（署長が廃止・統合を済ませている）")]
        self.fields["councils"] = forms.ChoiceField(
            label="連絡協議会", choices=hows, initial=FOLLOW, widget=forms.RadioSelect(choices=hows)
        )
        self.fields["councils"].widget.template_name = "forms/choices.html"

    def clean(self):
        told = super().clean()
        koban, other, to = told.get("koban"), told.get("to_koban"), told.get("to")
        if bool(other) == bool(to):
            self.add_error(
                "to_koban", "引き継ぐ交番・駐在所か、移す先の警察署の、どちらか一つを選んでください。"
            )
        elif koban and koban == other:
            self.add_error("to_koban", "閉じるものとは別の交番・駐在所を選んでください。")
        elif koban and to and self.koban[koban].station_id == int(to):
            self.add_error("to", "いまと同じ警察署です。別の警察署を選んでください。")
        return told

    def asked(self) -> Asked:
        told = self.cleaned_data
        koban, other = self.koban[told["koban"]], self.koban.get(told["to_koban"])
        to = other.station if other else self.stations[told["to"]]
        return self._asked(koban.station, to, koban=koban, to_koban=other, follow=told["councils"] == FOLLOW)


FORMS = {form.kind.value: form for form in (GroupsForm, StationForm, KobanForm)}

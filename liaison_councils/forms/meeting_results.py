"""Forms of a meeting once it is held: who came, what was raised and read out, corrections, minutes, report."""

from django import forms

from casework import wareki
from casework.forms import AsTypedField, BigTicks, LongTextField
from liaison_councils.forms.meetings import MeetingForm
from liaison_councils.forms.people_rows import OpinionRow, WalkInRow
from liaison_councils.forms.rows import WithRows
from liaison_councils.models import Participant
from liaison_councils.rules.public_minutes import names_left, without_names

NUMBER = {
    "label": "文書番号", "max_length": 40, "required": False,
    "help_text": "文書管理で取った番号。まだのときは、空けて進められます",
}  # fmt: skip
NAMED = "公表する議事概要に、参加者の氏名（{names}）があります。残したままでは、承認できません。"


class GroupedTicks(BigTicks):
    """Ticks below heads, numbered through, so that a link to the first one leads there."""

    def optgroups(self, name, value, attrs=None):
        groups = super().optgroups(name, value, attrs)
        options = [option for _, group, _ in groups for option in group]
        for number, option in enumerate(options):
            if attrs and "id" in attrs:
                option["attrs"]["id"] = f"{attrs['id']}_{number}"
        return groups


class PresenceForm(WithRows, MeetingForm):
    """``people``: the list of who was asked; ``newer``: terms of members who are not on it; ``own``: the councils that the post runs."""

    rows = {"guests": "名簿にない人"}

    present = forms.MultipleChoiceField(label="出席した人", widget=GroupedTicks)

    def __init__(self, *args, people, newer, councils, own=(), **kwargs):
        self.people, self.newer, self.councils, self.own = people, newer, councils, own
        super().__init__(*args, **kwargs)
        field = self.fields["present"]
        field.error_messages["required"] = "出席した委員がいません。来た人に印を付けてください。"
        field.choices = self._grouped()
        field.widget.hints = {str(row.pk): _about(row) for row in people} | {
            f"term-{term.pk}": "案内の後に委員になった人" for term in newer
        }
        self.initial.setdefault("present", self.expected())

    def expected(self) -> list[str]:
        """Who is ticked before anybody has looked: who said yes, and the staff who hold it unless they said no."""
        return [
            str(row.pk)
            for row in self.people
            if row.reply == Participant.Reply.YES or (row.kind == Participant.Kind.STAFF and not row.reply)
        ]

    def everybody(self) -> list[str]:
        return [value for _, rows in self.fields["present"].choices for value, _ in rows]

    def _grouped(self) -> list[tuple]:
        """(council and kind, its people)."""
        groups: dict[str, list[tuple[str, str]]] = {}
        names = {council.pk: council.name for council in self.councils}
        for kind in Participant.Kind:
            for council in self.councils:
                own = [row for row in self.people if (row.kind, row.council_id) == (kind.value, council.pk)]
                rows = [(str(row.pk), str(row)) for row in own]
                if kind == Participant.Kind.MEMBER:
                    rows += [
                        (f"term-{t.pk}", t.person.name) for t in self.newer if t.council_id == council.pk
                    ]
                if rows:
                    label = f"{kind.label}（{names[council.pk]}）" if len(names) > 1 else kind.label
                    groups[label] = rows
        return list(groups.items())

    def make_guests(self, *args, **kwargs):
        return WalkInRow(*args, councils=self.councils, **kwargs)

    def attendance(self) -> dict:
        """``present`` and ``more`` as the acts take them."""
        ticked = self.cleaned_data["present"]
        new = {f"term-{term.pk}": term for term in self.newer}
        more = [
            {"kind": "member", "term": t.pk, "name": t.person.name, "body": t.person.occupation, "council": t.council_id}
            for key, t in new.items() if key in ticked
        ]  # fmt: skip
        return {"present": [int(key) for key in ticked if key not in new], "more": more + self.guests.filled}


def _about(row) -> str:
    """Body or occupation, and what was answered."""
    reply = "" if row.attended is not None else f"返事：{row.get_reply_display()}"
    return "　".join(
        filter(None, (row.body if row.name else "", reply, "" if row.is_invited else "案内のない人"))
    )


class HoldForm(PresenceForm):
    """At the counter after the meeting: everything of it on one page."""

    on_label = "開催した日"
    rows = {"guests": "名簿にない人", "opinions": "意見・要望"}
    clauses = {"present": "LC-5-1"}

    explained = LongTextField(label="警察からの説明", rows=2, max_length=10000, required=False)
    discussed = LongTextField(
        label="議事の概要",
        rows=4,
        max_length=10000,
        required=False,
        help_text="後から、議事録の画面でも書けます",
    )
    read = forms.MultipleChoiceField(label="この会議で読み上げた回答", widget=BigTicks, required=False)

    field_order = ("on", "present", "read", "explained", "discussed")

    def __init__(self, *args, case, today, answered, **kwargs):
        self.answered = answered
        initial = {"on": min(case.planned_on or today, today)} | (kwargs.pop("initial", None) or {})
        super().__init__(*args, case=case, today=today, initial=initial, **kwargs)
        field = self.fields["read"]
        field.choices = [(str(each.pk), str(each)) for each in answered]
        field.widget.hints = {str(each.pk): f"回答：{each.reply}" for each in answered}

    def clean(self):
        cleaned = super().clean()
        planned, held = self.case.planned_on, cleaned.get("on")
        if planned and held and held != planned:
            text = f"予定の日（{wareki.format_long(planned)}）と違います。開催した日を確かめてください。"
            self.doubt("on", "day", text, needs_reason=False)
        return cleaned

    def make_opinions(self, *args, **kwargs):
        return OpinionRow(*args, councils=self.own, **kwargs)

    def details(self) -> dict:
        cleaned = self.cleaned_data
        read = [each for each in self.answered if str(each.pk) in cleaned["read"]]
        plain = {name: cleaned[name] for name in ("on", "explained", "discussed")}
        return plain | self.attendance() | {"opinions": self.opinions.filled, "read": read}


class CorrectionForm(PresenceForm):
    on_label = "直した日"

    note = LongTextField(label="直す理由", rows=2, max_length=500, help_text="記録に残ります")

    field_order = ("present", "note", "on")

    def expected(self) -> list[str]:
        return [str(row.pk) for row in self.people if row.attended]

    def details(self) -> dict:
        return {"on": self.cleaned_data["on"], "note": self.cleaned_data["note"], **self.attendance()}


class MinutesForm(MeetingForm):
    """The heads of L11; the version for the public is proposed by a button and written by hand (LC-6)."""

    on_label = "書いた日"
    WRITTEN = ("explained", "discussed", "remarks", "public_minutes")

    explained = LongTextField(label="警察からの説明", rows=3, max_length=10000, required=False)
    discussed = LongTextField(label="議事の概要", rows=8, max_length=20000, required=False)
    remarks = LongTextField(label="その他", rows=2, max_length=10000, required=False)
    public_minutes = LongTextField(
        label="公表する議事概要", rows=8, max_length=20000, required=False, help_text="氏名を入れずに書きます。公表しないときは、空けておきます"
    )  # fmt: skip

    field_order = (*WRITTEN, "on")

    def __init__(self, *args, case, **kwargs):
        kept = {name: getattr(case, name) for name in self.WRITTEN}
        super().__init__(*args, case=case, **kwargs | {"initial": kept | (kwargs.get("initial") or {})})

    def clean(self):
        cleaned = super().clean()
        if left := names_left(cleaned.get("public_minutes") or "", self.case.outsiders()):
            self.doubt(
                "public_minutes",
                "names",
                NAMED.format(names="、".join(left)),
                clause="LC-6",
                needs_reason=False,
            )
        return cleaned


def proposal(meeting, typed: dict) -> str:
    """The version for the public out of what is typed: the same heads, words in the place of names."""
    heads = (("explained", "警察からの説明"), ("discussed", "議事の概要"), ("remarks", "その他"))
    parts = [f"【{head}】\n{typed[name].strip()}" for name, head in heads if (typed.get(name) or "").strip()]
    return without_names("\n\n".join(parts).replace("\r\n", "\n"), meeting.outsiders())


class ApproveForm(MeetingForm):
    on_label = "承認した日"


class ReportForm(MeetingForm):
    on_label = "報告した日"

    document_number = AsTypedField(**NUMBER)

    field_order = ("document_number", "on")

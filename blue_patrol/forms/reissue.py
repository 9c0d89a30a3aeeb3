"""再交付申請 (form 8): what is to be made anew and why, typed at the counter on one page (BP-6-1)."""

from datetime import date

from django import forms

from blue_patrol.models.handed_in import REISSUABLE, Cause
from casework.form_words import say_in_own_words
from casework.forms import AsTypedField, CaseForm, LongTextField, WarekiDateField

LEFT_ALONE = ("", "再交付しない")


class ReissueForm(CaseForm):
    """``things``: the credentials of the standing that may be named; ``received``: asks for the day of receipt too."""

    use_required_attribute = False
    CLAIM = ("occurred_on", "occurred_at", "circumstances", "lost_report_station", "lost_report_number")

    applied_on = WarekiDateField(label="申請年月日")
    occurred_on = WarekiDateField(label="紛失などの日", required=False)
    occurred_at = AsTypedField(label="場所", max_length=120, required=False)
    circumstances = LongTextField(
        label="状況", rows=3, help_text="いつ、どこで、どのように。様式第8に印刷されます"
    )
    lost_report_station = AsTypedField(
        label="遺失届を受けた署", max_length=60, required=False, help_text="紛失のとき"
    )
    lost_report_number = AsTypedField(label="遺失届の受理番号", max_length=40, required=False)
    received_on = WarekiDateField(
        label="受理した日", required=False, help_text="書類がそろっているとき。空けておくと下書きになります"
    )

    def __init__(self, *args, things, today: date, receives: bool = True, **kwargs):
        kwargs["initial"] = {"applied_on": today, "received_on": today} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.things = things
        for name in ("applied_on", "occurred_on", "received_on"):
            self.fields[name].latest = today
        if not receives:
            del self.fields["received_on"]
        causes = [LEFT_ALONE, *((cause.value, cause.label) for cause in REISSUABLE)]
        for thing in things:
            field = forms.ChoiceField(
                label=f"{thing}　{thing.bearer}".strip(), choices=causes, required=False
            )
            say_in_own_words(field)
            self.fields[f"thing-{thing.pk}"] = field

    def thing_rows(self) -> list[tuple]:
        """(credential, its field)."""
        return [(thing, self[f"thing-{thing.pk}"]) for thing in self.things]

    def plain_fields(self) -> list:
        return [self[name] for name in self.fields if not name.startswith("thing-")]

    def causes(self) -> dict[int, str]:
        """Credential's key → why it is to be made anew."""
        found = {thing.pk: self.cleaned_data.get(f"thing-{thing.pk}", "") for thing in self.things}
        return {key: cause for key, cause in found.items() if cause}

    def clean(self):
        cleaned = super().clean()
        causes = self.causes()
        if not causes and self.things:
            self.add_error(
                f"thing-{self.things[0].pk}", "再交付を求めるものの理由を、一つ以上選んでください。"
            )
        if cleaned.get("lost_report_number") and Cause.LOST not in causes.values():
            self.add_error("lost_report_number", "遺失届は、紛失したものがあるときに書きます。")
        applied, received = cleaned.get("applied_on"), cleaned.get("received_on")
        if applied and received and received < applied:
            self.add_error("received_on", "受理した日は、申請年月日より前にできません。")
        return cleaned

    def claim(self) -> dict:
        """What form 8 says of the loss."""
        return {name: self.cleaned_data[name] for name in self.CLAIM}

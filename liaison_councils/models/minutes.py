"""議事録: written from notes, approved by who supervises, a version without names for the public, the report (LC-6, LC-7-1-b)."""

from casework.models import IssuedPaper
from casework.permissions import Reason
from liaison_councils.rules.public_minutes import Named, names_left

MINUTES, REPORT = "L11", "L10"


class KeepsMinutes:
    """Mixed into the meeting."""

    def writing_gaps(self) -> list[Reason]:
        if self.minutes_approved_on:
            return [Reason("議事録は、すでに承認されています。", "LC-7-1-b")]
        return []

    def approval_gaps(self) -> list[Reason]:
        if self.minutes_approved_on:
            return [Reason("議事録は、すでに承認されています。", "LC-7-1-b")]
        found = []
        if not self.discussed.strip():
            found.append(Reason("議事の概要がまだ書かれていません。", "LC-6", cure="minutes"))
        if named := self.names_in_public():
            text = f"公表する議事概要に、参加者の氏名（{'、'.join(named)}）が残っています。"
            found.append(Reason(text, "LC-6", cure="minutes"))
        return found

    def outsiders(self) -> list[Named]:
        """Whose names are not published, and the word for each."""
        words = {"member": "委員", "resident": "住民", "body": "関係機関の方"}
        rows = [row for row in self.participants.all() if row.kind in words and row.name]
        return [Named(row.name, words[row.kind]) for row in rows]

    def names_in_public(self) -> list[str]:
        """The names of people that the published version still holds, whole or the family name alone."""
        return names_left(self.public_minutes, self.outsiders()) if self.public_minutes else []

    def report_gaps(self) -> list[Reason]:
        if not self.minutes_approved_on:
            return [Reason("議事録がまだ承認されていません。", "LC-7-1-b", cure="approve")]
        return []

    def on_reported(self, act) -> None:
        """To who supervises and to headquarters: report and minutes as they are now."""
        IssuedPaper.freeze(self, REPORT, act)
        IssuedPaper.freeze(self, MINUTES, act)

"""What an act on a term asks and brings about: the person's record, letters, the term that is renewed (LC-3-3 … LC-3-5)."""

from django.utils import timezone

from casework import wareki
from casework.models import IssuedPaper
from casework.permissions import Reason
from casework.workflow import perform
from liaison_councils.models.machine import from_list
from liaison_councils.models.people import Person
from liaison_councils.rules.composition import Member

LETTER, DISMISSAL, ACCEPTANCE = "L4", "L5", "L5-3"  # 委嘱状, 解嘱通知書, 辞職承認書


class TermEffects:
    """Mixed into the term; ``from_list``: appointed before this system was there."""

    openings, erasures = from_list("appointed")

    def as_counted(self) -> Member:
        """For the balance of the members (LC-3-3)."""
        return Member(self.person.birth_date, self.person.sex, self.category, self.person.occupation)

    def nomination_problems(self, act) -> list[Reason]:
        return self.nominated_problems(act.details)

    def nominated_problems(self, told: dict) -> list[Reason]:
        """What is wrong with a candidacy as typed."""
        found = []
        if not told["reason"].strip():
            found.append(Reason("選考の理由を書いてください。", "LC-3-3", field="reason"))
        if told["ends_on"] < told["starts_on"]:
            found.append(Reason("任期の末日は、初日より前にできません。", "LC-3-5", field="ends_on"))
        if self.replaces_id and told["starts_on"] <= self.replaces.span.last:
            until = wareki.format_long(self.replaces.span.last)
            found.append(
                Reason(f"前任者の任期（{until}まで）の後に始めてください。", "LC-3-5", field="starts_on")
            )
        return found + self._overlap_problems(told["starts_on"], told["ends_on"])

    def _overlap_problems(self, starts_on, ends_on) -> list[Reason]:
        """Somebody's terms in one council never overlap; the database refuses it too."""
        if not self.person_id:
            return []
        for other in self.person.terms.all():  # read ahead where many are looked at
            served = other.appointed_on and other.council_id == self.council_id and other.pk != self.pk
            if served and starts_on <= other.span.last and other.starts_on <= ends_on:
                until = wareki.format_long(other.span.last)
                return [
                    Reason(f"この人の任期が、{until}までの任期と重なります。", "LC-3-5", field="starts_on")
                ]
        return []

    def on_person_typed(self, act) -> None:
        if typed := act.details.get("person"):
            Person.objects.get(pk=self.person_id).rewrite(typed)

    def appointment_gaps(self) -> list[Reason]:
        found = []
        if not self.reason.strip():
            found.append(Reason("選考の理由がまだありません。", "LC-3-3"))
        if not self.consulted:
            found.append(Reason("他部門の意見をまだ聴いていません。", "LC-3-4", cure="consult"))
        if self.council.state not in ("active", "planned"):
            found.append(Reason(f"協議会は「{self.council.get_state_display()}」です。", "LC-3-5"))
        return found + self._overlap_problems(self.starts_on, self.ends_on)

    def appointment_problems(self, act) -> list[Reason]:
        return self.late_problems(act.on)

    def late_problems(self, on) -> list[Reason]:
        """Nobody is appointed after the term has run out."""
        if on > self.ends_on:
            return [Reason("任期の末日を過ぎてから委嘱することはできません。", "LC-3-5", field="on")]
        return []

    def on_appointed(self, act) -> None:
        """The letter is frozen; the term that this one follows ends as planned (of many: see ``appoint_all``)."""
        is_alone = not act.details.get("together")
        IssuedPaper.freeze(self, LETTER, act, at_once=is_alone)
        if is_alone and (before := self.ends_before()):
            note = "再任" if self.previous_id else f"後任は{self.person}さん"
            perform(before, "expire", by=act.by, on=act.on, note=note)

    def ends_before(self):
        """The term that an appointment brings to its planned end; None where it has ended already."""
        before = self.previous or self.replaces
        return before if before and before.state == "appointed" else None

    def on_declined(self, act) -> None:
        """The place in the row of terms is free for another candidate."""
        type(self).objects.filter(pk=self.pk).update(previous=None, replaces=None)

    def intent_problems(self, act) -> list[Reason]:
        if act.details.get("intent") not in self.Intent.values:
            return [Reason("満了の後の意向を選んでください。", "LC-3-5", field="intent")]
        return []

    def expiry_gaps(self) -> list[Reason]:
        """Nothing is decided long before: from the day on which the end is warned of, or when a successor is there."""
        return []

    def ending_problems(self, act) -> list[Reason]:
        """Of a term that was renewed ahead and runs out as planned, too: who leaves before is told apart."""
        last = act.details.get("last_on")
        if self.state == "expired" and self.ended_on < act.on:
            return [Reason("任期は、すでに満了しています。", "LC-3-5", field="last_on")]
        if last is None or not self.starts_on <= last <= self.ends_on:
            return [Reason("終える日は、任期の中の日にしてください。", "LC-3-5", field="last_on")]
        return []

    def leave(self, told: dict) -> None:
        """The fields of an end before the term's last day."""
        self.ended_on, self.end_reason = told["last_on"], told["note"]
        self.end_number = told.get("document_number") or ""

    def on_left(self, act) -> None:
        IssuedPaper.freeze(self, DISMISSAL if act.transition == "dismiss" else ACCEPTANCE, act)

    def is_over(self, day=None) -> bool:
        """Whether the days have run out though no act has ended the term: shown until somebody does (LC-3-5)."""
        return self.state == "appointed" and self.ends_on < (day or timezone.localdate())

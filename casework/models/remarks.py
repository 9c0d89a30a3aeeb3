"""本部の指導: headquarters' word to a station as an object and no mail: made, answered, asked again, settled.

Each application has a machine of its own on this road; it says about what, which division follows it (``duty``), and
who answers.
"""

from datetime import date

from django.db import models

from casework.models.acts import InOrderOfDays, act_of, wants
from casework.models.base import Machine, StateField, StationQuerySet
from casework.models.road import note_is_given
from casework.permissions import NamedBy, Permission, Reason


class RemarkState(models.TextChoices):
    MADE = "made", "回答待ち"
    ANSWERED = "answered", "回答あり"
    SETTLED = "settled", "了"


class RemarkQuerySet(StationQuerySet):
    def open(self):
        return self.exclude(state=RemarkState.SETTLED)

    def waiting_for(self, actor):
        """The station answers, headquarters settles."""
        state = RemarkState.MADE if actor.station else RemarkState.ANSWERED
        return self.of(actor).filter(state=state)


class RemarkRoad(InOrderOfDays, Machine):
    """``answering`` and ``following`` are the permissions of the station and of headquarters' division."""

    procedure = "本部の指導"
    opening_label = "指導"
    written_by_acts = True
    called = "記録"
    main_line = (RemarkState.MADE, RemarkState.ANSWERED, RemarkState.SETTLED)
    answering: Permission
    following: Permission

    text = models.TextField("指導の内容")
    made_on = models.DateField("指導した日")
    due_on = models.DateField("回答を求める日", null=True, blank=True)
    answer_text = models.TextField("署の回答", blank=True)
    answered_on = models.DateField("回答の日", null=True, blank=True)
    settled_on = models.DateField("了とした日", null=True, blank=True)
    state = StateField("状態", choices=RemarkState.choices, default=RemarkState.MADE)

    objects = RemarkQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return self.text[:30]

    @property
    def subject(self) -> str:
        return str(self.station)

    def last_day(self) -> date:
        return max(filter(None, (self.made_on, self.answered_on)))

    def making_problems(self) -> list[Reason]:
        """What is wrong with a remark as typed."""
        found, clause = [], self.clause_of("open")
        if not self.text.strip():
            found.append(Reason("指導の内容を書いてください。", clause, field="text"))
        if self.due_on and self.due_on < self.made_on:
            found.append(Reason("回答を求める日は、指導した日より前にできません。", clause, field="due_on"))
        return found

    def answer_problems(self, act) -> list[Reason]:
        return wants("answer_text", "回答を書いてください。", self.clause_of("answer"))(self, act)

    @act_of(RemarkState.MADE, RemarkState.ANSWERED, NamedBy("answering"), "回答", "", "answer_problems")
    def answer(self, act):
        """Details: answer_text."""
        self.answer_text, self.answered_on = act.details["answer_text"], act.on

    @act_of(RemarkState.ANSWERED, RemarkState.MADE, NamedBy("following"), "再度の指導", "", note_is_given)
    def ask_again(self, act):
        """Details: note: what is still asked; it stands below the first text."""
        self.text, self.answered_on = f"{self.text}\n{act.details['note']}", None

    @act_of([RemarkState.MADE, RemarkState.ANSWERED], RemarkState.SETTLED, NamedBy("following"), "了")
    def settle(self, act):
        self.settled_on = act.on

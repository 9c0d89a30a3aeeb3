"""Acts of a machine that does not go up the road: one way to declare them, and the order of their days."""

from collections.abc import Callable
from datetime import date

from django.utils import timezone
from django_fsm import transition

from casework import wareki
from casework.models.road import asks, tells
from casework.permissions import NamedBy, Permission, Reason


def act_of(
    source, target, permission: Permission | NamedBy, label: str, effect: str = "", *checks: str | Callable, gaps: str = "", field="state"
):  # fmt: skip
    """A step: who may take it, what it is called, what it brings about and what stands in the way.

    ``effect`` and each check (beside the order of days) is the name of a method; ``gaps`` the guard's.
    """
    named = [tells(check) if isinstance(check, str) else check for check in ("day_problems", *checks)]
    custom = {"label": label, "checks": named, "effects": [tells(effect)] if effect else []}
    conditions: list = [asks(gaps)] if gaps else []
    return transition(field, source, target, permission=permission, conditions=conditions, custom=custom)


class InOrderOfDays:
    """Mixed into a machine with ``last_day()``: nothing is done tomorrow, nor before what went before."""

    def last_day(self) -> date | None:
        """The day of the step before; None where every day up to today will do."""
        return None

    def day_problems(self, act) -> list[Reason]:
        if act.on > timezone.localdate(act.at):
            return [Reason("先の日付は記録できません。", field="on")]
        last = self.last_day()
        if last and act.on < last:
            text = f"前の手続の日（{wareki.format_long(last)}）より前の日付は記録できません。"
            return [Reason(text, field="on")]
        return []


def wants(name: str, sentence: str, clause: str = ""):
    """A check: the detail ``name`` is not left blank."""

    def check(case, act) -> list[Reason]:
        given = act.details.get(name)
        is_given = bool(given.strip() if isinstance(given, str) else given)
        return [] if is_given else [Reason(sentence, clause, field=name)]

    check.__name__ = f"wants_{name}"
    return check

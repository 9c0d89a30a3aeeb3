"""The steps of a case's decision route: which wait, which have just been reached, which is mine."""

from datetime import date
from typing import Any

from casework.models.routes import DecisionStep


class RouteSteps:
    """Mixed into RoadHooks."""

    profile: Any
    matter: str

    def open_steps(self) -> list[DecisionStep]:
        """The steps of the route that wait now: the lowest order without an outcome, 合議 side by side."""
        steps = [step for step in self.round_steps() if not step.outcome]
        return [step for step in steps if step.order == steps[0].order]

    def opened_steps(self) -> list[DecisionStep]:
        """The steps whose turn has just come: of 合議 side by side all, until one of them has its outcome."""
        steps = self.round_steps()
        begun = {step.order for step in steps if step.outcome}
        waiting = [step for step in steps if not step.outcome]
        return [step for step in waiting if step.order == waiting[0].order and step.order not in begun]

    def route(self):
        """The steps of the decision that this case goes through, of its version of the prefecture's values."""
        return self.profile.route.filter(matter=self.matter)

    def round_steps(self) -> list[DecisionStep]:
        """Every step of the present round, decided or not; read once for an instance, ``lay_steps`` lays others."""
        if "_round" not in vars(self):
            self._round = list(DecisionStep.objects.of_case(self).filter(is_void=False))
        return self._round

    def lay_steps(self, act) -> None:
        """A new round: the steps of the route anew."""
        DecisionStep.lay(self, act)
        vars(self).pop("_round", None)

    def last_step_day(self) -> date | None:
        """The day of the latest step below the one that waits now; steps of one order stand side by side."""
        steps = self.round_steps()
        waiting = [step.order for step in steps if not step.outcome]
        lowest = min(waiting, default=0)
        below = [step.decided_on for step in steps if step.decided_on and step.order < lowest]
        return max(below, default=None)

    def my_step(self, act) -> DecisionStep:
        return next(step for step in self.open_steps() if step.is_for(act.by.post))

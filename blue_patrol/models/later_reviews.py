"""後閲 (design: offices): the absent holder of a post sees what a deputy decided; for any machine with a route."""

from casework.models import DecisionStep
from casework.permissions import PERMISSIONS, Reason


class LaterReviews:
    """Mixed into machines with the act ``acknowledge``."""

    def acknowledgement_problems(self, act) -> list[Reason]:
        step = DecisionStep.objects.of_case(self).later_reviews().filter(pk=act.details["step"]).first()
        if step is None:
            return [Reason("後閲を待つ代決は、もうありません。")]
        if act.by.is_deputy or not step.is_for(act.by.post):
            return [Reason(PERMISSIONS["acknowledge"].sentence)]
        return []

    def on_acknowledged(self, act) -> None:
        """Details: step (key): the absent holder has now seen what the deputy decided."""
        step = DecisionStep.objects.of_case(self).get(pk=act.details["step"])
        step.seen_by, step.seen_on = act.by.staff, act.on
        step.save()

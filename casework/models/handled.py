"""担当: who of the station's desk has a case in hand. It changes by the act ``assign``, with a hand-over note or without."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django_fsm import transition

from casework.models.comments import Comment
from casework.models.road import tells
from casework.models.staff import Staff
from casework.permissions import PERMISSIONS, Reason
from casework.roles import STATION_DESK


def desk_people(station, day: date):
    """Who may have the station's cases in hand: posted to its desk on the day or from a later one (transfers in spring)."""
    lasting = Q(postings__ends_on=None) | Q(postings__ends_on__gte=day)
    at_desk = Q(postings__post__station=station, postings__post__role__in=STATION_DESK)
    return Staff.objects.filter(at_desk & lasting, is_active=True).distinct().order_by("kana", "pk")


def assigning(field, sources):
    """The act 担当の変更 of a machine; its method calls ``take_over``."""
    custom = {
        "label": "担当の変更",
        "checks": [tells("assignment_problems")],
        "effects": [tells("on_assigned")],
    }
    return transition(field, sources, None, permission=PERMISSIONS["assign"], custom=custom)


class Handled:
    """Mixed into a machine with ``handler``. Details of its act: to (a person's key), note ("" for none)."""

    handler: Any
    handler_id: int | None
    station_id: int

    def take_over(self, act) -> None:
        self.handed_by = str(self.handler or "")
        self.handler_id = act.details["to"]

    def assignment_problems(self, act) -> list[Reason]:
        to = act.details["to"]
        if to == self.handler_id:
            return [Reason("この人は、もう担当です。", field="to")]
        if not desk_people(self.station_id, timezone.localdate(act.at)).filter(pk=to).exists():
            return [Reason("この署の生活安全係か署長の職にいる人を選んでください。", field="to")]
        return []

    def on_assigned(self, act) -> None:
        if note := (act.details.get("note") or "").strip():
            Comment.write(self, note, act.by, kind=Comment.Kind.HAND_OVER)

    def payload_of(self, act) -> dict:
        """From whom to whom; the note stands with what is written beside the case."""
        kept = super().payload_of(act)
        if act.transition != "assign":
            return kept
        return {"to": kept["to"], "from_name": self.handed_by, "to_name": str(self.handler)}

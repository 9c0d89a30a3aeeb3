"""What the officers of the demonstration wrote for one another, and the cases that a second clerk has taken over."""

from blue_patrol.models import Application, Group
from casework.assignment import hand_over
from casework.demo import cast
from casework.models import Comment, Station
from casework.models.road import OPEN_STATES
from casework.scope import set_scope

GROUP_NOTES = (
    "代表者は、平日の昼は電話に出ない。夜7時から9時までにかける。",
    "車の鍵は公民館で預かっている。点検のときは、前の日に公民館へ知らせる。",
    "実施者の名簿は、総会（毎年5月）の後に変わることが多い。",
)
CASE_NOTES = (
    "車検証の写しが1台分まだ。来週持って来るとのこと。",
    "表示の図面は、前回と同じものでよいか本部に確かめた。よいとの返事。",
)
HANDED_OVER = "代表者とは一度会っている。次は、受講の日取りを決める。"


def load() -> None:
    for station in Station.objects.filter(is_demo=True).order_by("order", "pk"):
        desk = cast.Desk(station)
        set_scope(desk.clerk.station_ids)
        groups = Group.objects.filter(station=station).order_by("pk")
        for group, note in zip(groups, GROUP_NOTES, strict=False):
            Comment.write(group, note, desk.clerk, kind=Comment.Kind.HAND_OVER)
        under_way = Application.objects.filter(
            station=station, state__in=OPEN_STATES, handler=desk.clerk.staff
        )
        cases = list(under_way.order_by("-pk")[:3])
        for case, note in zip(cases, CASE_NOTES, strict=False):
            Comment.write(case, note, desk.clerk)
        other = desk.other_clerk()
        if other.staff != desk.clerk.staff:
            hand_over(cases[-1:], other.staff, HANDED_OVER, by=desk.clerk)

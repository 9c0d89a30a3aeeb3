"""The kinds of record that belong to no application: views of personal data, hand-overs, moves, holds, people's requests."""

from django.db.models import F
from django.db.models.functions import Coalesce, TruncDate

from casework.models import ChangeOfStation, Handover, Hold, PersonRequest, ReadLog, ViewReview
from casework.retention.hanging import hanging
from casework.retention.kinds import GONE, Blank, Kind, enter, quoted

# Views of the people of one office in one month: those that the month's sheet was made of.
VIEWED = """
post_id in (
  select p.id from casework_post p, casework_viewreview r
  where r.id = $1 and (p.division_id = r.division_id or r.division_id is null and p.station_id = r.station_id)
) and at >= (select r.month::timestamp at time zone 'Asia/Tokyo' from casework_viewreview r where r.id = $1)
  and at < (select (r.month + interval '1 month')::timestamp at time zone 'Asia/Tokyo' from casework_viewreview r where r.id = $1)
"""


def kinds() -> list[Kind]:
    return [
        Kind(
            "views", "閲覧の記録（月表の確認済みの月）", 5,
            lambda: ViewReview.objects.annotate(ended=F("reviewed_on")),
            (
                Blank(ReadLog, VIEWED, keep=("post_name", "request_id"), sets=(("object_pk", "null"), ("what", quoted(GONE)))),
                Blank(ViewReview, "id = $1", keep=("reviewed_by", "remarkable")), *hanging(),
            ),
        ),
        Kind(
            "handover", "引継ぎの記録", 3,
            lambda: Handover.objects.exclude(done_on=None, dropped_on=None).annotate(
                ended=TruncDate(Coalesce("done_on", "dropped_on"))
            ),
            (Blank(Handover, "id = $1", keep=("holding",)),),
        ),
    ]  # fmt: skip


def of_people_and_moves() -> list[Kind]:
    return [
        Kind(
            "moves", "所管替えの記録", 10, lambda: ChangeOfStation.objects.annotate(ended=F("changed_on")),
            (Blank(ChangeOfStation, "id = $1", keep=("changed_by", "counts")), *hanging()),
        ),
        Kind(
            "holds", "保存の凍結の記録", 5, lambda: Hold.objects.exclude(lifted_on=None).annotate(ended=F("lifted_on")),
            (Blank(Hold, "id = $1"), *hanging()),
        ),
        Kind(
            "requests", "本人からの請求の記録", 5,
            lambda: PersonRequest.objects.exclude(settled_on=None).annotate(ended=F("settled_on")),
            (Blank(PersonRequest, "id = $1"), *hanging()),
        ),
    ]  # fmt: skip


def register() -> None:
    enter(*kinds(), *of_people_and_moves())

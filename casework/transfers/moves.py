"""Who leaves and who comes on a day, and who deputises for whom: read from the postings, also ahead of the day."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import OuterRef, Q, QuerySet

from casework.models import Post, Posting
from casework.models.packed import packed, part, unpacked
from casework.models.staff import PostingQuerySet

BEFORE, AHEAD = timedelta(days=60), timedelta(days=180)  # of the days that are offered to look at
DAY = timedelta(days=1)


@dataclass
class PostMoves:
    """One post on a day: postings that ended the day before, postings that begin."""

    post: Post
    leaves: list[Posting] = field(default_factory=list)
    comes: list[Posting] = field(default_factory=list)


def offices_of(actor) -> Q:
    """The postings of the actor's offices: the own station, or those of headquarters' prefecture."""
    here = Q(post__station__in=actor.station_ids)
    return here if actor.station else here | Q(post__division__prefecture=actor.prefecture)


def on_day(rows: PostingQuerySet, day: date) -> list[PostMoves]:
    """Post by post; who stays in a post (another capacity from the day on) neither leaves nor comes."""
    ends, begins = Q(ends_on=day - DAY), Q(starts_on=day)
    found: dict[int, PostMoves] = {}
    order = (
        "post__division",
        "post__station__order",
        "post__station",
        "post__koban",
        "post",
        "staff__staff_number",
    )
    for posting in rows.with_office().filter(ends | begins).order_by(*order):
        each = found.setdefault(posting.post_id, PostMoves(posting.post))
        (each.comes if posting.starts_on == day else each.leaves).append(posting)
    return [each for each in map(_without_stayers, found.values()) if each.leaves or each.comes]


def _without_stayers(each: PostMoves) -> PostMoves:
    stay = {p.staff_id for p in each.leaves} & {p.staff_id for p in each.comes}
    each.leaves = [posting for posting in each.leaves if posting.staff_id not in stay]
    each.comes = [posting for posting in each.comes if posting.staff_id not in stay]
    return each


def days(rows: QuerySet, today: date) -> list[tuple[date, int]]:
    """The days around today on which somebody leaves or comes, and how many persons, in order."""
    first, last = today - BEFORE, today + AHEAD
    near = rows.filter(Q(starts_on__range=(first, last)) | Q(ends_on__range=(first - DAY, last - DAY)))
    found: dict[date, set[int]] = defaultdict(set)
    for staff, starts_on, ends_on in near.values_list("staff_id", "starts_on", "ends_on"):
        for day in filter(None, (starts_on, ends_on and ends_on + DAY)):
            if first <= day <= last:
                found[day].add(staff)
    return sorted((day, len(people)) for day, people in found.items())


def deputies(office: Q, today: date):
    """Who acts for a post of the office now, for a query on stations: no query of its own. See ``with_holders``."""
    acting = Posting.objects.on(today).filter(office, capacity=Posting.Capacity.DEPUTY).order_by("post", "pk")
    others = Posting.objects.on(today).filter(post=OuterRef("post")).exclude(capacity=Posting.Capacity.DEPUTY)
    return packed(
        acting, "capacity", "starts_on", "ends_on", "staff_id", staff=part("staff", "name", "rank"), post=part("post", "title"),
        holders=packed(others.order_by("starts_on", "pk"), "starts_on", staff=part("staff", "name", "rank")),
    )  # fmt: skip


def with_holders(found: list[dict]) -> list[Any]:
    """The deputies' postings, each with ``holders``: the postings of those who hold the post itself."""
    rows: list[Any] = unpacked(Posting, found)
    for posting in rows:
        posting.holders = unpacked(Posting, posting.holders)
    return rows


HERE = Q(post__station=OuterRef("pk"))  # the posts of the station around

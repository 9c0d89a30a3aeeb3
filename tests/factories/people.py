"""Actors: people in posts, as the tests name them."""

from casework.models import Actor, HeadquartersDivision, Posting
from casework.roles import Role
from tests.factories.places import (
    DivisionFactory,
    PostFactory,
    PostingFactory,
    PrefectureFactory,
    StaffFactory,
)

STATION_POSTS = {
    Role.STATION_CLERK: "生活安全係",
    Role.STATION_CHIEF: "署長",
    Role.KOBAN_OFFICER: "交番所長",
    Role.STATION_SUPERVISOR: "地域課指導係",
}


def station_actor(station, role=Role.STATION_CLERK, staff=None, **posting) -> Actor:
    post = PostFactory(role=role, title=STATION_POSTS[role], station=station)
    return Actor.of(PostingFactory(post=post, staff=staff or StaffFactory(), **posting), "request")


def clerk(station, **kwargs) -> Actor:
    return station_actor(station, Role.STATION_CLERK, **kwargs)


def chief(station, **kwargs) -> Actor:
    return station_actor(station, Role.STATION_CHIEF, **kwargs)


def koban_officer(koban, **kwargs) -> Actor:
    post = PostFactory(role=Role.KOBAN_OFFICER, title="交番勤務員", station=koban.station, koban=koban)
    return Actor.of(
        PostingFactory(post=post, staff=kwargs.pop("staff", None) or StaffFactory(), **kwargs), "request"
    )


def supervisor(station, **kwargs) -> Actor:
    return station_actor(station, Role.STATION_SUPERVISOR, **kwargs)


def community_division(prefecture=None, **kwargs) -> Actor:
    return headquarters(prefecture, level="係", role=Role.COMMUNITY_DIVISION, duty="councils", **kwargs)


def headquarters(prefecture=None, level="係", role=None, duty="blue_patrol", staff=None, **posting) -> Actor:
    """Someone of an HQ division at a level of the decision route: 係 clerks, 補佐 and 課長 decide."""
    prefecture = prefecture or PrefectureFactory()
    division = DivisionFactory(prefecture=prefecture, duty=duty, name=HeadquartersDivision.Duty(duty).label)
    role = role or (Role.HQ_CLERK if level == "係" else Role.HQ_DECIDING)
    post = PostFactory(role=role, title=f"{level}", level=level, division=division, station=None)
    return Actor.of(PostingFactory(post=post, staff=staff or StaffFactory(), **posting), "request")


def deputy(of: Actor, staff=None) -> Actor:
    """Somebody who acts as the deputy of a post."""
    posting = PostingFactory(post=of.post, staff=staff or StaffFactory(), capacity=Posting.Capacity.DEPUTY)
    return Actor.of(posting, "request")


def inspector(prefecture) -> Actor:
    return headquarters(prefecture, level="", role=Role.INSPECTOR, duty="inspection")


def administrator(prefecture) -> Actor:
    return headquarters(prefecture, level="", role=Role.ADMINISTRATOR, duty="system")

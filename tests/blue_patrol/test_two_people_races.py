"""Two savers in real threads: exactly one is first, the other is asked or merged; nothing is lost, nothing stays locked."""

import threading

import pytest
from django.db import connection, transaction

from blue_patrol.models import Group
from casework.models.road import RoadState as S
from tests.blue_patrol.pages import Opened, asked_about
from tests.factories import people, scope
from tests.factories.applications import Desks, application_at
from tests.factories.places import StationFactory

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 5


@pytest.fixture
def made():
    with transaction.atomic():
        desks = Desks(StationFactory())
        case = application_at(S.DRAFT, desks)
        return desks, people.clerk(desks.station), case


def pages(made, *who) -> list[Opened]:
    """The edit of one group in several browsers, opened before anybody saved."""
    with transaction.atomic():
        scope.restore()
        return [Opened(actor, "entry_group", made[2]) for actor in who]


def send_at_once(*sent) -> list:
    """Each (page, what is typed) in a thread of its own; the answers."""
    answers, start_line = [None] * len(sent), threading.Barrier(len(sent))

    def run(place, page, typed):
        start_line.wait()
        try:
            with transaction.atomic():
                answers[place] = page.send(**typed)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, *each)) for place, each in enumerate(sent)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def stored() -> Group:
    with transaction.atomic():
        scope.restore()
        return Group.objects.get()


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_of_two_who_write_one_field_one_is_first_and_the_other_is_asked(made, turn):
    desks, colleague, _ = made
    mine, theirs = pages(made, desks.clerk, colleague)
    answers = send_at_once((mine, {"address": "坂上町10番"}), (theirs, {"address": "坂下町9番"}))
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    late = next(answer for answer in answers if answer.status_code == 409)
    ((_, (_, first, second)),) = asked_about(late).items()
    assert stored().address == first
    assert {first, second} == {"坂上町10番", "坂下町9番"}


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_of_three_who_write_three_fields_none_is_lost(made, turn):
    desks, colleague, _ = made
    first, second, last = pages(made, desks.clerk, colleague, somebody_else(desks))
    answers = send_at_once(
        (first, {"address": "坂上町10番"}),
        (second, {"phone": "0500-111-2222"}),
        (last, {"purpose": "見守り"}),
    )
    assert [answer.status_code for answer in answers] == [302, 302, 302]
    group = stored()
    assert (group.address, group.phone, group.purpose) == ("坂上町10番", "0500-111-2222", "見守り")


def somebody_else(desks):
    with transaction.atomic():
        scope.restore()
        return people.clerk(desks.station)

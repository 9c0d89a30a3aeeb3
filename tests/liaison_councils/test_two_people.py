"""Two people on one meeting and on one member: the same care as with the cases of the patrols."""

import datetime as dt

import pytest

from liaison_councils.models import Meeting, Person
from tests.blue_patrol.pages import Opened, asked_about, choose
from tests.factories import councils as made
from tests.factories.councils import DAY, now

pytestmark = pytest.mark.django_db
DAY_OF = DAY + dt.timedelta(days=20)


@pytest.fixture
def at():
    return made.desks()


@pytest.fixture
def council(at):
    found = made.active(at)
    made.appointed(at, found, typed=made.person(name="小栗 徹", kana=""))
    return found


def test_two_people_write_the_minutes(at, council):
    case = made.hold(at, made.announced(at, council, on=DAY_OF), DAY_OF)
    mine, theirs = (Opened(who, "council_meeting_minutes", case) for who in (at.officer, at.supervisor))
    assert theirs.send(explained="自転車盗の状況", discussed="駅裏が暗い。").status_code == 302
    asked = mine.send(discussed="駅裏の街灯。", remarks="次は十月。")
    assert asked_about(asked) == {"議事の概要": (case.discussed, "駅裏が暗い。", "駅裏の街灯。")}
    assert choose(mine, asked, discussed="mine").status_code == 302
    stored = Meeting.objects.get(pk=case.pk)
    assert (stored.explained, stored.discussed, stored.remarks) == (
        "自転車盗の状況",
        "駅裏の街灯。",
        "次は十月。",
    )


def test_two_people_change_the_plan_of_a_meeting(at, council):
    case = made.meeting(at, council, on=DAY_OF)
    mine, theirs = (Opened(who, "council_meeting_amend", case) for who in (at.officer, at.supervisor))
    assert theirs.send(place="坂上交番1階").status_code == 302
    assert mine.send(agenda="自転車盗").status_code == 302
    stored = Meeting.objects.get(pk=case.pk)
    assert stored.place == "坂上交番1階"


def test_two_people_mend_the_record_of_a_member(at, council):
    term = council.terms.get()
    mine, theirs = (Opened(who, "council_term_person", term) for who in (at.officer, at.supervisor))
    assert theirs.send(address="桜見市坂下町9番").status_code == 302
    assert mine.send(phone="0500-111-2222").status_code == 302
    person = now(term).person
    assert (person.address, person.phone) == ("桜見市坂下町9番", "0500-111-2222")


def test_what_another_term_of_the_same_person_changed_counts_too(at, council):
    """What several records share is compared by its values: no revision of this one tells of it."""
    term = council.terms.get()
    mine, late = (Opened(at.officer, "council_term_person", term) for _ in range(2))
    Person.objects.filter(pk=term.person_id).update(address="桜見市坂下町9番")
    assert mine.send(phone="0500-111-2222").status_code == 302
    assert now(term).person.address == "桜見市坂下町9番"
    assert set(asked_about(late.send(address="坂上町10番"))) == {"住所"}

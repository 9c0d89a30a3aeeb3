"""担当: cases go from hand to hand through the door, alone and together; the note stays."""

import datetime as dt

import pytest
from django.utils import timezone

from blue_patrol.models import Application
from casework.assignment import assign, cases_of, hand_over, successors
from casework.models import Comment, StateChange
from casework.models.road import RoadState as S
from casework.workflow import Refused, Stale
from tests.factories import people, requests
from tests.factories.applications import Desks, application_at
from tests.factories.places import PostingFactory, StationFactory
from tests.factories.returns import return_at
from tests.factories.revocations import certified_group, find

pytestmark = pytest.mark.django_db
WHOSE = "この署の生活安全係か署長の職にいる人を選んでください。"


@pytest.fixture
def desks():
    return Desks(StationFactory())


@pytest.fixture
def colleague(desks):
    return people.clerk(desks.station).staff


def stored(case):
    return type(case).objects.get(pk=case.pk)


def test_a_case_goes_into_other_hands_with_a_note_that_stays(desks, colleague):
    case = application_at(S.RECEIVED, desks)
    assign(case, colleague, "代表者は、平日の夜だけ電話に出る。", by=desks.clerk)
    assert stored(case).handler == colleague
    row = StateChange.objects.last_of(case)
    assert (row.label, row.before, row.after) == ("担当の変更", S.RECEIVED, S.RECEIVED)
    assert row.payload.content == {
        "to": colleague.pk, "from_name": str(desks.clerk.staff), "to_name": str(colleague),
    }  # fmt: skip
    (note,) = Comment.objects.of_case(case)
    assert (note.kind, note.text) == ("hand_over", "代表者は、平日の夜だけ電話に出る。")
    assert (note.staff, note.post_name) == (desks.clerk.staff, str(desks.clerk.post))


def test_without_a_note_nothing_is_written_beside_the_case(desks, colleague):
    case = application_at(S.RECEIVED, desks)
    assign(case, colleague, "　", by=desks.chief)
    assert stored(case).handler == colleague
    assert not Comment.objects.exists()


def test_whoever_is_posted_elsewhere_or_gone_takes_no_case(desks, colleague):
    case = application_at(S.RECEIVED, desks)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    gone = PostingFactory(post=desks.clerk.post, ends_on=yesterday).staff
    retired = people.clerk(desks.station).staff
    type(retired).objects.filter(pk=retired.pk).update(is_active=False)
    nobody = [
        people.clerk(StationFactory()).staff, people.supervisor(desks.station).staff, desks.hq_clerk.staff, gone, retired,
    ]  # fmt: skip
    for person in nobody:
        with pytest.raises(Refused, match=WHOSE):
            assign(case, person, by=desks.clerk)
    offered = set(successors(desks.station, timezone.localdate()))
    assert offered >= {desks.clerk.staff, desks.chief.staff, colleague}
    assert not offered & set(nobody)


def test_whoever_comes_next_month_may_be_named_today(desks):
    case = application_at(S.RECEIVED, desks)
    soon = timezone.localdate() + dt.timedelta(days=30)
    coming = PostingFactory(post=desks.clerk.post, starts_on=soon).staff
    assign(case, coming, by=desks.chief)
    assert stored(case).handler == coming


def test_whose_it_is_already_takes_it_no_second_time(desks):
    case = application_at(S.RECEIVED, desks)
    with pytest.raises(Refused, match="この人は、もう担当です。"):
        assign(case, case.handler, by=desks.clerk)


def test_a_page_that_is_out_of_date_hands_nothing_over(desks, colleague):
    case = application_at(S.RECEIVED, desks)
    with pytest.raises(Stale):
        assign(case, colleague, by=desks.clerk, revision=case.revision - 1)


def test_all_that_somebody_has_in_hand_of_whatever_machine(desks, colleague):
    case, notice = application_at(S.FORWARDED, desks), return_at("received", desks)
    revocation = find(desks, certified_group(desks))
    application_at(S.REPORTED, desks)
    requests.reissue(desks)
    found = cases_of(desks.clerk.staff, desks.chief)
    assert {(type(each).__name__, each.pk) for each in found} >= {
        ("CertificationApplication", case.pk), ("ReturnNotice", notice.pk), ("Revocation", revocation.pk),
    }  # fmt: skip
    assert all(each.state not in {S.REPORTED, "transport_notified"} for each in found)
    assert not cases_of(colleague, desks.chief)
    told = hand_over(found, colleague, "4月の異動による。", desks.chief)
    assert [each.why for each in told] == [[] for _ in found]
    assert {stored(each).handler for each in found} == {colleague}
    assert Comment.objects.filter(kind="hand_over", text="4月の異動による。").count() == len(found)
    assert not cases_of(desks.clerk.staff, desks.chief)


def test_one_that_is_refused_leaves_the_others_as_they_are_handed_over(desks, colleague):
    open_case, ended = application_at(S.RECEIVED, desks), application_at(S.WITHDRAWN, desks)
    foreign = application_at(S.RECEIVED, Desks(StationFactory()))
    told = hand_over([ended, open_case, foreign], colleague, "", desks.chief)
    assert [each.why for each in told] == [
        ["「取下げ」の事案では行えません。"],
        [],
        ["この事案は見つかりません。"],
    ]
    assert Application.objects.get(pk=open_case.pk).handler == colleague


def test_headquarters_hands_no_case_of_a_station_over(desks, colleague):
    case = application_at(S.FORWARDED, desks)
    (told,) = hand_over([case], colleague, "", desks.hq_clerk)
    assert told.why == ["署の生活安全係か署長の職が行います。"]
    assert Application.objects.get(pk=case.pk).handler == desks.clerk.staff

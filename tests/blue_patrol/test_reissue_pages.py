"""再交付 on its pages: typed once, refused beside its fields, clicked twice, and its way through every desk."""

from uuid import uuid4

import pytest
from django.db import transaction

from blue_patrol.models import Application, Kind, Place, RegisterEntry, ReissueApplication
from casework.models.road import RoadState as S
from casework.workflow import perform
from tests.blue_patrol import table
from tests.blue_patrol.acting import click, era, fault_beside, now, see, text
from tests.blue_patrol.races import acting, at_once, delivering
from tests.blue_patrol.test_application_machine import MACHINE
from tests.factories import scope
from tests.factories.applications import DAY, Desks, application_at, walk
from tests.factories.places import StationFactory
from tests.factories.requests import reissue, reissue_at, standing_of

pytestmark = pytest.mark.django_db
WORDS = "強風で飛ばされた。"


@pytest.fixture
def desks():
    return Desks(StationFactory())


def typed(standing, **more) -> dict:
    thing = standing.credentials.get(kind=Kind.STICKER)
    sent = {
        "applied_on": era(DAY), "received_on": era(DAY), "occurred_on": era(DAY), "circumstances": WORDS,
        f"thing-{thing.pk}": "damaged",
    }  # fmt: skip
    return sent | more


def send(desks, standing, key=None, **more):
    return click(desks.clerk, "reissue_new", standing.group, key=key, revision="", **typed(standing, **more))


def test_its_machine_is_that_of_the_certification_and_gives_back_what_was_declined():
    own = {state: dict(row) for state, row in MACHINE.items()}
    own[S.DECLINED]["give_back"] = S.DECLINED
    own[S.UNDELIVERED]["give_back"] = S.UNDELIVERED
    listed = {str(state): {n: str(t) for n, t in row.items()} for state, row in own.items() if row}
    assert table.declared(ReissueApplication) == listed


@pytest.mark.clause("BP-6-1")
def test_a_page_opens_the_request_and_receives_it_at_once(desks):
    standing = standing_of(desks)
    page = text(see(desks.clerk, "reissue_new", standing.group))
    assert "き損・汚損したものは、署で預かり" in page
    assert send(desks, standing).status_code == 302
    case = ReissueApplication.objects.get()
    assert (case.state, case.handler, case.reissue_claim.circumstances) == (
        S.RECEIVED,
        desks.clerk.staff,
        WORDS,
    )
    assert case.came_in()[0].credential.state == Place.SURRENDERED
    page = text(see(desks.clerk, "application", case))
    for words in ("再交付申請", "き損", WORDS, "様式第8", "申請の理由", "署に返納"):
        assert words in page


def test_without_a_day_of_receipt_it_stays_a_draft_that_can_be_mended(desks):
    standing = standing_of(desks)
    assert send(desks, standing, received_on="").status_code == 302
    case = ReissueApplication.objects.get()
    assert case.state == S.DRAFT
    certificate = standing.credentials.get(kind=Kind.CERTIFICATE)
    sent = typed(standing, circumstances="破れた。") | {f"thing-{certificate.pk}": "lost"}
    assert click(desks.clerk, "reissue_amend", case, **sent).status_code == 302
    assert {row.credential.kind: row.cause for row in now(case).came_in()} == {
        "sticker": "damaged", "certificate": "lost",
    }  # fmt: skip
    assert now(case).reissue_claim.circumstances == "破れた。"


def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(desks):
    standing = standing_of(desks)
    thing = standing.credentials.get(kind=Kind.STICKER)
    answer = send(desks, standing, circumstances="", lost_report_number="8-1", received_on="令和3年1月1日")
    assert answer.status_code == 422
    assert "入力してください" in fault_beside(answer, "circumstances")
    assert "紛失したものがあるとき" in fault_beside(answer, "lost_report_number")
    assert "申請年月日より前にできません" in fault_beside(answer, "received_on")
    assert '<option value="damaged" selected>' in text(answer)
    answer = send(desks, standing, **{f"thing-{thing.pk}": ""})
    assert "一つ以上選んでください" in text(answer)
    assert not ReissueApplication.objects.exists()


def test_the_second_click_opens_no_second_request(desks):
    standing, key = standing_of(desks), uuid4()
    first, again = send(desks, standing, key), send(desks, standing, key)
    assert (first.url, again.status_code) == (again.url, 302)
    assert ReissueApplication.objects.count() == 1


def test_a_group_without_a_valid_certificate_is_told_so(desks):
    group = application_at(S.RECEIVED, desks).group
    page = text(see(desks.clerk, "reissue_new", group))
    assert "この団体には、有効な証明がありません。" in page
    assert "状況" not in page
    answer = click(desks.clerk, "reissue_new", group, revision="", applied_on=era(DAY), circumstances=WORDS)
    assert answer.status_code == 422
    assert not ReissueApplication.objects.exists()


def test_another_stations_group_and_another_procedures_page_are_not_found(desks):
    standing, other = standing_of(desks), Desks(StationFactory(prefecture=desks.station.prefecture))
    assert see(other.clerk, "reissue_new", standing.group).status_code == 404
    assert see(desks.clerk, "reissue_amend", standing.group.applications.first()).status_code == 404


def test_each_desk_sees_it_as_its_own_procedure(desks):
    case = reissue(desks)
    case = walk(case, S.RECEIVED, desks)
    assert "申請の理由" in text(see(desks.clerk, "examination", case))
    at = Desks(desks.station)
    case = reissue_at(S.FORWARDED, at)
    for by in (at.hq_clerk, at.assistant):
        perform(case, "endorse", by=by, on=DAY)
    page = text(see(at.director, "decide", case))
    assert "再交付申請書" in page
    assert "標章1枚" in page
    assert "再交付申請" in text(see(at.hq_clerk, "application", case))


@pytest.mark.clause("BP-6-3-1")
def test_the_counter_asks_nothing_that_a_reissue_does_not_need(desks):
    case = reissue_at(S.ARRIVED, desks)
    page = text(see(desks.clerk, "deliver", case))
    assert "掲げ" in page
    assert "自主防犯活動用自動車の記載を受けて" not in page
    assert "証明書の写しが作られます" not in page


@pytest.mark.django_db(transaction=True)
def test_of_two_requests_for_one_thing_one_is_received():
    with transaction.atomic():
        desks = Desks(StationFactory())
        standing = standing_of(desks)
        cases = [reissue(desks, standing=standing) for _ in range(2)]
    answers = at_once(*(acting(desks.clerk, case, "receive") for case in cases))
    assert sorted(answers) == ["Refused", "done"]
    with transaction.atomic():
        scope.restore()
        assert Application.objects.filter(state=S.RECEIVED).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_clerks_at_the_counter_one_delivers():
    with transaction.atomic():
        desks = Desks(StationFactory())
        case = reissue_at(S.ARRIVED, desks)
    answers = at_once(delivering(desks, case), delivering(desks, case))
    assert answers.count("done") == 1
    with transaction.atomic():
        scope.restore()
        assert RegisterEntry.objects.filter(application=case).count() == 1

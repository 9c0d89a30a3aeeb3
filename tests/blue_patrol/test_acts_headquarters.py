"""Headquarters' acts as pages: the four answers, four eyes, deputies, printing, sealing, dispatch, later review."""

from uuid import uuid4

import pytest
from django.urls import reverse

from blue_patrol.models import Place
from blue_patrol.views.decision import waiting_for
from casework.models import DecisionStep, ReturnReason
from casework.models.road import RoadState as S
from casework.workflow import perform
from tests.blue_patrol.acting import acts, click, client_of, era, fault_beside, home_of, now, see, text
from tests.blue_patrol.paging import pdf_text
from tests.factories import applications, people
from tests.factories.applications import DAY, Desks, application_at
from tests.factories.places import PrefectureFactory, StationFactory

pytestmark = pytest.mark.django_db
ON = era(DAY)


@pytest.fixture
def desks():
    return Desks(StationFactory())


@pytest.fixture
def forwarded(desks):
    return application_at(S.FORWARDED, desks)


@pytest.fixture
def reviewed(desks, forwarded):
    """Forwarded and examined by the steps before the last."""
    for actor in (desks.hq_clerk, desks.assistant):
        perform(forwarded, "endorse", by=actor, on=DAY)
    return now(forwarded)


def test_an_earlier_step_only_examines(desks, forwarded):
    page = text(see(desks.hq_clerk, "decide", forwarded))
    assert "審査済みとする" in page
    assert "決裁する" not in page
    assert "checked" not in page
    assert click(desks.hq_clerk, "decide", forwarded, decision="endorse", on=ON).url == home_of(forwarded)
    assert now(forwarded).state == S.FORWARDED
    assert DecisionStep.objects.of_case(forwarded).get(level="係").outcome == "approved"


def test_the_last_step_decides(desks, reviewed):
    page = text(see(desks.director, "decide", reviewed))
    assert "証明書1枚・標章1枚・実施者証2枚の番号が付きます" in page
    assert "あなたはこの事案を調査も進達もしていません。" in page
    assert "待っている1件のうち1件目" in page
    key = uuid4()
    for _ in range(2):
        response = click(desks.director, "decide", reviewed, key=key, decision="approve", on=ON)
        assert response.url == home_of(reviewed)
    assert now(reviewed).state == S.APPROVED
    assert acts(reviewed, "approve") == 1
    assert now(reviewed).credentials.count() == 4


def test_no_answer_is_a_fault(desks, reviewed):
    response = click(desks.director, "decide", reviewed, on=ON, note="伝言です")
    assert "決めることを選んでください。" in fault_beside(response, "decision")
    assert "伝言です" in text(response)


def test_declining_needs_its_reason(desks, reviewed):
    response = click(desks.director, "decide", reviewed, decision="decline", on=ON)
    assert "理由を書いてください。" in fault_beside(response, "note")
    click(desks.director, "decide", reviewed, decision="decline", on=ON, note="要件に当たらない")
    assert (now(reviewed).state, now(reviewed).closing_note) == (S.DECLINED, "要件に当たらない")


REASON = {"rows": "1", "item-1": "様式第2 車体の表示", "text-1": "文字を大きくしてください。"}


def test_sending_back_from_the_decision_needs_a_reason(desks, reviewed):
    response = click(desks.director, "decide", reviewed, decision="send_back", on=ON, rows="1")
    assert "理由を一つ以上書いてください。" in fault_beside(response, "item-1")
    click(desks.director, "decide", reviewed, decision="send_back", on=ON, **REASON)
    assert now(reviewed).state == S.SENT_BACK
    assert ReturnReason.objects.of_case(reviewed).get().item == "様式第2 車体の表示"


def test_a_reason_beside_another_answer_is_asked_about(desks, reviewed):
    response = click(desks.director, "decide", reviewed, decision="approve", on=ON, **REASON)
    assert "差戻しの理由が書かれています。" in fault_beside(response, "decision")
    assert now(reviewed).state == S.FORWARDED


def test_a_row_more_keeps_the_answer(desks, reviewed):
    page = text(click(desks.director, "decide", reviewed, decision="send_back", on=ON, more="1", **REASON))
    assert "文字を大きくしてください。" in page
    assert 'name="text-2"' in page
    assert "checked" in page


def test_sending_back_has_its_own_page(desks, forwarded):
    assert "様式第13 署長の意見" in text(see(desks.assistant, "send_back", forwarded))
    refused = click(desks.assistant, "send_back", forwarded, on=ON, rows="1")
    assert refused.status_code == 422
    assert click(desks.assistant, "send_back", forwarded, on=ON, **REASON).url == home_of(forwarded)
    assert now(forwarded).state == S.SENT_BACK


def test_what_changed_since_the_last_time_comes_first(desks, forwarded):
    perform(forwarded, "send_back", by=desks.hq_clerk, on=DAY, reasons=applications.REASONS)
    case = now(forwarded)
    perform(
        case,
        "request_correction",
        by=desks.clerk,
        on=DAY,
        reasons=[{"item": "様式第2 実施地域", "text": "町名"}],
    )
    case = now(case)
    case.patrol_area = "桜見坂一丁目から三丁目まで"
    case.save(update_fields=["patrol_area"])
    answers = {str(reason.pk): "生年月日を足した" for reason in ReturnReason.objects.of_case(case)}
    perform(now(case), "resubmit", by=desks.clerk, on=DAY, answers=answers)
    perform(case, "forward", by=desks.chief, on=DAY, document_number="第2号", opinion="fit")
    page = text(see(desks.hq_clerk, "decide", case))
    assert "前回から変わった点" in page
    assert "生年月日が漏れています。" in page
    assert "生年月日を足した" in page
    assert "<del>桜見坂小学校区全域</del>" in page
    assert "<ins>桜見坂一丁目から三丁目まで</ins>" in page


def test_who_forwarded_never_decides(desks, reviewed):
    mover = people.headquarters(desks.station.prefecture, "課長", staff=desks.chief.staff)
    desks.chief.posting.ends_on = DAY  # the chief has moved on
    desks.chief.posting.save()
    page = text(see(mover, "decide", reviewed))
    assert "調査または進達をした人は、異動の後も決裁できません" in page
    assert "決定を記録する" not in page
    response = click(mover, "decide", reviewed, decision="approve", on=ON)
    assert "調査または進達をした人は" in fault_beside(response, "decision")
    assert now(reviewed).state == S.FORWARDED


def test_another_step_is_told_whose_turn_it_is(desks, forwarded):
    page = text(see(desks.director, "decide", forwarded))
    assert "いまの決裁の段階（係）の職が行います。" in page
    assert reverse("send_back", args=[forwarded.pk]) in page


def test_a_deputy_leaves_a_later_review(desks, reviewed):
    deputy = people.deputy(desks.director)
    assert "課長の代決として" in text(see(deputy, "decide", reviewed))
    click(deputy, "decide", reviewed, decision="approve", on=ON)
    step = DecisionStep.objects.of_case(reviewed).later_reviews().get()
    page = see(desks.director, "acknowledge", reviewed)
    assert "課長の代決" in text(page)
    refused = click(deputy, "acknowledge", reviewed, step=step.pk)
    assert refused.status_code == 422
    assert "代決された段階の、本来の職が行います。" in text(refused)
    assert click(desks.director, "acknowledge", reviewed, step=step.pk).url == home_of(reviewed)
    assert DecisionStep.objects.get(pk=step.pk).seen_by == desks.director.staff
    again = click(desks.director, "acknowledge", reviewed, step=step.pk)
    assert "後閲を待つ代決は、もうありません。" in text(again)


def test_a_stale_decision_keeps_the_message(desks, reviewed):
    old = reviewed.revision - 1
    response = click(
        desks.director, "decide", reviewed, revision=old, decision="approve", on=ON, note="書面で渡して"
    )
    assert response.status_code == 409
    assert "書面で渡して" in text(response)
    assert "決裁する" in text(response)


def test_the_queue_is_the_posts_own(desks, forwarded):
    second = application_at(S.FORWARDED, desks)
    assert waiting_for(desks.hq_clerk) == [forwarded.pk, second.pk]
    assert waiting_for(desks.director) == []
    page = text(see(desks.hq_clerk, "decide", forwarded))
    assert "待っている2件のうち1件目" in page
    assert reverse("decide", args=[second.pk]) in page


def test_printing_sealing_and_dispatch(desks):
    case = application_at(S.APPROVED, desks)
    page = text(see(desks.hq_clerk, "dispatch", case))
    assert "まだ印刷していない証明書等があります。" in page
    assert "4点の印刷を記録する" in page
    assert "送付を記録する" not in page
    assert click(desks.hq_clerk, "print_out", case).url == reverse("dispatch", args=[case.pk])
    assert set(case.things().values_list("state", flat=True)) == {Place.PRINTED}
    assert "印刷を待っている証明書等は、ありません。" in text(click(desks.hq_clerk, "print_out", case))
    click(desks.hq_clerk, "seal", case)
    assert set(case.things().values_list("state", flat=True)) == {Place.SEALED}
    assert "書類の作成が済んでいません。" in text(click(desks.hq_clerk, "dispatch", case, on=ON))
    applications.make_papers(case)
    assert click(desks.hq_clerk, "dispatch", case, on=ON).url == home_of(case)
    assert now(case).state == S.DISPATCHED
    slip = pdf_text(see(desks.clerk, "dispatch_slip", case))
    assert "証明書1枚標章1枚実施者証2枚計4点" in slip


def test_a_double_click_prints_once(desks):
    case = application_at(S.APPROVED, desks)
    key = uuid4()
    assert [click(desks.hq_clerk, "print_out", case, key=key).status_code for _ in range(2)] == [302, 302]


HEADQUARTERS = {
    "decide": S.FORWARDED, "send_back": S.FORWARDED, "print_out": S.APPROVED, "seal": S.APPROVED,
    "dispatch": S.APPROVED, "acknowledge": S.FORWARDED,
}  # fmt: skip


@pytest.mark.parametrize("name", HEADQUARTERS)
def test_headquarters_acts_are_closed_to_stations(desks, name):
    case = application_at(HEADQUARTERS[name], desks)
    for actor in (desks.clerk, desks.chief):
        assert see(actor, name, case).status_code == 403
        assert click(actor, name, case).status_code == 403
    assert now(case).revision == case.revision


def test_another_prefectures_case_does_not_exist(desks, forwarded):
    stranger = people.headquarters(PrefectureFactory(code="24", name="三重県"), "課長")
    for name in ("decide", "send_back"):
        assert see(stranger, name, forwarded).status_code == 404
        assert click(stranger, name, forwarded).status_code == 404


@pytest.mark.parametrize("name", ["print_out", "seal", "dispatch"])
def test_only_the_clerk_of_headquarters_prints_and_sends(desks, name):
    case = application_at(S.APPROVED, desks)
    assert click(desks.director, name, case).status_code == 403


def test_the_decision_page_asks_few_questions(desks, reviewed, django_assert_max_num_queries):
    client = client_of(desks.director)
    client.get(reverse("decide", args=[reviewed.pk]))
    with django_assert_max_num_queries(25):
        client.get(reverse("decide", args=[reviewed.pk]))

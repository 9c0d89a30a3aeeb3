"""Recall, arrival thing by thing, replacements, what goes back, a receiver in the group's place: as pages (BP-5-4, BP-5-5)."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from blue_patrol.models import CertificationApplication, Kind, Place, RegisterEntry, waiting
from blue_patrol.presenters import parcels
from casework.models import IssuedNumber, IssuedPaper
from casework.models.road import RoadState as S
from casework.workflow import perform, perform_all
from tests.blue_patrol.acting import acts, click, client_of, era, fault_beside, home_of, now, see, text
from tests.blue_patrol.paging import pdf_text
from tests.factories import people, scope
from tests.factories.applications import DAY, Desks, application_at, make_papers
from tests.factories.places import StationFactory

pytestmark = pytest.mark.django_db
ON = era(DAY)


@pytest.fixture
def desks():
    return Desks(StationFactory())


def page_of(actor, case) -> str:
    return text(see(actor, "application", case))


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


# --- recall ---------------------------------------------------------------------------------------------------------


@pytest.mark.clause("BP-5-4")
def test_a_recalled_decision_leaves_void_numbers_and_struck_papers(desks):
    case = application_at(S.APPROVED, desks)
    number = case.certification.number
    page = text(see(desks.director, "recall", case))
    assert "付いた番号は欠番として残り" in page
    assert number in page
    assert click(desks.director, "recall", case, on=ON, note="型式を写し違えていた").url == home_of(case)
    assert (now(case).state, now(case).decided_on) == (S.FORWARDED, None)
    assert IssuedNumber.objects.get(text=number).void_reason == "決裁の取消し"
    for actor in (desks.clerk, desks.hq_clerk):
        shown = page_of(actor, case)
        assert shown.count("欠番") >= 4
        assert re.search(r"<s>様式第5　[^<]+</s>.*?無効", shown)
        assert "型式を写し違えていた" in shown
    void = IssuedPaper.objects.of_case(case).exclude(voided_on=None)
    assert {paper.form for paper in void} == {"5", "6", "7"}
    assert not any(reverse("paper", args=[paper.pk]) in page_of(desks.clerk, case) for paper in void)


def test_a_recall_has_its_reason_and_is_of_the_post_that_decided(desks):
    case = application_at(S.APPROVED, desks)
    assert "理由を入力してください" in fault_beside(
        click(desks.director, "recall", case, on=ON, note="　"), "note"
    )
    assert "決裁した段階の職が行います。" in text(see(desks.hq_clerk, "recall", case))
    assert click(desks.hq_clerk, "recall", case, on=ON, note="誤り").status_code == 422
    assert see(desks.clerk, "recall", case).status_code == 403
    assert "決裁を取り消す" in page_of(desks.director, case)
    assert "決裁を取り消す" not in page_of(desks.hq_clerk, case)


def test_after_dispatch_nothing_is_recalled(desks):
    case = application_at(S.DISPATCHED, desks)
    assert "「送付」の事案では行えません。" in text(see(desks.director, "recall", case))
    assert click(desks.director, "recall", case, on=ON, note="誤り").status_code == 422


def test_what_is_decided_again_after_a_recall_takes_new_numbers_and_prints_only_valid_papers(desks):
    case = application_at(S.APPROVED, desks)
    click(desks.director, "recall", case, on=ON, note="誤り")
    for actor, name in (
        (desks.hq_clerk, "endorse"),
        (desks.assistant, "endorse"),
        (desks.director, "approve"),
    ):
        perform(now(case), name, by=actor, on=DAY)
    page = text(see(desks.hq_clerk, "dispatch", case))
    assert "第R8-0002号" in page
    assert "第R8-0001号" not in page
    valid = IssuedPaper.objects.of_case(case).valid().filter(form="5").get()
    assert IssuedPaper.objects.of_case(case).filter(form="5").count() == 2
    make_papers(case)
    assert reverse("paper", args=[valid.pk]) in text(see(desks.hq_clerk, "dispatch", case))
    assert "2回目の審査" not in words(page_of(desks.director, case))
    assert "2回目" in words(page_of(desks.director, case))


# --- arrival --------------------------------------------------------------------------------------------------------


def answers(case, **other) -> dict:
    """届いた for all but ``other``: kind → (answer, note)."""
    sent = {"on": ON}
    for thing in case.things().filter(state=Place.IN_TRANSIT):
        answer, note = other.pop(thing.kind, ("here", ""))
        sent |= {f"thing-{thing.pk}": answer, f"note-{thing.pk}": note}
    return sent


@pytest.fixture
def sent(desks):
    return application_at(S.DISPATCHED, desks)


def test_nothing_is_chosen_beforehand_and_a_button_answers_for_the_rest(desks, sent):
    page = text(see(desks.clerk, "arrive", sent))
    assert page.count('type="radio"') == 3 * sent.things().count()
    assert " checked" not in page
    first, *rest = list(sent.things())
    chosen = {f"thing-{first.pk}": "missing", f"note-{first.pk}": "封筒になかった", "on": ON, "all": "1"}
    page = text(click(desks.clerk, "arrive", sent, **chosen))
    assert page.count(" checked") == 1 + len(rest)
    assert re.search(rf'name="thing-{first.pk}" value="missing"[^>]*checked', page)
    assert "封筒になかった" in page
    assert now(sent).state == S.DISPATCHED


@pytest.mark.clause("BP-5-4")
def test_every_thing_needs_its_answer(desks, sent):
    response = click(desks.clerk, "arrive", sent, on=ON)
    assert response.status_code == 422
    for thing in sent.things():
        assert "届いたかどうかを選んでください。" in fault_beside(response, f"thing-{thing.pk}")
    assert now(sent).state == S.DISPATCHED


def test_a_report_says_what_was_seen(desks, sent):
    response = click(desks.clerk, "arrive", sent, **answers(sent, sticker=("spoiled", "　")))
    sticker = sent.things().get(kind=Kind.STICKER)
    assert "どのように傷んでいるか、不足かを書いてください。" in fault_beside(response, f"note-{sticker.pk}")
    assert "要領 第5の4" in fault_beside(response, f"note-{sticker.pk}")


def reported(desks, sent, **other):
    other = other or {"sticker": ("spoiled", "角が折れている"), "card": ("missing", "1枚足りない")}
    response = click(desks.clerk, "arrive", sent, **answers(sent, **other))
    assert response.status_code == 302, text(response)
    return now(sent)


@pytest.mark.clause("BP-5-4")
def test_what_is_spoiled_or_missing_is_on_the_page_the_slip_and_headquarters_list(desks, sent):
    case = reported(desks, sent)
    assert case.state == S.ARRIVED
    places = dict(case.credentials.values_list("kind", "state").order_by("-pk"))
    assert (places["certificate"], places["sticker"]) == (Place.AT_STATION, Place.SENT_TO_HQ)
    assert case.credentials.filter(kind=Kind.CARD, state=Place.LOST).count() == 1
    shown = words(page_of(desks.clerk, case))
    assert "2点が傷み・不足" in shown
    assert "角が折れている" in shown
    assert "標章 第R8-0001-01号は、傷んでいます（角が折れている）。" in shown
    assert "まだ署にありません。本部の追送を待ちます。" in shown
    slip = pdf_text(see(desks.clerk, "receipt_slip", case))
    assert "受領票" in slip
    assert "傷み・不足が2点ありますので、作り直しをお願いします。" in slip
    assert "R8-0001-01" in slip
    assert "".join(desks.clerk.staff.name.split()) in slip
    lines = parcels.reported(desks.hq_clerk)
    assert {(line.case_pk, line.label, line.count) for line in lines} == {
        (case.pk, "作り直す", 2), (case.pk, "廃棄を記録する", 1)
    }  # fmt: skip


def test_the_list_of_reports_takes_one_query(desks, sent, django_assert_num_queries):
    reported(desks, sent)
    with django_assert_num_queries(1):
        parcels.reported(desks.hq_clerk)


def test_whole_arrivals_are_on_no_list(desks, sent):
    case = reported(desks, sent, certificate=("here", ""))
    assert parcels.reported(desks.hq_clerk) == []
    assert "全部が届いた" in words(page_of(desks.clerk, case))
    assert "作り直す" not in page_of(desks.hq_clerk, case)
    assert "作り直す証明書等は、ありません" in text(see(desks.hq_clerk, "replace", case))


def test_the_slip_is_a_sheet_to_fill_in_before_the_arrival(desks, sent):
    both = pdf_text(see(desks.hq_clerk, "dispatch_slip", sent))
    assert "次の受領票に、届いたものを書き入れて" in both
    assert both.count("第R8-0001-01号") == 2
    alone = pdf_text(see(desks.clerk, "receipt_slip", sent))
    assert "届いた傷み不足" in alone
    assert "1／1" in alone


# --- replacement ----------------------------------------------------------------------------------------------------


@pytest.mark.clause("BP-5-4")
def test_a_replacement_is_made_printed_sent_and_taken_in(desks, sent):
    case = reported(desks, sent)
    page = text(see(desks.hq_clerk, "replace", case))
    assert "傷んでいる：角が折れている" in page
    assert click(desks.hq_clerk, "replace", case, on=ON).url == home_of(case)
    make_papers(case)
    old = case.credentials.get(state=Place.SENT_TO_HQ)
    assert (old.number, old.replacement.number) == ("第R8-0001-01号", "第R8-0001-02号")
    shown = words(page_of(desks.hq_clerk, case))
    assert "第R8-0001-02号に作り直した" in shown
    assert "欠番" in shown
    page = text(see(desks.hq_clerk, "send_after", case))
    assert "R8-0001-02" in page
    assert "第R8-0001号</th>" not in page  # what arrived whole does not travel again
    assert [paper for paper in ("様式第5", "様式第6", "様式第7") if paper in page] == ["様式第6", "様式第7"]
    for name in ("print_out", "seal"):
        assert click(desks.hq_clerk, name, case).url == reverse("send_after", args=[case.pk])
    slip = pdf_text(see(desks.hq_clerk, "dispatch_slip", case, query="?after=1"))
    assert "送付票（追送）" in slip
    assert "R8-0001-02" in slip
    assert "R8-0001-01" not in slip
    assert click(desks.hq_clerk, "send_after", case, on=ON).url == home_of(case)
    assert "追送の受領を記録する" in page_of(desks.clerk, case)
    response = click(desks.clerk, "take_in_after", case, **answers(case))
    assert response.url == home_of(case)
    assert case.things().exclude(state=Place.AT_STATION).count() == 0
    slips = pdf_text(see(desks.hq_clerk, "receipt_slip", case))
    assert "受領票（追送）" in slips
    assert "交付の窓口を開く" in page_of(desks.clerk, case)


def test_what_arrives_spoiled_again_is_made_again(desks, sent):
    case = reported(desks, sent, sticker=("missing", "ない"))
    for number in ("第R8-0001-02号", "第R8-0001-03号"):
        perform(now(case), "replace", by=desks.hq_clerk, on=DAY)
        made = case.credentials.filter(state=Place.BLANK)
        assert made.get().number == number
        perform_all(list(made), "print_out", by=desks.hq_clerk, on=DAY)
        perform_all(list(case.credentials.filter(state=Place.PRINTED)), "seal", by=desks.hq_clerk, on=DAY)
        make_papers(case)
        perform(now(case), "send_after", by=desks.hq_clerk, on=DAY)
        click(desks.clerk, "take_in_after", case, **answers(case, sticker=("spoiled", "また折れた")))
    assert case.credentials.filter(kind=Kind.STICKER, state=Place.SENT_TO_HQ).count() == 2
    assert IssuedNumber.objects.filter(kind="sticker").exclude(voided_on=None).count() == 2


def test_a_lost_certificate_keeps_its_number(desks, sent):
    case = reported(desks, sent, certificate=("missing", "証明書が入っていない"))
    click(desks.hq_clerk, "replace", case, on=ON)
    assert set(case.credentials.filter(kind=Kind.CERTIFICATE).values_list("number", "state")) == {
        ("第R8-0001号", Place.LOST), ("第R8-0001号", Place.BLANK)
    }  # fmt: skip
    assert "同じ番号で作り直した" in page_of(desks.hq_clerk, case)


def test_the_days_of_a_parcel_follow_its_arrival(desks, sent):
    case = reported(desks, sent)
    for day in (DAY - dt.timedelta(days=1), timezone.localdate() + dt.timedelta(days=1)):
        response = click(desks.hq_clerk, "replace", case, on=era(day))
        assert "受領した日からきょうまでの日にしてください。" in fault_beside(response, "on")
    assert acts(case, "replace") == 0


def test_headquarters_destroys_what_came_back(desks, sent):
    case = reported(desks, sent, sticker=("spoiled", "汚れ"))
    assert "汚れ" in text(see(desks.hq_clerk, "destroy_returned", case))
    assert click(desks.hq_clerk, "destroy_returned", case, on=ON).url == home_of(case)
    assert case.credentials.filter(state=Place.DESTROYED).count() == 1
    assert "返送された証明書等は、ありません" in text(see(desks.hq_clerk, "destroy_returned", case))
    assert "作り直す" in page_of(desks.hq_clerk, case)  # destroyed or not, it is still to be made anew


# --- undelivered ----------------------------------------------------------------------------------------------------


@pytest.mark.clause("BP-5-5-1")
def test_what_cannot_be_handed_over_goes_back_and_ends_the_case(desks):
    case = application_at(S.ARRIVED, desks)
    told = {"on": ON, "reason": "団体が解散した", "tried": "9月1日に代表者へ電話"}
    refused = click(desks.clerk, "return_undelivered", case, **told | {"tried": ""})
    assert "連絡を試みた経過を入力してください。" in fault_beside(refused, "tried")
    assert click(desks.clerk, "return_undelivered", case, **told).url == home_of(case)
    assert now(case).state == S.UNDELIVERED
    assert now(case).closing_note == "団体が解散した\n連絡の経過：9月1日に代表者へ電話"
    shown = words(page_of(desks.clerk, case))
    assert "交付不能" in shown
    assert "9月1日に代表者へ電話" in shown
    assert "本部へ返送" in shown
    assert "廃棄を記録する" in page_of(desks.hq_clerk, case)
    assert [line.label for line in parcels.reported(desks.hq_clerk)] == ["廃棄を記録する"]
    click(desks.hq_clerk, "destroy_returned", case, on=ON)
    assert set(case.credentials.values_list("state", flat=True)) == {Place.DESTROYED}
    listed = text(client_of(desks.clerk).get(reverse("cases") + "?state=undelivered"))
    scope.restore()
    assert case.group.name in listed


# --- who received it ------------------------------------------------------------------------------------------------


def counter(case, **changed) -> dict:
    told = [f"inspection_entry:{car.pk}" for car in case.group.vehicles.all()] + ["display_and_carry"]
    return {
        "credentials": [thing.pk for thing in case.things()], "instructed": told, "on": ON, "told_on": DAY.isoformat(),
        "receiver_name": "白川 実", "receiver_kind": "deputy", "receiver_note": "",
    } | changed  # fmt: skip


@pytest.mark.clause("BP-5-5-3")
@pytest.mark.parametrize(
    ("kind", "word", "fault"),
    [
        ("deputy", "代理人", "委任状など、代理を確かめたもの"),
        ("post", "郵送", "書留などの番号と、届いたことを確かめた方法"),
    ],
)
def test_somebody_else_receives_with_what_shows_it(desks, kind, word, fault):
    case = application_at(S.ARRIVED, desks)
    response = click(desks.clerk, "deliver", case, **counter(case, receiver_kind=kind))
    assert fault in fault_beside(response, "receiver_note")
    sent = counter(case, receiver_kind=kind, receiver_note="9月1日付けの確認書類")
    assert click(desks.clerk, "deliver", case, **sent).url == home_of(case)
    assert f"白川 実（{word}） 9月1日付けの確認書類" in words(page_of(desks.clerk, case)).replace("　", " ")
    assert RegisterEntry.objects.get(application=case).remarks == f"受領：{word}"


def test_only_what_lies_at_the_station_is_handed_over(desks, sent):
    case = reported(desks, sent, card=("missing", "ない"))
    card = case.credentials.get(state=Place.LOST)
    perform(case, "replace", by=desks.hq_clerk, on=DAY)
    new = case.credentials.get(replaces=card)
    page = text(see(desks.clerk, "deliver", case))
    assert f'value="{new.pk}"' not in page
    here = [thing.pk for thing in case.things().filter(state=Place.AT_STATION)]
    response = click(
        desks.clerk, "deliver", case, **counter(case, credentials=here, receiver_kind="representative")
    )
    assert response.status_code == 302, text(response)
    assert "追送を記録する" not in page_of(desks.clerk, case)
    assert new.number in page_of(desks.hq_clerk, now(case))


def test_parcels_are_of_their_posts_and_stations_alone(desks, sent):
    case = reported(desks, sent)
    for name in ("replace", "send_after", "destroy_returned"):
        for actor in (desks.clerk, desks.chief, desks.director):
            assert see(actor, name, case).status_code == 403
            assert click(actor, name, case, on=ON).status_code == 403
    stranger = people.clerk(StationFactory())
    for name in ("take_in_after", "return_undelivered", "receipt_slip"):
        assert see(stranger, name, case).status_code == 404


def test_a_case_with_reports_takes_as_many_queries_as_any(desks, sent):
    from tests.blue_patrol.test_query_counts import beyond_frame

    case = reported(desks, sent)
    assert beyond_frame(desks.clerk, home_of(case)) == 6
    assert beyond_frame(desks.hq_clerk, home_of(case)) <= 7


@pytest.mark.clause("BP-5-4")
def test_headquarters_home_names_what_stations_reported_and_what_is_next(desks, sent):
    case = reported(desks, sent)

    def home() -> str:
        page = text(client_of(desks.hq_clerk).get(reverse("home")))
        scope.restore()
        return page

    assert "傷み・不足の報告" in home()
    assert reverse("replace", args=[case.pk]) in home()
    click(desks.hq_clerk, "replace", case, on=ON)
    for name in ("print_out", "seal"):
        assert reverse(name, args=[case.pk]) in home()
        click(desks.hq_clerk, name, case)
    make_papers(case)
    assert reverse("send_after", args=[case.pk]) in home()
    click(desks.hq_clerk, "send_after", case, on=ON)
    assert reverse("destroy_returned", args=[case.pk]) in home()
    click(desks.hq_clerk, "destroy_returned", case, on=ON)
    assert case.group.name not in home()


def test_whom_a_case_with_reports_waits_for(desks, sent):
    def parties(case) -> set[str]:
        row = waiting.with_party(CertificationApplication.objects.filter(pk=case.pk)).get()
        return {row.party, waiting.of_case(now(case))}

    case = reported(desks, sent, sticker=("missing", "ない"))
    assert parties(case) == {"things"}
    perform(now(case), "replace", by=desks.hq_clerk, on=DAY)
    assert parties(case) == {"things"}
    for name in ("print_out", "seal"):
        click(desks.hq_clerk, name, case)
    make_papers(case)
    perform(now(case), "send_after", by=desks.hq_clerk, on=DAY)
    assert parties(case) == {"clerk"}

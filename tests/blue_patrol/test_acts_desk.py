"""Document numbers, clocks with a copy, resubmission that shows what changed, the prefecture's values: as pages."""

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from blue_patrol.models import Certification, CertificationApplication
from blue_patrol.papers import from_case
from casework.models import Attachment, Deadline, IssuedPaper, ProfileValue, ReturnReason
from casework.models.road import RoadState as S
from casework.workflow import perform
from tests.blue_patrol.acting import acts, click, client_of, era, fault_beside, home_of, now, see, text
from tests.factories import people, scope
from tests.factories.applications import DAY, PDF, Desks, application_at, judged, start
from tests.factories.places import StationFactory

pytestmark = pytest.mark.django_db
ON = era(DAY)


@pytest.fixture
def desks():
    return Desks(StationFactory())


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).replace("　", " ").split())


def page_of(actor, case) -> str:
    return words(text(see(actor, "application", case)))


def prescribe(case_or_station, key, content) -> None:
    station = getattr(case_or_station, "station", case_or_station)
    profile = station.prefecture.profiles.get()
    ProfileValue.objects.update_or_create(
        profile=profile, key=key, defaults={"label": key, "content": content, "clause": "BP-13", "basis": "I"}
    )


# --- document numbers -----------------------------------------------------------------------------------------------


@pytest.fixture
def examined(desks):
    case = application_at(S.RECEIVED, desks)
    perform(case, "examine", by=desks.clerk, on=DAY, findings=judged())
    return now(case)


@pytest.mark.clause("BP-5-3")
def test_a_number_that_was_left_blank_is_typed_in_later(desks, examined):
    click(desks.chief, "forward", examined, on=ON, opinion="fit", document_number="")
    assert now(examined).state == S.FORWARDED
    assert "進達の文書番号 未記入" in page_of(desks.clerk, examined)
    assert "文書番号を記入する" in page_of(desks.chief, examined)
    assert "文書番号が、まだ記入されていません" in text(see(desks.hq_clerk, "decide", examined))
    assert see(desks.hq_clerk, "number_document", examined).status_code == 403
    refused = click(desks.clerk, "number_document", examined, on=ON, document_number="　")
    assert "文書番号を入力してください。" in fault_beside(refused, "document_number")
    sent = {"on": ON, "document_number": "桜生発第214号"}
    assert click(desks.clerk, "number_document", examined, **sent).url == home_of(examined)
    shown = page_of(desks.clerk, examined)
    assert "進達の文書番号 桜生発第214号" in shown
    assert "文書番号は桜生発第214号です。" in shown
    assert "文書番号を記入する" not in shown
    assert "文書番号の記入による差替え" in shown
    assert "未記入" not in text(see(desks.hq_clerk, "decide", examined))
    papers = IssuedPaper.objects.of_case(examined).filter(form="13")
    assert papers.valid().get().values["forwarding"]["document_number"] == "214"
    assert "文書番号は、桜生発第214号です" in text(see(desks.clerk, "number_document", examined))
    assert click(desks.clerk, "number_document", examined, **sent).status_code == 422


def test_the_numbered_paper_says_what_was_forwarded(desks):
    """Also when the number comes after the decision, and the group has changed meanwhile."""
    case = application_at(S.APPROVED, desks)
    CertificationApplication.objects.filter(pk=case.pk).update(document_number="")
    before = IssuedPaper.objects.of_case(case).get(form="13").values
    case.group.name = "後から変えた名"
    case.group.save()
    click(desks.clerk, "number_document", case, on=ON, document_number="桜生発第214号")
    now_values = IssuedPaper.objects.of_case(case).valid().get(form="13").values
    assert now_values["forwarding"] == before["forwarding"] | {
        "document_symbol": "桜生発",
        "document_number": "214",
    }
    assert {**now_values, "forwarding": 0} == {**before, "forwarding": 0}


def test_a_counted_number_is_not_asked_for(desks, examined):
    prescribe(examined, "document_number_source", "counted")
    page = text(see(desks.chief, "forward", examined))
    assert 'name="document_number"' not in page
    assert "システムが署の通し番号" in page
    click(desks.chief, "forward", examined, on=ON, opinion="fit")
    assert now(examined).document_number == "試第1号"


# --- clocks ---------------------------------------------------------------------------------------------------------


def copy_of(content=PDF, name="新しい検査証.pdf"):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def delivered(desks):
    return application_at(S.DELIVERED, desks)


def clock_of(case, kind):
    return Deadline.objects.get(kind=kind, station=case.station)


@pytest.mark.clause("BP-5-5-1")
def test_an_entry_is_met_with_the_copy_of_the_new_certificate(desks, delivered):
    clock = clock_of(delivered, "inspection_entry")
    assert "新しい自動車検査証の写しを加えてください" in text(see(desks.clerk, "meet_deadline", clock))
    sent = {"on": ON, "evidence": "記載を見た", "file": copy_of()}
    assert (
        click(desks.clerk, "meet_deadline", clock, revision=now(delivered).revision, **sent).status_code
        == 302
    )
    copy = Attachment.objects.get(kind="clock_evidence")
    assert (copy.subject_pk, copy.name, copy.case_pk) == (clock.pk, "新しい検査証.pdf", delivered.pk)
    address = reverse("attachment", args=[copy.pk])
    pages = [text(see(desks.clerk, "application", delivered)), listed(desks.clerk, "?within=met")]
    assert all(address in page for page in pages)
    assert "（記載を見た）" in pages[0]


def listed(actor, query="") -> str:
    page = text(client_of(actor).get(reverse("deadlines") + query))
    scope.restore()
    return page


def test_a_copy_is_looked_at(desks, delivered):
    clock = clock_of(delivered, "inspection_entry")
    sent = {"on": ON, "evidence": "記載を見た", "file": copy_of(b"MZ")}
    response = click(desks.clerk, "meet_deadline", clock, revision=now(delivered).revision, **sent)
    assert "PDF・JPEG・PNGのどれでもないか" in fault_beside(response, "file")
    again = click(
        desks.clerk,
        "meet_deadline",
        clock,
        revision=now(delivered).revision,
        on=ON,
        evidence="",
        file=copy_of(),
    )
    assert "もう一度選んでください。" in fault_beside(again, "file")
    assert not Attachment.objects.filter(kind="clock_evidence").exists()


@pytest.mark.clause("BP-11-2-a")
def test_a_clock_of_the_standing_is_met_from_case_group_and_list(desks, delivered):
    clock = clock_of(delivered, "information")
    assert clock.case_label == "blue_patrol.Certification"
    address = reverse("meet_deadline", args=[clock.pk])
    for page in (
        text(see(desks.clerk, "application", delivered)), text(see(desks.clerk, "group", delivered.group)), listed(desks.clerk)
    ):  # fmt: skip
        assert address in page
    standing = Certification.objects.get()
    sent = {"on": ON, "evidence": "資料を配った", "file": copy_of(name="資料.pdf")}
    response = click(desks.clerk, "meet_deadline", clock, revision=standing.revision, **sent)
    assert response.url == f"{reverse('group', args=[delivered.group_id])}#clocks"
    assert Deadline.objects.get(pk=clock.pk).done_on == DAY
    copy = Attachment.objects.get(kind="clock_evidence")
    assert copy.case_label == "blue_patrol.Certification"
    assert see(desks.clerk, "attachment", copy).status_code == 200
    assert reverse("attachment", args=[copy.pk]) in text(see(desks.clerk, "application", delivered))
    stranger = people.clerk(StationFactory())
    assert see(stranger, "attachment", copy).status_code == 404
    assert see(stranger, "meet_deadline", clock).status_code == 404


def test_training_clocks_lead_to_the_courses(desks, delivered):
    clock = Deadline.objects.filter(kind="retraining").first()
    page = listed(desks.clerk, "?kind=retraining")
    assert reverse("training_due") in page
    assert reverse("meet_deadline", args=[clock.pk]) not in page


# --- resubmission ---------------------------------------------------------------------------------------------------


def corrected(desks):
    case = application_at(S.RECEIVED, desks, cars=1, people=2)
    sent = {"rows": "1", "item-1": "様式第2 実施地域", "text-1": "町名を書いてください。", "on": ON}
    click(desks.clerk, "request_correction", case, **sent)
    case = now(case)
    case.patrol_area = "坂上町、坂下町"
    case.save()
    held = Attachment.objects.of_case(case).get(kind="marking")
    perform(now(case), "detach", by=desks.clerk, on=DAY, attachment=held.pk)
    perform(
        now(case), "attach", by=desks.clerk, on=DAY, kind="marking", subject_pk=None, name="大きな文字.pdf", content=PDF,
        media_type="application/pdf",
    )  # fmt: skip
    return now(case)


def answer(desks, case):
    reason = ReturnReason.objects.of_case(case).unanswered().get()
    return click(desks.clerk, "resubmit", case, on=ON, **{f"answer_{reason.pk}": "町名を書いた"})


@pytest.mark.clause("BP-5-2")
def test_a_resubmission_shows_what_changed_before_and_after_and_to_the_chief(desks):
    case = corrected(desks)
    before = words(text(see(desks.clerk, "resubmit", case)))
    assert "補正で変わった点" in before
    assert "桜見坂小学校区全域 坂上町、坂下町" in before
    assert answer(desks, case).url == home_of(case)
    perform(now(case), "examine", by=desks.clerk, on=DAY, findings=judged())
    for shown in (page_of(desks.clerk, case), words(text(see(desks.chief, "forward", case)))):
        assert "実施地域 桜見坂小学校区全域 坂上町、坂下町" in shown
        assert "大きな文字.pdf" in shown
    case = now(case)
    case.patrol_area = "後から変わった"
    case.save()
    assert "桜見坂小学校区全域 坂上町、坂下町" in page_of(desks.clerk, case)  # as it was resubmitted


def test_nothing_changed_is_said_too_and_a_new_correction_begins_anew(desks):
    case = application_at(S.CORRECTION, desks)
    answer(desks, case)
    assert "申請の記載と添付は、変わっていません。" in page_of(desks.clerk, case)
    perform(
        now(case),
        "request_correction",
        by=desks.clerk,
        on=DAY,
        reasons=[{"item": "様式第3 氏名", "text": "字"}],
    )
    assert "補正で変わった点" not in page_of(desks.clerk, case)


def test_what_the_station_wrote_meanwhile_is_no_change_of_the_applicants(desks):
    case = application_at(S.SENT_BACK, desks)
    case = perform(
        case, "request_correction", by=desks.clerk, on=DAY, reasons=[{"item": "様式第3 氏名", "text": "字"}]
    )
    answers = {str(reason.pk): "直した" for reason in ReturnReason.objects.of_case(case)}
    perform(case, "resubmit", by=desks.clerk, on=DAY, answers=answers)
    assert "申請の記載と添付は、変わっていません。" in page_of(desks.clerk, case)


# --- areas of several stations, the prefecture's values ---------------------------------------------------------------


def plan(case, **more) -> dict:
    return {
        "patrol_area": case.patrol_area, "patrol_times": "2", "patrol_unit": "week", "applied_on": ON, "pledged_on": ON,
        "combined_with_business": "False", "next": "1",
    } | more  # fmt: skip


@pytest.mark.clause("BP-5-1")
def test_an_area_of_several_stations_is_led_by_one_and_names_the_others(desks):
    other = StationFactory(seen=False, name="緑ケ峰", prefecture=desks.station.prefecture)
    far = StationFactory(seen=False, prefecture__code="24", prefecture__name="三重県")
    case = start(desks)
    page = text(see(desks.clerk, "entry_plan", case))
    assert "実施地域が、ほかの署の管内にもかかるとき" in page
    assert f'name="also_stations" value="{other.pk}"' in page
    assert f'name="also_stations" value="{far.pk}"' not in page
    assert f'name="also_stations" value="{desks.station.pk}"' not in page
    response = click(desks.clerk, "entry_plan", case, **plan(case, also_stations=[other.pk]))
    assert response.status_code == 302, fault_beside(response, "also_stations")
    assert now(case).also_stations == [other.pk]
    assert f"関係する署 緑ケ峰警察署（{desks.station}が進めます）" in page_of(desks.clerk, case)
    values = from_case.application_values(now(case), DAY)
    assert values["plan"]["also_stations"] == ["緑ケ峰警察署"]
    click(desks.clerk, "entry_plan", case, **plan(case))
    assert now(case).also_stations == []
    refused = click(desks.clerk, "entry_plan", case, **plan(case, also_stations=[far.pk]))
    assert refused.status_code == 422


@pytest.mark.clause("BP-5-2-a", "BP-13")
def test_only_the_prefectures_kinds_of_group_are_offered(desks):
    prescribe(desks.station, "group_types", ["a", "b", "c"])
    case = start(desks, group_type="f")
    page = text(see(desks.clerk, "entry_group", case))
    offered = set(re.findall(r'name="group_type" value="(\w)"', page))
    assert offered == {"a", "b", "c", "f"}  # what was chosen before stays
    new = text(client_of(desks.clerk).get(reverse("application_new")))
    scope.restore()
    assert set(re.findall(r'name="group_type" value="(\w)"', new)) == {"a", "b", "c"}


def group(case, **more) -> dict:
    return {
        "name": case.group.name, "address": case.group.address, "phone": case.group.phone,
        "representative_name": case.group.representative_name, "group_type": "a", "next": "1",
    } | more  # fmt: skip


def save_group(desks, case, **more):
    sent = {"act_key": "", "revision": now(case).revision} | group(case, **more)
    response = client_of(desks.clerk).post(reverse("entry_group", args=[case.pk]), sent)
    scope.restore()
    return response


@pytest.mark.clause("BP-5-2-a", "BP-13")
def test_a_small_group_is_a_warning_with_a_reason_and_no_refusal(desks):
    prescribe(desks.station, "group_members_min", 5)
    case = start(desks)
    response = save_group(desks, case, member_count="3")
    assert response.status_code == 422
    assert "目安（5人）より少なくなっています" in text(response)
    sure = {"ack-few_members": "on", "ack-few_members-reason": "来月2人加わる"}
    assert save_group(desks, case, member_count="3", **sure).status_code == 302
    assert now(case).acknowledged == {"few_members": "来月2人加わる"}
    assert "構成員が目安より少ない 来月2人加わる" in page_of(desks.clerk, case)


@pytest.mark.clause("BP-5-2-b")
def test_once_a_week_in_principle_is_a_warning_whose_reason_is_kept_and_shown(desks):
    case = start(desks)
    once = plan(case, patrol_times="3", patrol_unit="month")
    assert click(desks.clerk, "entry_plan", case, **once).status_code == 422
    sure = {"ack-continuity": "on", "ack-continuity-reason": "冬は雪のため"}
    assert click(desks.clerk, "entry_plan", case, **once, **sure).status_code == 302
    shown = page_of(desks.clerk, case)
    assert "承知した注意" in shown
    assert "実施回数が基準に届かない 冬は雪のため" in shown


@pytest.mark.clause("BP-5-1", "BP-13")
def test_a_map_of_the_area_is_asked_for_where_the_prefecture_does(desks):
    case = application_at(S.RECEIVED, desks)
    assert "実施地域の地図" not in page_of(desks.clerk, case)
    prescribe(case, "area_map_required", True)
    assert "実施地域の地図を添付してください" in page_of(desks.clerk, case)
    assert "実施地域の地図を添付してください" in text(see(desks.chief, "forward", case))
    upload = SimpleUploadedFile("地図.pdf", PDF)
    assert click(desks.clerk, "attach", case, kind="area_map", file=upload, on=ON).status_code == 302
    assert "地図.pdf" in page_of(desks.clerk, case)
    assert "実施地域の地図を添付してください" not in page_of(desks.clerk, case)


def test_days_after_the_fact_are_kept_apart_from_their_entry(desks, delivered):
    """Each act bears the day on which it was done; the history says when it was typed in."""
    clock = clock_of(delivered, "inspection_entry")
    day = DAY + dt.timedelta(days=3)
    sent = {"on": era(day), "evidence": "記載を見た"}
    click(desks.clerk, "meet_deadline", clock, revision=now(delivered).revision, **sent)
    assert Deadline.objects.get(pk=clock.pk).done_on == day
    assert acts(delivered, "meet_deadline") == 1
    assert CertificationApplication.objects.get(pk=delivered.pk).state == S.DELIVERED


# --- the station's desk -----------------------------------------------------------------------------------------------


def home(actor) -> str:
    page = words(text(client_of(actor).get(reverse("home"))))
    scope.restore()
    return page


@pytest.mark.clause("BP-5-2")
def test_what_came_again_stands_on_top_of_its_handlers_group(desks):
    older = application_at(S.RECEIVED, desks)
    case = application_at(S.CORRECTION, desks, name="再び出した会")
    answer(desks, case)
    mine = home(desks.clerk)
    assert "再提出。調査12項目のうち0項目が済み" in mine
    assert mine.index("再び出した会") < mine.rindex(older.group.name)


@pytest.mark.clause("BP-5-4")
def test_a_case_that_waits_for_a_replacement_is_not_offered_for_delivery(desks):
    case = application_at(S.DISPATCHED, desks)
    sticker = case.things().get(kind="sticker")
    perform(case, "arrive", by=desks.clerk, on=DAY, missing={str(sticker.pk): "ない"})
    shown = home(desks.clerk)
    assert "追送を待って交付する" in shown
    assert "交付の窓口を開く" not in shown

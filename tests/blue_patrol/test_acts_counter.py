"""The examination sheet and the counter as pages."""

import datetime as dt

import pytest
from django.utils import timezone

from blue_patrol.models import Kind, Place, RegisterEntry
from casework.models import TransportJurisdiction, TransportOffice
from casework.models.road import RoadState as S
from casework.workflow import perform
from tests.blue_patrol.acting import acts, click, client_of, era, fault_beside, home_of, now, see, text
from tests.factories import applications
from tests.factories.applications import DAY, Desks, application_at
from tests.factories.places import START, StationFactory

pytestmark = pytest.mark.django_db
ON = era(DAY)


@pytest.fixture
def desks():
    return Desks(StationFactory())


@pytest.fixture
def received(desks):
    return application_at(S.RECEIVED, desks, people=3, untrained=1)


def test_hints_speak_and_preselect_nothing(desks, received):
    page = text(see(desks.clerk, "examination", received))
    assert "12項目のうち0項目が済み" in page
    assert "実施者3人のうち2人が講習を受けています。1人が未受講です。" in page
    assert "車体の表示に団体の名称" in page
    assert "計画は週2回です。" in page
    assert " checked" not in page


def test_a_part_is_saved_and_the_page_stays(desks, received):
    sent = {
        "on": ON,
        "a-result": "fit",
        "a-evidence": "名称と委嘱状で確かめた",
        "b-evidence": "活動日誌を見る",
    }
    response = click(desks.clerk, "examination", received, **sent)
    assert response.url.endswith("/examination/")
    found = now(received).findings_by_item()
    assert (found["a"].result, found["a"].judged_on, found["a"].judged_by) == ("fit", DAY, desks.clerk.staff)
    assert (found["b"].result, found["b"].evidence) == ("", "活動日誌を見る")
    page = text(see(desks.clerk, "examination", received))
    assert "12項目のうち1項目が済み" in page
    assert "活動日誌を見る" in page


def test_only_what_is_new_is_recorded(desks, received):
    first = {"on": ON, "a-result": "fit", "a-evidence": "見た"}
    click(desks.clerk, "examination", received, **first)
    click(desks.clerk, "examination", received, **first | {"e-1-result": "fit"})
    assert acts(received, "examine") == 2
    found = now(received).findings_by_item()
    assert set(found) == {"a", "e-1"}
    response = click(desks.clerk, "examination", received, **first | {"e-1-result": "fit"})
    assert response.status_code == 302
    assert acts(received, "examine") == 2


def test_evidence_is_asked_for_beside_its_box(desks, received):
    response = click(
        desks.clerk, "examination", received, **{"on": ON, "d-3-result": "unfit", "d-3-guidance": "直す"}
    )
    assert response.status_code == 422
    assert "根拠と見たものを書いてください。" in fault_beside(response, "d-3-evidence")
    assert "要領 第5の2のエの(ウ)" in fault_beside(response, "d-3-evidence")
    assert "直す" in text(response)


def test_disqualification_keeps_no_text(desks, received):
    page = text(see(desks.clerk, "examination", received))
    assert 'name="e-1-evidence"' not in page
    click(desks.clerk, "examination", received, **{"on": ON, "e-1-result": "fit", "e-1-evidence": "照会先"})
    assert now(received).findings_by_item()["e-1"].evidence == ""


def test_the_last_item_leads_back_to_the_case(desks, received):
    perform(received, "examine", by=desks.clerk, on=DAY, findings=applications.judged()[:-1])
    response = click(desks.clerk, "examination", received, **_typed(received) | {"e-2-result": "fit"})
    assert response.url == home_of(received)


def test_a_finished_section_is_folded(desks, received):
    perform(received, "examine", by=desks.clerk, on=DAY, findings=applications.judged()[:1])
    page = text(see(desks.clerk, "examination", received))
    assert page.count("に確かめた。") == 1
    assert "開いて直せます" in page


def test_a_stale_sheet_keeps_every_text(desks, received):
    sent = {"on": ON, "a-result": "unfit", "a-evidence": "長い長い根拠"}
    response = click(desks.clerk, "examination", received, revision=received.revision - 1, **sent)
    assert response.status_code == 409
    assert "長い長い根拠" in text(response)
    assert "どれにも当たらない" in text(response)


def test_a_day_before_receipt_is_refused(desks, received):
    sent = {"on": era(DAY - dt.timedelta(days=1)), "e-1-result": "fit"}
    response = click(desks.clerk, "examination", received, **sent)
    assert "より後の日を入力してください" in fault_beside(response, "on")


def _typed(case) -> dict:
    """The sheet as the page sends it back unchanged."""
    sent = {"on": ON}
    for code, finding in case.findings_by_item().items():
        sent[f"{code}-result"] = finding.result
        if not code.startswith("e"):
            sent |= {f"{code}-evidence": finding.evidence, f"{code}-guidance": finding.guidance}
    return sent


# --- the counter --------------------------------------------------------------------------------------------


@pytest.fixture
def arrived(desks):
    office = TransportOffice.objects.create(
        prefecture=desks.station.prefecture, name="試験運輸支局", kind="branch", valid_from=START
    )
    TransportJurisdiction.objects.create(office=office, municipality="桜見市", valid_from=START)
    return application_at(S.ARRIVED, desks, cars=2, people=3, untrained=1)


def counter(case, **changed) -> dict:
    """Everything ticked, as on a good day."""
    things = [t.pk for t in case.things() if t.kind != Kind.CARD or t.patroller.trainings.exists()]
    told = [f"inspection_entry:{car.pk}" for car in case.group.vehicles.all()] + ["display_and_carry"]
    return {
        "credentials": things, "instructed": told, "on": ON, "told_on": DAY.isoformat(),
        "receiver_name": "青葉 守", "receiver_kind": "representative",
    } | changed  # fmt: skip


def test_the_counter_reads_aloud_what_to_tell(desks, arrived):
    page = text(see(desks.clerk, "deliver", arrived))
    due = timezone.localdate() + dt.timedelta(days=15)
    assert f"<b>{due.month}月{due.day}日" in page
    assert "試験運輸支局で、車検証に自主防犯活動用自動車の記載を受けてください。" in page
    assert "署に残すもの　1枚" in page
    assert page.count('name="credentials"') == 5
    assert page.count('name="instructed"') == 3
    assert "checked" not in page.split("受け取った人の別")[0]
    letter = text(see(desks.clerk, "instruction_letter", arrived))
    assert "試験運輸支局で" in letter


def test_delivery_writes_everything(desks, arrived):
    response = click(desks.clerk, "deliver", arrived, **counter(arrived))
    assert response.url == home_of(arrived)
    case = now(arrived)
    assert (case.state, case.delivered_on, case.receiver_name) == (S.DELIVERED, DAY, "青葉 守")
    assert [told["code"] for told in case.instructed] == [
        "inspection_entry",
        "inspection_entry",
        "display_and_carry",
    ]
    assert "9月16日（水）まで" in case.instructed[0]["text"]
    assert RegisterEntry.objects.get(application=case).receiver_name == "青葉 守"
    assert case.waiting_cards().get().state == Place.AT_STATION


def test_an_untrained_bearers_card_cannot_be_ticked(desks, arrived):
    card = next(t for t in arrived.things() if t.kind == Kind.CARD and not t.patroller.trainings.exists())
    assert f'value="{card.pk}"' not in text(see(desks.clerk, "deliver", arrived))
    sent = counter(arrived)
    response = click(
        desks.clerk, "deliver", arrived, **sent | {"credentials": [*sent["credentials"], card.pk]}
    )
    assert response.status_code == 422
    assert now(arrived).state == S.ARRIVED


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"credentials": []}, "credentials", "を渡したことを確かめてください。"),
        (
            {"instructed": ["display_and_carry"]},
            "instructed",
            "伝えること（教示）のすべてに印を付けてください。",
        ),
        ({"receiver_name": "　"}, "receiver_name", "受け取った人を入力してください。"),
        ({"receiver_kind": ""}, "receiver_kind", "受け取った人の別を選んでください。"),
    ],
)
def test_what_lacks_at_the_counter_is_said_beside_it(desks, arrived, changed, field, sentence):
    response = click(desks.clerk, "deliver", arrived, **counter(arrived, **changed))
    assert response.status_code == 422
    assert sentence in fault_beside(response, field)
    assert now(arrived).state == S.ARRIVED


def test_one_of_two_cars_told_is_not_told(desks, arrived):
    told = counter(arrived)["instructed"]
    response = click(desks.clerk, "deliver", arrived, **counter(arrived, instructed=told[1:]))
    assert "すべてに印を付けてください。" in fault_beside(response, "instructed")


def test_all_faults_are_said_at_once(desks, arrived):
    response = click(desks.clerk, "deliver", arrived, **counter(arrived, credentials=[], receiver_name=""))
    assert fault_beside(response, "credentials").count("を渡したことを確かめてください。") == 3
    assert fault_beside(response, "receiver_name")


def test_another_day_of_delivery_is_told_anew(desks, arrived):
    sent = counter(arrived, told_on=timezone.localdate().isoformat())
    response = click(desks.clerk, "deliver", arrived, **sent)
    assert "期限を書き直しました。" in fault_beside(response, "instructed")
    page = text(response)
    assert "<b>9月16日（水）まで</b>" in page
    assert f'name="told_on" value="{DAY.isoformat()}"' in page
    assert click(desks.clerk, "deliver", arrived, **counter(arrived)).status_code == 302


def test_delivery_before_its_arrival_is_refused(desks, arrived):
    day = DAY - dt.timedelta(days=1)
    response = click(
        desks.clerk, "deliver", arrived, **counter(arrived, on=era(day), told_on=day.isoformat())
    )
    assert "前の手続の日より前の日付は記録できません。" in fault_beside(response, "on")


def test_many_cars_cost_no_more_questions(desks, django_assert_max_num_queries):
    case = application_at(S.ARRIVED, desks, cars=12, people=20)
    client = client_of(desks.clerk)
    client.get(f"/cases/{case.pk}/deliver/")
    with django_assert_max_num_queries(25):
        client.get(f"/cases/{case.pk}/deliver/")

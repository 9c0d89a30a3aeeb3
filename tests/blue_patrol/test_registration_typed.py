"""The page on which one group of a paper ledger is typed."""

import pytest
from django.urls import reverse

from blue_patrol.models import Certification, Credential, Group, Patroller, Registration, Vehicle
from tests.factories import people
from tests.factories.places import StationFactory

pytestmark = pytest.mark.django_db

GROUP = {
    "name": "坂上町防犯隊", "certificate_number": "第R5-0012号", "certified_on": "R5.5.1", "delivered_on": "令和5年5月10日",
    "representative_name": "髙橋 守", "patrol_area": "坂上町一円",
}  # fmt: skip
CAR = {"plate": "名古屋500さ1234", "sticker_number": "R5-0012-01"}
PERSON = {"name": "𠮷田 一郎", "card_number": "R5-0012-001", "trained_on": "R6.6.1"}
ACT = {"on": "R8.9.1", "evidence": "証明台帳の原本"}


def sent(*, group=GROUP, cars=(CAR,), people=(PERSON,), act=ACT, **more):
    data = {f"group-{name}": value for name, value in group.items()} | {
        f"act-{name}": value for name, value in act.items()
    }
    for prefix, rows in (("cars", cars), ("people", people)):
        data |= {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
        data |= {f"{prefix}-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()}
    return data | more


@pytest.fixture
def clerk(client):
    actor = people.clerk(StationFactory())
    client.force_login(actor.staff)
    return actor


def test_a_group_is_typed_from_its_ledger_in_one_page(client, clerk):
    assert client.get(reverse("registration_typed")).status_code == 200
    answer = client.post(reverse("registration_typed"), sent(act_key="9f8c1c7e-5f0e-4d39-9d1b-000000000001"))
    group = Group.objects.get()
    assert answer.url == reverse("group", args=[group.pk])
    assert (group.name, group.representative_name) == ("坂上町防犯隊", "髙橋 守")
    assert Certification.objects.get().ledger_evidence == "証明台帳の原本"
    assert Vehicle.objects.get().plate == "名古屋|500|さ|1234"
    assert Patroller.objects.get().name == "𠮷田 一郎"
    assert Credential.objects.count() == 3
    again = client.post(reverse("registration_typed"), sent(act_key="9f8c1c7e-5f0e-4d39-9d1b-000000000001"))
    assert (again.url, Registration.objects.count()) == (answer.url, 1)


def test_a_button_adds_a_row_and_keeps_what_was_typed_unjudged(client, clerk):
    page = client.post(
        reverse("registration_typed"), sent(group={"name": "坂上町防犯隊"}, **{"more-cars": "1"})
    )
    text = page.content.decode()
    assert text.count("台目</legend>") == 2
    assert text.count("人目</legend>") == 1
    assert "坂上町防犯隊" in text
    assert "入力してください。" not in text
    assert not Group.objects.exists()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"group": GROUP | {"certificate_number": ""}}, "証明書番号を入力してください。"),
        ({"group": GROUP | {"delivered_on": "R5.4.1"}}, "証明年月日より前の日付は登録できません。"),
        ({"group": GROUP | {"certified_on": "", "delivered_on": ""}}, "証明年月日も交付年月日もありません。"),
        ({"cars": [{"plate": "名古屋500お1234"}]}, "車両番号に使われない文字です"),
        ({"people": [PERSON | {"trained_on": ""}]}, "講習の受講日がありません"),
        ({"act": ACT | {"evidence": ""}}, "見て確かめたものを入力してください。"),
    ],
)
def test_a_fault_is_said_and_nothing_is_stored_or_lost(client, clerk, changed, sentence):
    page = client.post(reverse("registration_typed"), sent(**changed))
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert "坂上町一円" in page.content.decode()
    assert not Group.objects.exists()


def test_a_number_that_is_taken_is_said_at_its_row(client, clerk):
    client.post(reverse("registration_typed"), sent())
    other = GROUP | {"name": "別の隊", "certificate_number": "第R5-0013号"}
    page = client.post(reverse("registration_typed"), sent(group=other, people=()))
    assert page.status_code == 422
    assert "標章R5-0012-01は、すでに登録されています。" in page.content.decode()

"""第2: who patrols and for what alone, with which light, and what the training of it teaches."""

import csv
from pathlib import Path

import pytest

from blue_patrol.models import Vehicle
from blue_patrol.rules import training_topics
from blue_patrol.rules.group_types import GROUP_TYPES
from casework.models.road import RoadState as S
from casework.workflow import Refused, perform
from tests.blue_patrol.acting import click, fault_beside, now, see, text
from tests.blue_patrol.entry_data import CAR, PLAN, rows
from tests.factories.applications import DAY, Desks, application_at, attach_all
from tests.factories.places import StationFactory

pytestmark = pytest.mark.django_db
PROFILES = Path(__file__).resolve().parents[2] / "fixtures" / "profile_values.csv"


@pytest.fixture
def desks():
    return Desks(StationFactory())


@pytest.mark.clause("BP-2-1")
def test_private_groups_and_municipalities_may_patrol():
    labels = [kind.label for kind in GROUP_TYPES]
    assert "県又は市区町村" in labels
    assert any("法人" in label for label in labels)
    assert any("地縁による団体" in label for label in labels)
    assert any("同等に" in label for label in labels)


@pytest.mark.clause("BP-2-1")
def test_whether_a_patrol_is_solely_for_community_safety_is_asked_before_receipt(desks):
    case = application_at(S.DRAFT, desks)
    attach_all(case, desks)
    case.combined_with_business = None
    case.save(update_fields=["combined_with_business"])
    with pytest.raises(Refused) as refused:
        perform(now(case), "receive", by=desks.clerk, on=DAY)
    assert "BP-5-1-a" in {reason.clause for reason in refused.value.reasons}


@pytest.mark.clause("BP-2-1")
def test_a_patrol_beside_other_business_is_asked_why_and_shown_to_who_decides(desks):
    case = application_at(S.DRAFT, desks)
    page = text(see(desks.clerk, "entry_plan", case))
    assert "専ら防犯のために行うときは「無」" in page
    combined = PLAN | {"combined_with_business": "True"}
    answer = click(desks.clerk, "entry_plan", case, **combined)
    assert answer.status_code == 422
    assert "専ら防犯のために行います" in text(answer)
    sure = {"ack-combined": "on", "ack-combined-reason": "配達の車だが、配達のない夜だけ回る"}
    assert click(desks.clerk, "entry_plan", case, **combined, **sure).status_code == 302
    assert now(case).acknowledged == {"combined": "配達の車だが、配達のない夜だけ回る"}
    for actor in (desks.clerk, desks.chief, desks.director):
        page = text(see(actor, "application", case))
        assert "他の業務との兼務" in page
        assert "<dd>あり" in page


@pytest.mark.clause("BP-2-2")
def test_a_blue_light_rotates_or_flashes_and_is_no_other():
    assert dict(Vehicle.Lamp.choices) == {"rotating": "回転式", "flashing": "点滅式"}
    with PROFILES.open(encoding="utf-8", newline="") as lines:
        admitted = [row["content"] for row in csv.DictReader(lines) if row["key"] == "lamp_types"]
    assert admitted
    assert set(admitted) == {'["rotating", "flashing"]'}


@pytest.mark.clause("BP-2-2")
def test_a_car_with_a_light_of_another_kind_is_not_taken(desks):
    case = application_at(S.DRAFT, desks, cars=0)
    answer = click(desks.clerk, "entry_vehicles", case, **rows(CAR | {"lamp_type": "steady"}))
    assert answer.status_code == 422
    assert fault_beside(answer, "rows-0-lamp_type")
    assert not case.group.vehicles.exists()


@pytest.mark.clause("BP-2-3")
def test_two_topics_make_a_training_and_both_cite_the_definition():
    assert [topic.code for topic in training_topics.ESSENTIAL] == ["patrol", "incidents"]
    assert {topic.clause for topic in training_topics.TOPICS} == {"BP-2-3", "BP-11-1"}
    assert training_topics.missing(["patrol", "incidents", "other"]) == ()
    assert [topic.code for topic in training_topics.missing(["other"])] == ["patrol", "incidents"]

"""道すじの図 on the page of a case: where it is, the way it has gone, and nothing that the page's policy forbids."""

from xml.etree import ElementTree as ET

import pytest

from blue_patrol.models import CertificationApplication
from blue_patrol.presenters import road
from casework.models import StateChange
from casework.models.road import RoadState as S
from casework.pictures import diagram_of
from casework.presenters.road import picture as drawn
from casework.workflow import perform
from tests.blue_patrol.paging import get
from tests.factories.applications import DAY, Desks, application_at
from tests.factories.places import StationFactory
from tests.nights import every_nth

pytestmark = pytest.mark.django_db


@pytest.fixture
def desks():
    return Desks(StationFactory())


def picture(case) -> ET.Element:
    history = list(StateChange.objects.of_case(case).order_by("-seq"))
    return ET.fromstring(drawn(case, history))  # noqa: S314 - our own text


def passed(root: ET.Element, attribute: str) -> set[str]:
    return {
        value
        for each in root.iter()
        if (value := each.get(attribute)) and "machine-done" in each.get("class")
    }


@pytest.mark.parametrize("state", every_nth(list(S), 4))
def test_every_state_is_marked_once_in_the_picture(desks, state):
    case = application_at(state, desks)
    root = picture(case)
    here = [
        each.get("data-state")
        for each in root.iter("{http://www.w3.org/2000/svg}g")
        if "machine-here" in each.get("class") and each.get("data-state")
    ]
    assert here == [state]


def test_the_way_gone_is_marked_from_the_history(desks):
    root = picture(application_at(S.SENT_BACK, desks))
    assert passed(root, "data-state") == {"draft", "received", "forwarded"}
    assert passed(root, "data-edge") == {
        "|open|draft", "draft|receive|received", "received|forward|forwarded", "forwarded|send_back|sent_back",
    }  # fmt: skip
    assert f"{DAY.month}月{DAY.day}日" in "".join(root.itertext())


def test_a_recalled_decision_stays_on_the_way_gone(desks):
    case = perform(application_at(S.APPROVED, desks), "recall", by=desks.director, on=DAY, note="誤記")
    root = picture(case)
    assert {"forwarded|approve|approved", "approved|recall|forwarded"} <= passed(root, "data-edge")
    steps = road.steps(case, list(StateChange.objects.of_case(case).order_by("-seq")))
    assert [(step.label, step.status, step.here) for step in steps if step.label == "決裁の取消し"] == [
        ("決裁の取消し", "side", False)
    ]


def test_an_undelivered_case_ends_where_it_left_the_road(desks):
    case = application_at(S.UNDELIVERED, desks)
    steps = road.steps(case, list(StateChange.objects.of_case(case).order_by("-seq")))
    at = [step.label for step in steps].index("交付不能")
    assert (steps[at - 1].label, steps[at - 1].status, steps[at].here, steps[at].ends) == (
        "受領",
        "done",
        True,
        True,
    )
    assert {step.status for step in steps[at + 1 :]} == {"off"}


def test_the_page_holds_the_picture_with_every_act_and_clause_and_no_style_of_its_own(desks):
    page = get(desks.clerk, f"/cases/{application_at(S.CORRECTION, desks).pk}/").content.decode()
    svg = (
        "<svg"
        + page.split('class="scroll" tabindex="0" role="region" aria-label="道すじの図')[1]
        .split("<svg")[1]
        .split("</svg>")[0]
    )
    assert "style" not in svg
    assert "script" not in svg
    assert "いまは「補正中」です。" in svg
    missing = [
        edge
        for edge in diagram_of(CertificationApplication).edges
        if f"{edge.label}（{edge.clause}）" not in svg and edge.clause
    ]
    assert missing == []

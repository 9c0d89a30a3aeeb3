"""From the records of a case to what its papers print."""

import io

import pytest
from pypdf import PdfReader

from blue_patrol.models import Vehicle
from blue_patrol.papers import from_case
from casework import papers
from casework.models.road import RoadState as S
from casework.workflow import perform
from tests.factories.applications import DAY, Desks, application_at, judged, start
from tests.factories.places import StationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desks():
    return Desks(StationFactory())


def text_of(number, values, mode=papers.Mode.FILLED):
    reader = PdfReader(io.BytesIO(papers.get(number).render(values, mode=mode)))
    return "".join("".join(page.extract_text() for page in reader.pages).split())


@pytest.mark.clause("BP-5-1-a")
def test_form_2_says_of_every_car_how_it_is_lit_and_marked(desks):
    case = start(desks, cars=2)
    last = case.group.vehicles.last()
    last.lamp_type, last.lamp_mount, last.marking = (
        Vehicle.Lamp.ROTATING,
        Vehicle.Mount.FIXED,
        Vehicle.Marking.PAINT,
    )
    last.marking_text = "自主防犯パトロール中"
    last.save()
    plan = from_case.plan_of(case)
    assert plan.lamp_kinds == ("点滅式", "回転式")
    assert plan.lamp_mounts == ("着脱", "固定")
    assert plan.marking_methods == ("マグネット", "塗装")
    assert plan.marking_text == "自主防犯パトロール中"
    assert plan.lamp_count == 1


@pytest.mark.clause("BP-5-3")
def test_form_13_says_that_no_type_fits_and_names_the_proof_without_its_file_ending(desks):
    case = application_at(S.RECEIVED, desks)
    perform(
        case, "attach", by=desks.clerk, on=DAY, kind="proof_of_standing", subject_pk=None, name="委嘱状の写し.pdf",
        content=b"%PDF-1.7\n%%EOF\n", media_type="application/pdf",
    )  # fmt: skip
    case = perform(case, "examine", by=desks.clerk, on=DAY, findings=judged(a="unfit"))
    values = from_case.application_values(case, DAY)
    assert values["forwarding"]["proof_of_standing"] == "委嘱状の写し"
    assert "（調査：いずれにも当たらない）" in text_of("13", values)
    case = perform(case, "examine", by=desks.clerk, on=DAY, findings=judged())
    assert "いずれにも当たらない" not in text_of("13", from_case.application_values(case, DAY))

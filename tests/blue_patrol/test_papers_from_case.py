"""From the records of a case to what its papers and books print, and the clocks beside them."""

import datetime as dt
import io

import pytest
from pypdf import PdfReader

from blue_patrol.models import Vehicle
from blue_patrol.papers import from_case
from casework import papers
from casework.models import Deadline, IssuedPaper
from casework.models.road import RoadState as S
from casework.workflow import perform
from tests.factories.applications import DAY, Desks, application_at, deliver, judged, start
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


@pytest.mark.clause("BP-5-5-1-b")
def test_the_stations_copy_is_of_the_certificate_as_issued(desks):
    case = application_at(S.ARRIVED, desks)
    profile_value = case.profile.values.get_or_create(
        key="chief_name", defaults={"label": "本部長の氏名", "content": "", "clause": "BP-4", "basis": "I"}
    )[0]
    profile_value.content = "後任 者"
    profile_value.save()
    case = deliver(case, desks)
    issued, copy = IssuedPaper.objects.of_case(case).filter(form="5").order_by("pk")
    assert copy.mode == "copy"
    assert copy.values == issued.values | {"delivered_on": case.delivered_on.isoformat()}
    assert "後任" not in str(copy.values)


@pytest.mark.clause("BP-5-5-2", "BP-5-5-3")
def test_the_remarks_of_the_register_name_the_cards_that_wait_for_training(desks):
    assert application_at(S.DELIVERED, desks).register_entries.get().remarks == ""
    row = application_at(S.DELIVERED, desks, people=4, untrained=2).register_entries.get()
    assert row.remarks == "実施者証2枚は受講後"


@pytest.mark.clause("BP-11-2-b")
def test_a_course_after_delivery_renews_the_bearers_clock(desks):
    case = application_at(S.DELIVERED, desks, people=2, untrained=1)
    clocks = Deadline.objects.of_case(case.certification).filter(kind="retraining")
    assert clocks.count() == 1
    later = DAY + dt.timedelta(days=30)
    everybody = list(case.group.patrollers.values_list("pk", flat=True))
    for _ in range(2):
        case = perform(
            case, "record_training", by=desks.clerk, on=later, patrollers=everybody, place="", trainer="係長"
        )
    assert sorted((c.starts_on, c.done_on) for c in clocks if c.done_on) == [(dt.date(2026, 6, 20), later)]
    assert [c.starts_on for c in clocks.open()] == [later, later]
    assert set(clocks.open().values_list("subject_pk", flat=True)) == set(everybody)


@pytest.mark.clause("BP-13")
def test_the_days_and_years_on_the_papers_are_the_prefectures(desks):
    case = application_at(S.ARRIVED, desks)
    values = from_case.certificate_values(case, DAY)
    assert "交付の日から15日以内" in text_of("5", values)
    pledge = from_case.application_values(case, DAY)
    assert "おおむね3年ごと" in text_of("4", pledge)
    office = values["office"] | {"entry_days": 20, "retraining_months": 30}
    assert "交付の日から20日以内" in text_of("5", values | {"office": office})
    assert "おおむね30か月ごと" in text_of("4", pledge | {"office": office})


@pytest.mark.clause("BP-5-1-b")
def test_the_roster_bears_the_card_numbers_once_they_are_given(desks):
    def numbers(case):
        return [person["card_number"] for person in from_case.application_values(case, DAY)["patrollers"]]

    assert numbers(application_at(S.FORWARDED, desks)) == ["", ""]
    assert numbers(application_at(S.APPROVED, desks)) == ["R8-0001-001", "R8-0001-002"]

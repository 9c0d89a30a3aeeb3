"""Every procedure under another prefecture's values (fixtures/elsewhere): other titles, periods, minimums, routes and rules."""

import ast
import csv
import datetime as dt
import io
from pathlib import Path
from random import Random

import pytest
from django.db import transaction
from pypdf import PdfReader

from blue_patrol.models import CertificationApplication, DemonstrationApplication, Kind
from blue_patrol.rules import attachments, credential_numbers
from casework import master_data, papers
from casework.models import Attachment, Deadline, IssuedPaper, StateChange
from casework.models.road import RoadState as S
from casework.retention import kinds as retention
from casework.workflow import Refused, perform
from liaison_councils.models.values import NAMES as COUNCIL_VALUES
from tests.elsewhere.conftest import FOLDER
from tests.factories import scope
from tests.factories.applications import DAY, Desks, application_at, attach_all, judged, start
from tests.factories.demonstrations import demonstration_at
from tests.factories.places import StationFactory
from tests.factories.revocations import with_command
from tests.walks.acts.parts import PARTS
from tests.walks.life import live

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("elsewhere")]
ROOT = Path(__file__).resolve().parents[2]
SAID_ONLY = {"agreement_date", "in_force_from"}  # what the version itself rests on: no rule asks
OF_TYPED_NUMBERS = ".number_document"  # here the station counts: a document has its number at once
APPS = ("casework", "blue_patrol", "liaison_councils")
STORED = "kept"  # what this part ages must be committed
CHIEF, POLICE, OTHERS = "警視総監", "警視庁", ("愛知県警察", "朝凪都警察")
TO_THE_CHIEF = {"1", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "19", "21"}
OF_THE_STATION = {"6", "13", "18", "21"}


def values_of(folder) -> list[dict]:
    with (folder / "profile_values.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def texts_of_the_program() -> set[str]:
    """Every text that stands in the code by itself."""
    files = [path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts]
    nodes = [node for path in files for node in ast.walk(ast.parse(path.read_text()))]
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_every_value_of_a_profile_is_read_by_the_program():
    """One that nothing reads is a promise to the office that enters it."""
    read = (
        texts_of_the_program()
        | set(COUNCIL_VALUES)
        | {kind.key for kind in retention.KINDS.values()}
        | SAID_ONLY
    )
    assert {row["key"] for row in values_of(FOLDER)} - read == set()


def test_the_third_says_of_everything_something_and_of_most_something_else():
    here = {row["key"]: row["content"] for row in values_of(FOLDER)}
    there = {row["key"]: row["content"] for row in values_of(master_data.FOLDER) if row["prefecture"] == "23"}
    assert set(here) == set(there)
    assert {key for key in here if here[key] == there[key]} <= {"agreement_date", "chief_name"}


def walked(name: str) -> None:
    PARTS[name].walk()
    with transaction.atomic():
        scope.restore()
        changes = StateChange.objects.values_list("case_label", "transition")
        taken = {f"{label}.{act}" for label, act in changes}
    assert {act for act in PARTS[name].acts - taken if not act.endswith(OF_TYPED_NUMBERS)} == set()


@pytest.mark.parametrize("name", sorted(set(PARTS) - {STORED}))
def test_every_act_of_every_procedure_and_what_it_prints(name):
    walked(name)
    papers_of_each_form = {paper.form: paper for paper in IssuedPaper.objects.all()}
    found = {form: text_of(paper) for form, paper in papers_of_each_form.items()}
    assert [form for form, text in found.items() if any(other in text for other in OTHERS)] == []
    assert [form for form in TO_THE_CHIEF & set(found) if CHIEF not in found[form]] == []
    assert [form for form in OF_THE_STATION & set(found) if POLICE not in found[form]] == []
    assert "県又は市区町村" not in found.get("1", "")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("without_bytes")
def test_every_act_of_keeping_and_disposing():
    walked(STORED)


def text_of(paper: IssuedPaper) -> str:
    pdf = papers.get(paper.form).render(paper.values, mode=papers.Mode(paper.mode))
    return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


@pytest.fixture
def desks():
    return with_command(Desks(StationFactory(section_name="防犯係", document_symbol="朝中防")))


def test_numbers_routes_and_clocks_are_this_prefectures(desks):
    case = application_at(S.REPORTED, desks, cars=1, people=5)
    assert case.certification.number == "第防R8-0001号"
    things = {thing.kind: thing.number for thing in case.things().order_by("-number")}
    assert things[Kind.STICKER] == "第防R8-0001-01号"
    assert things[Kind.CARD] == "第防R8-0001-001号"
    clocks = {clock.kind: clock.due_on for clock in Deadline.objects.of_case(case)}
    assert clocks["inspection_entry"] == case.certification.certified_on + dt.timedelta(days=20)
    trained = Deadline.objects.filter(kind="retraining").latest("pk")
    assert trained.due_on == dt.date(2028, 6, 20)
    assert [step.title for step in case.round_steps()] == ["係", "管理官", "課長"]


def test_before_april_a_number_is_of_the_year_before(desks):
    day = credential_numbers.numbered_on(dt.date(2027, 3, 31), "fiscal")
    assert credential_numbers.certificate(day, 12, "第防R5-0012号") == "第防R8-0012号"
    assert credential_numbers.spellings("防r8-12-1") == ["第防R8-0012-01号"]


def test_the_station_counts_its_own_documents(desks):
    case = application_at(S.RECEIVED, desks)
    perform(case, "examine", by=desks.clerk, on=DAY, findings=judged(case.asked()))
    perform(case, "forward", by=desks.chief, on=DAY, document_number="", opinion="fit")
    assert CertificationApplication.objects.get(pk=case.pk).document_number == "朝中防第1号"


def test_an_application_wants_its_map(desks):
    case = start(desks)
    attach_all(case, desks)
    chart = Attachment.objects.of_case(case).get(kind=attachments.AREA_MAP.code)
    perform(case, "detach", by=desks.clerk, on=DAY, attachment=chart.pk)
    with pytest.raises(Refused, match="実施地域の地図"):
        perform(case, "receive", by=desks.clerk, on=DAY)


def test_a_run_on_the_road_asks_no_traffic_division_and_has_a_number_of_its_own(desks):
    case = demonstration_at(S.APPROVED, desks)
    assert isinstance(case, DemonstrationApplication)
    assert [step.duty for step in case.round_steps()] == ["blue_patrol", "blue_patrol"]
    assert case.things().get().number == "第DM8-0001号"


@pytest.mark.nightly
def test_a_life_of_its_groups_is_in_order(desks):
    group = application_at("reported", desks, cars=2, people=5, untrained=1).group
    for seed in range(2):
        live(desks, group, Random(seed), steps=60)

"""What lists of councils say, every rule of theirs: a row, its verdict and the words beside it."""

import datetime as dt

import pytest

from casework import sheets
from casework.models import StateChange
from liaison_councils.models import Council, CouncilOfficer
from liaison_councils.rules.list_columns import LISTS
from liaison_councils.rules.list_records import read_file
from tests.factories import councils as world
from tests.factories.places import KobanFactory
from tests.liaison_councils.lists import (
    TODAY,
    as_csv,
    council_of,
    councils,
    members,
    one,
    planned,
    taken,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    return world.desks()


# --- what a list says --------------------------------------------------------------------------------------------------


def read(content: bytes, name="委員.csv"):
    return read_file(sheets.read(name, content), {}, today=TODAY)


def test_days_widths_dittos_and_variants_are_read_as_an_office_writes_them():
    content = as_csv([
        ["坂上町交番連絡協議会　委員名簿"], [],
        ["Ｎｏ", "協議会名", "委員氏名", "フリガナ", "男女", "生年月日", "任期（自）", "任期（至）", "選出区分", "期", "電話"],
        ["1", "坂上町交番連絡協議会", "𠮷田　花子", "ヨシダ ハナコ", "女性", "昭和３５年１月２日", "R7.4.1", "2027/3/31", "町内会", "２期目", 0],
        ["2", "〃", "神󠄀崎 髙志", "", "F", "S40.13.1", "令和７年４月１日", "", "宇宙", "", ""],
        [], ["合計", "2", "", "", "", "", "", "", "", "", ""],
    ], "utf-8-sig")  # fmt: skip
    sheet = read(content).sheets[0]
    first, second, total = sheet.records
    assert (first.name, first.sex, first.birth_date) == ("𠮷田　花子", "female", dt.date(1960, 1, 2))
    assert (first.starts_on, first.ends_on) == (dt.date(2025, 4, 1), dt.date(2027, 3, 31))
    assert (first.category, first.council) == ("resident", second.council)
    assert second.name == "神󠄀崎 髙志"  # to the code point, its selector included
    assert set(second.wrong) == {"birth_date"}
    assert any("宇宙" in note for note in second.notes)
    assert total.skip == "合計などの行です。"


def test_a_file_in_the_offices_old_encoding_is_read():
    rows = members({"協議会": "坂上町交番連絡協議会", "氏名": "高橋 守"})
    (record,) = read(as_csv(rows, "cp932")).members
    assert (record.name, record.faults) == ("高橋 守", [])


def test_a_character_of_no_typeface_is_a_fault_beside_its_cell():
    (record,) = read(as_csv(members({"協議会": "坂上町交番", "氏名": "\ue000田 太郎"}))).members
    assert list(record.wrong) == ["name"]


def test_every_heading_of_the_screen_is_known_and_tells_one_field():
    for kind in LISTS.kinds.values():
        labels = [words[0] for words in kind.columns.values()]
        assert len(labels) == len(set(labels))
    rows = [[words[0] for words in LISTS.kinds["members"].columns.values()], ["x"] * 21]
    assert read(as_csv(rows)).sheets[0].kind == "members"
    rows = [[words[0] for words in LISTS.kinds["councils"].columns.values()], ["x"] * 13]
    assert read(as_csv(rows)).sheets[0].kind == "councils"


# --- councils (第3の1, 第4の1) ------------------------------------------------------------------------------------------


@pytest.mark.clause("LC-3-1")
def test_a_council_enters_with_its_own_day_area_and_manager(at):
    batch = taken(at.supervisor, councils(council_of(at)))
    council = Council.objects.get()
    assert (council.name, council.state) == (f"{at.koban}連絡協議会", "active")
    assert council.established_on == dt.date(1996, 4, 1)
    assert [(area.koban, area.part, area.from_on) for area in council.areas.all()] == [
        (at.koban, "", council.established_on)
    ]
    (event,) = council.events.all()
    assert (event.kind, event.on, event.note) == ("establish", council.established_on, "名簿からの登録")
    officer = CouncilOfficer.objects.get()
    assert (officer.role, officer.name, officer.from_on) == ("manager", "警部補 空木", dt.date(2026, 4, 1))
    (act,) = StateChange.objects.of_case(council)
    assert (act.transition, act.label, act.before, act.after) == ("register", "名簿からの登録", "", "active")
    assert act.payload.content["batch"] == batch.pk
    assert council.was_active_on(dt.date(2000, 1, 1))


@pytest.mark.clause("LC-3-1")
@pytest.mark.parametrize(
    ("changed", "outcome", "words"),
    [
        ({"交番・駐在所": "月面交番"}, "fault", "という交番・駐在所は"),
        ({"交番・駐在所": ""}, "fault", "交番・駐在所もありません"),
        ({"交番・駐在所": "", "協議会の名称": "会"}, "fault", "交番・駐在所を書きます"),
        ({"設置年月日": ""}, "fault", "空です"),
        ({"設置年月日": "R20.1.1"}, "fault", "今日より後"),
        ({"設置年月日": "ある日"}, "fault", "設置年月日"),
        ({"種別": "謎"}, "fault", "種別として読めません"),
        ({"運営責任者": ""}, "new", "運営責任者が書かれていません"),
        ({"指定年月日": "H1.1.8"}, "fault", "指定の日が、設置の日より前"),
        ({"廃止年月日": "R5.3.31"}, "skipped", "廃止された協議会"),
    ],
)
def test_what_is_said_of_a_council(at, changed, outcome, words):
    found = one(at, council_of(at) | changed)
    assert found[0] == outcome
    assert words in found[1]


@pytest.mark.clause("LC-3-1")
def test_a_koban_that_is_closed_or_two_of_one_name_are_told(at):
    closed = KobanFactory(station=at.station, name="旧町", valid_to=dt.date(2025, 3, 31))
    assert "閉じています（令和7年" in one(at, {"交番・駐在所": str(closed)})[1].replace("　", "")
    KobanFactory(station=at.station, name=at.koban.name, kind="chuzaisho")
    assert "2か所あります" in one(at, {"交番・駐在所": at.koban.name})[1]
    assert one(at, {"交番・駐在所": str(at.koban)})[0] == "new"


@pytest.mark.clause("LC-4-1-1")
def test_a_unit_council_covers_the_koban_that_are_named(at):
    other = KobanFactory(station=at.station)
    both = f"{at.koban}、{other}"
    assert "種別を「単位」に" in one(at, {"交番・駐在所": both, "協議会の名称": "合同会"})[1]
    assert "所管区の交番・駐在所を書きます" in one(at, {"種別": "単位", "協議会の名称": "合同会"})[1]
    taken(at.supervisor, councils(
        {"交番・駐在所": both, "協議会の名称": "合同会", "種別": "単位"},
        {"交番・駐在所": str(other), "協議会の名称": "東部会", "種別": "単位", "対象区域": "東一丁目"},
    ))  # fmt: skip
    assert {(each.council.name, each.koban, each.part) for council in Council.objects.all() for each in council.areas.all()} == {
        ("合同会", at.koban, ""), ("合同会", other, ""), ("東部会", other, "東一丁目"),
    }  # fmt: skip


@pytest.mark.clause("LC-4-1-2")
def test_an_occupational_council_needs_its_purpose(at):
    row = {"協議会の名称": "金融機関等連絡協議会", "種別": "職種等"}
    assert "職種・目的を書きます" in one(at, row)[1]
    taken(at.supervisor, councils(row | {"職種・目的": "強盗の防止"}))
    council = Council.objects.get()
    assert (council.kind, council.purpose, council.areas.count()) == ("occupational", "強盗の防止", 0)


@pytest.mark.clause("LC-3-1")
def test_a_council_that_exists_is_passed_over_and_a_second_of_an_area_is_looked_at(at):
    held = world.active(at)
    assert one(at, council_of(at))[0] == "known"
    alike = one(at, council_of(at, 協議会の名称=held.name.replace("連絡協議会", " 連絡協議会")))
    assert alike[0] == "known"
    assert held.name in alike[1]
    assert "原則は一つです" in one(at, council_of(at, 協議会の名称="別の会"))[1]
    twice = planned(at.supervisor, councils(council_of(at, 協議会の名称="別の会"), council_of(at, 協議会の名称="別の会", 設置年月日="H9.1.1")))  # fmt: skip
    assert {line.outcome for line in twice.lines} == {"fault"}


def test_a_council_that_is_being_prepared_is_set_up_on_its_page(at):
    world.planned(at)
    assert "設置の準備中です" in one(at, council_of(at))[1]

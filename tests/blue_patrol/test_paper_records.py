"""Old spreadsheets of groups, cars, patrollers and the register: kinds, records, reasons, duplicates."""

from datetime import date

import pytest

from blue_patrol.models import Group, PaperRegisterRow, Patroller, TrainingRecord, Vehicle
from blue_patrol.rules import paper_cells, paper_columns, paper_records
from blue_patrol.rules.paper_file import read_file
from blue_patrol.rules.paper_numbers import split_numbers
from casework.sheets import Row, Sheet

TODAY = date(2026, 11, 22)

GROUPS = [
    "証明書番号",
    "証明年月日",
    "交付年月日",
    "団体名",
    "代表者職名",
    "代表者氏名",
    "所在地",
    "電話番号",
    "区分",
    "会員数",
    "実施地域",
]
GROUP = [
    "R5-0012",
    "R5.4.1",
    "R5.4.5",
    "桜見坂安全会",
    "会長",
    "髙橋　一郎",
    "桜見坂1-2",
    "0561-00-0000",
    "(イ) 委嘱",
    "15名",
    "学区",
]
CARS = [
    "証明書番号",
    "団体名",
    "登録番号",
    "車名",
    "型式",
    "車台番号",
    "使用の本拠",
    "標章番号",
    "交付日",
    "車検証記載日",
    "回転灯の種類",
    "軽・普通",
]
CAR = [
    "R5-0012",
    "",
    "名古屋 500 さ 12-34",
    "トヨタ",
    "DBA-1",
    "ZRR70-0500001",
    "桜見坂",
    "R5-0012-01",
    "R5.4.5",
    "R5.4.10",
    "LED点滅式",
    "軽",
]
PEOPLE = ["団体名", "氏名", "ふりがな", "生年月日", "住所", "実施者証番号", "交付日", "受講日", "講師"]
PERSON = [
    "桜見坂安全会",
    "𠮷田 葛󠄀子",
    "よしだ",
    "S40.5.6",
    "桜見坂",
    "R5-0012-001",
    "R5.4.5",
    "R5.3.1",
    "防犯課長",
]
BOOK = [
    "年度",
    "番号",
    "交付年月日",
    "交付区分",
    "団体名",
    "証明書番号",
    "標章番号",
    "実施者証番号",
    "交付者",
    "受領者",
    "本部報告年月日",
    "摘要",
]
LINE = ["令和5年度", 3, "R5.4.5", "新規", "桜見坂安全会", "R5-0012", "R5-0012-01、02", "R5-0012-001～003", "係長", "髙橋", "R5.4.6", ""]  # fmt: skip


def sheet_of(headings, *rows, name="表"):
    return Sheet(name, [Row(n, list(cells)) for n, cells in enumerate((headings, *rows), 1)]).filled()


def read(headings, *rows, choices=None):
    return read_file([sheet_of(headings, *rows)], choices or {}, today=TODAY)


def changed(headings, row, **values):
    """The row with the cells under some headings changed."""
    cells = list(row)
    for heading, value in values.items():
        cells[headings.index(heading)] = value
    return cells


@pytest.mark.parametrize(
    ("headings", "row", "kind"),
    [
        (GROUPS, GROUP, "groups"),
        (CARS, CAR, "vehicles"),
        (PEOPLE, PERSON, "patrollers"),
        (BOOK, LINE, "register"),
    ],
)
def test_a_sheet_is_known_by_its_columns(headings, row, kind):
    (sheet,) = read(headings, row).sheets
    assert sheet.kind == kind
    assert sheet.guess.unknown == []
    assert paper_columns.PAPER.kind_of(sheet.guess.fields) == kind
    assert all(record.is_good for record in sheet.records)


def test_a_sheet_of_something_else_is_left_to_the_user():
    (sheet,) = read(["商品", "値段"], ["りんご", 100]).sheets
    assert (sheet.kind, sheet.records) == ("", [])
    choice = {"kind": "groups", "heading": 1, "columns": {"0": "name"}}
    (group,) = read(["商品", "値段"], ["会", 1], choices={"表": choice}).groups
    assert (group.name, group.row) == ("会", 2)
    assert read(GROUPS, GROUP, choices={"表": {"kind": "none"}}).groups == []


def test_a_group_is_read():
    (group,) = read(GROUPS, GROUP).groups
    assert (group.row, group.certificate_number, group.certified_on, group.delivered_on) == (
        2, "R5-0012", date(2023, 4, 1), date(2023, 4, 5),
    )  # fmt: skip
    assert (group.name, group.representative_name, group.group_type, group.member_count) == (
        "桜見坂安全会", "髙橋　一郎", "b", 15,
    )  # fmt: skip
    assert group.faults == group.notes == []


def test_a_car_a_person_and_a_row_of_the_book_are_read():
    (car,) = read(CARS, CAR).vehicles
    assert (car.plate, car.is_light, car.lamp_type, car.entered_on) == (
        "名古屋|500|さ|1234", True, "flashing", date(2023, 4, 10),
    )  # fmt: skip
    (person,) = read(PEOPLE, PERSON).patrollers
    assert (person.name, person.birth_date, person.trained_on) == (
        "𠮷田 葛󠄀子",
        date(1965, 5, 6),
        date(2023, 3, 1),
    )
    (line,) = read(BOOK, LINE).register
    assert (line.fiscal_year, line.row_number, line.kind) == (2023, "3", "新規")
    assert line.sticker_numbers == ["R5-0012-01", "R5-0012-02"]
    assert line.card_numbers == ["R5-0012-001", "R5-0012-002", "R5-0012-003"]


def test_a_plate_may_stand_in_four_columns():
    headings = ["団体名", "車台番号", "車両番号", "", "", ""]
    below = ["", "", "地域名", "分類番号", "かな", "一連指定番号"]
    rows = [
        [*headings[:2], *["車両番号"] * 4],
        [*headings[:2], *below[2:]],
        ["会", "A-1", "三河", 300, "す", 12],
    ]
    reading = read_file([Sheet("車", [Row(n, r) for n, r in enumerate(rows, 1)]).filled()], {}, today=TODAY)
    assert reading.vehicles[0].plate == "三河|300|す|12"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"証明書番号": ""}, "証明書番号（A列）：空です"),
        ({"団体名": ""}, "団体の名称（D列）：空です"),
        ({"代表者氏名": ""}, "代表者の氏名"),
        ({"証明年月日": "R5.4.31"}, "という日はありません"),
        ({"交付年月日": "R5.3.31"}, "より前です"),
        ({"証明年月日": "R9.4.1", "交付年月日": ""}, "今日より後"),
        ({"証明年月日": "", "交付年月日": ""}, "どちらかを調べて"),
        ({"証明書番号": date(2023, 12, 1)}, "番号が日付（R5.12.1）に変わっています"),
        ({"団体名": "\ue000会"}, "外字"),
        ({"代表者氏名": "山田\n太郎"}, "改行"),
        ({"団体名": "会" * 121}, "120文字まで"),
    ],
)
def test_what_must_be_mended_in_a_group_is_said_with_its_column(values, words):
    (group,) = read(GROUPS, changed(GROUPS, GROUP, **values)).groups
    assert any(words in fault for fault in group.faults), group.faults


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"交付年月日": ""}, "証明年月日（B列）と同じ日"),
        ({"所在地": ""}, "空のまま"),
        ({"区分": "謎"}, "どの区分か分からない"),
        ({"会員数": "十数名"}, "空のまま登録"),
        ({"証明年月日": 45017}, "通し番号"),
        ({"電話番号": 561000000}, "先頭の0"),
        ({"電話番号": "なし"}, "電話番号の形"),
    ],
)
def test_what_to_look_at_in_a_group_is_noted(values, words):
    (group,) = read(GROUPS, changed(GROUPS, GROUP, **values)).groups
    assert group.faults == []
    assert any(words in note for note in group.notes), group.notes


@pytest.mark.parametrize(
    "text",
    ["b", "イ", "(イ)", "（イ）委嘱", "委嘱", "防犯活動の委嘱を受けた団体又は委嘱を受けた者による団体"],
)
def test_a_kind_of_group_is_known_by_any_of_its_names(text):
    assert read(GROUPS, changed(GROUPS, GROUP, 区分=text)).groups[0].group_type == "b"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"登録番号": "名古屋 500 ん 1"}, "使われない文字"),
        ({"登録番号": ""}, "車両番号を入力してください"),
        ({"証明書番号": ""}, "どの団体のものか"),
        ({"車検証記載日": "R5.4.4"}, "より前です"),
    ],
)
def test_what_must_be_mended_in_a_car(values, words):
    (car,) = read(CARS, changed(CARS, CAR, **values)).vehicles
    assert any(words in fault for fault in car.faults), car.faults


def test_an_unusual_plate_or_chassis_is_noted():
    (car,) = read(CARS, changed(CARS, CAR, 登録番号="名古屋 500 わ 1", 車台番号="?")).vehicles
    assert car.faults == []
    assert len(car.notes) == 2


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"氏名": ""}, "空です"),
        ({"団体名": ""}, "どの団体のものか"),
        ({"受講日": "S30.1.1"}, "より前です"),
        ({"受講日": "R9.1.1"}, "今日より後"),
        ({"受講日": ""}, "受講年月日がありません"),
    ],
)
@pytest.mark.clause("BP-5-5-2")
def test_what_must_be_mended_in_a_person(values, words):
    (person,) = read(PEOPLE, changed(PEOPLE, PERSON, **values)).patrollers
    assert any(words in fault for fault in person.faults), person.faults


@pytest.mark.parametrize(
    ("written", "year"),
    [("令和5年度", 2023), ("R5", 2023), (2023, 2023), ("", 2023), (5, 2023), ("平成31年度", 2019)],
)
def test_the_book_knows_its_year(written, year):
    (line,) = read(BOOK, changed(BOOK, LINE, 年度=written)).register
    assert line.fiscal_year == year
    assert bool(line.notes) == (year == 2019)


def test_a_row_of_the_book_is_reported_after_its_delivery():
    (line,) = read(BOOK, changed(BOOK, LINE, 本部報告年月日="R5.4.1")).register
    assert "より前です" in line.faults[0]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("R5-12-01、02、03", ["R5-12-01", "R5-12-02", "R5-12-03"]),
        ("R5-0012-01～03", ["R5-0012-01", "R5-0012-02", "R5-0012-03"]),
        ("第R5-0012-01号〜第R5-0012-03号", ["第R5-0012-01号", "第R5-0012-02号", "第R5-0012-03号"]),
        ("01~03", ["01", "02", "03"]),
        ("R5-12-01～03（3枚）", ["R5-12-01", "R5-12-02", "R5-12-03"]),
        ("R5-12-01\n02", ["R5-12-01", "R5-12-02"]),
        ("Ｒ５－１２－０１，０２", ["Ｒ５－１２－０１", "Ｒ５－１２－０２"]),
        ("R5-12-01, R6-3-02～04", ["R5-12-01", "R6-3-02", "R6-3-03", "R6-3-04"]),
        ("愛防 標1・2", ["愛防", "標1", "標2"]),
        ("", []),
    ],
)
def test_several_numbers_of_a_cell(text, numbers):
    assert split_numbers(text) == (numbers, "")


@pytest.mark.parametrize("text", ["3枚", "R5-12-05～03", "01～9999", "R5-1-1～R6-1-9"])
def test_numbers_that_are_not_clear_are_told(text):
    assert split_numbers(text)[1]


def test_an_exact_repetition_is_left_out_and_a_contradiction_must_be_mended():
    reading = read(GROUPS, GROUP, GROUP, changed(GROUPS, GROUP, 団体名="ちがう会"))
    first, other = reading.groups
    (again,) = reading.skipped
    assert (again.row, again.same_as, again.skip) == (3, 2, "2行目と同じ内容です。")
    assert "4行目と同じで、内容が違います" in first.faults[0]
    assert "2行目と同じで、内容が違います" in other.faults[0]


def test_the_same_certificate_in_another_spelling_is_the_same():
    first, _ = read(GROUPS, GROUP, changed(GROUPS, GROUP, 証明書番号="第Ｒ５－１２号", 団体名="別")).groups
    assert first.faults


def test_a_plate_and_a_sticker_belong_to_one_car_of_a_group():
    other = changed(CARS, CAR, 標章番号="R5-0012-02")
    assert all("車両番号" in car.faults[0] for car in read(CARS, CAR, other).vehicles)
    other = changed(CARS, CAR, 登録番号="名古屋 500 さ 1")
    assert all("標章番号" in car.faults[0] for car in read(CARS, CAR, other).vehicles)
    elsewhere = changed(CARS, CAR, 証明書番号="R5-0013", 標章番号="R5-0013-01", 車台番号="ZRR70-0500009")
    assert all(car.is_good for car in read(CARS, CAR, elsewhere).vehicles)


def test_a_person_stands_once_and_a_namesake_is_noted():
    other = changed(PEOPLE, PERSON, 実施者証番号="R5-0012-002")
    assert all("氏名と生年月日" in person.faults[0] for person in read(PEOPLE, PERSON, other).patrollers)
    namesake = changed(PEOPLE, other, 生年月日="S41.1.1")
    found = read(PEOPLE, PERSON, namesake).patrollers
    assert all(person.is_good and "氏名が" in person.notes[-1] for person in found)
    card = changed(PEOPLE, PERSON, 氏名="別人")
    assert all("実施者証番号" in person.faults[0] for person in read(PEOPLE, PERSON, card).patrollers)


def test_the_end_of_a_number_gets_its_head_from_the_certificate():
    first = changed(CARS, CAR, 証明書番号="", 団体名="桜見坂安全会", 標章番号="01")
    groups, cars = (
        sheet_of(["署", *GROUPS], ["南浜田署", *GROUP], name="団体"),
        sheet_of(CARS, first, name="車"),
    )
    people = sheet_of(PEOPLE, changed(PEOPLE, PERSON, 実施者証番号="－３"), name="人")
    reading = read_file([groups, cars, people], {}, today=TODAY)
    (car,), (person,) = reading.vehicles, reading.patrollers
    assert (car.sticker_number, car.station) == ("第R5-0012-01号", "南浜田署")
    assert "「01」" in car.notes[-1]
    assert person.card_number == "第R5-0012-003号"


def test_a_number_stands_once_in_a_station():
    other = changed(CARS, CAR, 証明書番号="R5-0013", 登録番号="三河 300 す 1")
    assert all("標章番号" in car.faults[0] for car in read(CARS, CAR, other).vehicles)
    headings = [*GROUPS, "台帳番号"]
    other = [*changed(GROUPS, GROUP, 証明書番号="R5-0013", 団体名="別の会"), "7"]
    assert all("台帳番号" in group.faults[0] for group in read(headings, [*GROUP, 7], other).groups)
    bare = changed(BOOK, LINE, 番号="")
    assert all(line.faults for line in read(BOOK, bare, changed(BOOK, bare, 受領者="別人")).register)


def test_duplicates_are_found_across_sheets():
    first, second = sheet_of(GROUPS, GROUP, name="A"), sheet_of(GROUPS, GROUP, name="B")
    (again,) = read_file([first, second], {}, today=TODAY).skipped
    assert again.skip == "「A」の2行目と同じ内容です。"


def test_headings_again_totals_and_remarks_are_passed_over():
    reading = read(GROUPS, GROUP, GROUPS, ["合計", "", "", "12団体"], ["※令和5年現在"])
    assert [record.skip for record in reading.skipped] == [
        "見出しの繰り返しです。",
        "合計などの行です。",
        "注意書きの行です。",
    ]
    assert len(reading.groups) == 1


def test_dittos_below_the_heading_mean_nothing():
    first, second = read(
        GROUPS,
        changed(GROUPS, GROUP, 団体名="同上"),
        changed(GROUPS, GROUP, 団体名="〃", 証明書番号="R5-0013"),
    ).groups
    for group in (first, second):
        assert group.name == ""
        assert "上に値がありません" in group.faults[0]


def test_a_cell_that_could_not_be_read_is_a_fault_when_its_column_is_used():
    sheet = sheet_of(GROUPS, GROUP)
    sheet.rows[1].problems[3] = "計算式の結果が保存されていません。"
    (group,) = read_file([sheet], {}, today=TODAY).groups
    assert group.faults == ["団体の名称（D列）：計算式の結果が保存されていません。"]


def test_what_is_measured_fits_the_database():
    models = {"groups": Group, "vehicles": Vehicle, "patrollers": Patroller, "register": PaperRegisterRow}
    own = {"name": paper_cells.PERSON, "trainer": TrainingRecord._meta.get_field("trainer").max_length}
    for kind, model in models.items():
        for name in paper_columns.PAPER.kinds[kind].columns:
            field = {f.name: f for f in model._meta.get_fields()}.get(name)
            if (
                field is not None
                and getattr(field, "max_length", None)
                and name in paper_cells.LONGEST
                and name != "remarks"
            ):
                most = (
                    own.get(name, paper_cells.LONGEST[name])
                    if kind == "patrollers"
                    else paper_cells.LONGEST[name]
                )
                assert most <= field.max_length, (kind, name)
    assert own["trainer"] >= paper_cells.LONGEST["trainer"]


def test_every_record_names_only_fields_it_has():
    types = {
        "groups": paper_records.GroupRecord, "vehicles": paper_records.VehicleRecord,
        "patrollers": paper_records.PatrollerRecord, "register": paper_records.RegisterRecord,
    }  # fmt: skip
    for kind, record in types.items():
        names = {name for name in paper_columns.PAPER.kinds[kind].columns if not name.startswith("plate_")}
        assert names <= set(record.__dataclass_fields__), kind

"""The verdicts on a personnel list: pure, row by row, against a little world."""

import datetime as dt

import pytest

from casework.postings import offices, plan, reading
from casework.postings.offices import Office, Offices
from casework.postings.sight import sight
from casework.postings.verdicts import Held, Person, Seat, Verdict, World
from casework.sheets import Row, Sheet

APRIL = dt.date(2027, 4, 1)
START = dt.date(2024, 4, 1)
HEADINGS = ["職員番号", "氏名", "よみ", "階級", "新所属", "職名", "別", "発令年月日", "終期", "旧所属"]


def office(kind, pk, label, words, **more):
    return Office(kind, pk, label, words, dt.date(2000, 1, 1), **more)


SAKURA = office("station", 1, "桜見坂警察署", offices.words_of_station("桜見坂"), order=2)
MINAMI = office("station", 2, "南浜田警察署", offices.words_of_station("南浜田"), order=3)
KOBAN = office("koban", 1, "桜見坂警察署 坂上町交番", offices.words_of_koban("桜見坂", "坂上町交番"), order=2)
TWIN = office("koban", 2, "桜見坂警察署 本町交番", offices.words_of_koban("桜見坂", "本町交番"), order=2)
OTHER_TWIN = office(
    "koban", 3, "南浜田警察署 本町交番", offices.words_of_koban("南浜田", "本町交番"), order=3
)
DIVISION = office("division", 1, "生活安全総務課", ("生活安全総務課",))
CLOSED = office(
    "koban",
    4,
    "桜見坂警察署 旧町交番",
    offices.words_of_koban("桜見坂", "旧町交番"),
    valid_to=dt.date(2027, 3, 31),
)
ALL = [SAKURA, MINAMI, KOBAN, TWIN, OTHER_TWIN, DIVISION, CLOSED]
SEATS = {
    seat.pk: seat
    for seat in (
        Seat(1, SAKURA.key, "生活安全係", "桜見坂警察署 生活安全係"),
        Seat(2, SAKURA.key, "署長", "桜見坂警察署 署長", is_single=True),
        Seat(3, MINAMI.key, "生活安全係", "南浜田警察署 生活安全係"),
        Seat(4, MINAMI.key, "署長", "南浜田警察署 署長", is_single=True),
        Seat(5, KOBAN.key, "交番所長", "桜見坂警察署 交番所長"),
        Seat(6, DIVISION.key, "防犯活動係", "生活安全総務課 防犯活動係"),
        Seat(7, MINAMI.key, "指導係", "南浜田警察署 指導係"),
        Seat(8, MINAMI.key, "指導係", "南浜田警察署 指導係"),
    )
}


def person(number, name, **more):
    return Person(int(number.strip("A")), number, name, "巡査部長", **more)


KAZAMA, HOSHINO, MIZUKI = person("A1", "風間 聡"), person("A2", "星野 航"), person("A3", "髙橋 玲")
FAR = person("A4", "遠野 県外", is_foreign=True)
ZEROS = Person(5, "00123", "零田 始", "巡査")


def held(pk, who, seat, capacity="regular", starts_on=START, ends_on=None, **more):
    return Held(pk, who, seat, SEATS[seat].label, capacity, starts_on, ends_on, **more)


def world(**more):
    people = {p.number: p for p in (KAZAMA, HOSHINO, MIZUKI, FAR, ZEROS)}
    postings = {
        "A1": [held(11, KAZAMA, 1), held(12, KAZAMA, 5, "concurrent")],
        "A2": [held(13, HOSHINO, 2)],
        "A3": [held(14, MIZUKI, 4)],
    } | more.pop("held", {})
    labels = {o.key: o for o in ALL}
    return World(Offices(ALL, "愛知県"), labels, SEATS, people, postings, {"風間 聡": ["A1"]}, **more)


def row(number="A1", name="風間 聡", office="南浜田警察署", title="生活安全係", capacity="", day="R9.4.1", until="", **more):  # fmt: skip
    return [
        number,
        name,
        more.get("kana", "かざま さとし"),
        more.get("rank", "巡査部長"),
        office,
        title,
        capacity,
        day,
        until,
        "前の署",
    ]


def judged(*rows, **more):
    sheet = Sheet(
        "表", [Row(place, list(cells)) for place, cells in enumerate([HEADINGS, *rows], 1)]
    ).filled()
    guess = reading.guess(sheet)
    assert reading.missing(guess, None) == []
    return plan.judge(reading.read_lines(sheet, guess, None), world(**more))


def one(*args, **kwargs):
    return judged(row(*args, **kwargs)).rows[0]


# --- the columns ---------------------------------------------------------------------------------------------------


def test_columns_are_guessed_and_the_old_office_is_left_alone():
    sheet = Sheet("表", [Row(1, list(HEADINGS)), Row(2, row())]).filled()
    assert list(reading.guess(sheet).mapping.values()) == [
        "staff_number", "name", "kana", "rank", "office", "title", "capacity", "starts_on", "ends_on", "previous",
    ]  # fmt: skip


def test_a_day_for_all_rows_stands_where_the_list_has_no_column():
    sheet = Sheet("表", [Row(1, HEADINGS[:6]), Row(2, row()[:6])]).filled()
    guess = reading.guess(sheet)
    assert reading.missing(guess, None) == ["発令日"]
    assert reading.missing(guess, APRIL) == []
    assert reading.read_lines(sheet, guess, APRIL)[0].starts_on == APRIL


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"number": ""}, "職員番号がありません"),
        ({"name": ""}, "氏名がありません"),
        ({"title": ""}, "職名がありません"),
        ({"day": ""}, "発令日がありません"),
        ({"day": "四月のはじめ"}, "発令日："),
        ({"capacity": "応援"}, "本務・兼務・代理のどれか"),
        ({"until": "R9.3.1"}, "終期が、発令日より前"),
        ({"name": "風間\ue000"}, "外字"),
        ({"name": "あ" * 61}, "60字まで"),
        ({"office": "退職"}, "退職や出向"),
        ({"title": "生活安全係\x07"}, "制御文字"),
    ],
)
def test_a_cell_that_cannot_stand_is_told(changed, sentence):
    told = one(**changed)
    assert told.verdict == Verdict.FAULT
    assert sentence in " ".join(told.faults)


def test_names_stay_as_they_were_typed_and_numbers_become_half_width():
    told = one(number="Ａ９", name="神\ufa19 葛\U000e0100")
    assert told.line.name == "神\ufa19 葛\U000e0100"
    assert told.line.staff_number == told.person.number == "A9"


@pytest.mark.parametrize(
    ("word", "capacity"), [("本務", "regular"), ("（兼）", "concurrent"), ("併任", "concurrent"), ("代　理", "deputy"), ("心得", "deputy")]
)  # fmt: skip
def test_the_capacity_is_read_in_the_words_of_the_office(word, capacity):
    assert one(number="A9", name="新田 和", capacity=word).line.capacity == capacity


# --- the office and the post ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "title", "seat"),
    [
        ("南浜田警察署", "生活安全係", 3),
        ("南浜田署", "生活安全係", 3),
        ("南浜田", "生活安全係", 3),
        ("愛知県南浜田警察署", "生活安全係", 3),
        ("愛知県警察 南浜田警察署", "生活安全係", 3),
        ("南浜田警察署 生活安全課", "生活安全係", 3),
        ("南浜田警察署生活安全", "係", 3),
        ("桜見坂署坂上町交番", "交番所長", 5),
        ("坂上町交番", "交番所長", 5),
        ("警察本部 生活安全部 生活安全総務課", "防犯活動係", 6),
        ("県警本部生活安全総務課", "防犯活動係", 6),
        ("生活安全総務課防犯活動係", "係員", 6),
    ],
)
def test_an_office_is_found_by_what_lists_call_it(text, title, seat):
    told = one(number="A9", name="新田 和", office=text, title=title)
    assert told.faults == []
    assert told.seat.pk == seat


@pytest.mark.parametrize(
    ("text", "title", "sentence"),
    [
        ("北浜田警察署", "署長", "登録にありません"),
        ("桜見坂警察署西町交番", "交番所長", "交番等がありません"),
        ("本町交番", "交番所長", "2つあります"),
        ("桜見坂署旧町交番", "交番所長", "有効ではありません"),
        ("生活安全総務課防犯活動係", "課長", "職「課長」がありません"),
        ("桜見坂警察署", "副署長", "職「副署長」がありません（あるのは、生活安全係・署長）"),
        ("南浜田警察署", "指導係", "職が2つあります"),
    ],
)
def test_an_office_or_post_that_is_not_clear_is_told(text, title, sentence):
    told = one(office=text, title=title)
    assert told.verdict == Verdict.FAULT
    assert sentence in told.faults[0]


# --- the verdicts --------------------------------------------------------------------------------------------------


def test_a_move_ends_the_present_post_the_day_before():
    told = one()
    assert (told.verdict, told.made.starts_on, told.ends.pk) == (Verdict.MOVE, APRIL, 11)
    assert (told.ends.ends_on, told.ends.was_until) == (dt.date(2027, 3, 31), None)


def test_somebody_unknown_is_new_and_a_namesake_is_told():
    told = one(number="A9")
    assert told.verdict == Verdict.NEW
    assert told.person.pk is None
    assert "同じ氏名の職員がいます（職員番号A1）" in told.notes[0]


def test_the_same_post_is_no_change():
    told = one(office="桜見坂署")
    assert (told.verdict, told.made, told.ends) == (Verdict.SAME, None, None)


@pytest.mark.parametrize("capacity", ["兼務", "代理"])
def test_a_second_post_leaves_the_first_alone(capacity):
    told = one(title="署長", capacity=capacity)
    assert (told.verdict, told.ends) == (Verdict.ADD, None)


def test_a_second_post_held_already_is_no_change():
    assert one(office="坂上町交番", title="交番所長", capacity="兼務").verdict == Verdict.SAME


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"day": "R6.4.1"}, "それより後ではありません"),
        ({"day": "R5.4.1"}, "それより後ではありません"),
        ({"office": "坂上町交番", "title": "交番所長"}, "同じ職の配置"),
        ({"office": "桜見坂署", "until": "R10.3.31"}, "終期が違います"),
        ({"number": "A4", "name": "遠野 県外"}, "ほかの都道府県"),
    ],
)
def test_what_does_not_fit_the_present_postings_is_told(changed, sentence):
    told = one(**changed)
    assert told.verdict == Verdict.FAULT
    assert sentence in " ".join(told.faults)


def test_two_present_regular_postings_are_told():
    both = {"A1": [held(11, KAZAMA, 1), held(15, KAZAMA, 6)]}
    told = judged(row(), held=both).rows[0]
    assert "本務の配置が重なっています" in told.faults[0]


def test_two_regular_rows_of_one_day_are_both_told_and_the_same_row_twice_is_not():
    told = judged(row(), row(title="署長"), row(number="A2", name="星野 航", title="署長"), row(number="A2", name="星野 航", title="署長"))  # fmt: skip
    assert [r.verdict for r in told.rows] == [Verdict.FAULT, Verdict.FAULT, Verdict.MOVE, Verdict.SAME]
    assert "2・3行目" in told.rows[0].faults[0]
    assert told.rows[3].notes == ["この表の4行目と同じです。"]


def test_one_list_may_move_a_person_twice_in_any_order_of_its_rows():
    told = judged(row(office="桜見坂署", title="署長", day="R9.10.1"), row())
    later, first = told.rows
    assert (first.made.starts_on, first.made.ends_on) == (APRIL, dt.date(2027, 9, 30))
    assert later.ends is first.made
    assert (later.verdict, first.verdict) == (Verdict.MOVE, Verdict.MOVE)


def test_a_new_person_with_two_rows_is_made_once():
    told = judged(
        row(number="A9", name="新田 和"), row(number="A9", name="新田 和", title="署長", capacity="代理")
    )
    assert [r.verdict for r in told.rows] == [Verdict.NEW, Verdict.ADD]
    assert told.rows[0].person is told.rows[1].person


def test_one_number_with_two_names_in_a_list_is_told():
    told = judged(
        row(number="A9", name="新田 和"), row(number="A9", name="古田 和", title="署長", capacity="代理")
    )
    assert "2行目では、氏名が「新田 和」" in told.rows[1].faults[0]


def test_another_name_is_shown_and_asked_and_a_variant_is_only_shown():
    renamed, variant = one(name="山田 聡"), one(number="A3", name="高橋 玲")
    assert renamed.registered_name == "風間 聡"
    assert "登録では「風間 聡」、表では「山田 聡」" in renamed.notes[0]
    assert variant.registered_name == ""
    assert "登録の「髙橋 玲」のまま" in variant.notes[0]


def test_a_rank_is_not_changed_ahead_of_its_day():
    assert "登録の「巡査部長」のまま" in one(rank="警部補").notes[0]


def test_zeros_that_a_spreadsheet_dropped_are_found_with_the_name_alone():
    assert one(number=123, name="零田 始").person is ZEROS
    other = one(number=123, name="別の 人")
    assert other.verdict == Verdict.NEW
    assert "同じ番号の職員" in other.notes[0]


def test_the_fingerprint_changes_with_what_registering_would_do():
    assert judged(row()).fingerprint() == judged(row()).fingerprint()
    assert judged(row()).fingerprint() != judged(row(), held={"A1": []}).fingerprint()


# --- office by office ----------------------------------------------------------------------------------------------


def seen(*rows, **more):
    sheet = Sheet(
        "表", [Row(place, list(cells)) for place, cells in enumerate([HEADINGS, *rows], 1)]
    ).filled()
    there = world(**more)
    told = plan.judge(reading.read_lines(sheet, reading.guess(sheet), None), there)
    return {each.office.label: each for each in sight(told, there)}


def test_each_office_shows_who_comes_and_who_goes():
    found = seen(row())
    assert list(found) == ["桜見坂警察署", "南浜田警察署"]
    assert [r.person.name for r in found["桜見坂警察署"].goes] == ["風間 聡"]
    assert [r.person.name for r in found["南浜田警察署"].comes] == ["風間 聡"]


def test_a_post_left_empty_and_a_post_held_twice_are_warned():
    found = seen(row(number="A2", name="星野 航", title="署長"))
    assert found["桜見坂警察署"].warnings == ["令和9年4月1日から、署長の職に人がいません。"]
    assert found["南浜田警察署"].warnings == [
        "令和9年4月1日から、署長の本務が2人になります（星野 航、髙橋 玲）。"
    ]


def test_two_who_change_places_warn_of_nothing():
    found = seen(
        row(number="A2", name="星野 航", title="署長"),
        row(number="A3", name="髙橋 玲", office="桜見坂署", title="署長"),
    )
    assert [each.warnings for each in found.values()] == [[], []]


def test_a_chief_left_with_a_deputy_alone_is_warned():
    found = seen(
        row(number="A2", name="星野 航", title="署長"), row(office="桜見坂署", title="署長", capacity="代理")
    )
    assert found["桜見坂警察署"].warnings == ["令和9年4月1日から、署長の職は代理だけになります。"]


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("警視庁桜見坂警察署", SAKURA),
        ("警視庁 生活安全部 生活安全総務課", DIVISION),
        ("生活安全総務課", DIVISION),
    ],
)
def test_a_list_of_a_police_that_is_not_called_after_its_prefecture_is_read(text, office):
    assert Offices(ALL, "警視庁").find(text, APRIL)[0] == office

"""Values to JSON and back, and the filters that put them on paper."""

import json
from datetime import date

import pytest

from blue_patrol.papers import sample
from blue_patrol.papers.values import ApplicationValues, GroupValues, PatrollerValues, TrainingValues
from casework import paper_tags as tags


@pytest.mark.parametrize("number", sample.SAMPLES)
def test_values_survive_json(number):
    made = sample.SAMPLES[number]()
    assert type(made).from_json(json.loads(json.dumps(made.to_json()))) == made


def test_values_of_another_version_are_read():
    old = {"group": {"name": "緑ケ峰町自治会", "fax": "none"}, "applied_on": None, "gone": 1}
    assert ApplicationValues.from_json(old) == ApplicationValues(group=GroupValues(name="緑ケ峰町自治会"))


def test_dates_are_frozen_in_iso_form():
    person = PatrollerValues(trainings=(TrainingValues(on=date(2022, 6, 18)),))
    assert person.to_json()["trainings"] == [{"on": "2022-06-18", "by": ""}]
    assert person.last_trained_on == date(2022, 6, 18)
    assert PatrollerValues().last_trained_on is None


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("名古屋|500|へ|1234", "名古屋 500 へ 12-34"),
        ("尾張小牧|480|へ|71", "尾張小牧 480 へ ・・71"),
        ("三河|300|へ|5", "三河 300 へ ・・・5"),
        ("三河|300|へ|512", "三河 300 へ ・5-12"),
        ("", ""),
        ("名古屋500へ1234", "名古屋500へ1234"),
    ],
)
def test_plates_are_shown_as_on_the_car(stored, shown):
    assert tags.plate(stored) == shown


@pytest.mark.parametrize(
    ("day", "long", "short"),
    [
        (date(2019, 4, 30), "平成31年4月30日", "平31.4.30"),
        (date(2019, 5, 1), "令和元年5月1日", "令元.5.1"),
        ("2023-01-10", "令和5年1月10日", "令5.1.10"),
        (None, "", ""),
        ("", "", ""),
    ],
)
def test_days_are_printed_in_eras(day, long, short):
    assert (tags.wareki(day), tags.short_era(day)) == (long, short)


def test_a_missing_day_leaves_blanks_for_the_pen():
    assert tags.era(None) == '<span class="date">令和<i></i>年<i></i>月<i></i>日</span>'
    assert tags.born(None) == '<span class="date"><i></i><i></i>年<i></i>月<i></i>日</span>'
    assert tags.era("2023-01-10") == '<span class="date">令和<i>5</i>年<i>1</i>月<i>10</i>日</span>'


def test_text_takes_the_largest_size_that_fits_its_box():
    assert tags.size_for("青葉守", 50, 8).name == "s0"
    assert tags.size_for("あ" * 14, 45, 8).name == "s2"
    assert tags.size_for("あ" * 300, 122, 32).name == "s3"
    assert tags.size_for("あ" * 3000, 122, 32) is None


def test_a_text_of_several_lines_is_not_shrunk_to_stand_on_one():
    assert 'class="s1"' in tags.long({"attached": {}}, "あ" * 46, "130x25.5@9.5", "事案の概要")
    assert 'class="s3"' in tags.long({"attached": {}}, "あ" * 43, "130x4@9.5", "添付書類")


def test_a_variation_selector_takes_no_width_and_is_never_cut_off():
    assert tags.ems("葛󠄀") == 1
    assert "葛</" not in tags.steps("葛󠄀" * 40, "192x21:34,24")


def test_what_people_typed_is_escaped():
    assert "&lt;b&gt;" in tags.fit("<b>", "50x8")
    assert "&lt;b&gt;" in tags.narrow("<b>", "50")
    assert "&lt;b&gt;" in tags.steps("<b>", "50x8:10")


def test_a_label_is_spread_over_its_width_and_stays_one_word():
    assert tags.label("所在地", 6) == '<span class="j w6 n3">所在地</span>'
    assert tags.label("号", 4) == "号"
    assert tags.label("自動車登録番号", 7) == "自動車登録番号"

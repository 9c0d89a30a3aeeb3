"""Who may ask for a run, which areas name the same district, how the stickers of a run are numbered."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blue_patrol.rules import credential_numbers, demonstrations

NAMES = st.sampled_from(["桜見坂", "坂上", "坂下", "浜風", "緑ケ峰", "灯台"])
KINDS = st.sampled_from(["小学校区", "学区", "町", "町一丁目", "町２丁目"])
DISTRICTS = st.builds(lambda name, kind: f"{name}{kind}", NAMES, KINDS)
AREAS = st.lists(DISTRICTS, min_size=1, max_size=5).map("、".join)


@pytest.mark.clause("BP-10-1-1-a")
@pytest.mark.parametrize(
    "name",
    [
        "愛知県警察",
        "愛知県警",
        "愛知県警察本部",
        "愛知県警察本部　生活安全総務課",
        "愛知県桜見坂警察署",
        "桜見坂警察署長",
        "坂上交番",
    ],
)
def test_the_prefectures_police_is_known_by_its_names(name):
    assert demonstrations.is_prefectural_police(name, "愛知県")


@pytest.mark.clause("BP-10-1-1-a")
@pytest.mark.parametrize(
    "name",
    [
        "桜見坂市防犯協会連合会",
        "桜見坂警察署管内防犯協会",
        "愛知県警友会",
        "愛知県",
        "桜見坂市役所",
        "三重県警察",
        "警視庁",
        "",
    ],
)
def test_bodies_of_citizens_offices_and_other_prefectures_are_not(name):
    assert not demonstrations.is_prefectural_police(name, "愛知県")


@pytest.mark.clause("BP-10-1-1-a")
@pytest.mark.parametrize(
    ("name", "is_own"),
    [
        ("警視庁", True),
        ("警視庁生活安全部", True),
        ("警視庁朝凪中央警察署", True),
        ("朝凪港警察署長", True),
        ("朝凪都防犯協会", False),
        ("愛知県警察本部", False),
        ("皇宮警察", False),
    ],
)
def test_a_police_that_is_not_called_after_its_prefecture_is_known_too(name, is_own):
    assert demonstrations.is_prefectural_police(name, "警視庁") == is_own


@pytest.mark.clause("BP-10-1-1-nao")
@pytest.mark.parametrize(
    ("own", "other", "shared"),
    [
        ("桜見坂小学校区全域", "坂下町、桜見坂学区", ["桜見坂小学校区"]),
        ("坂上町一丁目", "坂上町１丁目及び坂下町", ["坂上町1丁目"]),
        ("桜見坂市全域", "桜見坂市全域", []),
        ("別添地図のとおり", "別添地図のとおり", []),
        ("坂上町", "坂上町一丁目", []),
    ],
)
def test_districts_named_in_both_areas(own, other, shared):
    found = demonstrations.shared_areas(own, other)
    assert [demonstrations.named_areas(name).keys() for name in found] == [
        demonstrations.named_areas(name).keys() for name in shared
    ]


@pytest.mark.clause("BP-10-1-1-nao")
@given(AREAS, AREAS)
def test_sharing_is_mutual_and_an_area_shares_all_of_itself(own, other):
    def keys(names):
        return {key for name in names for key in demonstrations.named_areas(name)}

    there, back = (demonstrations.shared_areas(*pair) for pair in ((own, other), (other, own)))
    assert keys(there) == keys(back)
    assert keys(demonstrations.shared_areas(own, own)) == keys([own])
    assert keys(there) == keys([own]) & keys([other])


@pytest.mark.clause("BP-10-1-1-nao")
@given(st.text(max_size=80), st.text(max_size=80))
def test_whatever_was_typed_the_suggestion_names_only_what_is_there(own, other):
    assert len(demonstrations.shared_areas(own, other)) <= len(demonstrations.named_areas(own))


@pytest.mark.clause("BP-13")
@pytest.mark.parametrize(
    ("pattern", "number"),
    [("D5-004", "第D8-012号"), ("デモ", "第D8-012号"), ("DM5-0004", "第DM8-0012号"), ("5-04", "第8-12号")],
)
def test_a_runs_number_keeps_the_letters_and_the_width_of_the_prefectures_example(pattern, number):
    assert credential_numbers.demonstration(date(2026, 9, 1), 12, pattern) == number

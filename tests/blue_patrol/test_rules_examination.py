"""The examination sheet: twelve items, suggestions that never judge, and what forwarding waits for."""

from dataclasses import dataclass

import pytest

from blue_patrol.rules import examination
from blue_patrol.rules.examination import FIT, UNFIT, Unit


@dataclass(frozen=True)
class Finding:
    result: str = ""
    evidence: str = ""
    guidance: str = ""


CODES = ("a", "b", "c", "d-1", "d-2", "d-3", "d-4", "d-5", "d-6", "d-7", "e-1", "e-2")


ELIGIBLE = tuple(f"BP-5-2-a-{number}" for number in range(1, 8))


def all_fit() -> dict[str, Finding]:
    return {code: Finding(FIT, "" if code.startswith("e") else "写真で確かめた") for code in CODES}


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(code, marks=pytest.mark.clause(*(ELIGIBLE if code == "a" else [f"BP-5-2-{code}"])))
        for code in CODES
    ],
)
def test_each_item_cites_its_clause_and_asks_its_question(code: str) -> None:
    item = examination.by_code(code)
    assert item.clause == f"BP-5-2-{code}"
    assert item.group == code[0]
    assert item.label
    assert item.question.endswith("。")


def test_the_sheet_has_twelve_items_in_five_sections() -> None:
    assert examination.CODES == CODES
    assert [section.code for section in examination.SECTIONS] == list("abcde")
    assert [len(section.items) for section in examination.SECTIONS] == [1, 1, 1, 7, 2]
    assert [section.label[0] for section in examination.SECTIONS] == list("アイウエオ")
    assert [section.source for section in examination.SECTIONS] == [
        f"要領 第5の2の{mark}" for mark in "アイウエオ"
    ]


@pytest.mark.clause("BP-5-2-e-1", "BP-5-2-e-2")
def test_of_a_disqualification_only_the_result_is_kept() -> None:
    assert [item.code for item in examination.ITEMS if not item.keeps_evidence] == ["e-1", "e-2"]
    assert examination.by_code("e-1").answers == ((FIT, "該当なし"), (UNFIT, "該当"))
    assert examination.by_code("d-1").answers == ((FIT, "適"), (UNFIT, "否"))
    assert "結果・日・確認者だけを残します" in examination.SECTIONS[-1].lead
    assert all("構成員" in examination.by_code(code).question for code in ("e-1", "e-2"))


@pytest.mark.clause("BP-5-2", "BP-5-3")
def test_an_empty_sheet_is_wholly_unjudged() -> None:
    assert [item.code for item in examination.unjudged({})] == list(CODES)
    assert (
        examination.unfit({})
        == examination.unfit_without_guidance({})
        == examination.without_evidence({})
        == ()
    )


@pytest.mark.clause("BP-5-2", "BP-5-3")
@pytest.mark.parametrize("code", CODES)
def test_every_item_must_be_judged(code: str) -> None:
    findings = all_fit()
    assert examination.unjudged(findings) == ()
    findings[code] = Finding("", "まだ見ていない")
    assert [item.code for item in examination.unjudged(findings)] == [code]
    del findings[code]
    assert [item.code for item in examination.unjudged(findings)] == [code]


@pytest.mark.clause("BP-5-2")
@pytest.mark.parametrize("code", CODES)
def test_an_unfit_item_is_judged_and_goes_up_with_its_guidance(code: str) -> None:
    keeps_text = not code.startswith("e")
    findings = all_fit() | {code: Finding(UNFIT, "実車で見た")}
    assert examination.unjudged(findings) == ()
    assert [item.code for item in examination.unfit(findings)] == [code]
    assert [item.code for item in examination.unfit_without_guidance(findings)] == (
        [code] if keeps_text else []
    )
    findings[code] = Finding(UNFIT, "実車で見た", "掲げる位置を変えるよう伝えた")
    assert examination.unfit_without_guidance(findings) == ()


@pytest.mark.clause("BP-5-2")
def test_blank_guidance_is_no_guidance() -> None:
    findings = all_fit() | {"d-5": Finding(UNFIT, "実車で見た", "　\n")}
    assert [item.code for item in examination.unfit_without_guidance(findings)] == ["d-5"]


@pytest.mark.clause("BP-5-2")
def test_a_judged_item_without_evidence_is_told() -> None:
    findings = all_fit() | {"a": Finding(FIT, " "), "b": Finding(), "e-1": Finding(FIT)}
    assert [item.code for item in examination.without_evidence(findings)] == ["a"]


@pytest.mark.clause(*ELIGIBLE)
@pytest.mark.parametrize(
    ("name", "commissioned_by", "code"),
    [
        ("南浜田市", "", "a"),
        ("桜見坂学区防犯パトロール隊", "桜見坂警察署長", "b"),
        ("一般社団法人まちの灯防犯協会", "", "c"),
        ("特定非営利活動法人あかりの見守り", "", "d"),
        ("緑ケ峰町自治会", "", "e"),
        ("浜風警備保障株式会社", "南浜田市長", "g"),
    ],
)
def test_a_name_or_a_commission_suggests_the_kind(name: str, commissioned_by: str, code: str) -> None:
    suggestion = examination.suggest_group_type(name, commissioned_by=commissioned_by)
    assert suggestion is not None
    assert (suggestion.value, suggestion.text.endswith("。")) == (code, True)


def test_a_name_that_says_nothing_suggests_nothing() -> None:
    assert examination.suggest_group_type("ひので商店街振興防犯会") is None


@pytest.mark.clause("BP-5-2-b", "BP-13")
@pytest.mark.parametrize(
    ("times", "unit", "yardstick", "yardstick_unit", "warns"),
    [
        (1, "week", 1, "week", False),
        (2, "week", 1, "week", False),
        (0, "week", 1, "week", True),
        (4, "month", 1, "week", False),
        (3, "month", 1, "week", True),
        (4, "month", 4, "month", False),
        (3, "month", 4, "month", True),
        (1, "week", 4, "month", False),
        (1, "week", 2, "week", True),
        (None, "week", 1, "week", True),
    ],
)
def test_a_plan_below_the_yardstick_warns(
    times: int | None, unit: Unit, yardstick: int, yardstick_unit: Unit, warns: bool
) -> None:
    warning = examination.suggest_continuity(times, unit, yardstick, yardstick_unit)
    assert bool(warning) is warns
    assert not warns or "原則として" in warning


@pytest.mark.clause("BP-5-2-c")
def test_the_roster_says_how_many_are_trained() -> None:
    assert examination.suggest_training(8, 8) == examination.Suggestion(
        FIT, "実施者8人の全員が講習を受けています。"
    )
    some = examination.suggest_training(6, 8)
    assert some.value == ""
    assert "8人のうち6人" in some.text
    assert "2人が未受講" in some.text
    assert examination.suggest_training(0, 0).value == ""


@pytest.mark.clause("BP-5-2-d-1")
def test_other_than_one_light_a_car_warns() -> None:
    assert examination.suggest_lamps([1, 1]) == ""
    assert examination.suggest_lamps([]) == ""
    assert "2台目は2個、3台目は0個" in examination.suggest_lamps([1, 2, 0])


@pytest.mark.clause("BP-5-2-d-3")
def test_a_marking_names_the_group_and_the_patrol() -> None:
    assert examination.suggest_marking("あかりの見守り 自主防犯パトロール中", "あかりの見守り") == ""
    assert "団体の名称が" in examination.suggest_marking("自主防犯パトロール中", "あかりの見守り")
    assert "パトロール中であることが" in examination.suggest_marking("あかりの見守り", "あかりの見守り")
    assert "団体の名称と自主防犯" in examination.suggest_marking("", "あかりの見守り")


@pytest.mark.clause("BP-5-2-b", "BP-13")
def test_the_yardstick_is_the_prefectures_and_stands_in_no_fixed_text() -> None:
    assert examination.yardstick_words(1, "week") == "原則として週1回以上"
    assert examination.yardstick_words(4, "month") == "原則として月4回以上"
    assert "回" not in examination.by_code("b").question

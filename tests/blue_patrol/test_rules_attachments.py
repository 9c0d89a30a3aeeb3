"""What must be handed in."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from blue_patrol.rules import attachments
from blue_patrol.rules.attachments import Facts, Missing, VehicleFacts

COMPLETE = Facts(
    has_plan=True,
    roster_count=1,
    pledged_on=date(2026, 8, 24),
    vehicles=(VehicleFacts("名古屋 500 へ 12-34", True), VehicleFacts("豊橋 480 へ 56-78", True)),
    has_lamp=True,
    has_lamp_data=True,
    has_marking=True,
)


def test_a_complete_application_lacks_nothing() -> None:
    assert attachments.missing(COMPLETE) == []


@pytest.mark.parametrize(
    ("change", "kind", "clause", "words"),
    [
        pytest.param(change, kind, clause, words, marks=pytest.mark.clause(clause))
        for change, kind, clause, words in (
            ({"has_plan": False}, "overview", "BP-5-1-a", "概要"),
            ({"roster_count": 0}, "roster", "BP-5-1-b", "実施者名簿"),
            ({"pledged_on": None}, "pledge", "BP-5-1-c", "誓約書"),
            ({"vehicles": ()}, "inspection_record", "BP-5-1-d", "自動車を1台以上"),
            (
                {"vehicles": (*COMPLETE.vehicles, VehicleFacts("三河 300 へ 90-12", False))},
                "inspection_record",
                "BP-5-1-d",
                "三河 300 へ 90-12の自動車検査証記録事項",
            ),
            ({"has_lamp": False}, "lamp", "BP-5-1-e", "図面又は写真"),
            ({"has_lamp_data": False}, "lamp_data", "BP-5-1-e", "光度"),
            ({"has_marking": False}, "marking", "BP-5-1-f", "表示"),
        )
    ],
)
def test_what_is_missing_is_told_with_its_clause(
    change: dict[str, Any], kind: str, clause: str, words: str
) -> None:
    (missing,) = attachments.missing(replace(COMPLETE, **change))
    assert (missing.kind, missing.clause) == (kind, clause)
    assert words in missing.sentence
    assert missing.sentence.endswith("。")


@pytest.mark.clause("BP-5-1")
def test_an_empty_application_lacks_each_document_in_order() -> None:
    assert [missing.clause for missing in attachments.missing(Facts())] == [
        f"BP-5-1-{mark}" for mark in "abcdeef"
    ]


@pytest.mark.clause("BP-5-1-d")
def test_each_car_needs_its_own_inspection_record() -> None:
    vehicles = tuple(VehicleFacts(f"名古屋 500 へ {n}", False) for n in range(1, 4))
    assert len(attachments.missing(replace(COMPLETE, vehicles=vehicles))) == 3


@pytest.mark.clause("BP-5-3")
@pytest.mark.parametrize(
    ("group_type", "needed"), [("a", False), *((code, True) for code in "bcdefg"), ("", False)]
)
def test_proof_of_standing_is_asked_of_all_but_prefectures_and_municipalities(
    group_type: str, needed: bool
) -> None:
    missing = attachments.missing_proof(group_type, has_proof=False)
    assert [one.clause for one in missing] == (["BP-5-3"] if needed else [])
    assert attachments.missing_proof(group_type, has_proof=True) == []


def test_the_proof_asked_for_names_the_kind() -> None:
    sentence = "(エ) 特定非営利活動法人に当たることの疎明資料を添付してください。"
    assert attachments.missing_proof("d", has_proof=False) == [
        Missing("proof_of_standing", sentence, "BP-5-3")
    ]


def test_three_are_forms_and_six_are_files() -> None:
    assert [kind.code for kind in attachments.KINDS if not kind.is_file] == ["overview", "roster", "pledge"]
    assert [code for code, _ in attachments.FILE_CHOICES] == [
        "inspection_record",
        "lamp",
        "lamp_data",
        "marking",
        "proof_of_standing",
        "area_map",
    ]
    assert [kind.code for kind in attachments.KINDS if kind.per_vehicle] == ["inspection_record"]
    assert attachments.by_code("lamp").clause == "BP-5-1-e"

"""The seven kinds of eligible body."""

import pytest

from blue_patrol.rules import group_types

SEVEN = [
    pytest.param("a", "ア", "BP-5-2-a-1", False, False, marks=pytest.mark.clause("BP-5-2-a-1")),
    pytest.param("b", "イ", "BP-5-2-a-2", True, True, marks=pytest.mark.clause("BP-5-2-a-2")),
    pytest.param("c", "ウ", "BP-5-2-a-3", True, False, marks=pytest.mark.clause("BP-5-2-a-3")),
    pytest.param("d", "エ", "BP-5-2-a-4", True, False, marks=pytest.mark.clause("BP-5-2-a-4")),
    pytest.param("e", "オ", "BP-5-2-a-5", True, False, marks=pytest.mark.clause("BP-5-2-a-5")),
    pytest.param("f", "カ", "BP-5-2-a-6", True, False, marks=pytest.mark.clause("BP-5-2-a-6")),
    pytest.param("g", "キ", "BP-5-2-a-7", True, True, marks=pytest.mark.clause("BP-5-2-a-7")),
]


@pytest.mark.parametrize(("code", "mark", "clause", "proof", "commission"), SEVEN)
def test_each_kind_has_its_mark_its_clause_and_its_papers(
    code: str, mark: str, clause: str, proof: bool, commission: bool
) -> None:
    kind = group_types.by_code(code)
    assert (kind.mark, kind.clause) == (mark, clause)
    assert (group_types.needs_proof(code), group_types.needs_commission(code)) == (proof, commission)
    assert kind.choice_label == f"({mark}) {kind.short}"
    assert kind.label


def test_there_are_seven_in_the_regulations_order() -> None:
    assert "".join(group_types.CODES) == "abcdefg"
    assert [code for code, _ in group_types.CHOICES] == list("abcdefg")


def test_commissioned_and_entrusted_are_told_apart() -> None:
    assert group_types.by_code("b").commission_word == "委嘱"
    assert group_types.by_code("g").commission_word == "委託"


def test_an_unknown_kind_needs_nothing_yet() -> None:
    assert not group_types.needs_proof("")
    assert not group_types.needs_commission("h")
    with pytest.raises(KeyError):
        group_types.by_code("h")

"""変更 (第7): the table of facts, kind by kind."""

import pytest

from blue_patrol.rules import change_kinds
from blue_patrol.rules.change_kinds import by_code, documents_of, forms_of

NONE: tuple[str, ...] = ()
OF_A_CAR = ("inspection_record", "lamp", "marking")
TABLE = {  # kind → (form, certificate, stickers, cards, joins, leaves, documents, entry)
    "name": ("9", True, "all", "all", False, False, NONE, "never"),
    "representative": ("9", True, "none", "none", False, False, NONE, "never"),
    "address": ("9", True, "none", "none", False, False, NONE, "never"),
    "area": ("9", True, "none", "none", False, False, NONE, "never"),
    "vehicle_added": ("9", True, "own", "none", True, False, OF_A_CAR, "always"),
    "vehicle_removed": ("9", True, "own", "none", False, True, NONE, "never"),
    "vehicle_replaced": ("9", True, "own", "none", True, True, OF_A_CAR, "always"),
    "vehicle_particulars": ("9", True, "own", "none", False, False, ("inspection_record",), "by_profile"),
    "patroller_added": ("10", False, "none", "own", True, False, NONE, "never"),
    "patroller_removed": ("10", False, "none", "own", False, True, NONE, "never"),
    "patroller_renamed": ("10", False, "none", "own", False, False, NONE, "never"),
    "other": ("9", True, "none", "none", False, False, NONE, "never"),
}  # fmt: skip


@pytest.mark.clause("BP-7-1")
@pytest.mark.clause("BP-7-2")
def test_each_kind_brings_what_the_regulation_asks():
    assert {
        kind.code: (
            kind.form, kind.makes_certificate, kind.stickers, kind.cards, kind.joins, kind.leaves, kind.documents, kind.entry,
        )
        for kind in change_kinds.KINDS
    } == TABLE  # fmt: skip
    assert {kind.clause for kind in change_kinds.KINDS} == {"BP-7-1", "BP-7-2"}


@pytest.mark.clause("BP-7-1")
def test_form_9_and_form_10_travel_together():
    assert forms_of(["patroller_added"]) == ("10",)
    assert forms_of(["patroller_added", "area"]) == ("9", "10")
    assert forms_of([]) == ()


@pytest.mark.clause("BP-7-1")
def test_a_new_pledge_is_asked_only_where_the_prefecture_says_so():
    assert documents_of(["representative"], new_pledge=False) == ()
    assert documents_of(["representative"], new_pledge=True) == ("new_pledge",)
    assert documents_of(["area"], new_pledge=True) == ()
    assert documents_of(["vehicle_added", "vehicle_replaced"], new_pledge=False) == OF_A_CAR


@pytest.mark.parametrize(
    ("code", "changed", "is_printed"),
    [
        ("vehicle_particulars", {"plate"}, True), ("vehicle_particulars", {"user_name", "base_location"}, False),
        ("patroller_renamed", {"name", "kana"}, True), ("patroller_renamed", {"address"}, False), ("name", {"name_kana"}, True),
    ],
)  # fmt: skip
def test_a_sticker_or_card_is_made_anew_only_when_what_it_shows_changes(code, changed, is_printed):
    assert by_code(code).is_printed(changed) is is_printed


@pytest.mark.clause("BP-7-2")
@pytest.mark.parametrize(
    ("code", "changed", "by_profile", "starts"),
    [
        ("vehicle_added", set(), False, True), ("vehicle_replaced", set(), False, True), ("vehicle_removed", set(), True, False),
        ("vehicle_particulars", {"plate"}, True, True), ("vehicle_particulars", {"user_name"}, True, True),
        ("vehicle_particulars", {"owner_name", "base_location"}, True, False), ("vehicle_particulars", {"plate"}, False, False),
    ],
)  # fmt: skip
def test_which_cars_obtain_the_entry_anew(code, changed, by_profile, starts):
    assert by_code(code).starts_entry(changed, by_profile=by_profile) is starts


def test_a_kind_that_nobody_knows_is_an_error():
    with pytest.raises(KeyError):
        by_code("colour")

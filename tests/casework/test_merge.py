"""The three-way merge: laws that hold of whatever two people write."""

from hypothesis import given
from hypothesis import strategies as st

from casework.merge import three_way

NAMES = ("name", "address", "phone", "remarks")
VALUE = st.sampled_from([(), ("a",), ("b",), ("c",), ("a", "b")])
SHEET = st.fixed_dictionaries(dict.fromkeys(NAMES, VALUE))


@given(SHEET, SHEET)
def test_who_was_alone_keeps_all_that_was_written(opened, written):
    assert three_way(opened, opened, written).values == written
    assert three_way(opened, opened, written).conflicts == []
    late = three_way(opened, written, opened)
    assert late.values == written
    assert late.taken == [name for name in opened if written[name] != opened[name]]


@given(SHEET, SHEET, SHEET)
def test_no_change_is_lost_and_none_is_made_up(opened, theirs, mine):
    merged = three_way(opened, theirs, mine)
    for name in NAMES:
        i_changed, they_changed = mine[name] != opened[name], theirs[name] != opened[name]
        assert merged.values[name] in (theirs[name], mine[name])
        assert (name in merged.conflicts) == (i_changed and they_changed and mine[name] != theirs[name])
        if they_changed and not i_changed:
            assert merged.values[name] == theirs[name]
        if i_changed:
            assert merged.values[name] == mine[name]


@given(SHEET, SHEET, SHEET)
def test_both_sides_are_asked_about_the_same_fields(opened, theirs, mine):
    here, there = three_way(opened, theirs, mine), three_way(opened, mine, theirs)
    assert set(here.conflicts) == set(there.conflicts)
    asked = set(here.conflicts)
    assert all(here.values[name] == there.values[name] for name in NAMES if name not in asked)


@given(SHEET, SHEET, SHEET, st.sets(st.sampled_from(NAMES)))
def test_what_was_chosen_stands_until_a_third_person_writes(opened, theirs, mine, picks):
    """The page after the choice was opened with the others' values: brought up again it changes nothing."""
    merged = three_way(opened, theirs, mine)
    chosen = merged.values | {name: theirs[name] for name in merged.conflicts if name in picks}
    again = three_way(theirs, theirs, chosen)
    assert (again.values, again.conflicts, again.taken) == (chosen, [], [])


@given(SHEET, SHEET, SHEET)
def test_what_one_side_does_not_know_stays_as_it_is_here(opened, theirs, mine):
    partly = {name: value for name, value in opened.items() if name != "phone"}
    merged = three_way(partly, theirs, mine)
    assert merged.values["phone"] == mine["phone"]
    assert "phone" not in merged.conflicts + merged.taken


@given(SHEET, SHEET, SHEET)
def test_two_spellings_of_one_value_are_no_change(opened, theirs, mine):
    def alike(name, one, other):
        return sorted(one) == sorted(other)

    merged = three_way(opened, theirs, {name: value[::-1] for name, value in mine.items()}, alike)
    plain = three_way(opened, theirs, mine)
    assert set(merged.conflicts) == set(plain.conflicts)

"""Edges of the rules that a careless change would move unseen: each was found by putting the fault in (T27)."""

from datetime import date, timedelta

from blue_patrol.rules import (
    activity,
    change_kinds,
    deadlines,
    demonstrations,
    examination,
    form_items,
)
from blue_patrol.rules import changes as rules_of_changes
from blue_patrol.rules import credential_numbers as numbers

TODAY = date(2026, 9, 20)


def test_a_spell_counts_its_days_and_knows_whether_there_was_a_patrol():
    spell = activity.spell(TODAY - timedelta(days=9), date(2020, 1, 1), 8)
    assert (spell.days(TODAY), spell.has_patrolled) == (9, True)
    assert spell.days(date(2020, 1, 1)) == 0
    assert activity.spell(None, TODAY, 8).has_patrolled is False


def test_a_period_ends_before_the_next_one_begins():
    """A patrol on the Monday after belongs to the week after."""
    (last,) = activity.whole_periods({date(2026, 9, 14)}, date(2026, 9, 7), TODAY, 1, "week", 1)
    assert (last.start, last.count, last.is_short) == (date(2026, 9, 7), 0, True)


def test_a_day_ahead_and_a_day_before_delivery_are_said_and_their_edges_are_none():
    assert (
        activity.day_problem(TODAY + timedelta(days=1), None, TODAY) == "令和8年9月21日は、まだ来ていません。"
    )
    assert "交付した日（令和8年9月20日）より前" in activity.day_problem(
        TODAY - timedelta(days=1), TODAY, TODAY
    )
    assert activity.day_problem(TODAY, TODAY, TODAY) == ""


def test_a_pasted_list_is_read_up_to_its_edge():
    assert activity.read_pasted("R8.9.2\n" * 400, TODAY).faults == []
    assert activity.read_pasted("\n \n9/20\n,\n", TODAY).days == [TODAY]
    (fault,) = activity.read_pasted("2月30日", TODAY).faults
    assert "年から書いてください" in fault
    assert activity.read_pasted("x" * 20, TODAY).faults[0].startswith(f"1番目の「{'x' * 20}」")
    assert activity.read_pasted("x" * 21, TODAY).faults[0].startswith(f"1番目の「{'x' * 20}…」")


def test_words_numbers_and_days_of_small_rules():
    assert change_kinds.by_code("name").field_names == tuple(
        name for name, _ in change_kinds.by_code("name").fields
    )
    row = {"name": "山田 一郎", "birth_date": "1960-04-01", "address": "豊橋市今橋町1", "trainings": []}
    assert "豊橋市今橋町1" in rules_of_changes._roster([row])["山田 一郎"]
    assert numbers.numbered_on(date(2027, 3, 31), "fiscal") == date(2026, 4, 1)
    assert numbers.numbered_on(date(2027, 3, 31), "calendar") == date(2027, 3, 31)
    assert numbers.sticker("愛防123", 2) == "第愛防123-02号"
    assert deadlines.entry_starts("certificate", TODAY, date(2026, 9, 1)) == date(2026, 9, 1)
    assert deadlines.entry_starts("delivery", TODAY, date(2026, 9, 1)) == TODAY
    assert demonstrations.is_prefectural_police("三重県警察本部", "愛知県") is False


def test_what_an_examination_suggests_at_its_edges():
    assert examination.suggest_group_type("市") is None
    assert examination.suggest_group_type("津市") == examination.Suggestion(
        "a", "名称が「市」で終わっています。"
    )
    assert examination.suggest_continuity(4, "month") == ""
    assert examination.judged_anew("plan") == ("b", "d-2", "d-7")
    assert examination.judged_anew("none") == ()


def test_items_of_a_form_are_offered_by_their_paper():
    first = form_items.choices("1")
    assert [paper for paper, _ in form_items.choices("1", "13")] == [
        *(paper for paper, _ in first),
        "様式第13 進達書",
    ]
    paper, items = first[0]
    assert all(value == f"{paper.split(' ')[0]} {words}" for value, words in items)
    every = form_items.every()
    assert {value for _, items in first for value, _ in items} <= set(every)
    assert all(value == words for value, words in every.items())
    assert {"様式第13 署長の意見", "様式第17 該当事由"} <= set(every)
    assert form_items.revocation_choices()[0][1][0] == ("様式第17 該当事由", "該当事由")

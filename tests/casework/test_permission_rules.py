"""The conditions on the person behind the permissions, each by itself: who is refused, with which sentence, and who is not."""

from types import SimpleNamespace

import pytest

from casework import permissions
from casework.permissions import NOT_PROVED, NamedBy, Permission, Reason
from casework.roles import Role


def person(pk=1, role=Role.HQ_DECIDING, *, level="", division=None, is_proved=True, stations=(7,)):
    post = SimpleNamespace(level=level, division=division, division_id=division, koban_id=None)
    return SimpleNamespace(
        staff=SimpleNamespace(pk=pk), role=role, post=post, in_place_of=None, station_ids=set(stations), is_proved=is_proved
    )  # fmt: skip


def case(**more):
    return SimpleNamespace(station_id=7, hands=lambda: {99}, hands_on_words="審査", **more)


def step(post, *, is_final):
    return SimpleNamespace(is_final=is_final, is_for=lambda asked: asked is post)


def test_a_permission_says_why_not_and_asks_for_the_second_factor_where_it_decides():
    decide = Permission("decide", "決裁の職が行います。", frozenset({Role.HQ_DECIDING}), decides=True)
    assert (decide.reasons(case(), person()), decide(case(), person())) == ([], True)
    assert decide.reasons(case(), person(is_proved=False)) == [Reason(NOT_PROVED)]
    assert not decide(case(), person(is_proved=False))
    assert decide.reasons(case(), person(stations=(8,))) == [Reason("決裁の職が行います。")]
    assert decide.reasons(case(), person(role=Role.STATION_CLERK)) == [Reason("決裁の職が行います。")]
    read = Permission("read", "読む職が行います。", frozenset({Role.HQ_DECIDING}))
    assert read(case(), person(is_proved=False))


def test_a_permission_that_the_machine_names_is_that_permission():
    named = NamedBy("acts_as")
    permission = Permission("decide", "決裁の職が行います。", frozenset({Role.HQ_DECIDING}))
    assert named(case(acts_as=permission), person())
    assert not named(case(acts_as=permission), person(role=Role.STATION_CLERK))


def test_a_decision_is_recalled_by_the_post_of_the_last_step_alone():
    mine = person()
    decided = case(round_steps=lambda: [step(None, is_final=False), step(mine.post, is_final=True)])
    assert permissions.decided_at_my_step(decided, mine) is None
    earlier = case(round_steps=lambda: [step(mine.post, is_final=False), step(None, is_final=True)])
    assert permissions.decided_at_my_step(earlier, mine) == Reason("決裁した段階の職が行います。", "BP-5-4")
    refused = permissions.decided_at_my_step(
        decided, SimpleNamespace(**vars(mine) | {"staff": SimpleNamespace(pk=99)})
    )
    assert "審査をした人" in refused.sentence


@pytest.mark.parametrize(
    ("office", "actor", "sentence"),
    [
        (3, person(division=3, level="課長"), None),
        (3, person(division=3, level="補佐"), "課長の職が確かめます。"),
        (4, person(division=3, level="課長"), "その所属の長が確かめます。"),
        (None, person(role=Role.STATION_CHIEF), None),
    ],
)
def test_views_are_gone_through_by_the_head_of_ones_own_office(office, actor, sentence):
    found = permissions.of_own_office(case(division_id=office), actor)
    assert (found and found.sentence) == sentence


def test_a_list_of_disposal_is_seen_by_two_who_did_not_draw_it_up():
    drawn = case(drawn_by_id=1, first_by_id=2)
    assert "作成した人" in permissions.not_ones_own_list(drawn, person(1)).sentence
    assert permissions.not_ones_own_list(drawn, person(2)) is None
    assert "一次確認をした人" in permissions.a_second_pair_of_eyes(drawn, person(2)).sentence
    assert "作成した人" in permissions.a_second_pair_of_eyes(drawn, person(1)).sentence
    assert permissions.a_second_pair_of_eyes(drawn, person(3)) is None


def test_at_headquarters_the_division_in_charge_acts_and_at_a_station_any_clerk():
    of_traffic = SimpleNamespace(duty="traffic", pk=5)
    asked = case(duty="blue_patrol")
    assert permissions.in_charge_at_headquarters(asked, person(role=Role.STATION_CLERK)) is None
    assert permissions.in_charge_at_headquarters(asked, person(division=of_traffic)) is not None

"""Every permission with the posts that hold it, as one table; what is not listed is denied."""

import pytest

from casework.permissions import PERMISSIONS
from casework.roles import Role
from tests.factories import people
from tests.factories.applications import Desks, application_at
from tests.factories.places import StationFactory

CLERK, CHIEF, HQ, DECIDING = Role.STATION_CLERK, Role.STATION_CHIEF, Role.HQ_CLERK, Role.HQ_DECIDING
KOBAN, SUPERVISOR = Role.KOBAN_OFFICER, Role.STATION_SUPERVISOR
READERS = {CLERK, CHIEF, HQ, DECIDING, Role.INSPECTOR}
HOLDERS = {
    "home": set(Role),
    "read_cases": READERS,
    "read_books": READERS,
    "search": set(Role) - {Role.ADMINISTRATOR},
    "look_up_sticker": set(Role) - {Role.ADMINISTRATOR},
    "read_forms": set(Role),
    "enter_application": {CLERK},
    "examine": {CLERK},
    "station_act": {CLERK},
    "forward": {CHIEF},
    "commission": {CHIEF},
    "assign": {CLERK, CHIEF},
    "transfer": {CHIEF, HQ, DECIDING},
    "hand_over": {CHIEF, HQ},
    "comment_cases": {CLERK, CHIEF, HQ, DECIDING},
    "comment_councils": {KOBAN, SUPERVISOR, CHIEF, Role.COMMUNITY_DIVISION},
    "send_back": {HQ, DECIDING},
    "decide": {HQ, DECIDING},
    "acknowledge": {HQ, DECIDING},
    "recall": {HQ, DECIDING},
    "number_document": {CLERK, CHIEF},
    "register_standing": {CLERK, HQ},
    "keep_things": {CLERK, HQ},
    "send_things_up": {CLERK, CHIEF},
    "void_things": {CLERK, HQ, DECIDING},
    "end_standing": {HQ, DECIDING},
    "headquarters_act": {HQ},
    "answer_remark": {CLERK, CHIEF},
    "follow_clocks": {HQ, DECIDING},
    "keep_deadlines": {CLERK},
    "close_register": {CHIEF},
    "print_together": {CLERK, CHIEF, HQ, DECIDING, SUPERVISOR},
    "make_paper": {CLERK, CHIEF, HQ, DECIDING},
    "read_councils": {KOBAN, SUPERVISOR, CHIEF, Role.COMMUNITY_DIVISION, Role.INSPECTOR},
    "read_members": {KOBAN, SUPERVISOR, CHIEF},
    "run_council": {KOBAN, SUPERVISOR},
    "supervise_councils": {SUPERVISOR, CHIEF},
    "approve_council": {CHIEF},
    "import_councils": {SUPERVISOR, Role.COMMUNITY_DIVISION},
    "follow_councils": {Role.COMMUNITY_DIVISION},
    "read_case_figures": READERS,
    "read_council_figures": {SUPERVISOR, CHIEF, Role.COMMUNITY_DIVISION, Role.INSPECTOR},
    "read_figures": READERS | {SUPERVISOR, Role.COMMUNITY_DIVISION},
    "read_clocks": READERS | {KOBAN, SUPERVISOR, Role.COMMUNITY_DIVISION},
    "change_station": {HQ, Role.COMMUNITY_DIVISION},
    "read_changes": {HQ, DECIDING, Role.COMMUNITY_DIVISION, Role.INSPECTOR},
    "station_home": {CLERK, CHIEF, Role.KOBAN_OFFICER, Role.STATION_SUPERVISOR},
    "headquarters_home": {HQ, DECIDING},
    "read_all": {Role.INSPECTOR},
    "watch": {Role.INSPECTOR, Role.ADMINISTRATOR},
    "review_views": {CHIEF, DECIDING, Role.COMMUNITY_DIVISION},
    "settle_reset": {Role.ADMINISTRATOR, CHIEF, DECIDING},
    "dispose": {HQ, Role.COMMUNITY_DIVISION},
    "read_disposals": {CHIEF, HQ, DECIDING, Role.COMMUNITY_DIVISION, Role.INSPECTOR},
    "review_disposal": {CHIEF, DECIDING},
    "approve_disposal": {CHIEF, DECIDING},
    "hold_records": {CHIEF, HQ, DECIDING, Role.COMMUNITY_DIVISION},
    "answer_persons": {HQ},
    "see_stopped": {CHIEF, HQ},
    "administer": {Role.ADMINISTRATOR},
}
ACTING = {"acknowledge", "answer_persons", "answer_remark", "approve_council", "approve_disposal", "assign", "change_station", "close_register", "comment_cases", "comment_councils", "commission", "decide", "dispose", "end_standing", "enter_application", "examine", "follow_clocks", "follow_councils", "forward", "hand_over", "headquarters_act", "hold_records", "import_councils", "keep_deadlines", "keep_things", "make_paper", "number_document", "recall", "register_standing", "review_disposal", "review_views", "run_council", "send_back", "send_things_up", "station_act", "supervise_councils", "void_things"}  # fmt: skip


def test_every_permission_stands_in_the_table():
    assert {code: set(permission.roles) for code, permission in PERMISSIONS.items()} == HOLDERS


def test_every_permission_says_in_a_sentence_who_holds_it():
    assert [code for code, permission in PERMISSIONS.items() if not permission.sentence.endswith("。")] == []
    assert [code for code, permission in PERMISSIONS.items() if permission.code != code] == []


def test_the_inspector_reads_and_writes_nothing_and_the_administrator_sees_no_case():
    held = {role: {code for code, roles in HOLDERS.items() if role in roles} for role in Role}
    assert not held[Role.INSPECTOR] & ACTING
    assert held[Role.ADMINISTRATOR] == {"home", "read_forms", "administer", "watch", "settle_reset"}
    assert held[KOBAN] == {
        "comment_councils",
        "read_clocks",
        "home",
        "read_forms",
        "look_up_sticker",
        "search",
        "station_home",
        "read_councils",
        "read_members",
        "run_council",
    }
    assert held[SUPERVISOR] == held[KOBAN] | {
        "supervise_councils", "import_councils", "print_together", "read_figures", "read_council_figures",
    }  # fmt: skip
    assert held[Role.COMMUNITY_DIVISION] == {
        "comment_councils",
        "read_clocks",
        "home",
        "look_up_sticker",
        "search",
        "read_forms",
        "read_councils",
        "follow_councils",
        "import_councils",
        "read_figures",
        "read_council_figures",
        "read_changes",
        "change_station",
        "review_views",
        "dispose",
        "read_disposals",
        "hold_records",
    }


@pytest.mark.clause("LC-7-1")
def test_the_councils_are_supervised_at_the_station_and_followed_at_headquarters():
    assert PERMISSIONS["supervise_councils"].roles == {SUPERVISOR, CHIEF}
    assert not PERMISSIONS["supervise_councils"].roles & PERMISSIONS["follow_councils"].roles


def test_no_post_of_the_station_decides_and_no_post_of_headquarters_forwards():
    assert not HOLDERS["decide"] & {CLERK, CHIEF}
    assert not HOLDERS["forward"] & {HQ, DECIDING}


@pytest.mark.django_db
def test_a_permission_asks_role_station_and_person_in_that_order():
    desks = Desks(StationFactory())
    case = application_at("forwarded", desks)
    decide = PERMISSIONS["decide"]
    assert decide(case, desks.hq_clerk)
    assert [r.sentence for r in decide.reasons(case, desks.clerk)] == [decide.sentence]
    assert [r.sentence for r in decide.reasons(case, desks.director)] == [
        "いまの決裁の段階（係）の職が行います。"
    ]
    far = people.headquarters(
        StationFactory(prefecture__code="24", prefecture__name="三重県").prefecture, "係"
    )
    assert [r.sentence for r in decide.reasons(case, far)] == [decide.sentence]


@pytest.mark.django_db
def test_the_scope_of_an_administrator_is_empty():
    station = StationFactory()
    assert people.administrator(station.prefecture).station_ids == ()
    assert people.inspector(station.prefecture).station_ids == (station.pk,)


@pytest.mark.django_db
def test_headquarters_sees_every_station_of_its_own_prefecture_only():
    here = [StationFactory() for _ in range(3)]
    there = StationFactory(prefecture__code="24", prefecture__name="三重県")
    assert people.headquarters(here[0].prefecture).station_ids == tuple(s.pk for s in here)
    assert people.headquarters(there.prefecture).station_ids == (there.pk,)

"""What an application's login cannot do with plain SQL to what stands: take out, move, date anew, forge (T12)."""

import pytest
from django.db import transaction

from casework.models.road import RoadState as S
from tests.casework.test_walls import attempt, beside
from tests.factories.applications import Desks, application_at, start
from tests.factories.places import StationFactory

committed = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case():
    with transaction.atomic():
        desks = Desks(StationFactory())
        case = application_at(S.DELIVERED, desks, untrained=1)
        beside(desks, case)
        case.draft = start(desks).pk
    return case


@committed
def test_nothing_that_stands_is_taken_out(case):
    seen = [case.station_id]
    tables = [
        "blue_patrol_certification", "blue_patrol_credential", "blue_patrol_group", "blue_patrol_vehicle",
        "blue_patrol_patroller", "blue_patrol_trainingrecord", "blue_patrol_trainee", "casework_deadline",
        "blue_patrol_ledgersheet", "blue_patrol_paperregisterrow", "blue_patrol_registration",
        "blue_patrol_trainingcourse", "casework_importbatch", "blue_patrol_blanklot", "casework_issuednumber",
        "casework_attachment", "casework_storedfile", "liaison_councils_council", "liaison_councils_councilevent",
        "liaison_councils_councilofficer", "liaison_councils_person", "liaison_councils_term", "liaison_councils_listregistration",
    ]  # fmt: skip
    done = {table for table in tables if attempt(f"delete from {table}", stations=seen) == "done"}
    assert done == set()


@committed
def test_a_car_and_a_person_of_a_draft_are_not_taken_out_either(case):
    """Nothing points at them yet, so that no foreign key would keep them."""
    group = f"(select group_id from blue_patrol_application where id = {case.draft})"
    for table in ("blue_patrol_vehicle", "blue_patrol_trainee"):
        whose = f" where group_id = {group}" if table.endswith("vehicle") else ""
        assert "without a history row" in attempt(f"delete from {table}{whose}", stations=[case.station_id])
    bare = f"(select id from blue_patrol_patroller where group_id = {group} and not exists (select 1 from blue_patrol_trainingrecord t where t.patroller_id = blue_patrol_patroller.id))"
    answer = attempt(f"delete from blue_patrol_patroller where id in {bare}", stations=[case.station_id])
    assert answer == "done" or "without a history row" in answer  # none may be there
    answer = attempt("delete from blue_patrol_trainingrecord", stations=[case.station_id])
    assert "without a history row" in answer


@committed
def test_what_a_thing_or_a_standing_says_changes_only_by_an_act(case):
    thing, standing = "blue_patrol_credential", "blue_patrol_certification"
    other = f"(select group_id from blue_patrol_application where id = {case.draft})"
    somebody = f"(select min(id) from blue_patrol_patroller where group_id = {other})"
    car = f"(select min(id) from blue_patrol_vehicle where group_id = {other})"
    forged = {
        "another bearer of a card": f"update {thing} set patroller_id = {somebody} where kind = 'card' and id = (select min(id) from {thing} where kind = 'card')",
        "another car of a sticker": f"update {thing} set vehicle_id = {car} where kind = 'sticker'",
        "another case of a thing": f"update {thing} set application_id = {case.draft}",
        "another group of a standing": f"update {standing} set group_id = {other}",
        "another area of a standing": f"update {standing} set patrol_area = 'x'",
        "what was seen for a standing": f"update {standing} set ledger_evidence = 'x'",
        "what a registration made": "update blue_patrol_registration set made = '{\"blue_patrol.Group\": [1]}'",
        "since when a registration was touched": "update blue_patrol_registration set last_seq = 999999999",
        "what was seen for a registration": "update blue_patrol_registration set evidence = 'x'",
        "the trainer of a course": "update blue_patrol_trainingcourse set trainer = 'x'",
        "a clock's due day": "update casework_deadline set due_on = due_on + 100",
        "a clock that is done": "update casework_deadline set done_on = current_date, done_by_id = (select min(id) from casework_staff)",
        "a clock that is not needed": "update casework_deadline set void_reason = 'x'",
        "a clock from nowhere": "insert into casework_deadline (kind, title, clause, case_label, case_pk, subject_label, subject_pk, subject, starts_on, due_on, evidence, void_reason, station_id) select kind, title, clause, case_label, case_pk, subject_label, subject_pk, subject, starts_on, due_on, '', '', station_id from casework_deadline",
        "the day of a training": "update blue_patrol_trainingrecord set attended_on = attended_on - 1",
        "a standing that is valid at once": f"insert into {standing} (revision, number, certified_on, delivered_on, patrol_area, ledger_evidence, state, group_id, station_id) values (0, 'x', current_date, current_date, '', '', 'active', {other}, {case.station_id})",
        "a registration from nowhere": "insert into blue_patrol_registration (revision, batch_id, registered_on, evidence, counts, made, last_seq, undo_reason, state, station_id) select 0, batch_id, registered_on, 'x', '{}', '{}', 0, '', 'registered', station_id from blue_patrol_registration",
    }  # fmt: skip
    told = {name: attempt(statement, stations=[case.station_id]) for name, statement in forged.items()}
    assert {name for name, answer in told.items() if answer == "done"} == set()
    assert [answer for answer in told.values() if "syntax" in answer or "does not exist" in answer] == []


@committed
def test_a_sheet_used_for_a_thing_is_noted_only_with_the_things_own_step(case):
    """The printing, or the spoiling of it, leaves its row in the history of the thing."""
    columns = 'prefecture_id, stations, lot_id, serial, sheet, outcome, "on", by_id, reason, credential_id'
    forged = (
        f"insert into blue_patrol_blankuse ({columns}) select prefecture_id, stations, lot_id, serial + 1, 'x', 'used', \"on\", by_id,"
        " '', (select min(id) from blue_patrol_credential) from blue_patrol_blankuse"
    )
    assert "without a history row" in attempt(forged, stations=[case.station_id])

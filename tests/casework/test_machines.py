"""State machines (T03): every state × every act × every kind of post, against one table that was read through (machines.txt).

The table has a line an act: who takes it and from where to where. By night each pair that it does not allow is tried at the door.
"""

from itertools import product
from pathlib import Path

import pytest
from django.db import transaction

from casework.models.road import RoadState as S
from casework.permissions import NamedBy
from casework.roles import Role
from casework.walls.triggers import machines
from casework.workflow import Refused, _take, declared
from tests.casework.test_walls import beside
from tests.factories import people, returns
from tests.factories.applications import DAY, Desks, application_at
from tests.factories.places import KobanFactory, StationFactory

TABLE = Path(__file__).with_name("machines.txt")
NOT_NOW = "では行えません。"


def steps_of(model):
    return model._meta.get_field("state").get_all_transitions(model)


def permission_of(model, step):
    """Its own, or the one that the machine names for an act that several have."""
    return (
        getattr(model, step.permission.attribute) if isinstance(step.permission, NamedBy) else step.permission
    )


def written() -> list[str]:
    """The machines as the table writes them."""
    lines = []
    for model in machines():
        acts = {}
        for step in steps_of(model):
            acts.setdefault(step.name, []).append(step)
        lines += [f"{model._meta.label}"]
        for name, steps in sorted(acts.items()):
            ways = " ".join(
                f"{s.source}>{s.target or s.source}" for s in sorted(steps, key=lambda s: str(s.source))
            )
            (who,) = {" ".join(sorted(permission_of(model, step).roles)) for step in steps}
            lines.append(f"  {name}: {who}: {ways}")
    return lines


def test_every_machine_is_the_one_of_the_table():
    assert written() == TABLE.read_text(encoding="utf-8").splitlines()


def test_inspector_and_administrator_take_no_step_of_any_machine():
    assert not {who for acts in table().values() for posts, _ in acts.values() for who in posts} & {
        Role.INSPECTOR, Role.ADMINISTRATOR
    }  # fmt: skip


def posts(desks) -> dict[str, list]:
    """Everybody who may stand at the door, by kind of post; deputies hold what the post holds."""
    station, prefecture = desks.station, desks.station.prefecture
    koban = KobanFactory(station=station)
    return {
        Role.STATION_CLERK: [desks.clerk, people.deputy(desks.clerk)], Role.STATION_CHIEF: [desks.chief, people.deputy(desks.chief)],
        Role.HQ_CLERK: [desks.hq_clerk], Role.HQ_DECIDING: [desks.director, people.deputy(desks.director)],
        Role.KOBAN_OFFICER: [people.koban_officer(koban)], Role.STATION_SUPERVISOR: [people.supervisor(station)],
        Role.COMMUNITY_DIVISION: [people.community_division(prefecture)], Role.INSPECTOR: [people.inspector(prefecture)],
        Role.ADMINISTRATOR: [people.administrator(prefecture)],
    }  # fmt: skip


def table() -> dict[str, dict[str, tuple[set, set]]]:
    """Machine → act → (posts, states) as the file says."""
    found = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if not line.startswith(" "):
            acts = found[line] = {}
        else:
            name, who, ways = line.strip().split(": ")
            acts[name] = set(who.split()), {way.split(">")[0] for way in ways.split()}
    return found


@pytest.fixture
def rows(db):
    """One record of each machine, and those who act at its station."""
    desks = Desks(StationFactory())
    case = application_at(S.REPORTED, desks)
    beside(desks, case)
    returns.return_at("received", desks)
    found = {model: model._default_manager.filter(station=desks.station).first() for model in machines()}
    assert all(found.values()), [model for model, row in found.items() if row is None]
    return found, posts(desks)


def asked(rows):
    """(row in each of its states, act, post, actor, whether the table has it)."""
    found, actors = rows
    allowed = table()
    for model, row in found.items():
        for state, name in product(dict(model._meta.get_field("state").choices), allowed[model._meta.label]):
            row.__dict__["state"] = state  # in memory alone
            who, states = allowed[model._meta.label][name]
            for role, several in actors.items():
                for by in several:
                    yield row, name, by, state in states and role in who


def test_every_post_in_every_state_may_what_the_table_says_and_nothing_else(rows, record_property):
    count, differences = 0, []
    for row, name, by, allowed in asked(rows):
        count += 1
        step = declared(row, name)
        sentence = step and permission_of(type(row), step).sentence
        told = [reason.sentence for reason in step.permission.reasons(row, by)] if step else [NOT_NOW]
        if (
            sentence not in told and bool(step)
        ) != allowed:  # what else a post's rule says is not the table's
            differences.append((repr(row), row.state, name, by.role, told))
    record_property("T03 state, act and post", count)
    assert differences == []


@pytest.mark.nightly
def test_the_door_refuses_whatever_the_table_does_not_allow(rows, record_property):
    count, passed = 0, []
    for row, name, by, allowed in asked(rows):
        if not allowed:
            count += 1
            state = row.state
            try:
                with transaction.atomic():
                    _take(row, name, by, DAY, None, {})
                passed.append((repr(row), state, name, by.role))
            except Refused:
                continue
    record_property("T03 state, act and post refused at the door", count)
    assert passed == []

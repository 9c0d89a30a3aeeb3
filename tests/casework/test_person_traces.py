"""T25: a person planted in every column that can hold one is found; after disposal no trace is left; the chain verifies."""

from contextlib import suppress

import psycopg
import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.utils import timezone

from casework import chain
from casework.models import Disposal, DisposalItem, Hold
from casework.models.road import RoadState as S
from casework.permissions import PERMISSIONS
from casework.persons.sources import Asked, found
from casework.persons.traces import in_table, searched, traces
from casework.retention import due
from casework.retention.kinds import KINDS
from casework.scope import scope_of
from casework.workflow import open_case, perform
from tests.blue_patrol.acting import client_of
from tests.casework.test_retention_columns import KEPT
from tests.casework.test_walls import beside
from tests.conftest import owner_connection
from tests.crawled import pages
from tests.factories.applications import Desks, application_at
from tests.factories.places import StationFactory

committed = pytest.mark.django_db(transaction=True)
NAME, KANA = "麗泉奈都美", "うららいずみなつみ"
ONE = 'where ctid = (select min(ctid) from "{}")'
WHO = Asked(name=NAME)
UNTOUCHED = {  # what the chain or the list itself is made of, and what is planted by an act
    "StateChange", "ChangePayload", "Disposal", "DisposalItem", "DisposalLog",
}  # fmt: skip


@pytest.fixture
def desks():
    """A station with a row of every table, committed."""
    with transaction.atomic():
        desks = Desks(StationFactory())
        case = application_at(S.DELIVERED, desks)
        beside(desks, case)
        desks.extra["case"] = case
    return desks


def planted(column) -> str:
    """SQL of a value that names the person."""
    if isinstance(column, models.JSONField):
        return f"""'{{"x": "{NAME}"}}'"""
    return f"array['{NAME}']" if column.get_internal_type() == "ArrayField" else f"'{NAME}'"


def written(statement: str) -> int:
    """As the owner and past every trigger: how many rows; 0 where a short column or a check leaves no room for a name."""
    with owner_connection() as owner, owner.transaction():
        owner.execute("set local session_replication_role = replica")
        with suppress(psycopg.errors.DataError, psycopg.errors.IntegrityError), owner.transaction():
            return owner.execute(statement).rowcount
    return 0


def plant(model, column, rows="") -> bool:
    """Write the person into a column of the rows; whether there is room."""
    return written(f'update "{model._meta.db_table}" set "{column.column}" = {planted(column)} {rows}') > 0


def pull_up(model, column) -> None:
    """Take the plant out again, so that the next is found by itself."""
    empty = {"JSONField": "'{}'", "ArrayField": "'{}'"}.get(column.get_internal_type(), "'–'")
    where = f"""strpos("{column.column}"::text, '{NAME}') > 0"""
    assert written(f'update "{model._meta.db_table}" set "{column.column}" = {empty} where {where}')


@committed
def test_a_person_planted_in_every_column_is_found_there(desks, record_property):
    missed, count, without_room = [], 0, []
    for model, columns in searched():
        for name in columns:
            column = model._meta.get_field(name)
            if not plant(model, column, ONE.format(model._meta.db_table)):
                without_room.append(f"{model.__name__}.{name}")
                continue
            count += 1
            with scope_of(desks.hq_clerk):
                seen = list(in_table(model, columns, WHO.keys, desks.hq_clerk))
            if not any(NAME in each.excerpt for each in seen):
                missed.append(f"{model.__name__}.{name}")
            pull_up(model, column)
    record_property("T25 columns in which a planted person is found", count)
    assert missed == []
    assert count > 200
    assert len(without_room) < 40, without_room


def test_of_a_structure_the_leaf_is_told_with_what_it_is_called(db):
    desks = Desks(StationFactory())
    case = application_at(S.DELIVERED, desks)
    name = case.group.representative_name
    papers = [
        each for each in traces(Asked(name=name), desks.hq_clerk) if each.label == "casework.IssuedPaper"
    ]
    assert papers
    assert {(each.column, each.excerpt) for each in papers} == {("値（代表者の氏名）", name)}


@committed
def test_after_disposal_no_trace_is_left_and_the_chain_verifies(desks, record_property):
    kept = {name for names in KEPT.values() for name in names}
    columns = [
        (model, model._meta.get_field(name)) for model, names in searched() for name in names
        if model.__name__ not in UNTOUCHED and not {model.__name__, f"{model.__name__}.{name}"} & kept
    ]  # fmt: skip
    for table in (
        "registerentry",
        "paperregisterrow",
    ):  # all that was written stands in the book that is closed
        written(f"update blue_patrol_{table} set year = 2024")
    written(f"update casework_notice set case_pk = {desks.extra['case'].pk} where case_pk = 0")
    written("update casework_viewreview set month = date_trunc('month', now())")
    rooms = sum(plant(model, column) for model, column in columns)
    with scope_of(desks.hq_clerk):
        hold = due.hold(desks.extra["case"], by=desks.chief, ground="audit", reason=NAME, until=None, on=timezone.localdate())  # fmt: skip
        assert hold.reason == NAME
        for each in Hold.objects.filter(state="held"):
            perform(each, "lift", by=desks.chief, note=NAME)
        before = len(traces(WHO, desks.hq_clerk))
    dispose_of_everything(desks)
    with scope_of(desks.hq_clerk), connection.cursor() as cursor:
        left = [f"{each.label}.{each.column}" for each in traces(WHO, desks.hq_clerk)]
        verdict = chain.verify(cursor)
    record_property("T25 columns planted and empty after disposal", rooms)
    assert before > 60
    assert left == []
    assert verdict.is_whole
    assert verdict.disposed > 20


def dispose_of_everything(desks) -> Disposal:
    """A list of every row of every kind, complete or not: what the function empties, not what is due."""
    today = timezone.localdate()
    with scope_of(desks.hq_clerk):
        row = Disposal(station=desks.station, until=today, drawn_on=today, drawn_by=desks.hq_clerk.staff, digest="0" * 64)  # fmt: skip
        open_case(row, by=desks.hq_clerk, permission=PERMISSIONS["dispose"], on=today)
        DisposalItem.objects.filter(taken_out_on=None).update(taken_out_on=today)
        for kind in KINDS.values():
            for each in kind.rows().model._base_manager.order_by("pk"):
                label = getattr(each, "case_label", "") or each._meta.concrete_model._meta.label
                DisposalItem.objects.create(
                    disposal=row, station=desks.station, kind=kind.code, object_label=label, object_pk=each.pk, ended_on=today, due_on=today
                )  # fmt: skip
    for name, by in (("review", desks.chief), ("approve", desks.director), ("carry_out", desks.hq_clerk)):
        with scope_of(by if name == "review" else desks.hq_clerk):
            row = perform(row, name, by=by)
    return row


@committed
def test_after_disposal_every_page_still_opens(desks):
    with scope_of(desks.hq_clerk):
        for each in Hold.objects.filter(state="held"):
            perform(each, "lift", by=desks.chief, note="済み")
    dispose_of_everything(desks)
    group, case = desks.extra["case"].group_id, desks.extra["case"].pk
    for actor in (desks.clerk, desks.hq_clerk):
        for begin in (f"/groups/{group}/", f"/cases/{case}/", "/"):
            assert len(list(pages(client_of(actor), most=40, begin=begin))) > 20


@committed
def test_rows_that_are_a_person_are_found_by_any_script_and_by_birth_date(desks):
    case = desks.extra["case"]
    with scope_of(desks.hq_clerk):
        person = case.group.patrollers.first()
        names = {each.key for each in found(Asked(name="実施者0"), desks.hq_clerk)}
        assert f"blue_patrol.Patroller-{person.pk}" in names
        born = Asked(name="実施者", birth=person.birth_date)
        other = Asked(name="実施者", birth=person.birth_date.replace(year=1950))
        assert found(born, desks.hq_clerk)
        assert not found(other, desks.hq_clerk)


@committed
def test_every_table_that_can_hold_a_person_is_searched():
    from casework.persons.traces import NOBODY

    asked = {model for model, _ in searched()}
    for app in ("casework", "blue_patrol", "liaison_councils"):
        for model in apps.get_app_config(app).get_models():
            if model._meta.proxy or model in asked or model.__name__ in NOBODY:
                continue
            words = [
                f.name
                for f in model._meta.concrete_fields
                if isinstance(f, models.TextField | models.JSONField)
            ]
            assert not words, model

"""A copy for training: no word of anybody is left in any table, the same text has the same invention, and work goes on."""

from contextlib import suppress
from types import SimpleNamespace

import psycopg
import pytest
from django.conf import settings
from django.db import connection, models, transaction

from casework import chain
from casework.models import IssuedPaper, Staff, StoredFile
from casework.proof import verification
from casework.retention.kinds import holds_words
from casework.scope import scope_of
from casework.training_copy import guard, making
from casework.training_copy.columns import concrete_models, plan_of
from tests.blue_patrol.acting import client_of
from tests.casework.test_generate import as_owner
from tests.casework.test_person_traces import ONE, written
from tests.casework.test_retention_columns import COUNCIL, KEPT, NUMBER, OFFICE, PAPER
from tests.casework.test_walls import beside
from tests.conftest import owner_connection
from tests.crawled import pages
from tests.factories.applications import Desks, application_at
from tests.factories.places import StationFactory

NAME, KANA, PLATE = "麗泉 奈都美", "うららいずみ なつみ", "名古屋|599|ろ|4649"
TRACE = "麗泉"
STAY = {name for reason in (OFFICE, NUMBER, PAPER, COUNCIL) for name in KEPT[reason]} | {
    "BlankLot.prefix", "BlankUse.sheet", "Stocktaking.office", "Comment.post_name", "CouncilOfficer.rank",  # numbers, offices, ranks
}  # fmt: skip
PAGES = 60


def columns():
    for model in concrete_models():
        for field in filter(holds_words, model._meta.concrete_fields):
            yield model, field


def test_every_column_of_words_is_rewritten_deleted_or_stays_for_a_reason(record_property):
    """The reasons are those of disposal; names of staff and what staff typed do not stay here."""
    left, count = [], 0
    for model, field in columns():
        names = {model.__name__, f"{model.__name__}.{field.name}"}
        is_key = not field.editable and not isinstance(field, models.BinaryField) and field.name != "password"
        if field.attname in plan_of(model):
            count += 1
        elif not (
            model in (*making.DELETED, StoredFile)
            or isinstance(field, models.BinaryField)
            or is_key
            or names & STAY
        ):
            left.append(f"{model.__name__}.{field.name}")
    record_property("T25 columns that a copy for training rewrites", count)
    assert not left, left


def plant(model, field) -> bool:
    """A trace of the person in one row, as the owner and past every trigger; whether there is room."""
    text = f"{TRACE}{model.__name__[:6]}{field.name[:6]}"
    value = f"'{text}'"
    if isinstance(field, models.JSONField):
        value = f"""'{{"x": "{text}", "name": ["{text}"], "note": {{"y": "住所は{text}"}}}}'"""
    elif field.get_internal_type() == "ArrayField":
        value = f"array['{text}']"
    elif isinstance(field, models.BinaryField):
        value = f"convert_to('{text}', 'UTF8')"
    elif isinstance(field, models.DateField):
        return False
    with suppress(psycopg.errors.CheckViolation):
        return (
            written(
                f'update "{model._meta.db_table}" set "{field.column}" = {value} {ONE.format(model._meta.db_table)}'
            )
            > 0
        )
    return False


def told(text: str) -> list[str]:
    """Every table in which any row holds the text, in any column; bytes as bytes."""
    sought, hexed = text, text.encode().hex()
    with owner_connection() as owner:
        tables = owner.execute("select tablename from pg_tables where schemaname = 'public'").fetchall()
        ask = "select 1 from \"{}\" t where strpos(t::text, '{}') > 0 or strpos(t::text, '{}') > 0 limit 1"
        return [name for (name,) in tables if owner.execute(ask.format(name, sought, hexed)).fetchone()]


@pytest.fixture
def desks(monkeypatch):
    """A station with a row of every table, committed; its group is of the person whose name is looked for."""
    with transaction.atomic():
        desks = Desks(StationFactory())
        case = application_at("delivered", desks)
        patroller = case.group.patrollers.first()
        desks.extra["patroller"] = patroller.pk
        beside(desks, case)
        desks.extra["case"] = case
    monkeypatch.setattr(settings, "TRAINING", True)
    return desks


def call_by_name(desks) -> None:
    """The group's representative is one of its patrollers, and their papers say so."""
    written(
        f"update blue_patrol_patroller set name = '{NAME}', kana = '{KANA}' where id = {desks.extra['patroller']}"
    )
    written(
        f"update blue_patrol_group set representative_name = '{NAME}' where id = {desks.extra['case'].group_id}"
    )
    written(
        f"update blue_patrol_vehicle set plate = '{PLATE}' where group_id = {desks.extra['case'].group_id}"
    )
    written(
        f"""update casework_issuedpaper set values = jsonb_set(values, '{{people}}', '[{{"name": "{NAME}"}}]')"""
    )


@pytest.fixture
def make(django_db_blocker, monkeypatch):
    """The copy, made by the owner under a key of its own: how many history rows."""

    def make() -> int:
        monkeypatch.setattr(settings, "HISTORY_KEY", "another key")
        with as_owner(django_db_blocker):
            return making.make(b"secret")

    return make


@pytest.mark.django_db(transaction=True)
def test_what_was_planted_in_every_column_is_gone(desks, make, record_property):
    planted = sum(plant(model, field) for model, field in columns() if not {model.__name__, f"{model.__name__}.{field.name}"} & STAY)  # fmt: skip
    assert planted > 150
    assert len(told(TRACE)) > 50
    make()
    assert told(TRACE) == []
    record_property("T25 planted texts of which a copy for training keeps none", planted)


@pytest.mark.django_db(transaction=True)
def test_the_copy_is_whole_and_its_pages_open(desks, make):
    call_by_name(desks)
    count = make()
    assert [told(text) for text in (NAME, KANA, PLATE)] == [[], [], []]
    with scope_of(desks.hq_clerk), connection.cursor() as cursor:
        verdict = chain.verify(cursor)
        assert (verdict.fault, verdict.count) == ("", count)
        assert verification.keys(cursor).faults == []
        case = type(desks.extra["case"]).objects.select_related("group").get(pk=desks.extra["case"].pk)
        patroller = case.group.patrollers.get(pk=desks.extra["patroller"])
        assert case.group.representative_name == patroller.name != NAME  # one person, one invention
        papers = IssuedPaper.objects.of_case(case)
        assert {paper.values["people"][0]["name"] for paper in papers} == {patroller.name}
        assert {paper.file_id for paper in papers} == {None}
        cursor.execute("select count(*) from procrastinate_jobs where task_name = 'make_paper'")
        assert cursor.fetchone()[0] == IssuedPaper.objects.count() > 0  # the worker prints them anew
    walked(desks)


def walked(desks) -> None:
    """No page fails, none names the person."""
    for actor in (desks.clerk, desks.hq_clerk):
        staff = Staff.objects.get(pk=actor.staff.pk)  # with the password of now, which a session is bound to
        count = 0
        for url, page in pages(client_of(SimpleNamespace(staff=staff)), most=PAGES):
            assert "研修用の写し" in page, url
            assert NAME not in page, url
            count += 1
        assert count > PAGES / 2


# --- what serves is never rewritten ----------------------------------------------------------------------------------


def mark(kind: str) -> None:
    """As the owner's commands leave one."""
    with owner_connection() as owner:
        owner.execute(
            "insert into casework_mark (kind, at, anchor, is_good) values (%s, now(), '', true)", [kind]
        )


@pytest.fixture
def restored(transactional_db, monkeypatch):
    """A database that was restored just now, and that nobody has used; other tests of this process may still hang on."""
    monkeypatch.setattr(guard, "OTHERS", "select 0")
    mark("restore")


@pytest.fixture
def refused(transactional_db, django_db_blocker, monkeypatch):
    """What speaks against the database, asked by its owner."""
    monkeypatch.setattr(settings, "TRAINING", True)

    def ask(name: str = "") -> str:
        with as_owner(django_db_blocker):
            return "".join(guard.refusals(name or connection.settings_dict["NAME"]))

    return ask


def test_a_restored_copy_may_be_rewritten(restored, refused):
    assert refused() == ""
    assert "--database" in refused("casework")


def test_what_serves_is_refused(restored, refused, monkeypatch):
    monkeypatch.setattr(settings, "TRAINING", False)
    assert "TRAINING=1" in refused()


def test_what_has_been_used_since_is_refused(restored, refused):
    with transaction.atomic():
        application_at("received", Desks(StationFactory()))
    assert "仕事に使われています" in refused()


def test_what_was_not_restored_is_refused(refused):
    assert "復元したデータベースではありません" in refused()
    mark("training")
    assert "もう研修用の写しです" in refused()


def test_a_database_to_which_others_are_connected_is_refused(refused):
    with owner_connection():
        assert "ほかに" in refused()

"""Anchors outside the database, and the nightly verification with its faults planted one by one (T10)."""

import multiprocessing
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone

from casework.models import Anchor, ChainHead, VerificationRun
from casework.models.road import RoadState as S
from casework.proof import anchors, verification
from casework.proof.tasks import take_anchor, verify_everything
from liaison_councils.models import Council
from tests.casework.test_walls import attempt
from tests.conftest import owner_connection
from tests.factories import councils
from tests.factories.applications import Desks, application_at
from tests.factories.places import StationFactory

committed = pytest.mark.django_db(transaction=True)


@pytest.fixture
def file(tmp_path, settings) -> Path:
    settings.ANCHOR_FILE = str(tmp_path / "anchors")
    return tmp_path / "anchors"


@pytest.fixture
def work(transactional_db):
    """What two stations did, committed, and the owner's connection with triggers asleep."""
    with transaction.atomic():
        for _ in range(2):
            desks = Desks(StationFactory())
            application_at(S.REPORTED, desks)
            councils.everything(desks.station)
    with owner_connection() as owner:
        owner.execute("set session_replication_role = replica")
        yield owner


# --- anchors -------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_anchor_is_a_line_of_the_day_and_a_row(file):
    ChainHead.objects.update(count=7, last_hash="ab" * 32)
    row = anchors.take()
    (line,) = [line for _, line in anchors.lines(file)]
    assert (line.count, line.last_hash, line.release) == (7, "ab" * 32, row.release)
    assert (row.count, row.last_hash, row.place, row.groups) == (
        7,
        "ab" * 32,
        str(file),
        "abab abab abab abab",
    )
    assert line.at.utcoffset() == timedelta(hours=9)


@pytest.mark.django_db
def test_a_day_has_one_line_and_one_row_however_often_the_job_runs(file):
    anchors.take()
    ChainHead.objects.update(count=9, last_hash="cd" * 32)
    assert anchors.take().count == 0
    assert len(file.read_text().splitlines()) == Anchor.objects.count() == 1


def test_lines_are_added_and_never_touched(file):
    now = timezone.now()
    for day in range(30):
        before = file.read_bytes() if file.exists() else b""
        assert anchors.append(file, anchors.Line(now + timedelta(days=day), day, "", "1"))
        assert file.read_bytes().startswith(before)
    assert [line.count for _, line in anchors.lines(file)] == list(range(30))


def _append(path, count):
    anchors.append(path, anchors.Line(timezone.now(), count, "", "1"))


def test_several_workers_at_once_write_one_line(file):
    workers = [multiprocessing.get_context("fork").Process(target=_append, args=(file, n)) for n in range(8)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    assert len(file.read_text().splitlines()) == 1


@pytest.mark.django_db
def test_where_the_file_cannot_be_written_there_is_no_row_either(tmp_path, settings):
    settings.ANCHOR_FILE = str(tmp_path / "nowhere" / "anchors")
    with pytest.raises(CommandError, match="控えを書けません"):
        call_command("anchor")
    assert not Anchor.objects.exists()


def test_a_line_after_one_that_was_cut_off_is_whole_and_the_torn_one_is_told(file):
    now = timezone.now()
    file.write_text(f"{anchors.Line(now - timedelta(days=1), 3, '', '1')}"[:20])
    anchors.append(file, anchors.Line(now, 4, "", "1"))
    assert [line and line.count for _, line in anchors.lines(file)] == [None, 4]


@pytest.mark.django_db
def test_the_command_says_where_nothing_lies_outside(settings, capsys):
    settings.ANCHOR_FILE = ""
    call_command("anchor")
    assert "データベースの外には書いていません" in capsys.readouterr().err
    assert Anchor.objects.get().place == ""


# --- the nightly verification ----------------------------------------------------------------------------------------


@committed
def test_a_night_that_finds_nothing_says_how_much_it_looked_at(work, file):
    take_anchor.func(0)
    verify_everything.func(0)
    run = VerificationRun.last()
    assert (run.faults, run.is_whole) == ([], True)
    assert (run.changes, run.last_hash) == (ChainHead.objects.get().count, ChainHead.objects.get().last_hash)
    assert run.counts["register"] == 2
    assert run.counts["anchors"] == 2  # the line and its row
    assert run.counts["keys"] > 10


PLANTED = {  # what somebody changes past every wall → what the night says of it
    "an act": ("update casework_statechange set label = 'x' where seq = 5", "履歴の5行目"),
    "an act taken out": ("delete from casework_statechange where seq = 5", "履歴の6行目"),
    "what was typed": ("update casework_changepayload set content = '{}'", "要約値と合いません"),
    "the head": ("update casework_chainhead set count = count + 1", "末尾の切り取り"),
    "an anchor's row": ("update casework_anchor set last_hash = md5(last_hash)", "控えた行が、今の履歴にありません。"),
    "a group's key": ("update blue_patrol_group set search_key = 'x'", "団体 {}: search_keyが元の字と合いません"),
    "a group's name": ("update blue_patrol_group set name = 'まるで別の団体'", "search_key"),
    "the order of a group": ("update blue_patrol_group set order_key = 'x'", "order_key"),
    "a patroller's key": ("update blue_patrol_patroller set search_key = 'x'", "実施者"),
    "a chassis number": ("update blue_patrol_vehicle set chassis_key = 'x'", "chassis_key"),
    "a member's key": ("update liaison_councils_person set name_key = 'x'", "name_key"),
    "a council's key": ("update liaison_councils_council set search_key = 'x'", "search_key"),
    "an opinion's key": ("update liaison_councils_opinion set search_key = 'x'", "search_key"),
    "a row of the register taken out": ("delete from blue_patrol_registerentry where id = (select min(id) from blue_patrol_registerentry)", "行が1から続いていません"),
    "a row of the register moved up": ("update blue_patrol_registerentry set row_number = 2", "行が1から続いていません"),
    "a day of the register": ("update blue_patrol_registerentry set delivered_on = delivered_on - 1", "書いた行為が履歴にありません"),
}  # fmt: skip


@committed
def test_each_planted_fault_is_found_and_named_by_key_alone(work, file, caplog):
    anchors.take()
    names = [name for (name,) in work.execute("select name from blue_patrol_group").fetchall()]
    missed = {}
    for what, (change, words) in PLANTED.items():
        saved = _kept(work)
        work.execute(change)
        run = verification.verify()
        said = "\n".join(run.faults)
        if words.split("{}")[0] not in said or any(name in said for name in names):
            missed[what] = said
        _restored(work, saved)
    assert missed == {}
    assert verification.verify().is_whole
    assert caplog.text.count("ERROR") == len(PLANTED)


TABLES = (
    "casework_statechange", "casework_changepayload", "casework_chainhead", "casework_anchor", "blue_patrol_group",
    "blue_patrol_patroller", "blue_patrol_vehicle", "liaison_councils_person", "liaison_councils_council",
    "liaison_councils_opinion", "blue_patrol_registerentry",
)  # fmt: skip


def _kept(owner) -> dict[str, list]:
    return {name: owner.execute(f"select to_jsonb(t) from {name} t").fetchall() for name in TABLES}


def _restored(owner, kept) -> None:
    from psycopg.types.json import Jsonb

    for name, rows in kept.items():
        owner.execute(f"delete from {name}")
        for (row,) in rows:
            owner.execute(
                f"insert into {name} select * from jsonb_populate_record(null::{name}, %s)", [Jsonb(row)]
            )


@committed
def test_a_tail_cut_with_its_head_and_with_the_anchors_row_shows_against_the_file(work, file):
    anchors.take()
    last = ChainHead.objects.get().count
    cut = last - 3
    for statement in (
        f"delete from casework_changepayload where change_id in (select id from casework_statechange where seq > {cut})",
        f"delete from casework_statechange where seq > {cut}",
        f"update casework_chainhead set count = {cut}, last_hash = (select hash from casework_statechange where seq = {cut})",
        "delete from casework_anchor",
    ):
        work.execute(statement)
    assert verification.verify().faults == [
        f"履歴の{last}行目: 控えた行が、今の履歴にありません。（控えのファイルの1行目）"
    ]


@committed
@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("nonsense\n", "1行目が読めません"),
        ("2026-04-01T04:40:00+09:00 9 - 1\n2026-04-02T04:40:00+09:00 8 - 1\n", "2行目は、前の行より"),
        ("2026-04-02T04:40:00+09:00 0 - 1\n2026-04-01T04:40:00+09:00 0 - 1\n", "2行目は、前の行より"),
        (None, "開けません"),
    ],
)
def test_a_file_of_anchors_that_cannot_be_trusted_is_a_fault(file, content, words):
    if content:
        file.write_text(content)
    with pytest.raises(CommandError, match=words):
        call_command("verify")
    with pytest.raises(CommandError, match=words):
        call_command("verify_history", anchors=str(file))


@committed
def test_what_row_level_security_hides_is_a_fault_and_never_a_blind_spot(work):
    """The verification is the application's login: were its policy narrowed, it would see a gap."""
    with owner_connection() as owner:
        owner.execute("alter policy desk on casework_statechange using (seq <> 4)")
        try:
            assert verification.verify().faults[0].startswith("履歴の5行目: 前の行の通し番号は3で")
        finally:
            from casework.walls.scoped import scoped_tables

            owner.execute(
                f"alter policy desk on casework_statechange using ({scoped_tables()['casework_statechange']})"
            )
    assert verification.verify().is_whole


@committed
def test_neither_anchors_nor_verifications_can_be_changed_by_the_application(work):
    anchors.take()
    verification.verify()
    for table in ("casework_anchor", "casework_verificationrun"):
        for change in (f"update {table} set release = ''", f"delete from {table}", f"truncate {table}"):
            assert "permission denied" in attempt(change)


def test_every_model_with_a_stored_key_is_compared():
    """A column that is called a key and holds text is made by ``stored_keys``."""
    from django.apps import apps
    from django.db.models import TextField

    found = {
        model
        for model in apps.get_models()
        for f in model._meta.concrete_fields
        if f.name.endswith("_key") and isinstance(f, TextField)
    }
    assert found == set(verification.keyed_models())
    assert Council in found

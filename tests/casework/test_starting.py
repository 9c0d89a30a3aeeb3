"""What refuses to start, each with a sentence that says what to do; and that what is in order starts."""

import os
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection

from casework import master_data
from casework.models import ProfileValue
from casework.watch import health, starting
from tests.conftest import owner_connection
from tests.test_repository import ROOT


@pytest.fixture
def owner(transactional_db):
    """What the owner writes here is committed, and taken out again."""
    with owner_connection() as connected:
        yield connected


def url(name: str, login: str) -> str:
    told = connection.settings_dict
    return f"postgresql://{login}@/{name}?host={told['HOST']}" + (
        f"&port={told['PORT']}" if told["PORT"] else ""
    )


def started(database_url: str) -> subprocess.CompletedProcess:
    """A worker that ends when nothing is left to do, over another database."""
    more = {"DATABASE_URL": database_url, "DEMO": "1", "SECRET_KEY": "x" * 50, "HISTORY_KEY": "y" * 50}
    return subprocess.run(
        [sys.executable, "manage.py", "worker", "--until-idle"], cwd=ROOT, env=os.environ | more, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_what_is_in_order_starts(db):
    master_data.load()
    assert starting.refusals() == []
    starting.refuse()


def test_a_server_of_pages_without_its_static_files_is_refused(db, settings, tmp_path, capsys):
    """And neither a worker nor a server whose files have been collected."""
    master_data.load()
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    starting.refuse()
    with pytest.raises(SystemExit) as ended:
        starting.refuse(pages=True)
    assert ended.value.code == starting.BOOT_FAILED
    assert "collectstatic" in capsys.readouterr().err
    (tmp_path / "staticfiles.json").write_text('{"version": "1.1", "paths": {}, "hash": "0123456789ab"}')
    settings.STATIC_ROOT = Path(tmp_path)
    settings.STORAGES = dict(settings.STORAGES)  # read anew
    starting.refuse(pages=True)


def test_the_login_that_owns_the_tables_is_refused(transactional_db):
    done = started(url(connection.settings_dict["NAME"], settings.DATABASE_OWNER["USER"]))
    assert done.returncode == starting.BOOT_FAILED
    assert "所有者" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_that_knows_no_kanji_is_refused(owner):
    name = f"narrow_{uuid4().hex[:8]}"
    owner.autocommit = True
    owner.execute(f"create database {name} template template0 encoding 'UTF8' lc_ctype 'C' lc_collate 'C'")
    try:
        done = started(url(name, settings.DATABASE_APP_LOGIN))
    finally:
        owner.execute(f"drop database {name} with (force)")
    assert done.returncode == starting.BOOT_FAILED
    assert "C.UTF-8" in done.stderr


def test_a_replica_is_refused(db, monkeypatch):
    """A real one in the tests of several hosts; here the answer that it gives."""
    answer = "select true, 'UTF8', 'C.UTF-8', 'c', false, false, false"
    monkeypatch.setattr(starting, "STANDING", answer)
    (sentence,) = starting.refusals()
    assert "複製" in sentence


def test_tables_of_a_newer_release_are_refused(owner):
    owner.execute(
        "insert into django_migrations (app, name, applied) values ('casework', '9999_of_tomorrow', now())"
    )
    try:
        assert "より新しい版" in "".join(starting.refusals())
    finally:
        owner.execute("delete from django_migrations where name = '9999_of_tomorrow'")
        owner.commit()


def test_a_clock_that_is_wrong_is_refused(db, monkeypatch):
    monkeypatch.setattr(health, "MOST_APART", timedelta(seconds=-1))
    assert "時計" in "".join(starting.refusals())


def test_a_profile_that_lacks_a_value_is_refused(db):
    master_data.load()
    ProfileValue.objects.filter(key="retraining_months", profile__prefecture__code="23").delete()
    (sentence,) = starting.refusals()
    assert "retraining_months" in sentence
    assert "load_master" in sentence


def test_every_value_that_is_read_without_another_is_needed():
    rooms = [ROOT / app for app in ("casework", "blue_patrol", "liaison_councils")]
    text = "".join(
        path.read_text(encoding="utf-8")
        for room in rooms
        for path in room.rglob("*.py")
        if "demo" not in path.parts
    )
    read = set(re.findall(r'profile\.value\("([a-z_]+)"\)', text))
    assert len(read) > 5
    assert read - {"lamp_types"} <= starting.NEEDED  # without it every kind of lamp is admitted


def test_a_copy_for_training_and_a_register_are_not_mistaken(owner, monkeypatch):
    monkeypatch.setattr(settings, "TRAINING", True)
    assert "研修用の写しではありません" in "".join(starting.refusals())
    monkeypatch.setattr(settings, "TRAINING", False)
    owner.execute(
        "insert into casework_mark (kind, at, anchor, is_good) values ('training', now(), '', true)"
    )
    owner.commit()
    assert "このデータベースは研修用の写しです" in "".join(starting.refusals())


def test_a_database_that_is_away_is_no_reason(db, monkeypatch, caplog):
    def away():
        raise starting.OperationalError("gone")

    monkeypatch.setattr(starting, "refusals", away)
    starting.refuse()  # a refusal would end the process
    assert "does not answer" in caplog.text

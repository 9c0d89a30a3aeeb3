"""The chain over the history: every change of a row is found with its row (T10), and each act leaves one (T11)."""

import hashlib
import hmac
import random
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction
from psycopg.types.json import Jsonb

from casework import chain
from casework.models import ChainHead, ChangePayload, ReadLog, StateChange
from casework.models.history import canonical, digest
from casework.models.road import RoadState as S
from casework.proof import compared
from casework.scope import scope_of
from casework.workflow import Refused, perform
from tests.conftest import owner_connection
from tests.factories.applications import DAY, REASONS, Desks, application_at
from tests.factories.places import StationFactory
from tests.nights import sampled

MUTATIONS = sampled((100, 1000), by_day=(100,))  # of each kind
COLUMNS = [StateChange._meta.get_field(name).column for name in StateChange.CHAINED]
ANOTHER = {
    "case_pk": "case_pk + 1", "station_id": "(select max(id) from casework_station)", "as_deputy": "not as_deputy",
    "on": '"on" - 1', "at": "at + interval '1 second'", "staff_id": "(select max(id) from casework_staff)",
    "payload_digest": "md5(payload_digest)", "previous_hash": "md5(previous_hash)", "hash": "md5(hash)", "seq": "-seq",
}  # fmt: skip


@pytest.fixture
def history(transactional_db):
    """Two delivered cases of two stations, committed, and the owner's connection with triggers asleep."""
    with transaction.atomic():
        for _ in range(2):
            application_at(S.REPORTED, Desks(StationFactory(), extra={}))
        StationFactory()
    with owner_connection() as owner:
        owner.execute("set session_replication_role = replica")
        owner.execute("set timezone = 'Asia/Tokyo'")  # the walk must not depend on it
        yield owner


def count_of(owner) -> int:
    return owner.execute("select max(seq) from casework_statechange").fetchone()[0]


def edit(owner, rng, last) -> int:
    seq = rng.randint(1, last)
    column = rng.choice([*COLUMNS, "hash"])
    value = ANOTHER.get(column, f"\"{column}\" || 'x'")
    changed = owner.execute(
        f'update casework_statechange set "{column}" = {value} where seq = %s and "{column}"::text is distinct from ({value})::text',
        [seq],
    )  # fmt: skip
    if not changed.rowcount:  # it said so already: mutate what always differs
        owner.execute("update casework_statechange set label = label || 'x' where seq = %s", [seq])
    return 1 if column == "seq" and changed.rowcount else seq


def delete(owner, rng, last) -> int:
    seq = rng.randint(1, last - 1)
    owner.execute("delete from casework_statechange where seq = %s", [seq])
    return seq + 1


def swap(owner, rng, last) -> int:
    first, second = sorted(rng.sample(range(1, last + 1), 2))
    owner.execute("update casework_statechange set seq = case seq when %s then -%s else -%s end where seq in (%s, %s)", [first, second, first, first, second])  # fmt: skip
    owner.execute("update casework_statechange set seq = -seq where seq < 0")
    return first


def insert(owner, rng, last) -> int:
    """A row slipped in, everything after it moved up, its hash as good as a forger without the key makes it."""
    seq = rng.randint(1, last)
    owner.execute("update casework_statechange set seq = -seq - 1 where seq >= %s", [seq])
    owner.execute("update casework_statechange set seq = -seq where seq < 0")
    _copy(owner, seq + 1, seq)
    owner.execute("update casework_chainhead set count = count + 1")
    return seq


def duplicate(owner, rng, last) -> int:
    """The same row once more under the same number, past the constraint."""
    seq = rng.randint(1, last)
    owner.execute("alter table casework_statechange drop constraint casework_statechange_seq_key")
    _copy(owner, seq, seq)
    return seq


def _copy(owner, source, seq) -> None:
    names = [f'"{c}"' for c in [*COLUMNS, "hash", "xid"] if c not in {"seq", "hash"}]
    listed = ", ".join(names)
    owner.execute(
        f"insert into casework_statechange (seq, hash, {listed}) select %s, md5(hash), {listed} from casework_statechange where seq = %s",
        [seq, source],
    )


def payload(owner, rng, last) -> int:
    rows = owner.execute("select c.seq, p.change_id from casework_changepayload p join casework_statechange c on c.id = p.change_id order by c.seq").fetchall()  # fmt: skip
    seq, pk = rng.choice(rows)
    owner.execute(
        "update casework_changepayload set content = %s where change_id = %s",
        [Jsonb({"forged": rng.random()}), pk],
    )
    return seq


def cut(owner, rng, last) -> int:
    seq = rng.randint(2, last)
    owner.execute(
        "delete from casework_changepayload where change_id in (select id from casework_statechange where seq >= %s)",
        [seq],
    )
    owner.execute("delete from casework_statechange where seq >= %s", [seq])
    return seq


def head(owner, rng, last) -> int:
    change = rng.choice(["count = count + 1", "count = count - 1", "last_hash = md5(last_hash)"])
    owner.execute(f"update casework_chainhead set {change}")
    return last + 1


def reseal(owner, rng, last) -> int:
    """An edit sealed anew by somebody who has the database but not the key."""
    seq = rng.randint(1, last)
    owner.execute("update casework_statechange set staff_name = 'x' where seq = %s", [seq])
    columns = ", ".join(f'"{name}"' for name in COLUMNS)
    row = owner.execute(f"select {columns} from casework_statechange where seq = %s", [seq]).fetchone()
    forged = hmac.new(b"another key", canonical(list(row)), hashlib.sha256).hexdigest()
    owner.execute("update casework_statechange set hash = %s where seq = %s", [forged, seq])
    return seq


def cut_with_head(owner, rng, last) -> int:
    """A tail that is gone without a trace within the database: only an anchor that lies outside of it shows that."""
    seq = cut(owner, rng, last)
    owner.execute("update casework_chainhead set count = %s, last_hash = (select hash from casework_statechange where seq = %s)", [seq - 1, seq - 1])  # fmt: skip
    return last


KINDS = [edit, delete, swap, insert, duplicate, payload, cut, head, reseal, cut_with_head]


@pytest.mark.parametrize("times", MUTATIONS)
def test_every_mutation_is_found_with_its_row(history, times, record_property):
    """T10. One history for all kinds: each mutation is taken back. The last kind is found against an earlier anchor."""
    last = count_of(history)
    verdict = chain.verify(history.cursor())
    assert verdict == chain.Verdict(last, ChainHead.objects.get().last_hash)
    found = {mutate.__name__: missed_of(history, mutate, times, verdict) for mutate in KINDS}
    for name, missed in found.items():
        record_property(f"T10 {name}: mutations found with their row", times - len(missed))
    assert {name: missed for name, missed in found.items() if missed} == {}
    assert chain.verify(history.cursor()) == verdict


def test_a_history_longer_than_what_is_read_at_once_is_one_chain(history, monkeypatch):
    whole = chain.verify(history.cursor())
    for rows in (1, 7, whole.count):
        monkeypatch.setattr(chain, "BATCH", rows)
        assert chain.verify(history.cursor()) == whole


def missed_of(owner, mutate, times, before) -> list[tuple]:
    """Mutations of one kind that were not found with their row: (which, the row, what was said)."""
    rng, missed = random.Random(mutate.__name__), []
    kept = [compared.Kept(before.count, before.last_hash)] if mutate is cut_with_head else []
    for number in range(times):
        with owner.transaction(force_rollback=True):
            expected = mutate(owner, rng, before.count)
            verdict = compared.compare(owner.cursor(), chain.verify(owner.cursor()), kept)
            if verdict.is_whole or not _names(verdict.seq, expected, mutate):
                missed.append((number, expected, verdict))
    return missed


def _names(found, expected, mutate) -> bool:
    if mutate is edit:  # a number turned negative comes first in the order
        return found in {expected, -expected, expected + 1} or found < 0
    return found == expected


def test_a_tail_cut_together_with_the_head_shows_against_an_anchor(history):
    last = count_of(history)
    anchor = f"{last}:{ChainHead.objects.get().last_hash}"
    with history.transaction():
        history.execute("delete from casework_changepayload where change_id in (select id from casework_statechange where seq > %s)", [last - 3])  # fmt: skip
        history.execute("delete from casework_statechange where seq > %s", [last - 3])
        history.execute("update casework_chainhead set count = %s, last_hash = (select hash from casework_statechange where seq = %s)", [last - 3, last - 3])  # fmt: skip
    assert chain.verify(history.cursor()).is_whole
    told = verify_by_command("--anchor", anchor)
    assert told.returncode == 1
    assert f"履歴の{last}行目: 控えた行が、今の履歴にありません。" in told.stderr


def test_payloads_may_be_disposed_of_and_the_chain_still_verifies(history):
    before = chain.verify(history.cursor())
    history.execute("delete from casework_changepayload")
    after = chain.verify(history.cursor())
    assert after.is_whole
    assert (after.count, after.last_hash) == (before.count, before.last_hash)
    assert after.disposed > 0


def test_a_state_forged_with_its_history_row_is_found(history):
    """What the triggers believe: SQL of the application's login with a row of its own making."""
    last = count_of(history)
    _copy(history, last, last + 1)
    verdict = chain.verify(history.cursor())
    assert (verdict.is_whole, verdict.seq) == (False, last + 1)


def verify_by_command(*arguments) -> subprocess.CompletedProcess:
    """manage.py verify_history as an administrator runs it, against this test's database."""
    name = connection.settings_dict["NAME"]
    code = (
        "import os, sys; os.environ['DATABASE_LOGIN'] = 'owner'; os.environ['DJANGO_SETTINGS_MODULE'] = 'config.settings'\n"
        f"from django.conf import settings; settings.DATABASES['default']['NAME'] = {name!r}\n"
        "from django.core.management import execute_from_command_line\n"
        "execute_from_command_line(['manage.py', 'verify_history', *sys.argv[1:]])"
    )
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_tells_count_and_hash_or_the_first_bad_row(history):
    told = verify_by_command()
    last, last_hash = count_of(history), ChainHead.objects.get().last_hash
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.splitlines() == [
        f"履歴は{last}行で、書き換えはありません。",
        f"控え {last}:{last_hash}",
    ]
    history.execute("update casework_statechange set staff_name = 'だれか' where seq = 7")
    told = verify_by_command()
    assert (told.returncode, told.stdout) == (1, "")
    assert "履歴の7行目: 行の内容がハッシュと合いません（書き換え）。" in told.stderr


def test_the_owner_runs_the_command():
    import manage

    assert "verify_history" in manage.OWNER_COMMANDS


@pytest.mark.parametrize("anchor", ["nonsense", "12", "12:", "x:abc"])
def test_a_malformed_anchor_is_refused_before_anything_is_read(anchor):
    with pytest.raises(CommandError, match="「件数:ハッシュ」の形"):
        call_command("verify_history", anchor=anchor)


# --- what one row says (T11) ---------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_row_says_who_as_what_which_case_from_where_to_where_and_when():
    desks = Desks(StationFactory())
    case = application_at(S.RECEIVED, desks)
    with pytest.raises(Refused):
        perform(case, "request_correction", by=desks.clerk, on=DAY, reasons=[])
    perform(case, "request_correction", by=desks.clerk, on=DAY, reasons=REASONS)
    row = StateChange.objects.last_of(case)
    assert (row.staff, row.staff_name, row.post_name) == (
        desks.clerk.staff,
        str(desks.clerk.staff),
        str(desks.clerk.post),
    )
    assert (row.before, row.after, row.label, row.clause) == (
        "received",
        "correction",
        "補正を求める",
        "BP-5-2",
    )
    assert (row.on, row.request_id, row.station) == (DAY, "request", desks.station)
    assert row.payload.content["reasons"] == REASONS
    assert row.payload_digest == digest(row.payload.content)


@pytest.mark.django_db
def test_a_refused_or_failed_act_leaves_no_row(monkeypatch):
    desks = Desks(StationFactory())
    case = application_at(S.RECEIVED, desks)
    before = StateChange.objects.count(), ChainHead.objects.get().count
    with pytest.raises(Refused):
        perform(case, "deliver", by=desks.clerk, on=DAY)
    monkeypatch.setattr("casework.models.road.ReturnReason.give", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        perform(case, "request_correction", by=desks.clerk, on=DAY, reasons=REASONS)
    assert (StateChange.objects.count(), ChainHead.objects.get().count) == before


@pytest.mark.django_db
def test_the_bytes_of_a_document_are_not_in_the_history():
    desks = Desks(StationFactory())
    case = application_at(S.RECEIVED, desks)
    contents = ChangePayload.objects.filter(change__case_pk=case.pk, change__transition="attach")
    assert contents.count() == 4
    assert all("content" not in row.content for row in contents)


@pytest.mark.django_db
def test_a_view_of_personal_data_leaves_a_row_that_says_what_was_seen():
    desks = Desks(StationFactory())
    case = application_at(S.RECEIVED, desks)
    ReadLog.note(desks.clerk, "証明申請", case)
    row = ReadLog.objects.get()
    assert (row.staff, row.what, row.object_pk, row.request_id) == (
        desks.clerk.staff,
        "証明申請",
        case.pk,
        "request",
    )


@pytest.mark.django_db(transaction=True)
def test_the_application_may_not_change_or_remove_a_row_of_the_read_log():
    with transaction.atomic():
        desks = Desks(StationFactory())
        ReadLog.note(desks.clerk, "一覧")
    for change in (ReadLog.objects.all().delete, lambda: ReadLog.objects.update(what="")):
        with pytest.raises(Exception, match="permission denied"), scope_of(desks.clerk):
            change()
    assert ReadLog.objects.count() == 1


def test_canonical_bytes_do_not_depend_on_the_order_of_keys():
    assert canonical({"b": 1, "a": "葛󠄀"}) == canonical({"a": "葛󠄀", "b": 1}) == '{"a": "葛󠄀", "b": 1}'.encode()

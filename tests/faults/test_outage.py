"""The database away for a minute, and a disk that is full (T08): no half record, nothing typed is lost, it goes on by itself."""

import html
import http.client
import os
import re
import subprocess
import sys
import tempfile
import time
import uuid
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest

from config.embedded import server
from tests.faults.clicking import DAY, TOKEN, cookies, file_of, send, upload
from tests.faults.test_kill import ROOT, environment, examine, own_server, wait_until
from tests.faults.test_web import answers, asked, at_work, examine_uploads, served, until_up, work

pytestmark = [pytest.mark.nightly, pytest.mark.xdist_group("outage")]

FORM = "application/x-www-form-urlencoded"
ALIVE = "select count(*) from procrastinate_workers where last_heartbeat > now() - interval '10 seconds'"
TYPED = "名簿の三人目（髙𠮷）の生年月日が読めません。\n二行目です。"


def get(port, session, path) -> tuple[int, str]:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        link.request("GET", path, headers={"Cookie": cookies(session)})
        answer = link.getresponse()
        return answer.status, answer.read().decode()
    finally:
        link.close()


def sent_again(page: str) -> bytes:
    """What the button of the page sends: its fields as a browser reads them."""
    fields = re.findall(r'<textarea name="([^"]+)">\r?\n(.*?)</textarea>', page, re.DOTALL)
    return urlencode([(name, html.unescape(value)) for name, value in fields]).encode()


@contextmanager
def small_disk(size: str):
    """A folder with a file system of its own, for root."""
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size},mode=711", "none", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)
        folder.rmdir()


@pytest.mark.parametrize("seconds", [3, 60])
def test_while_the_database_is_away_pages_keep_what_was_typed_and_go_on_when_it_is_back(
    seconds, tmp_path, record_property
):
    with own_server() as place, served(place) as (_, port), (tmp_path / "worker.log").open("w") as log:
        tasks = work(place, 1, 1)
        command = [sys.executable, "manage.py", "worker"]
        workers = [subprocess.Popen(command, cwd=ROOT, env=environment(place), stderr=log)]
        try:
            wait_until(lambda: asked(place, ALIVE) == [(1,)], 60)
            case, revision = tasks["decisions"][0]
            path = f"/cases/{case}/decide/"
            form = urlencode({"csrfmiddlewaretoken": TOKEN, "act_key": str(uuid.uuid4()), "revision": revision, "decision": "decline", "on": DAY, "note": TYPED})  # fmt: skip
            assert get(port, tasks["clerk"], "/")[0] == 200
            server.stop(place)
            went = time.monotonic()
            workers.append(subprocess.Popen(command, cwd=ROOT, env=environment(place), stderr=log))
            status, page = send(port, tasks["director"], path, FORM, form.encode())
            assert status == 503
            assert all(line in html.unescape(page) for line in TYPED.split("\n"))
            assert "もう一度送る" in page
            assert "いま応えません" in page
            assert get(port, tasks["clerk"], "/")[0] == 503
            status, lost = send(port, "nobody", "/login/", FORM, urlencode({"csrfmiddlewaretoken": TOKEN, "login": "A1", "password": "ひみつの合言葉"}).encode())  # fmt: skip
            assert (status, "ひみつの合言葉" in lost, "もう一度送る" in lost) == (503, False, False)
            assert not answers(port)
            time.sleep(max(0, seconds - (time.monotonic() - went)))
            server.ensure_running(place)
            slow = until_up(port)
            assert asked(place, "select state from blue_patrol_application where id = %s", case) == [
                ("forwarded",)
            ]
            statuses = [send(port, tasks["director"], path, FORM, sent_again(page))[0] for _ in range(2)]
            assert statuses == [302, 302]
            assert asked(place, "select state, closing_note from blue_patrol_application where id = %s", case) == [("declined", TYPED.replace("\n", "\r\n"))] or asked(place, "select state, closing_note from blue_patrol_application where id = %s", case) == [("declined", TYPED)]  # fmt: skip
            assert asked(place, "select count(*) from casework_statechange where case_pk = %s and transition = 'decline'", case) == [(1,)]  # fmt: skip
            examine(place, [(case, "declined")])
            wait_until(lambda: asked(place, ALIVE) == [(2,)], 90)  # also the one that began meanwhile
            assert [worker.poll() for worker in workers] == [None, None]
        finally:
            for worker in workers:
                worker.kill()
                worker.wait()
    record_property("T08 seconds away, seconds until it answered again", f"{seconds}, {slow:.1f}")


def fill(disk: Path, spare: int) -> Path:
    """A file that takes all the room but ``spare`` bytes, while others write too."""
    ballast = disk / "ballast"
    with open(ballast, "wb", buffering=0) as file:
        for block in (1 << 20, 1 << 12):
            try:
                while file.write(bytes(block)) == block:
                    pass
            except OSError:
                continue
        file.truncate(max(0, file.tell() - spare))
    return ballast


@pytest.mark.skipif(os.geteuid() != 0, reason="a small file system can be mounted by root alone")
@pytest.mark.parametrize("rounds", [1, 10])
def test_a_full_disk_leaves_no_half_record_and_work_goes_on_when_there_is_room(rounds, record_property):
    refused, slowest = 0, 0.0
    with small_disk("700m") as disk, own_server(disk / "own") as place, served(place) as (_, port):
        tasks = work(place, 4, 2 * rounds)
        (case, *_) = tasks["drafts"]
        path = f"/cases/{case}/entry/attachments/"
        with at_work(port, tasks) as (clerks, director):
            for number in range(rounds):
                seen = sum(len(clerk.acknowledged) for clerk in clerks)
                wait_until(lambda seen=seen: sum(len(c.acknowledged) for c in clerks) > seen + 3, 60)
                ballast = fill(disk, 64 * 1024 * (number % 3))
                kind, body = upload(
                    str(uuid.uuid4()),
                    f"{uuid.uuid4().hex}.pdf",
                    file_of("large", os.urandom(4_000_000).hex().encode()),
                )
                status, page = send(port, tasks["clerk"], path, kind, body)
                assert status == 503, page[:500]
                assert "選んだファイルは保存していません" in page
                refused += 1
                time.sleep(1)
                ballast.unlink()
                server.ensure_running(
                    place
                )  # as its unit would: without room for its log PostgreSQL stops itself
                slowest = max(slowest, until_up(port))
                assert send(port, tasks["clerk"], path, kind, body)[0] == 302
                examine(place, [each[:2] for each in director.acknowledged])
        told = [each for clerk in clerks for each in clerk.acknowledged]
        examine_uploads(place, told)
        examine(place, [each[:2] for each in director.acknowledged])
        assert len(director.acknowledged) == 2 * rounds
    record_property("T08 times full, acts acknowledged, seconds until it answered again", f"{refused}, {len(told) + len(director.acknowledged)}, {slowest:.1f}")  # fmt: skip

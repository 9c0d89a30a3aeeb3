"""The application as it serves: gunicorn and workers as processes of their own over a copy of a generated database, and who clicks."""

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import quote, urlencode

from tests.answering import answers

TOKEN = "t" * 32
FORM = "application/x-www-form-urlencoded"


def environment() -> dict[str, str]:
    """For a process that serves the database Django speaks with now."""
    from django.db import connection

    found = connection.settings_dict
    host, port = quote(found["HOST"], safe="/"), found["PORT"]
    address = f"@/{found['NAME']}?host={host}" + (f"&port={port}" if port else "")
    return os.environ | {"DATABASE_URL": f"postgresql://{found['USER']}{address}", "DEMO": "0"}


@contextmanager
def web(processes: int) -> Iterator[int]:
    """gunicorn with so many web processes; its port."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        port = tried.getsockname()[1]
    env = environment() | {
        "BIND": f"127.0.0.1:{port}",
        "WEB_CONCURRENCY": str(processes),
        "LOOKED_AFTER_HOURS": "0",
    }
    command = [sys.executable, "-m", "gunicorn", "--config", "config/serving.py", "config.wsgi"]
    with running(command, env):
        wait_until(lambda: answers(port))
        yield port


@contextmanager
def running(command: list[str], env: dict[str, str]) -> Iterator[subprocess.Popen]:
    process = subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def wait_until(is_so: Callable[[], bool], seconds: float = 60, pause: float = 0.1) -> None:
    last = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > last:
            raise TimeoutError
        time.sleep(pause)


class Clicker:
    """One browser that asks again as soon as it is answered; ``done`` counts the answers of the expected status."""

    def __init__(self, session: str, requests: Iterator[tuple[str, str, dict | None]], status: int):
        self.session, self.requests, self.status = session, requests, status
        self.done, self.wrong = 0, []

    def until(self, port: int, last: float) -> None:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        headers = {"Cookie": f"sessionid={self.session}; csrftoken={TOKEN}", "Content-Type": FORM}
        while time.monotonic() < last:
            method, path, form = next(self.requests)
            body = urlencode(form | {"csrfmiddlewaretoken": TOKEN}) if form is not None else None
            link.request(method, path, body, headers)
            answer = link.getresponse()
            answer.read()
            if answer.status == self.status:
                self.done += 1
            else:
                self.wrong.append((path, answer.status))
        link.close()


def throughput(port: int, clickers: list[Clicker], seconds: float) -> float:
    """Answers a second of all of them together; raises AssertionError for an answer of another status."""
    before, begun = sum(each.done for each in clickers), time.monotonic()
    threads = [threading.Thread(target=each.until, args=(port, begun + seconds)) for each in clickers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wrong = [found for each in clickers for found in each.wrong]
    assert not wrong, wrong[:3]
    return (sum(each.done for each in clickers) - before) / (time.monotonic() - begun)

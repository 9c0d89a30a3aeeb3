"""Chromium for whatever test asks for it: one a process, and desks at a live server on this machine."""

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.hashers import make_password

from tests.closed import is_here
from tests.factories.places import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run", "--disable-quic", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1, EXCLUDE [::1]",
]  # fmt: skip
PATIENCE = 30_000  # milliseconds, also on a busy machine


@pytest.fixture(scope="session")
def chromium():
    if CHROMIUM is None:
        pytest.fail(
            "Chromium is not installed: bin/test installs it, or leave these tests out with --without-browser"
        )
    from playwright.sync_api import expect, sync_playwright

    # The driver keeps an event loop in this thread; the tests' own queries are plain ones all the same.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def desk(chromium, live_server, tmp_path):
    """desk(actor): a browser of one's own, logged in with staff number and password."""
    contexts, outside = [], []

    def hear(request) -> None:
        if request.url.startswith(("http:", "https:", "ws:")) and not is_here(urlsplit(request.url).hostname):
            outside.append(request.url)

    def open_desk(actor) -> "Page":
        staff = actor.staff
        staff.password = make_password(PASSWORD)
        staff.save(update_fields=["password"])
        context = chromium.new_context(locale="ja-JP", viewport={"width": 1280, "height": 1024})
        contexts.append(context)
        context.on("request", hear)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(f"{live_server.url}/login/")
        page.get_by_label("職員番号").fill(staff.staff_number)
        page.locator("input[name=password]").fill(PASSWORD)
        page.get_by_role("button", name="ログイン").click()
        page.wait_for_url(f"{live_server.url}/")
        return page

    yield open_desk
    for context in contexts:
        context.close()
    assert outside == []  # T26: no page asks for anything that is not on this machine


@pytest.fixture
def shots(request) -> Path | None:
    """Where screenshots go when SHOTS names a folder; None otherwise."""
    folder = os.environ.get("SHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
    return Path(folder) if folder else None

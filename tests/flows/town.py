"""A station, its headquarters, and a browser for everybody who works there; what is stored is read beside them."""

import io
import unicodedata
from contextlib import contextmanager

from django.db import transaction
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from blue_patrol.models import Application, CertificationApplication
from casework.workflow import perform
from tests.factories import scope
from tests.factories.applications import PDF, Desks, application_at, judged

A_PDF = {"name": "新しい車検証.pdf", "mimeType": "application/pdf", "buffer": PDF}


class Town:
    """``desks`` are the people, ``at`` their browsers; a screenshot is kept where SHOTS names a folder."""

    def __init__(self, open_desk, url: str, shots, station, desks=Desks):
        self.open_desk, self.url, self.shots = open_desk, url, shots
        self.pages: dict[str, Page] = {}
        with self.stored():
            self.desks = desks(station())

    @contextmanager
    def stored(self):
        """The database as the tests see it, every station of the test in sight."""
        with transaction.atomic():
            scope.restore()
            yield

    def case(self, state, examined=False, **group) -> CertificationApplication:
        """An application walked to ``state``; ``examined``: with every item of the sheet judged fit."""
        with self.stored():
            case = application_at(state, self.desks, **group)
            case.group  # noqa: B018 - read while the station is in sight
        if examined:
            self.do(case, "examine", "clerk", findings=judged())
        return case

    def do(self, case, act: str, who: str, **details):
        """An act that no browser need show, through the same door."""
        with self.stored():
            return perform(self.now(case), act, by=getattr(self.desks, who), **details)

    def now(self, case) -> Application:
        return Application.objects.get(pk=case.pk)

    def state(self, case) -> str:
        with self.stored():
            return self.now(case).state

    # --- at a desk -----------------------------------------------------------------------------------------------

    def at(self, who: str) -> Page:
        if who not in self.pages:
            self.pages[who] = self.open_desk(getattr(self.desks, who))
        return self.pages[who]

    def go(self, who: str, path: str = "/") -> Page:
        page = self.at(who)
        page.goto(f"{self.url}{path}")
        return page

    def open(self, who: str, case, *labels: str) -> Page:
        """The page of a case, and from there by the links that it offers."""
        page = self.go(who, f"/cases/{case.pk}/")
        for label in labels:
            follow(page, label)
        return page

    def show(self, page: Page, name: str) -> None:
        page.wait_for_load_state()  # a click returns when the answer begins, before there is a document
        if self.shots:
            page.screenshot(path=self.shots / f"{name}.png", full_page=True)

    def narrow(self, page: Page, name: str) -> None:
        """At 320 px nothing lies beyond the edge but what scrolls by itself."""
        page.set_viewport_size({"width": 320, "height": 800})
        page.wait_for_load_state()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        self.show(page, name)
        page.set_viewport_size({"width": 1280, "height": 1024})

    def pdf(self, page: Page, label: str) -> list[str]:
        """What each page of the PDF behind a link or a button says, without spaces."""
        main = page.locator("main")
        button = main.get_by_role("button", name=label)
        if button.count():
            form = button.locator("xpath=ancestor::form")
            sent = {each.get_attribute("name"): each.input_value() for each in form.locator("input").all()}
            answer = page.request.post(f"{self.url}{form.get_attribute('action')}", form=sent)
        else:
            link = main.get_by_role("link", name=label).get_attribute("href")
            answer = page.request.get(f"{self.url}{link}")
        assert answer.status == 200
        return [plain(each.extract_text()) for each in PdfReader(io.BytesIO(answer.body())).pages]

    def decide(self, who: str, case, answer: str, **texts: str) -> Page:
        page = self.open(who, case, "決裁する" if who == "director" else "審査する")
        pick(page, "decision", answer)
        write(page, **texts)
        return record(page)

    def decide_to_the_end(self, case) -> None:
        self.decide("hq_clerk", case, "endorse")
        self.decide("assistant", case, "endorse")
        self.decide("director", case, "approve")


def plain(text: str) -> str:
    """Without spaces, and without marks of variants, which text taken out of a PDF may lack."""
    kept = (each for each in unicodedata.normalize("NFKC", text) if not "\U000e0100" <= each <= "\U000e01ef")
    return "".join("".join(kept).split())


def follow(page: Page, label: str) -> None:
    page.locator("main").get_by_role("link", name=label, exact=True).first.click()
    page.wait_for_load_state()


def press(page: Page, label: str) -> Page:
    page.locator("main").get_by_role("button", name=label, exact=True).locator("visible=true").first.click()
    page.wait_for_load_state()
    return page


def record(page: Page) -> Page:
    """The one filled button of the page."""
    page.locator("main form button.button-main, main form button.button-bad").last.click()
    page.wait_for_load_state()
    return page


def write(page: Page, **texts: str) -> None:
    for name, text in texts.items():
        page.locator(f"[name='{name.replace('__', '-')}']").fill(text)


def pick(page: Page, name: str, value: str) -> Locator:
    box = page.locator(f"[name='{name}'][value='{value}']")
    box.check()
    return box


def sees(page: Page, *words: str) -> None:
    for each in words:
        expect(page.locator("body")).to_contain_text(each)

"""A page of the product in Chromium, as the test's own client answers it: all that it does is undone with the test."""

from pathlib import Path
from urllib.parse import urlencode, urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.contrib.staticfiles import finders

ORIGIN = "http://desk.test"
WIDE, NARROW, SHEET, ACROSS = (1280, 1024), (320, 640), (680, 980), (1032, 680)  # CSS px; A4 less its margins
CHECKS = Path(__file__).with_name("checks.js")


class Screen:
    """``show`` an answer; then ``checks``, in any width and scheme, on the page as it stands."""

    def __init__(self, browser):
        self.context = browser.new_context(locale="ja-JP", reduced_motion="reduce")
        self.context.add_init_script(AXE_SCRIPT)
        self.context.add_init_script(path=CHECKS)
        self.page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.page.route("**/*", self._answer)
        self.path, self.body = "/", b""

    def _answer(self, route) -> None:
        """The page itself, and what lies under /static/; frames and pictures inside it stay empty."""
        request = route.request
        path = urlsplit(request.url).path
        if request.is_navigation_request() and request.frame == self.page.main_frame:
            route.fulfill(body=self.body, content_type="text/html; charset=utf-8")
        elif path.startswith(settings.STATIC_URL) and (
            found := finders.find(path[len(settings.STATIC_URL) :])
        ):
            route.fulfill(path=found)
        else:
            route.fulfill(body="<!DOCTYPE html><title>内容</title>", content_type="text/html")

    def show(self, path: str, answer) -> None:
        """Light, wide and on a screen, whatever the last page was looked at in."""
        self.look(WIDE)
        self.path, self.body = path, answer.content
        self.page.goto(ORIGIN + path)

    def look(self, size=WIDE, scheme="light", media: str | None = "screen", forced="none") -> None:
        self.page.set_viewport_size({"width": size[0], "height": size[1]})
        self.page.emulate_media(color_scheme=scheme, media=media or "null", forced_colors=forced)

    def check(self, *names: str) -> list[str]:
        """What each check of checks.js found, with its name before it."""
        found = self.page.evaluate("names => names.map(name => [name, checks[name]()])", list(names))
        return [f"{name}: {each}" for name, told in found for each in told]

    def axe(self, *rules: str) -> list[str]:
        """Violations of WCAG 2.2 A and AA and of axe's best practice; of these rules alone where some are named."""
        return self.page.evaluate("rules => checks.axe(rules)", list(rules) or None)

    def emptied(self, typed="") -> tuple[str, str] | None:
        """(where, what) the page's form sends with nothing in it, or with ``typed`` in every box; None: no form."""
        sent = self.page.evaluate("typed => checks.sent(typed)", typed)
        return sent and (sent["action"], urlencode([tuple(pair) for pair in sent["data"]]))

    def picture(self, folder: Path, name: str) -> None:
        """How it looks: light, dark and narrow as pictures, and as it is printed."""
        for word, size, scheme in (
            ("light", WIDE, "light"),
            ("dark", WIDE, "dark"),
            ("320", NARROW, "light"),
        ):
            self.look(size, scheme)
            self.page.screenshot(path=folder / f"{name}_{word}.png", full_page=True)
        self.look(media=None)
        self.page.pdf(path=folder / f"{name}.pdf", prefer_css_page_size=True)

    def everything(self) -> list[str]:
        """The whole examination of the page that is shown."""
        page = self.page
        wrong = self.axe() + self.check("structure", "targets", "order", "spacing", "stillness")
        page.keyboard.press("Tab")  # from here on the focus is shown, as for somebody at the keyboard
        wrong += self.check("focus")
        self.look(scheme="dark")
        wrong += [f"dark: {each}" for each in self.axe("color-contrast")]
        self.look(NARROW)
        wrong += [
            f"320: {each}"
            for each in self.check("reflow", "targets", "order", "spacing") + self.axe("target-size")
        ]
        self.look(forced="active")
        wrong += self.check("forced")
        self.look(SHEET, media="print")
        if page.evaluate("getComputedStyle(document.body).page") == "wide":
            self.look(ACROSS, media="print")
        return wrong + self.check("paper")

    def refusal(self) -> list[str]:
        """What a refused form may have spoilt: its faults, and how they lie among the fields."""
        wrong = self.check("faults") + self.axe() + self.check("structure", "targets", "order")
        self.look(NARROW)
        return wrong + [f"320: {each}" for each in self.check("reflow")]

"""Debian's Chromium as a peer that prints the same HTML."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def printing(html: str) -> Iterator[Callable[[], bytes]]:
    """A function that prints a page, which was loaded once: what Chromium is best at."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        page.set_content(html)
        yield lambda: page.pdf(prefer_css_page_size=True)
        browser.close()


def page_of(form, values) -> str:
    """The HTML of a form with its style sheet inside, for a program without our font addresses."""
    from casework.papers import Mode
    from casework.press import STYLE_SHEET, press

    marks = {"mode": "filled", "copy": False, "blank": False, "draft": False, "form": form, "code": ""}
    html = press().html(form.template, {**form.context(values, Mode.FILLED), **marks})
    css = press().files[STYLE_SHEET].decode()
    return html.replace("</head>", f"<style>{css}</style></head>", 1)

"""P01: one filled form, warm, against Chromium's warm print of the same HTML; the worst of four forms counts.

Also says what a page takes in milliseconds: half a second is the promise at the counter.
"""

import statistics
import time

from benchmarks.goals import Result

RUNS = 15
TARGET = 0.65
FORMS = ("2", "4", "5", "13")  # one page each with one car and one patroller


def measure() -> Result:
    from benchmarks.django_setup import set_up

    set_up()
    from blue_patrol.papers import sample
    from casework import papers

    worst = 0.0
    for number in FORMS:
        source = sample.certificate if number == "5" else sample.application
        values, form = source(cars=1, people=1).to_json(), papers.get(number)
        html = page_of(form, values)
        ours, theirs = race(lambda form=form, values=values: form.render(values), html)
        print(f"form {number}: {ours * 1000:.0f} ms a page, Chromium {theirs * 1000:.0f} ms")
        worst = max(worst, ours / theirs)
    return Result("P01", worst, TARGET, worst <= TARGET, RUNS)


def page_of(form, values) -> str:
    """The same HTML with its style sheet inside, for a browser without our font addresses."""
    from casework.papers import Mode
    from casework.press import FORMS_TEMPLATES, press

    marks = {"mode": "filled", "copy": False, "blank": False, "draft": False, "form": form}
    html = press().html(form.template, {**form.context(values, Mode.FILLED), **marks})
    css = (FORMS_TEMPLATES / "paper.css").read_text()
    return html.replace("</head>", f"<style>{css}</style></head>", 1)


def race(ours, html: str) -> tuple[float, float]:
    """Medians of both sides, run in turn."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        page.set_content(html)
        mine, peers = [], []
        for _ in range(RUNS + 1):
            mine.append(timed(ours))
            peers.append(timed(lambda: page.pdf(prefer_css_page_size=True)))
        browser.close()
    return statistics.median(mine[1:]), statistics.median(peers[1:])  # the first run of each is warm-up


def timed(work) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start

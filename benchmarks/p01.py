"""P01: one filled form, warm, against Chromium's warm print of the same HTML; the worst of four forms counts.

Also says what a page takes in milliseconds: half a second is the promise at the counter.
"""

from benchmarks.chromium import page_of, printing
from benchmarks.goals import Result
from benchmarks.timing import in_turn

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
        with printing(page_of(form, values)) as theirs:
            ours, peer = in_turn(lambda form=form, values=values: form.render(values), theirs, runs=RUNS)
        print(f"form {number}: {ours * 1000:.0f} ms a page, Chromium {peer * 1000:.0f} ms")
        worst = max(worst, ours / peer)
    return Result("P01", worst, TARGET, worst <= TARGET, RUNS)

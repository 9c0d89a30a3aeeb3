"""P04: a register of 500 rows in its two layouts, warm, against Chromium's warm print of the same HTML."""

from benchmarks.goals import Result
from benchmarks.p01 import RUNS, page_of, race

ROWS = 500
TARGETS = {"14": 0.60, "T14": 4.0}  # fixed rows, tagged table


def measure(runs: int = RUNS) -> Result:
    from benchmarks.django_setup import set_up

    set_up()
    from blue_patrol.papers import sample_books
    from casework import papers

    values = sample_books.register(rows=ROWS).to_json()
    found = []
    for number, target in TARGETS.items():
        form = papers.get(number)
        ours, theirs = race(lambda form=form: form.render(values), page_of(form, values), runs)
        print(f"form {number}: {ours:.2f} s for {ROWS} rows, Chromium {theirs:.2f} s")
        found.append((ours / theirs, target))
    ratio, target = max(found, key=lambda each: each[0] / each[1])
    return Result("P04", ratio, target, all(ratio <= target for ratio, target in found), runs)

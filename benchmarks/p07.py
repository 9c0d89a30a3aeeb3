"""P07: writing a page with HarfBuzz's font subsetter against WeasyPrint's fallback, fontTools."""

from benchmarks.goals import Result
from benchmarks.timing import in_turn

RUNS = 15
TARGET = 0.25


def measure() -> Result:
    from benchmarks.django_setup import set_up

    set_up()
    from unittest.mock import patch

    from blue_patrol.papers import sample
    from casework import papers

    form, values = papers.get("5"), sample.certificate(cars=1, people=1).to_json()

    def fallback() -> None:
        with patch("weasyprint.pdf.fonts.harfbuzz_subset", None):
            form.render(values)

    ours, theirs = in_turn(lambda: form.render(values), fallback, runs=RUNS)
    print(f"HarfBuzz {ours * 1000:.0f} ms, fontTools {theirs * 1000:.0f} ms")
    return Result("P07", ours / theirs, TARGET, ours / theirs <= TARGET, RUNS)

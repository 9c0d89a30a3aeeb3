"""What a press that prints all night grows by."""

import subprocess
import sys

import pytest

PRINTER = """
import resource
from pathlib import Path
from django.conf import settings
settings.configure(TRAINING=False)
from blue_patrol.papers.forms import FORMS
from blue_patrol.papers.sample import SAMPLES
forms = [(form, SAMPLES[form.number]().to_json()) for form in FORMS if form.number in ("5", "6", "13")]

def resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() // 1024

for number in range(1, 1001):
    form, values = forms[number % 3]
    form.render(values, code="P-0003K7-3")
    if number in (200, 600, 1000):
        print(resident(), flush=True)
"""


@pytest.mark.nightly
def test_a_paper_costs_the_press_a_fifth_of_a_megabyte_at_most():
    """The PDF library does not give back all that it takes (some 0.1 MB a paper); the worker and the web processes
    begin anew before that counts (tests/faults/test_worker.py, config/serving.py). More than that would be ours."""
    done = subprocess.run([sys.executable, "-c", PRINTER], capture_output=True, text=True, check=True)
    early, _, late = map(int, done.stdout.split())
    assert late - early < 800 * 200  # kilobytes of 800 papers

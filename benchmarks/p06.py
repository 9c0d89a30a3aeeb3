"""P06: 300 certificates as one file to print: time and size a page against a single one, and the peak of memory.

A certificate's bytes are made when it is decided, so what is waited for is the binding of kept papers. What it takes to
make them all first is printed beside it, and the peak of memory is that of both together, in a process of its own.
"""

import json
import subprocess
import sys

from benchmarks.goals import Result

COUNT = 300
TIME, SIZE, MEMORY = 0.60, 0.10, 300  # ratio, ratio, MB
PROGRAM = """
import io, json, resource, statistics, sys, time
from benchmarks.django_setup import set_up
set_up()
from dataclasses import replace
from pypdf import PdfReader
from blue_patrol.papers import sample
from casework import papers
from casework.printing.merging import Merger

form, usual = papers.get("5"), sample.certificate(cars=1, people=1)
made, taken = [], []
for number in range(int(sys.argv[1])):
    values = replace(usual, number=f"R8-{number:04}", group=replace(usual.group, name=f"第{number}学区見守り隊")).to_json()
    start = time.perf_counter()
    made.append(form.render(values, code=f"P-{number:06}-0"))
    taken.append(time.perf_counter() - start)
start = time.perf_counter()
merger = Merger()
for content in made:
    merger.add(content)
whole = merger.finish()
bound = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(json.dumps({
    "single": statistics.median(taken), "merge": bound, "single_size": statistics.median(map(len, made)),
    "size": len(whole), "pages": len(PdfReader(io.BytesIO(whole)).pages),
    "peak": peak,
}))
"""


def measure() -> Result:
    command = [sys.executable, "-c", PROGRAM, str(COUNT)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    pages = told["pages"]
    time_ratio = told["merge"] / pages / told["single"]
    size_ratio = told["size"] / pages / told["single_size"]
    print(
        f"{pages} pages: bound in {told['merge']:.1f} s ({time_ratio:.2f} of a single one a page), made in"
        f" {told['single'] * 1000:.0f} ms each; {told['size'] / 2**20:.1f} MB ({size_ratio:.3f}); peak {told['peak']} MB"
    )
    parts = ((time_ratio, TIME), (size_ratio, SIZE), (told["peak"], MEMORY))
    ratio, target = max(parts, key=lambda part: part[0] / part[1])
    return Result("P06", ratio, target, all(part <= goal for part, goal in parts), pages)

"""P10: a deep page of the list of cases against its first, and the first page at S=20 against the one at S=1."""

import re

from benchmarks.goals import Result
from benchmarks.timing import in_turn, timed

RUNS = 25
DEEP, LARGE = 1.2, 1.3
PAGES = 100  # turned before the deep page


def measure() -> Result:
    from benchmarks.generated import Generated, reader

    with Generated(20).held() as data:
        read = reader(data.actors["hq_clerk 係"])
        address = deep_address(read)
        deep, first = in_turn(lambda: read(address), lambda: read("/cases/"), runs=RUNS)
    deep_ratio = deep / first
    print(f"S=20: page {PAGES + 1} {deep * 1000:.1f} ms, first page {first * 1000:.1f} ms ({deep_ratio:.2f})")
    large, small = both_scales(Generated(20), Generated(1))
    large_ratio = large / small
    print(f"first page: S=20 {large * 1000:.1f} ms, S=1 {small * 1000:.1f} ms ({large_ratio:.2f})")
    parts = ((deep_ratio, DEEP), (large_ratio, LARGE))
    ratio, target = max(parts, key=lambda part: part[0] / part[1])
    return Result("P10", ratio, target, all(part <= goal for part, goal in parts), RUNS)


def deep_address(read) -> str:
    """Of the page behind so many others."""
    address = "/cases/"
    for _ in range(PAGES):
        found = re.search(rb'href="(\?[^"]*after=[^"]*)"', read(address))
        assert found, address
        address = "/cases/" + found[1].decode().replace("&amp;", "&")
    return address


def both_scales(large, small) -> tuple[float, float]:
    """The same page of two databases, in turn."""
    import statistics

    from benchmarks.generated import reader

    taken: dict = {large: [], small: []}
    for _ in range(RUNS):
        for data in (large, small):
            with data.held():
                read = reader(data.actors["hq_clerk 係"])
                read("/cases/")  # this connection's first
                taken[data].append(timed(lambda read=read: read("/cases/")))
    return statistics.median(taken[large]), statistics.median(taken[small])

"""P13: the home page, at a station and at headquarters, against an empty view behind the same middleware; the worse counts."""

from benchmarks.goals import Result
from benchmarks.timing import in_turn

RUNS = 25
TARGET = 6.0


def measure() -> Result:
    from django.test import override_settings

    from benchmarks.generated import Generated, reader

    worst = 0.0
    with (
        Generated(1).held() as data,
        override_settings(ROOT_URLCONF="benchmarks.empty", ACCESS_TABLE="benchmarks.empty.ACCESS"),
    ):
        for who in ("station_clerk", "hq_clerk 係"):
            read = reader(data.actors[who])
            ours, empty = in_turn(lambda read=read: read("/"), lambda read=read: read("/empty/"), runs=RUNS)
            print(f"{who}: {ours * 1000:.1f} ms, an empty view {empty * 1000:.1f} ms ({ours / empty:.2f})")
            worst = max(worst, ours / empty)
    return Result("P13", worst, TARGET, worst <= TARGET, RUNS)

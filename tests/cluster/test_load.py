"""Four hundred people of forty-five stations on the data of three prefectures for an hour, while workers are killed (T24)."""

import json
import re
import statistics
import time
from collections import defaultdict
from urllib.parse import unquote

import pytest

from tests.cluster.crowd import Crowd, invite, settle
from tests.cluster.database import url
from tests.cluster.examination import Told, examine_prints, examine_told, have_ended, make_what_is_missing
from tests.cluster.faults import Faults
from tests.cluster.memory import Memory
from tests.cluster.room import PYTHON, wait_until
from tests.cluster.serving import variables
from tests.cluster.settings import LOAD_SECONDS, PEOPLE, SCALE, STATIONS, THINK, number

pytestmark = [pytest.mark.cluster, pytest.mark.load, pytest.mark.xdist_group("cluster")]

LOOKING = (100, 0, 0, 0, 0)
ROUNDS = int(number("ROUNDS", 12))
GROWTH = 0.10  # of what is held, in an hour


def pages(told: Told) -> dict[str, list[float]]:
    """Seconds of each answer at the first asking, by page: one of a case is like another."""
    found = defaultdict(list)
    for each in told.of("read"):
        if each["tries"] == 1:
            found[re.sub(r"(?<=/)\d+(?=/)", "…", unquote(each["read"]))].append(each["seconds"])
    return found


def alone(hosts, people: list[dict]) -> dict[str, float]:
    """The median of each page, where two people read and nobody else does anything."""
    crowd = Crowd(hosts, people, think=0.5, does=LOOKING)
    crowd.begin()
    settle(90)
    return {page: statistics.median(found) for page, found in pages(crowd.end()).items()}


def queries(hosts, person: dict) -> dict[str, int]:
    paths = [*person["pages"], *(f"/cases/{case}/" for case in person["cases"])]
    host = hosts.workers["worker1"]
    return json.loads(host.run(PYTHON, "-m", "tests.cluster.queries", person["session"], *paths, **variables()).stdout)  # fmt: skip


def prove(hosts) -> int:
    """Every step, number and link of all that stands, asked of the database as its owner; how many rows of history."""
    code = "from casework.generate.proof import prove; print(prove())"
    return int(hosts.manage(hosts.workers["worker1"], "shell", "-v", "0", "-c", code, DATABASE_URL=url("casework_owner"), SECURE="0").stdout)  # fmt: skip


def test_people_work_for_an_hour_while_workers_are_killed(filled_hosts, record_property):
    hosts, faults = filled_hosts, Faults(filled_hosts)
    crowd = invite(hosts, STATIONS, PEOPLE, decisions=2, prints=2, think=THINK, module="work_generated")
    deciding, clerk = crowd.people[:2]
    idle = alone(hosts, [deciding, clerk])
    before = [queries(hosts, person) for person in (deciding, clerk)]
    crowd.begin()
    begun = time.monotonic()
    with Memory(hosts) as memory:
        for turn in range(ROUNDS):
            settle(max(0, begun + LOAD_SECONDS * (turn + 1) / (ROUNDS + 1) - time.monotonic()))
            faults.worker_killed() if turn % 2 else faults.web_process_killed(f"web{1 + turn // 2 % 2}")
            examine_told(hosts.place, crowd.told())
        settle(max(0, begun + LOAD_SECONDS - time.monotonic()))
    told = crowd.end()
    wait_until(lambda: have_ended(hosts.place), 240, "a print does not end", 0.5)
    papers = examine_prints(hosts.place, faults.interrupted)
    make_what_is_missing(hosts, told)
    counted = examine_told(hosts.place, told)
    proven = prove(hosts)
    after = [queries(hosts, person) for person in (deciding, clerk)]
    figures(record_property, told, faults, idle, memory)
    stands = ", ".join(f"{name} {many}" for name, many in counted.items())
    record_property(
        "T24 hour: what stands, papers printed, rows of history proven", f"{stands}, {papers}, {proven}"
    )
    assert told.of("given_up") == []
    assert faults.outside(told) == []
    assert after == before, "a page asks more of the database than an hour ago"
    held, grown = memory.an_hour()
    # of less than half an hour the slope says how the processes began
    assert LOAD_SECONDS < 1800 or grown < GROWTH * held, f"{held:.0f} MB grow by {grown:.0f} MB an hour"


def figures(tell, told: Told, faults: Faults, idle: dict[str, float], memory: Memory) -> None:
    tell(
        "T24 hour: prefectures, people, stations, seconds",
        f"{SCALE:g}, {PEOPLE}, {STATIONS}, {LOAD_SECONDS:g}",
    )
    tell("T24 hour: pages read, acts acknowledged", f"{len(told.of('read'))}, {len(told.done())}")
    failed = len(told.of("failed"))
    tell("T24 hour: errors seen, of them outside a fault", f"{failed}, {len(faults.outside(told))}")
    tell("T24 hour: processes and hosts killed", len(faults.spans) + faults.kills)
    tell("T24 hour: MB held by webs and workers, MB more in an hour", ", ".join(f"{each:.0f}" for each in memory.an_hour()))  # fmt: skip
    for page, seconds in sorted(pages(told).items()):
        late = sorted(seconds)[len(seconds) * 95 // 100]
        tell(
            f"T24 hour: {page}: 95th of 100, alone, ratio",
            f"{late:.2f}, {idle[page]:.2f}, {late / idle[page]:.1f}",
        )

"""Four hundred people of forty-five stations for ten minutes, while hosts are lost, cut off, promoted and renewed (T07, T24)."""

import statistics
import time

import pytest

from tests.cluster.crowd import Crowd, invite, settle
from tests.cluster.examination import Told, examine_all, examine_prints, have_ended, make_what_is_missing
from tests.cluster.faults import Faults
from tests.cluster.room import wait_until
from tests.cluster.settings import PEOPLE, SECONDS, STATIONS, THINK

pytestmark = [pytest.mark.cluster, pytest.mark.xdist_group("cluster")]


def nothing_new_is_acknowledged(hosts, crowd: Crowd) -> None:
    """While the replica is away: all that people were told of lies on its disk already."""
    settle(10)
    examine_all(hosts.replica.place, crowd.told())


def test_people_work_while_hosts_come_and_go(serving_hosts, record_property):
    hosts, faults = serving_hosts, Faults(serving_hosts)
    crowd = invite(hosts, STATIONS, PEOPLE, decisions=2, prints=2, think=THINK)
    crowd.begin()
    begun, pause = time.monotonic(), SECONDS / 20
    settle(pause)
    happenings = (
        faults.web_killed, faults.worker_killed, lambda: faults.replica_cut_off(lambda: nothing_new_is_acknowledged(hosts, crowd)),
        faults.primary_lost, faults.rolled, lambda: faults.web_killed("web2"), faults.worker_killed, faults.primary_lost,
    )  # fmt: skip
    for happen in happenings:
        happen()
        settle(pause)
        examine_all(hosts.place, crowd.told())
    settle(max(0, SECONDS - (time.monotonic() - begun)))
    told = crowd.end()
    wait_until(lambda: have_ended(hosts.place), 240, "a print does not end", 0.5)
    papers = examine_prints(hosts.place, faults.interrupted)
    make_what_is_missing(hosts, told)
    counted = examine_all(hosts.place, told)
    assert told.of("given_up") == []
    figures(record_property, told, faults, counted, papers)
    assert faults.outside(told) == []
    assert faults.within(told, "rolling restart") == 0, "an upgrade is noticed by nobody"


def figures(tell, told: Told, faults: Faults, counted: dict, papers: int) -> None:
    answered = sorted(each["seconds"] for each in (*told.of("read"), *told.of("done")))
    retries = told.retries()
    tell(
        "T24 people, stations, answers, acts acknowledged",
        f"{PEOPLE}, {STATIONS}, {len(answered)}, {len(told.done())}",
    )
    tell(
        "T24 seconds of an answer: median, 95th of 100, slowest",
        f"{statistics.median(answered):.2f}, {answered[len(answered) * 95 // 100]:.2f}, {answered[-1]:.1f}",
    )
    tell("T24 errors seen, of them outside a fault", f"{len(told.of('failed'))}, {len(faults.outside(told))}")
    tell("T24 errors seen during the rolling restart", faults.within(told, "rolling restart"))
    tell("T24 asked again: all, at most by one person", f"{sum(retries)}, {max(retries)}")
    tell("T07 hosts: acts acknowledged, each of which stands once", len(told.done()))
    tell("T07 hosts: what stands", ", ".join(f"{name} {many}" for name, many in counted.items()))
    tell("T07 hosts: workers lost while printing, papers printed", f"{faults.kills}, {papers}")
    for name, seconds in faults.slowest.items():
        tell(f"T07 hosts: seconds, {name}", round(seconds, 1))

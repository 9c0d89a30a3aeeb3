"""A few people, one web host lost, one primary lost: so that the whole does not rot between its runs (T07)."""

import pytest

from tests.cluster.asking import TOKEN
from tests.cluster.crowd import invite
from tests.cluster.examination import examine_all, examine_prints, have_ended
from tests.cluster.faults import Faults
from tests.cluster.room import wait_until
from tests.cluster.serving import NAME

pytestmark = [pytest.mark.nightly, pytest.mark.xdist_group("cluster")]


def test_a_host_has_nothing_in_common_with_another_but_the_release(hosts):
    one, other = hosts.webs.values()
    for place in ("tmp", "run", "var/lib", "var/log", "dev/shm", "srv/casework/current/.local/metrics"):
        (one.files / place / "mark").write_text("of web1")
        assert not (other.files / place / "mark").exists()
        (one.files / place / "mark").unlink()
    for place in (
        "/etc",
        "/usr/lib",
        "/srv/casework/current",
        "/srv/casework/current/.local/static",
        "/srv/casework/bytecode",
    ):
        done = one.run("touch", f"{place}/mark", check=False)
        assert "Read-only file system" in done.stderr, place


def test_a_limit_of_the_log_in_holds_over_both_web_hosts(serving_hosts):
    """Twenty attempts from one address, each at another number, half of them at each host; then neither takes one."""

    def attempt(host: str, number: int) -> bool:
        address = serving_hosts.webs[host].address
        heads = (f"Host: {NAME}", f"Origin: https://{NAME}", "X-Forwarded-Proto: https", "X-Forwarded-For: 192.0.2.7", f"Cookie: __Host-csrftoken={TOKEN}")  # fmt: skip
        typed = f"csrfmiddlewaretoken={TOKEN}&login=Z{number:05}&password=wrong"
        told = [word for head in heads for word in ("-H", head)]
        page = serving_hosts.client.run(
            "curl", "-sS", *told, "-d", typed, f"http://{address}:8000/login/"
        ).stdout
        assert "職員番号" in page
        return "続けて間違えたため" in page

    refused = [attempt(host, number) for number in range(12) for host in serving_hosts.webs]
    assert refused == [False] * 20 + [True] * 4


def test_a_web_host_and_the_primary_are_lost_and_nothing_acknowledged_is(serving_hosts, record_property):
    crowd = invite(serving_hosts, 2, 8, decisions=3, prints=1, think=0.7)
    faults = Faults(serving_hosts)
    crowd.begin()
    crowd.until_more(10)
    faults.web_killed()
    crowd.until_more(10)
    examine_all(serving_hosts.place, crowd.told())
    faults.primary_lost()
    crowd.until_more(10)
    told = crowd.end()
    wait_until(lambda: have_ended(serving_hosts.place), 120, "a print does not end")
    examine_prints(serving_hosts.place, faults.interrupted)
    counted = examine_all(serving_hosts.place, told)
    assert told.of("given_up") == []
    record_property(
        "T07 hosts lost, acts acknowledged, asked again", f"2, {len(told.done())}, {len(told.of('failed'))}"
    )
    for name, seconds in faults.slowest.items():
        record_property(f"T07 seconds, {name}", round(seconds, 1))
    assert counted["comments"] >= len(told.done("comment"))

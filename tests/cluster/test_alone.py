"""What `deploy/database alone` costs, and that the examination would find it: acknowledged acts are on one disk."""

import pytest

from tests.cluster.crowd import invite
from tests.cluster.examination import comments, examine_all
from tests.cluster.room import wait_until

pytestmark = [pytest.mark.cluster, pytest.mark.xdist_group("cluster")]


def test_alone_what_is_acknowledged_is_not_on_the_other_disk(serving_hosts):
    hosts = serving_hosts
    crowd = invite(hosts, 1, 4, decisions=1, prints=0, think=0.5)
    crowd.begin()
    hosts.primary.steer("alone")
    hosts.replica.host.unplug()
    crowd.until_more(8)
    told = crowd.told()
    with pytest.raises(AssertionError, match="acknowledged and not there"):
        comments(hosts.replica.place, told)
    hosts.replica.host.plug()
    hosts.primary.pair()
    told = crowd.end()
    examine_all(hosts.primary.place, told)
    ((end,),) = hosts.primary.asked("select pg_current_wal_lsn()::text")
    caught_up = "select pg_last_wal_replay_lsn() >= %s::pg_lsn"
    wait_until(lambda: hosts.replica.asked(caught_up, end) == [(True,)], 30, "it does not catch up")
    examine_all(hosts.replica.place, told)

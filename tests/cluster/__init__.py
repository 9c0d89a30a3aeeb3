"""Hosts that are real: network namespaces with addresses and disks of their own, a balancer, two databases, and who clicks.

room.py         the hosts and the wires between them; gone when the test's process is gone
database.py     PostgreSQL as primary and as replica, failover and rebuilding
serving.py      web processes, workers and the balancer, from the files of deploy/
work.py         stations, people, cases and sessions to work with
users.py        people who read and act, and send again until they are answered
faults.py       what happens to hosts while people work
examination.py  what stands in the database against what was acknowledged
"""

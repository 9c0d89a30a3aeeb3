"""What tells that the server is well, and what it leaves behind of what it did: no names, no addresses, nothing typed.

health.py       each thing that may fail, with the sentence that says so
door.py         the addresses of machines: /health/, /health/ready/, /metrics/
requests.py     the number of every request, and its line in the log
lines.py        the log as JSON
metrics.py      requests by page and status, and what the tables say, for Prometheus
"""

"""gunicorn's configuration: the demo on localhost, or a service behind a proxy (BIND)."""

import gc
import os
import socket
import time

from config.watching import lines


def addresses(port: str) -> list[str]:
    """localhost is 127.0.0.1 for some programs and ::1 for others; where IPv6 is off the first must do."""
    found = [f"127.0.0.1:{port}"]
    try:
        with socket.socket(socket.AF_INET6) as tried:
            tried.bind(("::1", 0))
    except OSError:
        return found
    return [*found, f"[::1]:{port}"]


os.environ["SERVING_SINCE"] = str(time.time())  # config.wsgi asks once whether it may start
bind = os.environ["BIND"].split(",") if "BIND" in os.environ else addresses(os.environ.get("PORT", "8000"))
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 4
timeout = 60  # a thick register takes a while
graceful_timeout = 5
max_requests = 2000  # WeasyPrint's memory grows in a long process
max_requests_jitter = 200
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108 -- heartbeat file, not data
control_socket_disable = True
logconfig_dict = lines()  # its own words too as JSON; requests are told by the application


def post_worker_init(worker: object) -> None:
    """What is loaded stays: the collector need not walk through it again and again."""
    gc.collect()
    gc.freeze()

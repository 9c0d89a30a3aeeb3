"""How many statements each page asks the database: python -m tests.cluster.queries SESSION PATH …; JSON by path."""

import json
import sys

import django

from tests.cluster.serving import NAME


def main(session: str, *paths: str) -> None:
    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    browser = Client(SERVER_NAME=NAME, headers={"X-Forwarded-Proto": "https"})
    browser.cookies[settings.SESSION_COOKIE_NAME] = session
    counted = {}
    for path in paths:
        for _ in range(2):  # the first may fill what a process keeps
            with CaptureQueriesContext(connection) as seen:
                answer = browser.get(path)
            assert answer.status_code == 200, (path, answer.status_code)
        counted[path] = len(seen)
    sys.stdout.write(json.dumps(counted))


if __name__ == "__main__":
    main(*sys.argv[1:])

"""The jobs of the night, in a queue of their own. Cron counts in UTC: 05:10 and 06:30 in Japan."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

QUEUE = "notices"
RETRY = RetryStrategy(
    max_attempts=5, exponential_wait=6
)  # after 6 s, 36 s, 4 and 22 minutes: a server that restarts


@app.periodic(cron="10 20 * * *")
@app.task(name="tell_of_clocks", queue=QUEUE, queueing_lock="tell_of_clocks", retry=RETRY, pass_context=False)
def tell_of_clocks(timestamp: int) -> None:
    from casework.notices import nightly

    nightly.tell_of_clocks(timezone.localdate())


@app.periodic(cron="30 21 * * *")
@app.task(name="send_digests", queue=QUEUE, queueing_lock="send_digests", retry=RETRY, pass_context=False)
def send_digests(timestamp: int) -> None:
    from casework.notices import digest

    digest.send_all(timezone.localdate())

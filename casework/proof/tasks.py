"""The jobs of the night. Cron counts in UTC: 04:40 and 04:50 in Japan, before the notices of the morning."""

from procrastinate.contrib.django import app

from casework.notices.tasks import QUEUE, RETRY
from casework.proof import anchors, verification


@app.periodic(cron="40 19 * * *")
@app.task(name="take_anchor", queue=QUEUE, queueing_lock="take_anchor", retry=RETRY, pass_context=False)
def take_anchor(timestamp: int) -> None:
    anchors.take()


@app.periodic(cron="50 19 * * *")
@app.task(
    name="verify_everything", queue=QUEUE, queueing_lock="verify_everything", retry=RETRY, pass_context=False
)
def verify_everything(timestamp: int) -> None:
    verification.verify()

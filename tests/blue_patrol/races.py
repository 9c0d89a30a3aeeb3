"""Acts in real threads that start together."""

import threading

from django.db import connection

from blue_patrol.models import Application
from casework.scope import scope_of
from casework.workflow import Refused, Stale, perform
from tests.factories.applications import DAY, deliver


def at_once(*jobs) -> list:
    """Run the jobs in threads of their own that start together; each answer, or the error's name."""
    answers, start_line = [None] * len(jobs), threading.Barrier(len(jobs))

    def run(place, job):
        start_line.wait()
        try:
            answers[place] = job()
        except (Refused, Stale) as error:
            answers[place] = type(error).__name__
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=job) for job in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def doing(actor, act, answer="done"):
    """The job of calling ``act`` in the actor's scope."""

    def job():
        with scope_of(actor):
            act()
        return answer

    return job


def acting(actor, case, name, **details):
    return doing(actor, lambda: perform(Application(pk=case.pk), name, by=actor, on=DAY, **details))


def delivering(desks, case):
    return doing(desks.clerk, lambda: deliver(Application.objects.get(pk=case.pk), desks))

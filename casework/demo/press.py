"""Prints the frozen papers of the demonstration in processes of their own while the acts go on.

A worker gets a paper's order and gives its bytes; it never sees the database.
"""

import multiprocessing
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from casework.models import IssuedPaper  # a worker imports this module before Django is set up

Printer = Callable[[dict[str, Any]], bytes]


def print_paper(order: dict[str, Any]) -> bytes:
    from casework import paper_desk  # in the worker, after django.setup()

    return paper_desk.carry_out(order)


class Press:
    """Papers ordered as soon as they are frozen, attached when they are needed or at the end."""

    def __init__(self, printer: Printer = print_paper, workers: int = 2):
        self.printer = printer
        context = multiprocessing.get_context("spawn")  # a fork would share the database connection
        self.pool = (
            ProcessPoolExecutor(workers, mp_context=context, initializer=django.setup) if workers else None
        )
        self.waiting: dict[int, tuple[IssuedPaper, Future[bytes] | bytes]] = {}

    def __enter__(self) -> "Press":
        return self

    def __exit__(self, *error: object) -> None:
        if self.pool:
            self.pool.shutdown(cancel_futures=True)

    def order(self, papers) -> None:
        from casework.paper_desk import order_of  # a worker imports this module before Django is set up

        for paper in papers:
            if paper.pk not in self.waiting:
                asked = order_of(paper)
                made = self.pool.submit(self.printer, asked) if self.pool else self.printer(asked)
                self.waiting[paper.pk] = (paper, made)

    def attach(self, case_pk: int | None = None) -> None:
        """Attach the bytes of one case's papers, or of all."""
        for pk, (paper, made) in list(self.waiting.items()):
            if case_pk in (None, paper.case_pk):
                paper.attach(made.result() if isinstance(made, Future) else made)
                del self.waiting[pk]

    def finish(self) -> None:
        """Every paper that was frozen has its bytes."""
        from casework.models import IssuedPaper, Station
        from casework.scope import set_scope

        stations = Station.objects.filter(is_demo=True).values_list("pk", flat=True)
        set_scope(stations)
        self.order(IssuedPaper.objects.filter(file=None, station__in=list(stations)).order_by("pk"))
        self.attach()

"""Two officers at once (T05): every act of a walk or a factory is taken by two who saw the same page, in real threads."""

import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import replace

from django.apps import apps
from django.db import connection, transaction

from casework import workflow
from casework.models import StateChange
from casework.scope import scope_of
from casework.workflow import Refused, Stale
from tests.factories import scope
from tests.factories.places import PostingFactory, StaffFactory

REAL = workflow.perform_all


class Undo(Exception):
    pass


def counted() -> dict[str, int]:
    """How many rows each table shows to the application's login."""
    if not _TABLES:
        with connection.cursor() as cursor:
            names = sorted({model._meta.db_table for model in apps.get_models()})
            cursor.execute(
                "select t from unnest(%s::text[]) t where has_table_privilege(t, 'select')", [names]
            )
            _TABLES.extend(name for (name,) in cursor.fetchall())
    with connection.cursor() as cursor:
        cursor.execute("select " + ", ".join(f'(select count(*) from "{name}")' for name in _TABLES))
        return dict(zip(_TABLES, cursor.fetchone(), strict=True))


_TABLES: list[str] = []


class Rivals:
    """While it is open, each act of the test's own thread, outside other acts, is raced; ``raced`` counts them.

    What stands is committed first, so that both see it. ``limit``: how often one act of a machine is raced.
    """

    def __init__(self, limit: int = 10**6):
        self.limit, self.raced, self.seconds = limit, Counter(), {}
        self.start_line = threading.Barrier(2)
        self.threads = ThreadPoolExecutor(2)

    def __enter__(self):
        self.patch(REAL, self.perform_all)
        return self

    def __exit__(self, *error):
        self.patch(self.perform_all, REAL)
        for each in [self.threads.submit(self.hang_up) for _ in range(2)]:
            each.result()
        self.threads.shutdown()

    @staticmethod
    def patch(old, new) -> None:
        for module in list(sys.modules.values()):
            if getattr(module, "perform_all", None) == old and module.__name__ != __name__:
                module.perform_all = new

    def hang_up(self) -> None:
        self.start_line.wait()  # one for each thread
        connection.close()

    # --- one race ------------------------------------------------------------------------------------------------

    def perform_all(self, cases, name, /, *, by, on=None, revision=None, **details):
        cases = list(cases)
        key = cases and f"{cases[0]._meta.label}.{name}"
        is_own = threading.current_thread() is threading.main_thread() and not connection.savepoint_ids
        if not cases or not is_own or self.raced[key] >= self.limit:
            return REAL(cases, name, by=by, on=on, revision=revision, **details)
        manager = type(cases[0])._default_manager
        if revision is None and len(cases) == 1:
            revision = manager.get(pk=cases[0].pk).revision
        told = {"on": on, "revision": revision, "details": details}
        before = counted()
        alone = self.effects(cases, name, by, told, before)
        rivals = [by, self.another(by)]
        connection.connection.commit()
        self.judge(cases, name, rivals, self.run(cases, name, rivals, told))
        scope.restore()
        assert self.difference(before, counted()) == alone | self.newcomers, f"{key}: more than one effect"
        self.raced[key] += 1
        found = {case.pk: case for case in manager.filter(pk__in=[case.pk for case in cases])}
        return [found[case.pk] for case in cases]

    def effects(self, cases, name, by, told, before) -> dict[str, int]:
        """What the act adds to each table when nobody else takes it. Raises Refused as the act does."""
        added = {}
        try:
            with transaction.atomic():
                details = deepcopy(told["details"])
                REAL(cases, name, by=by, on=told["on"], revision=told["revision"], **details)
                added = self.difference(before, counted())
                raise Undo
        except Undo:
            return added

    @staticmethod
    def difference(before, after) -> dict[str, int]:
        return {name: after[name] - before[name] for name in after if after[name] != before[name]}

    def another(self, by):
        """A colleague in the same post; the two rows of a new one are noted."""
        self.newcomers = {}
        if by.staff.pk not in self.seconds:
            posting = PostingFactory(post=by.post, staff=StaffFactory(), capacity=by.posting.capacity)
            self.seconds[by.staff.pk] = replace(by, posting=posting)
            self.newcomers = {"casework_staff": 1, "casework_posting": 1}
        return self.seconds[by.staff.pk]

    def run(self, cases, name, rivals, told) -> list:
        def act(by):
            self.start_line.wait()
            try:
                with scope_of(by):
                    REAL(
                        cases,
                        name,
                        by=by,
                        on=told["on"],
                        revision=told["revision"],
                        **deepcopy(told["details"]),
                    )
            except (Refused, Stale) as error:
                return error
            return "done"

        return [job.result() for job in [self.threads.submit(act, by) for by in rivals]]

    @staticmethod
    def judge(cases, name, rivals, answers) -> None:
        """Exactly one wins; the other reads who was first and when."""
        assert answers.count("done") == 1, (name, answers)
        winner = rivals[answers.index("done")]
        (loser,) = [answer for answer in answers if answer != "done"]
        scope.restore()
        if isinstance(loser, Stale):
            assert (loser.change.transition, loser.change.staff_id) == (name, winner.staff.pk)
            assert loser.change.at is not None
        for case in cases:
            last = StateChange.objects.of_case(case).filter(transition=name).order_by("-seq").first()
            assert last.staff_id == winner.staff.pk, (name, last)

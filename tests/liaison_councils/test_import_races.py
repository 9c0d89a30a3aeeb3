"""Lists taken in at the same moment, in real threads: nothing twice, nothing broken."""

import pytest
from django.db import transaction

from casework import chain
from casework.models import ImportBatch
from casework.scope import scope_of
from casework.workflow import perform
from liaison_councils.models import Council, ListRegistration, Term
from liaison_councils.models.registration.lists import COUNCIL_LISTS
from tests.blue_patrol.races import at_once, doing
from tests.conftest import owner_connection
from tests.factories import councils as world
from tests.liaison_councils.lists import TODAY, as_workbook, council_of, councils, members, taken

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def at():
    with transaction.atomic():
        return world.desks()


def book(at) -> bytes:
    return as_workbook(協議会=councils(council_of(at)), 委員=members({"協議会": str(at.koban)}))


def registering(at, batch):
    """The job of registering a file as it is planned now."""
    with scope_of(at.supervisor):
        plan = COUNCIL_LISTS.plan_of(batch, COUNCIL_LISTS.reading_of(batch, today=TODAY))
        assert plan.has_news
        seen = plan.fingerprint()

    def act():
        own = ImportBatch.objects.get(pk=batch.pk)
        COUNCIL_LISTS.apply(own, by=at.supervisor, on=TODAY, evidence="名簿", seen=seen)

    return doing(at.supervisor, act)


def receive(at, name="名簿.xlsx") -> ImportBatch:
    with scope_of(at.supervisor):
        return ImportBatch.receive(at.supervisor, ImportBatch.Kind.COUNCILS, name, book(at))


def counted(at) -> tuple[int, int]:
    with scope_of(at.supervisor):
        return Council.objects.count(), Term.objects.count()


def test_the_same_file_is_taken_in_once_whoever_is_first(at):
    batch = receive(at)
    job = registering(at, batch)
    assert sorted(at_once(job, job)) == ["Refused", "done"]
    assert counted(at) == (1, 1)


def test_two_files_with_the_same_rows_are_taken_in_once(at):
    first, other = receive(at), receive(at, "別の名簿.xlsx")
    assert sorted(at_once(registering(at, first), registering(at, other))) == ["Refused", "done"]
    assert counted(at) == (1, 1)


def test_a_later_act_is_never_undone_with_the_list_and_the_history_is_whole(at):
    with scope_of(at.supervisor):
        taken(at.supervisor, councils(council_of(at)), members({"協議会": str(at.koban)}))
        made, term = ListRegistration.objects.get(), Term.objects.get()

    def undoing():
        perform(ListRegistration(pk=made.pk), "undo", by=at.supervisor, on=TODAY, note="誤り")

    def intending():
        perform(Term(pk=term.pk), "intend", by=at.officer, on=TODAY, intent="again")

    answers = at_once(doing(at.supervisor, undoing), doing(at.officer, intending))
    assert sorted(answers) == ["Refused", "done"]
    assert counted(at) == ((1, 1) if answers[1] == "done" else (0, 0))
    with owner_connection() as owner, owner.cursor() as cursor:
        assert chain.verify(cursor).is_whole

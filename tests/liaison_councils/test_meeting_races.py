"""Real threads at one meeting: its result is recorded once, its minutes are approved once, its letter is frozen once."""

import datetime as dt
from collections import Counter

import pytest
from django.db import transaction

from casework import chain, paper_registry
from casework.models import IssuedPaper
from casework.scope import scope_of
from casework.workflow import perform
from liaison_councils.models import Meeting, Opinion
from liaison_councils.models.results import record_result
from tests.blue_patrol.races import at_once, doing
from tests.conftest import owner_connection
from tests.factories import councils as made
from tests.factories.councils import DAY, now
from tests.factories.places import StationFactory

pytestmark = pytest.mark.django_db(transaction=True)
OFFICERS = 4
DAY_OF = DAY + dt.timedelta(days=20)


@pytest.fixture(autouse=True)
def _without_bytes(monkeypatch):
    monkeypatch.setattr(paper_registry, "after_commit", lambda *args: None)


@pytest.fixture
def at():
    with transaction.atomic():
        return made.CouncilDesks(StationFactory())


def chain_holds() -> bool:
    with owner_connection() as owner:
        return chain.verify(owner.cursor()).fault == ""


@pytest.mark.clause("LC-5-1", "LC-6")
def test_the_result_of_one_meeting_is_recorded_once(at):
    with scope_of(at.supervisor):
        council = made.active(at)
        made.appointed(at, council)
        case = made.announced(at, council, on=DAY_OF)
        asked = made.opinion(at, council)
        perform(asked, "answer", by=at.supervisor, on=DAY, reply="照明を増やした")
        present = [row.pk for row in case.participants.filter(kind="member")]
    row = {
        "council": council.pk,
        "kind": "crime",
        "raiser": "member",
        "raiser_name": "",
        "content": "暗い",
        "section": "",
    }
    guest = {"kind": "resident", "name": "住民 花子", "body": "", "count": 1}

    def record():
        record_result(
            Meeting(pk=case.pk), by=at.supervisor, on=DAY_OF, revision=case.revision, present=present, more=[guest], opinions=[row],
            read=[Opinion(pk=asked.pk)],
        )  # fmt: skip

    answers = at_once(*[doing(at.supervisor, record)] * OFFICERS)
    assert Counter(answers) == {"done": 1, "Stale": OFFICERS - 1}
    with scope_of(at.supervisor):
        assert now(case).participants.filter(kind="resident").count() == 1
        assert Opinion.objects.filter(meeting=case.pk).count() == 1
        assert now(asked).read_out_at_id == case.pk
    assert chain_holds()


@pytest.mark.clause("LC-7-1-b")
def test_minutes_are_approved_once_by_whoever_is_first(at):
    with scope_of(at.supervisor):
        council = made.active(at)
        made.appointed(at, council)
        case = made.held(at, council, on=DAY_OF)

    def job(actor):
        return doing(actor, lambda: perform(Meeting(pk=case.pk), "approve_minutes", by=actor, on=DAY_OF))

    answers = at_once(*[job(at.chief), job(at.supervisor)] * 2)
    assert Counter(answers) == {"done": 1, "Refused": 3}
    assert chain_holds()


@pytest.mark.clause("LC-5-4")
def test_a_meeting_is_announced_or_cancelled_and_never_both(at):
    with scope_of(at.supervisor):
        council = made.active(at)
        made.appointed(at, council)
        case = made.meeting(at, council, on=DAY_OF)

    def job(name, **told):
        return doing(
            at.supervisor,
            lambda: perform(
                Meeting(pk=case.pk), name, by=at.supervisor, on=DAY, revision=case.revision, **told
            ),
            name,
        )

    answers = at_once(*[job("announce"), job("cancel", note="大雨")] * 2)
    first = next(answer for answer in answers if answer not in ("Stale", "Refused"))
    with scope_of(at.supervisor):
        assert now(case).state == {"announce": "announced", "cancel": "cancelled"}[first]
        assert IssuedPaper.objects.of_case(case).count() == (1 if first == "announce" else 0)
    assert Counter(answers)["Stale"] == 3

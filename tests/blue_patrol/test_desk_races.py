"""Real threads at the branches of the road and at registrations: of those who act at once one wins, the rest is told."""

from collections import Counter
from uuid import uuid4

import pytest
from django.db import transaction
from django.urls import reverse
from psycopg.errors import LockNotAvailable

from blue_patrol.models import (
    Certification,
    CertificationApplication,
    Credential,
    Group,
    Kind,
    Place,
    RegisterEntry,
    Registration,
)
from blue_patrol.models.printing import print_out
from blue_patrol.models.registration.batch import LEDGERS
from casework import chain
from casework.models import Deadline, ImportBatch, IssuedNumber, IssuedPaper, StateChange
from casework.models.road import RoadState as S
from casework.scope import scope_of
from casework.workflow import perform, perform_all
from tests.blue_patrol.acting import client_of
from tests.blue_patrol.races import acting, at_once, delivering, doing
from tests.blue_patrol.test_registration import car_row, group_row, person_row, records, take
from tests.blue_patrol.test_registration_typed import sent
from tests.conftest import owner_connection
from tests.factories import trainings
from tests.factories.applications import DAY, Desks, application_at, judged, make_papers
from tests.factories.places import StationFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("without_bytes")]
OFFICERS = 4


@pytest.fixture
def desks():
    with transaction.atomic():
        return Desks(StationFactory())


@pytest.fixture(autouse=True)
def _the_chain_is_whole():
    yield
    with owner_connection() as owner:
        assert chain.verify(owner.cursor()).fault == ""


def ready_to_send(desks):
    with scope_of(desks.clerk):
        case = application_at(S.APPROVED, desks)
        things = list(case.things())
        perform_all(things, "print_out", by=desks.hq_clerk, on=DAY)
        perform_all(things, "seal", by=desks.hq_clerk, on=DAY)
        make_papers(case)
    return case


def short_of(desks, kind=Kind.STICKER):
    with scope_of(desks.clerk):
        case = application_at(S.DISPATCHED, desks)
        thing = case.credentials.get(kind=kind)
        return perform(case, "arrive", by=desks.clerk, on=DAY, missing={str(thing.pk): "なかった"})


def test_a_decision_is_recalled_or_sent_never_both(desks):
    for _ in range(3):
        case = ready_to_send(desks)
        answers = at_once(
            acting(desks.director, case, "recall", note="誤り"), acting(desks.hq_clerk, case, "dispatch"),
            acting(desks.director, case, "recall", note="誤り"),
        )  # fmt: skip
        assert Counter(answers) == {"done": 1, "Refused": 2}
        with scope_of(desks.clerk):
            case = CertificationApplication.objects.get(pk=case.pk)
            things = set(case.credentials.values_list("state", flat=True))
            papers = IssuedPaper.objects.of_case(case).filter(form="5").get()
            sent_off = case.state == S.DISPATCHED
            assert things == ({Place.IN_TRANSIT} if sent_off else {Place.VOID})
            assert (papers.voided_on is None) == sent_off


def test_a_missing_sticker_is_made_anew_once_and_taken_in_once(desks):
    case = short_of(desks)
    assert Counter(at_once(*[acting(desks.hq_clerk, case, "replace")] * OFFICERS)) == {
        "done": 1, "Refused": OFFICERS - 1
    }  # fmt: skip
    with scope_of(desks.clerk):
        assert IssuedNumber.objects.filter(kind="sticker").count() == 2
        things = list(case.credentials.filter(state=Place.BLANK))
        assert len(things) == 1
        print_out(things, by=desks.hq_clerk, on=DAY)
        perform_all(things, "seal", by=desks.hq_clerk, on=DAY)
        make_papers(case)
    for name, who in (("send_after", desks.hq_clerk), ("take_in_after", desks.clerk)):
        answers = at_once(*[acting(who, case, name)] * OFFICERS)
        assert Counter(answers) == {"done": 1, "Refused": OFFICERS - 1}


def test_a_set_is_delivered_or_returned_never_both(desks):
    for _ in range(3):
        with scope_of(desks.clerk):
            case = application_at(S.ARRIVED, desks)
        answers = at_once(
            delivering(desks, case), acting(desks.clerk, case, "return_undelivered", note="不在")
        )
        assert Counter(answers) == {"done": 1, "Refused": 1}
        with scope_of(desks.clerk):
            case = CertificationApplication.objects.get(pk=case.pk)
            rows = RegisterEntry.objects.filter(application=case).count()
            assert rows == (case.state == S.DELIVERED)


def test_a_document_is_numbered_once(desks):
    with scope_of(desks.clerk):
        case = application_at(S.RECEIVED, desks)
        perform(case, "examine", by=desks.clerk, on=DAY, findings=judged())
        perform(case, "forward", by=desks.chief, on=DAY, document_number="", opinion="fit")
    jobs = [acting(desks.clerk, case, "number_document", document_number=f"第{n}号") for n in range(OFFICERS)]
    assert Counter(at_once(*jobs)) == {"done": 1, "Refused": OFFICERS - 1}
    with scope_of(desks.clerk):
        assert IssuedPaper.objects.of_case(case).valid().filter(form="13").count() == 1


# --- registrations -----------------------------------------------------------------------------------------------


def csv_of(*rows) -> bytes:
    head = "証明書番号,団体名,証明年月日,交付年月日,代表者,所在地,電話番号,活動地域"
    return "\n".join([head, *rows]).encode("utf-8-sig")


ROW = "第R5-0012号,坂上町防犯隊,R5.5.1,R5.5.10,髙橋 守,愛知県桜見市坂上町1,0500-000-0001,坂上町一円"


def received(desks, name, content):
    with scope_of(desks.clerk):
        return ImportBatch.receive(desks.clerk, ImportBatch.Kind.STANDING, name, content)


def registering(desks, batch):
    """The job of registering a file as it is planned now."""
    with scope_of(desks.clerk):
        planned = LEDGERS.plan_of(batch, LEDGERS.reading_of(batch, today=DAY, kana="さへ"))
        assert planned.has_news
        seen = planned.fingerprint()

    def act():
        own = ImportBatch.objects.get(pk=batch.pk)
        LEDGERS.apply(own, by=desks.clerk, on=DAY, evidence="台帳", kana="さへ", seen=seen)

    return doing(desks.clerk, act)


def test_the_same_rows_of_two_files_are_registered_once(desks):
    batches = [received(desks, f"{n}.csv", csv_of(ROW) + b"\n" * n) for n in range(3)]
    jobs = [registering(desks, batch) for batch in (*batches, batches[0])]
    answers = at_once(*jobs)
    assert Counter(answers) == {"done": 1, "Refused": 3}
    with scope_of(desks.clerk):
        assert Certification.objects.count() == Group.objects.count() == Registration.objects.count() == 1


def test_one_group_typed_at_two_desks_at_once_is_registered_once_and_the_other_is_told(desks):
    def job():
        answer = client_of(desks.clerk).post(reverse("registration_typed"), sent(act_key=str(uuid4())))
        return answer.status_code

    answers = Counter(at_once(*[job] * 3))
    assert answers == {302: 1, 422: 2}
    with scope_of(desks.clerk):
        assert Certification.objects.count() == Group.objects.count() == 1


def registered(desks):
    with scope_of(desks.clerk):
        _, (registration,) = take(desks.clerk, records([group_row()], [car_row()], [person_row()]))
        return registration, Certification.objects.get()


def undoing(desks, registration):
    def act():
        row = Registration(pk=registration.pk)
        perform(row, "undo", by=desks.clerk, on=DAY.replace(month=10), note="誤り")

    return doing(desks.clerk, act, "undone")


def test_a_later_act_is_never_undone_with_the_registration(desks):
    for _ in range(4):
        registration, standing = registered(desks)
        with scope_of(desks.clerk):
            clock = Deadline.objects.get(kind="information", case_pk=standing.pk)

        def meet(standing=standing, clock=clock):
            perform(
                Certification(pk=standing.pk), "meet_deadline", by=desks.clerk, on=DAY.replace(month=10),
                deadline=clock.pk, evidence="会報で知らせた",
            )  # fmt: skip

        meeting = doing(desks.clerk, meet, "met")
        answers = at_once(undoing(desks, registration), meeting, undoing(desks, registration))
        with scope_of(desks.clerk):
            left = Certification.objects.filter(pk=standing.pk).exists()
            met = StateChange.objects.of_case(standing).filter(transition="meet_deadline").exists()
            assert left == met, answers
            assert ("met" in answers) == met
            assert answers.count("undone") == (not left)
            if left:
                return  # its number is taken now


def test_a_course_held_at_the_same_moment_keeps_the_registration(desks):
    registration, standing = registered(desks)
    with scope_of(desks.clerk):
        man = standing.group.patrollers.get()
        course = trainings.plan(desks, [man])
    holding = doing(desks.clerk, lambda: trainings.hold(course, desks), "held")
    answers = at_once(holding, undoing(desks, registration))
    assert answers == ["held", "Refused"]  # whoever is on a roster is no longer the registration's alone


def test_two_courses_at_once_start_one_clock_of_the_next_training(desks):
    _, standing = registered(desks)
    with scope_of(desks.clerk):
        man = standing.group.patrollers.get()
        days = [DAY.replace(month=8, day=day) for day in (20, 21, 22)]
        courses = [trainings.plan(desks, [man], on=day) for day in days]

    def holding(course, day):
        return doing(desks.clerk, lambda: trainings.hold(course, desks, on=day), "held")

    jobs = [holding(course, day) for course, day in zip(courses, days, strict=True)]
    assert at_once(*jobs) == ["held"] * 3
    with scope_of(desks.clerk):
        (clock,) = Deadline.objects.open().filter(kind="retraining", subject_pk=man.pk)
        assert clock.starts_on == days[-1]


def test_what_refers_to_a_case_that_an_act_holds_does_not_wait_for_it(desks):
    """Else the two would stand in each other's way: a replacement refers to the lost thing that somebody is finding."""
    case = short_of(desks)
    with scope_of(desks.clerk):
        lost = case.credentials.get(state=Place.LOST)
        perform(lost, "find", by=desks.clerk, on=DAY)
        with owner_connection() as another:
            another.execute("set lock_timeout = '5s'")
            named = "select id from blue_patrol_credential where id = %s for "
            assert another.execute(f"{named} key share", [lost.pk]).fetchone() == (lost.pk,)
            with pytest.raises(LockNotAvailable):  # a second act waits, as ever
                another.execute(f"{named} no key update nowait", [lost.pk])


def test_a_lost_thing_is_found_or_replaced_and_counted_once(desks):
    case = short_of(desks)
    with scope_of(desks.clerk):
        lost = case.credentials.get(state=Place.LOST)

    finding = doing(desks.clerk, lambda: perform(Credential(pk=lost.pk), "find", by=desks.clerk, on=DAY))
    assert Counter(at_once(finding, acting(desks.hq_clerk, case, "replace"), finding)) == {
        "done": 2,
        "Refused": 1,
    }
    with scope_of(desks.clerk):
        assert case.credentials.live().filter(kind=Kind.STICKER).count() == 1


def test_a_file_is_registered_beside_the_acts_of_its_stations_without_a_deadlock(desks):
    """An act that holds the history points at the station when it commits; the file holds the station."""
    with scope_of(desks.clerk):
        cases = [application_at(S.RECEIVED, desks) for _ in range(6)]

    def file(n):
        rows = [
            ROW.replace("R5-0012", f"R5-{1000 * n + k:04d}").replace("坂上町防犯隊", f"隊{n}-{k}")
            for k in range(1, 30)
        ]
        return registering(desks, received(desks, f"{n}.csv", csv_of(*rows)))

    jobs = [acting(desks.clerk, case, "withdraw", note="申出") for case in cases]
    assert at_once(*jobs, file(1), file(2)) == ["done"] * 8


def test_certificates_are_numbered_beside_a_registration_without_a_deadlock(desks):
    """Each takes the certificates' counter before the history, so that neither waits for the other."""
    with scope_of(desks.clerk):
        cases = [application_at(S.FORWARDED, desks) for _ in range(8)]
        for case in cases:
            for step in (desks.hq_clerk, desks.assistant):
                perform(case, "endorse", by=step, on=DAY)

    def file(n):
        rows = [
            ROW.replace("R5-0012", f"R8-{1000 * n + k:04d}")
            .replace("R5.", "R8.")
            .replace("坂上町防犯隊", f"隊{n}-{k}")
            for k in range(1, 60)
        ]
        return registering(desks, received(desks, f"{n}.csv", csv_of(*rows)))

    jobs = [acting(desks.director, case, "approve") for case in cases]
    jobs.insert(4, file(1))
    assert at_once(*jobs) == ["done"] * 9
    with scope_of(desks.clerk):
        given = IssuedNumber.objects.filter(kind="certificate").values_list("text", flat=True)
        assert not set(given) & set(
            Certification.objects.exclude(registered_on=None).values_list("number", flat=True)
        )

"""まとめて印刷: what is asked for is printed once each, a failure is named and stops nothing, a stop stops."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from pypdf import PdfReader

from casework import paper_desk, papers
from casework.models import IssuedPaper, Output, Posting, PrintFile, PrintItem, PrintRun, StoredFile
from casework.models.road import RoadState as S
from casework.printing import desk, tasks, upkeep, work
from casework.scope import set_scope
from tests.factories import prints, scope
from tests.factories.applications import Desks, application_at
from tests.factories.places import StationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desks():
    return Desks(StationFactory())


@pytest.fixture
def case(desks):
    return application_at(S.APPROVED, desks)


@pytest.fixture
def letters(case):
    """Papers of the case, none of which has its bytes."""
    found = prints.papers_of(case)
    assert len(found) > 3
    assert not any(paper.file_id for paper in found)
    return found


@pytest.fixture
def press(monkeypatch):
    """Counts what is rendered: form → how often. A real press."""
    counted: dict[str, int] = {}
    render = papers.PaperForm.render

    def counting(self, *args, **kwargs):
        counted[self.number] = counted.get(self.number, 0) + 1
        return render(self, *args, **kwargs)

    monkeypatch.setattr(papers.PaperForm, "render", counting)
    return counted


def jobs(name) -> list[dict]:
    return list(ProcrastinateJob.objects.filter(task_name=name).order_by("id").values_list("args", flat=True))


def do_all(run) -> None:
    """What the worker does with the jobs of a run, in their order."""
    for job in jobs("print_items"):
        if job["run"] == run.pk and work.print_chunk(
            run.pk, run.posting_id, range(job["first"], job["first"] + tasks.CHUNK)
        ):
            work.bind(run.pk, run.posting_id)
    scope.restore()


def again(run) -> PrintRun:
    return PrintRun.objects.with_counts().get(pk=run.pk)


def pages_of(content) -> list[str]:
    return ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]


def test_a_run_prints_every_paper_once_in_its_order_and_keeps_their_bytes(desks, letters, press):
    run = prints.asked(letters, desks.clerk)
    do_all(run)
    assert (again(run).printed, again(run).failed, again(run).trouble) == (len(letters), 0, "")
    assert sum(press.values()) == len(letters)
    file = run.files.get()
    kept = [
        page
        for paper in letters
        for page in pages_of(StoredFile.objects.get(pk=IssuedPaper.objects.get(pk=paper.pk).file_id).content)
    ]
    assert pages_of(file.content) == kept
    assert (file.pages, file.papers, file.size) == (len(kept), len(letters), len(file.content))


def test_one_file_each_holds_the_kept_bytes_themselves(desks, letters):
    run = prints.asked(letters[:3], desks.clerk, output=Output.EACH)
    do_all(run)
    with zipfile.ZipFile(io.BytesIO(run.files.get().content)) as archive:
        found = [archive.read(name) for name in archive.namelist()]
        assert archive.namelist()[0].startswith("0001 様式第")
    stored = [
        bytes(IssuedPaper.objects.select_related("file").get(pk=p.pk).file.content) for p in letters[:3]
    ]
    assert found == stored


def test_what_was_printed_before_is_not_rendered_again(desks, letters, press):
    do_all(prints.asked(letters[:2], desks.clerk))
    press.clear()
    run = prints.asked(letters[:3], desks.chief)
    do_all(run)
    assert again(run).printed == 3
    assert sum(press.values()) == 1


def test_a_paper_that_cannot_be_made_is_named_and_the_rest_is_printed(desks, letters, monkeypatch):
    broken, render = letters[1], papers.PaperForm.render

    def faulty(self, values, **how):
        if self.number == broken.form:
            raise papers.PaperFailed("form_05.html: no such value")
        return render(self, values, **how)

    monkeypatch.setattr(papers.PaperForm, "render", faulty)
    run = prints.asked(letters[:4], desks.clerk)
    do_all(run)
    bad = [paper.pk for paper in letters[:4] if paper.form == broken.form]
    assert list(run.items.failed().values_list("paper", flat=True)) == bad
    assert set(run.items.failed().values_list("failure", flat=True)) == {work.NOT_MADE}
    assert run.files.get().papers == 4 - len(bad)
    assert again(run).ended_on
    assert IssuedPaper.objects.get(pk=broken.pk).file_id is None, "nothing of it exists"


def test_values_stay_frozen_and_a_paper_voided_meanwhile_is_named_and_left_out(desks, letters):
    run = prints.asked(letters[:3], desks.clerk)
    with connection.cursor() as cursor, pytest.raises(Exception, match="is frozen"), transaction.atomic():
        cursor.execute("update casework_issuedpaper set values = '{}' where id = %s", [letters[0].pk])
    IssuedPaper.objects.filter(pk=letters[2].pk).update(voided_on="2026-09-02", void_reason="誤り")
    do_all(run)
    assert dict(run.items.values_list("paper", "failure")) == {
        letters[0].pk: "", letters[1].pk: "", letters[2].pk: work.VOIDED,
    }  # fmt: skip


def test_only_what_failed_is_printed_again(desks, letters, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(paper_desk.papers.PaperForm, "render", _fail)
        run = prints.asked(letters[:2], desks.clerk)
        do_all(run)
    assert (again(run).printed, again(run).failed, run.files.count()) == (0, 2, 0)
    second = desk.ask_again(run, by=desks.clerk)
    do_all(second)
    assert (again(second).printed, second.again_of, second.title[-9:]) == (2, run, desk.AGAIN)


def _fail(*args, **kwargs):
    raise papers.PaperFailed("nothing")


def test_called_off_in_the_middle_it_stops_with_the_paper_that_is_being_made(desks, letters, monkeypatch):
    run = prints.asked(letters, desks.clerk)
    make = work.make_bytes

    def call_off_meanwhile(pk, actor):
        made = make(pk, actor)
        if run.items.printed().count() == 1:
            desk.call_off(run.pk, by=desks.clerk)
        return made

    monkeypatch.setattr(work, "make_bytes", call_off_meanwhile)
    do_all(run)
    assert again(run).printed == 2
    assert again(run).cancelled_on
    assert not again(run).ended_on
    assert not run.files.exists()
    assert not desk.call_off(run.pk, by=desks.clerk), "a second time it had ended"


def test_who_has_left_the_post_prints_nothing_any_more(desks, letters, press):
    run = prints.asked(letters, desks.clerk)
    yesterday = timezone.localdate() - timedelta(days=1)
    Posting.objects.filter(pk=run.posting_id).update(ends_on=yesterday)
    do_all(run)
    assert again(run).trouble == work.NO_LONGER_POSTED
    assert again(run).ended_on
    assert press == {}


def test_what_kills_the_worker_each_time_is_given_up_and_the_rest_is_printed(desks, letters):
    run = prints.asked(letters[:3], desks.clerk)
    run.items.filter(place=2).update(tries=work.MOST_TRIES)  # each counted before it was begun
    do_all(run)
    assert list(run.items.values_list("failure", flat=True)) == ["", work.NOT_MADE, ""]


def test_jobs_repeated_or_late_change_nothing(desks, letters, press):
    run = prints.asked(letters[:3], desks.clerk)
    do_all(run)
    before = list(run.files.values_list("pk", "size")), dict(press)
    do_all(run)
    work.bind(run.pk, run.posting_id)
    assert (list(run.files.values_list("pk", "size")), dict(press)) == before


def test_the_files_come_when_the_last_chunk_ends_and_in_volumes(desks, letters, monkeypatch):
    monkeypatch.setattr(tasks, "CHUNK", 2)
    monkeypatch.setitem(work.VOLUME, Output.ONE, 3)
    run = prints.asked(letters[:4], desks.clerk)
    assert [job["first"] for job in jobs("print_items")] == [1, 3]
    assert not work.print_chunk(run.pk, run.posting_id, range(3, 5))
    assert work.print_chunk(run.pk, run.posting_id, range(1, 3))
    work.bind(run.pk, run.posting_id)
    scope.restore()
    assert list(run.files.values_list("number", "papers")) == [(1, 3), (2, 1)]


def test_the_jobs_carry_keys_alone_and_come_and_go_with_the_act(desks, letters):
    with transaction.atomic():
        prints.asked(letters, desks.clerk)
        transaction.set_rollback(True)
    assert jobs("print_items") == []
    run = prints.asked(letters, desks.clerk)
    assert jobs("print_items") == [{"run": run.pk, "posting": run.posting_id, "first": 1}]


def test_the_last_attempt_that_fails_ends_the_run_with_a_sentence(desks, letters):
    run = prints.asked(letters, desks.clerk)
    for is_last, trouble in ((False, ""), (True, work.STOPPED)):
        with pytest.raises(ZeroDivisionError), work.told_at_last(run.pk, run.posting_id, is_last=is_last):
            raise ZeroDivisionError
        scope.restore()
        assert again(run).trouble == trouble


# --- single papers in the background -------------------------------------------------------------------------------


def test_a_paper_that_fails_after_its_act_becomes_a_job_once(desks, letters, monkeypatch):
    from casework import paper_registry

    monkeypatch.setattr(paper_desk.papers.PaperForm, "render", _fail)
    for _ in range(2):
        paper_registry.after_commit(letters[0].pk, desks.clerk)
    assert jobs("make_paper") == [{"paper": letters[0].pk, "posting": desks.clerk.posting.pk}]
    job = ProcrastinateJob.objects.get(task_name="make_paper")
    assert job.scheduled_at > timezone.now()
    with pytest.raises(tasks.NotMade):
        tasks.make_paper(**jobs("make_paper")[0])
    monkeypatch.undo()
    tasks.make_paper(**jobs("make_paper")[0])
    scope.restore()
    assert IssuedPaper.objects.get(pk=letters[0].pk).file_id


def test_a_failed_paper_is_tried_three_times_more_each_time_later():
    class Job:
        attempts = 0

    waits = []
    while decision := tasks.RETRY.get_retry_decision(exception=tasks.NotMade(), job=Job):
        waits.append((decision.retry_at - timezone.now()).total_seconds())
        Job.attempts += 1
    assert waits == pytest.approx([5, 25, 125], abs=4)


def test_what_a_killed_process_left_without_bytes_is_made_some_minutes_later(desks, letters, press):
    assert upkeep.make_missing_papers() == 0, "the process that issued them may still be at it"
    late = timezone.now() + timedelta(minutes=5)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(upkeep.timezone, "now", lambda: late)
        assert upkeep.make_missing_papers() == len(letters)
    scope.restore()
    assert not IssuedPaper.objects.filter(file=None).exists()


# --- upkeep ----------------------------------------------------------------------------------------------------------


def test_files_past_their_days_are_emptied_and_the_rows_and_papers_stay(desks, letters, monkeypatch):
    run = prints.asked(letters[:2], desks.clerk)
    do_all(run)
    kept = PrintItem.objects.count(), StoredFile.objects.count()
    upkeep.tidy(timedelta(days=7))
    scope.restore()
    assert run.files.get().content is not None
    upkeep.tidy(timedelta(0))
    scope.restore()
    assert run.files.get().content is None
    assert (PrintItem.objects.count(), StoredFile.objects.count()) == kept


def test_a_run_that_never_ended_is_ended_after_a_day(desks, letters):
    run = prints.asked(letters, desks.clerk)
    PrintRun.objects.filter(pk=run.pk).update(made_on=timezone.now() - timedelta(days=2))
    upkeep.tidy(timedelta(days=7))
    scope.restore()
    assert again(run).trouble == upkeep.NEVER_ENDED


def test_a_run_and_its_files_are_walled_like_every_row_of_an_office(desks, letters):
    run = prints.asked(letters[:1], desks.clerk)
    do_all(run)
    other = Desks(StationFactory())
    set_scope(other.clerk.station_ids)
    assert not PrintRun.objects.exists()
    assert not PrintItem.objects.exists()
    assert not PrintFile.objects.exists()
    scope.restore()

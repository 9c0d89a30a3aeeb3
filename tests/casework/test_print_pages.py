"""まとめて印刷 over the web: choosing, the run's page with and without scripts, the files, and whose they are."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from casework import papers
from casework.models import PrintRun, ReadLog
from casework.models.road import RoadState as S
from casework.printing import progress, tasks, upkeep, views, work
from casework.roles import Role
from tests.blue_patrol.acting import client_of, text
from tests.factories import people, prints, scope
from tests.factories.applications import Desks, application_at, make_papers
from tests.factories.places import StationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desks():
    return Desks(StationFactory())


@pytest.fixture
def cases(desks):
    found = [application_at(S.APPROVED, desks), application_at(S.APPROVED, desks)]
    scope.restore()
    return found


def get(actor, path, **headers):
    answer = client_of(actor).get(path, headers=headers)
    scope.restore()
    return answer


def send(actor, path, **data):
    answer = client_of(actor).post(path, {"act_key": uuid.uuid4(), **data})
    scope.restore()
    return answer


def new(*cases, source="cases") -> str:
    chosen = "&".join(f"case={case.pk}" for case in cases)
    return f"{reverse('print_new', args=[source])}?{chosen}"


def page(name, run, *more) -> str:
    return reverse(name, args=[run.pk, *more])


def finish(run) -> PrintRun:
    if work.print_chunk(run.pk, run.posting_id, range(1, 1 + tasks.CHUNK)):
        work.bind(run.pk, run.posting_id)
    scope.restore()
    return PrintRun.objects.with_counts().get(pk=run.pk)


def test_the_list_of_cases_leads_to_the_choice_and_the_choice_to_a_run(desks, cases):
    shown = text(get(desks.hq_clerk, reverse("cases")))
    assert "まとめて印刷" in shown
    choice = get(desks.hq_clerk, new(*cases))
    shown = text(choice)
    assert choice.content.decode().count(" checked") == 5, "every kind of paper and the one PDF"
    assert "事案2件" in shown
    assert "様式第5 証明書　2通" in shown
    answer = send(desks.hq_clerk, new(*cases), kinds=["5.filled"], output="one")
    run = PrintRun.objects.get()
    assert answer["Location"] == page("print_run", run)
    assert [item.paper.form for item in run.items.all()] == ["5", "5"]
    assert (run.made_by, run.posting) == (desks.hq_clerk.staff, desks.hq_clerk.posting)


def test_with_nothing_ticked_the_lists_filters_choose_the_queue(desks, cases):
    application_at(S.FORWARDED, desks)
    shown = text(get(desks.hq_clerk, f"{reverse('print_new', args=['cases'])}?state=approved"))
    assert "事案2件" in shown


def test_a_double_click_asks_once(desks, cases):
    wish = {"kinds": ["5.filled"], "output": "each", "act_key": uuid.uuid4()}
    first, second = (send(desks.hq_clerk, new(*cases), **wish) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert PrintRun.objects.count() == 1


def test_what_is_wrong_with_the_choice_stands_beside_it(desks, cases, monkeypatch):
    answer = send(desks.hq_clerk, new(*cases), output="one")
    assert answer.status_code == 422
    assert "印刷する書類を一つ以上選んでください。" in text(answer)
    assert send(desks.hq_clerk, new(*cases), kinds=["99.filled"], output="one").status_code == 422
    monkeypatch.setattr(views.desk, "MOST", 3)
    assert "一度に印刷できるのは3通まで" in text(get(desks.hq_clerk, new(*cases)))
    answer = send(desks.hq_clerk, new(*cases), kinds=["5.filled"], output="one")
    assert answer.status_code == 422
    assert not PrintRun.objects.exists()


def test_a_draft_has_nothing_to_print_and_the_page_says_so(desks):
    assert views.NOTHING in text(get(desks.clerk, new(application_at(S.DRAFT, desks))))


def test_cases_of_another_station_are_not_among_the_chosen(desks, cases):
    other = Desks(StationFactory())
    assert "事案0件" in text(get(other.clerk, new(*cases)))


def test_the_page_of_a_run_needs_no_script_and_htmx_gets_the_bar_alone(desks, cases):
    run = prints.asked(prints.papers_of(*cases), desks.clerk)
    shown = text(get(desks.clerk, page("print_run", run)))
    assert "順番待ち" in shown
    assert f"{run.items.count()}通のうち0通が済みました" in shown
    bar = get(desks.clerk, page("print_run", run), hx_request="true")
    assert bar.content.decode().strip().startswith('<div id="progress"')
    finish(run)
    assert get(desks.clerk, page("print_run", run), hx_request="true")["HX-Refresh"] == "true"
    shown = text(get(desks.clerk, page("print_run", run)))
    assert "完了" in shown
    assert "hx-get" not in get(desks.clerk, page("print_run", run)).content.decode()


def test_opening_the_file_is_noted_like_a_single_print(desks, cases):
    run = prints.asked(prints.papers_of(*cases), desks.clerk)
    finish(run)
    seen = ReadLog.objects.count()
    answer = get(desks.clerk, page("print_file", run, 1))
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"].startswith("inline")
    note = ReadLog.objects.latest("pk")
    assert (note.what, note.object_label) == ("まとめて印刷のファイル", "casework.PrintFile")
    assert ReadLog.objects.count() == seen + 1


def test_a_file_past_its_days_says_what_to_do(desks, cases):
    run = prints.asked(prints.papers_of(*cases)[:1], desks.clerk)
    finish(run)
    upkeep.tidy(timedelta(0))
    scope.restore()
    answer = get(desks.clerk, page("print_file", run, 1))
    assert (answer.status_code, "もう一度まとめて印刷してください" in text(answer)) == (410, True)


def test_a_failure_is_named_on_the_page_and_printed_again_by_one_button(desks, cases, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(papers.PaperForm, "render", _fail)
        run = prints.asked(prints.papers_of(cases[0])[:2], desks.clerk)
        finish(run)
    shown = text(get(desks.clerk, page("print_run", run)))
    assert "作れなかった書類" in shown
    assert work.NOT_MADE in shown
    assert str(cases[0].group) in shown
    first, second = (send(desks.clerk, page("print_again", run)) for _ in range(2))
    assert first["Location"] == second["Location"] != page("print_run", run)
    again = PrintRun.objects.get(again_of=run)
    assert finish(again).printed == 2


def _fail(*args, **kwargs):
    raise papers.PaperFailed("nothing")


def test_a_run_is_called_off_by_its_button_and_not_once_it_has_ended(desks, cases):
    run = prints.asked(prints.papers_of(*cases), desks.clerk)
    send(desks.clerk, page("print_cancel", run))
    assert PrintRun.objects.get(pk=run.pk).cancelled_on
    assert "取り消しました" in text(get(desks.clerk, page("print_run", run)))
    ended = prints.printed(cases[0], desks)
    send(desks.clerk, page("print_cancel", ended))
    assert not PrintRun.objects.get(pk=ended.pk).cancelled_on


def test_when_no_worker_runs_the_page_says_whom_to_tell_after_a_minute(desks, cases):
    run = prints.asked(prints.papers_of(*cases), desks.clerk)
    assert progress.NOBODY not in text(get(desks.clerk, page("print_run", run)))
    PrintRun.objects.filter(pk=run.pk).update(made_on=timezone.now() - timedelta(seconds=61))
    assert progress.NOBODY in text(get(desks.clerk, page("print_run", run)))
    run = PrintRun.objects.get(pk=run.pk)
    register_worker()
    assert upkeep.is_working()
    assert progress.waiting_note(run) == ""
    later = prints.asked(prints.papers_of(*cases), desks.chief)
    PrintRun.objects.filter(pk=later.pk).update(made_on=timezone.now() - timedelta(minutes=2))
    assert progress.waiting_note(PrintRun.objects.get(pk=later.pk)) == progress.AFTER_OTHERS.format(1)


def register_worker() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("insert into procrastinate_workers default values")


def test_ones_own_runs_are_listed_and_those_of_others_not(desks, cases):
    prints.asked(prints.papers_of(cases[0]), desks.clerk, title="自分の印刷")
    prints.asked(prints.papers_of(cases[0]), desks.chief, title="署長の印刷")
    shown = text(get(desks.clerk, reverse("print_runs")))
    assert "自分の印刷" in shown
    assert "署長の印刷" not in shown


def test_who_may_not_choose_a_source_chooses_nothing_of_it(desks, cases):
    supervisor = people.station_actor(desks.station, Role.STATION_SUPERVISOR)
    assert get(supervisor, reverse("print_new", args=["letters"])).status_code == 200
    assert get(supervisor, new(*cases)).status_code == 403
    assert get(desks.clerk, reverse("print_new", args=["letters"])).status_code == 403
    assert get(desks.clerk, reverse("print_new", args=["nothing"])).status_code == 404
    run = prints.printed(cases[0], desks)
    assert get(supervisor, page("print_run", run)).status_code == 403


@pytest.mark.parametrize("count", [1, 2])
def test_the_page_of_a_run_asks_as_often_whatever_its_length(
    desks, cases, count, django_assert_max_num_queries
):
    for case in cases:
        make_papers(case)
    run = prints.asked(prints.papers_of(*cases[:count]), desks.clerk)
    client = client_of(desks.clerk)
    with django_assert_max_num_queries(
        15
    ):  # the frame's, the run, its files, its papers, their cases, the read log
        client.get(page("print_run", run))
    scope.restore()

"""Input that no browser of ours sends, days out of order, names at their longest: a sentence, never a fault of ours."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from blue_patrol.models import Group
from casework.models import Attachment, ReturnReason
from casework.models.road import RoadState as S
from casework.workflow import Refused, perform
from tests.blue_patrol.acting import click, client_of, now
from tests.blue_patrol.entry_data import CAR, GROUP, PLAN, rows
from tests.factories import scope
from tests.factories.applications import DAY, PDF, REASONS, Desks, application_at, start
from tests.factories.places import StationFactory
from tests.nights import every_nth

pytestmark = pytest.mark.django_db
HUGE = "9" * 5000


@pytest.fixture
def desks():
    return Desks(StationFactory())


def enter(desks, step, case, **data):
    return click(desks.clerk, f"entry_{step}", case, **data)


def test_nul_while_a_group_is_sought(desks):
    answer = client_of(desks.clerk).get(reverse("groups_resembling"), {"name": "防犯\0隊"})
    assert answer.status_code == 200


@pytest.mark.parametrize("reason", ["\0", "字" * 10_000, "\ue000"])
def test_reason_of_a_doubt_is_text_like_any_other(desks, reason):
    case = start(desks)
    data = PLAN | {"combined_with_business": "True", "ack-combined": "on", "ack-combined-reason": reason}
    answer = enter(desks, "plan", case, **data)
    assert answer.status_code == 422
    assert now(case).acknowledged == {}


@pytest.mark.parametrize(
    "name", ["revision", "edit", "drop", "rows-0-pk", f"rows-{HUGE}-plate", "rows-TOTAL_FORMS"]
)
def test_numbers_no_page_sends(desks, name):
    case = start(desks)
    data = rows(CAR) | {name: HUGE}
    assert enter(desks, "vehicles", case, **data).status_code < 500


@pytest.mark.parametrize("name", ["rows", "revision", "on"])
def test_numbers_no_page_sends_with_reasons(desks, name):
    case = application_at(S.RECEIVED, desks)
    for more in ({}, {"more": "1"}):
        assert (
            click(
                desks.clerk, "request_correction", case, **({"on": "R8.9.1"} | {name: HUGE} | more)
            ).status_code
            < 500
        )


@pytest.mark.parametrize(
    "day",
    [
        f"令和{HUGE}年1月1日",
        f"R8.{HUGE}.1",
        f"令和8年1月{HUGE}日",
        "九" * 5000 + "年1月1日",
        "9999-12-31",
        "明治6年1月1日",
        "1000-01-01",
    ],
)
def test_days_no_calendar_has(desks, day):
    case = start(desks)
    assert enter(desks, "plan", case, **(PLAN | {"starts_on": day, "pledged_on": day})).status_code < 500


def test_step_of_a_later_review_no_page_sends(desks):
    case = application_at(S.FORWARDED, desks)
    assert click(desks.director, "acknowledge", case, step=HUGE).status_code == 422
    assert click(desks.director, "acknowledge", case, step="9" * 30).status_code == 422


@pytest.mark.parametrize("told_on", every_nth(["9999-12-31", "0001-01-01", "x", "\0"], 2))
def test_day_for_which_the_counter_was_told(desks, told_on):
    case = application_at(S.ARRIVED, desks)
    assert click(desks.clerk, "deliver", case, told_on=told_on, on="R8.9.1").status_code == 422


@pytest.mark.parametrize("letter", ["隊", "㍿", "\ufdfa", "葛\U000e0100"])
def test_names_as_long_as_the_form_allows(desks, letter):
    lengths = {"name": 120, "name_kana": 160, "representative_name": 60, "representative_kana": 80}
    named = {field: (letter * length)[:length] for field, length in lengths.items()}
    answer = client_of(desks.clerk).post(reverse("application_new"), GROUP | named)
    scope.restore()
    assert answer.status_code == 302
    assert Group.objects.get(station=desks.station).name == named["name"]


@pytest.mark.parametrize(
    "name",
    ["a." + "x" * 300, "図" * 300 + ".pdf", "../../etc/passwd.pdf", "a\0b.pdf", "\u202efdp.exe", "." * 250],
)
def test_names_of_files(desks, name):
    case = start(desks)
    file = SimpleUploadedFile("a.pdf", PDF)
    file._name = name
    answer = enter(desks, "attachments", case, kind="lamp", files=file)
    assert answer.status_code in (302, 422)
    for row in Attachment.objects.of_case(case):
        shown = client_of(desks.clerk).get(reverse("attachment", args=[row.pk]))
        scope.restore()
        assert shown.status_code == 200
        assert "/" not in row.name


def test_receipt_before_any_values_of_the_prefecture(desks):
    case = prepared(desks)
    answer = click(desks.clerk, "receive", case, on="明治40年1月1日")
    assert answer.status_code == 422
    assert now(case).state == S.DRAFT


def prepared(desks):
    """A draft that lacks nothing."""

    case = start(desks)
    car = case.cars()[0]
    for kind, subject in (
        ("inspection_record", car.pk),
        ("lamp", None),
        ("lamp_data", None),
        ("marking", None),
    ):
        perform(
            case,
            "attach",
            by=desks.clerk,
            on=DAY,
            kind=kind,
            subject_pk=subject,
            name="a.pdf",
            content=PDF + kind.encode(),
            media_type="application/pdf",
        )
    return now(case)


LATER = DAY + dt.timedelta(days=10)


def test_answer_is_not_dated_before_its_reason(desks):
    case = application_at(S.RECEIVED, desks)
    perform(case, "request_correction", by=desks.clerk, on=LATER, reasons=REASONS)

    answers = {str(r.pk): "直した" for r in ReturnReason.objects.of_case(case)}
    with pytest.raises(Refused):
        perform(now(case), "resubmit", by=desks.clerk, on=DAY, answers=answers)


def test_decision_is_not_dated_before_the_step_before_it(desks):
    case = application_at(S.FORWARDED, desks)
    perform(case, "endorse", by=desks.hq_clerk, on=LATER)
    with pytest.raises(Refused):
        perform(now(case), "endorse", by=desks.assistant, on=DAY)


def test_forwarding_asks_again_for_what_was_handed_in(desks):
    case = application_at(S.FORWARDED, desks)
    perform(case, "send_back", by=desks.hq_clerk, on=DAY, reasons=REASONS)
    case = now(case)
    lamp = next(a for a in case.attached() if a.kind == "lamp")
    perform(case, "detach", by=desks.clerk, on=DAY, attachment=lamp.pk)
    assert any("青色回転灯" in reason.sentence for reason in now(case).forward_gaps())


@pytest.mark.parametrize(
    "page", ["home", "cases", "groups", "register", "ledger", "deadlines", "account_change_password"]
)
def test_pages_behind_the_log_in_are_not_kept(desks, page):
    answer = client_of(desks.clerk).get(reverse(page))
    assert "no-store" in answer.headers.get("Cache-Control", "")


def test_longest_names_of_staff_and_offices_fit_the_books(desks):
    for actor in (desks.clerk, desks.hq_clerk):
        actor.staff.rank, actor.staff.name = "階" * 20, "名" * 60
        actor.post.title = "職" * 40
        actor.post.office.name = "署" * actor.post.office._meta.get_field("name").max_length
        for record in (actor.staff, actor.post, actor.post.office):
            record.save()
    case = application_at(S.REPORTED, desks)
    assert client_of(desks.hq_clerk).get(reverse("application", args=[case.pk])).status_code == 200


def test_group_of_the_longest_name_is_the_user_of_its_car(desks):
    case = start(desks, name="隊" * 120, cars=0)
    assert enter(desks, "vehicles", case, **rows(CAR)).status_code == 302
    assert case.group.vehicles.get().user_name == "隊" * 120

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from blue_patrol.forms.entry.attachments import AT_ONCE
from casework.models import Attachment, StateChange, StoredFile
from casework.models.road import RoadState as S
from casework.uploads import limits
from casework.workflow import perform
from tests.blue_patrol.entry_data import key
from tests.factories.applications import DAY, PDF, REASONS, Desks, application_at, attach_all
from tests.factories.places import StationFactory
from tests.factories.scope import restore

pytestmark = pytest.mark.django_db


@pytest.fixture
def desks():
    return Desks(StationFactory())


@pytest.fixture
def case(desks):
    return application_at(S.DRAFT, desks, cars=2)


@pytest.fixture
def browser(client, desks):
    client.force_login(desks.clerk.staff)
    return client


@pytest.fixture
def send(browser, case):
    def post(kind, name="files", *files, **data):
        sent = {"act_key": key(), "kind": kind, name: list(files)} | data
        answer = browser.post(reverse("entry_attachments", args=[case.pk]), sent)
        restore()
        return answer

    return post


def pdf(name="車検証.pdf", content=PDF):
    return SimpleUploadedFile(name, content, "application/pdf")


def test_several_files_at_once(send, case):
    answer = send("lamp", "files", pdf("図面.pdf"), pdf("写真.pdf", PDF + b"\n%%EOF\n"))
    assert answer.status_code == 302
    assert [(a.kind, a.name) for a in Attachment.objects.of_case(case).order_by("pk")] == [
        ("lamp", "図面.pdf"),
        ("lamp", "写真.pdf"),
    ]
    assert [c.transition for c in StateChange.objects.of_case(case).order_by("seq")][1:] == [
        "attach",
        "attach",
    ]


def test_a_record_belongs_to_its_car(send, browser, case):
    car = case.group.vehicles.last()
    send("inspection_record", f"car_{car.pk}", pdf())
    held = Attachment.objects.of_case(case).get()
    assert (held.kind, held.subject_pk, held.file.media_type) == (
        "inspection_record",
        car.pk,
        "application/pdf",
    )
    page = browser.get(reverse("entry_attachments", args=[case.pk])).content.decode()
    assert reverse("attachment", args=[held.pk]) in page
    assert "あと1台分" in page


def test_the_same_bytes_are_kept_once(send):
    send("lamp", "files", pdf("一.pdf"))
    send("marking", "files", pdf("二.pdf"))
    assert (Attachment.objects.count(), StoredFile.objects.count()) == (2, 1)


def test_html_named_pdf_is_refused_beside_the_field(send):
    answer = send("lamp", "files", pdf("本物.pdf"), pdf("罠.pdf", b"<html><script>alert(1)</script></html>"))
    errors = " ".join(answer.context["kinds"][1]["form"].errors["files"])
    assert answer.status_code == 422
    assert "「罠.pdf」" in errors
    assert "本物" not in errors
    assert not Attachment.objects.exists()


def test_a_file_too_large_is_refused(send, monkeypatch):
    monkeypatch.setattr(limits, "MOST_BYTES", 1000)
    answer = send("lamp", "files", pdf("大きい.pdf", PDF + b"0" * 2000 + b"%%EOF"))
    assert "「大きい.pdf」：ファイルが大きすぎます" in answer.content.decode()


@pytest.mark.parametrize("kind", ["lamp", "inspection_record", "marking"])
def test_nothing_chosen(send, kind):
    answer = send(kind)
    assert answer.status_code == 422
    assert "加えるファイルを選んでください" in answer.content.decode()


def test_taking_out(browser, send, case):
    send("lamp", "files", pdf())
    held = Attachment.objects.get()
    url = reverse("entry_detach", args=[case.pk, held.pk])
    answer = browser.post(url, {"act_key": key()})
    restore()
    assert answer.url == reverse("entry_attachments", args=[case.pk])
    assert not Attachment.objects.of_case(case).exists()
    assert Attachment.objects.get().removed_on is not None
    assert browser.post(url, {"act_key": key()}).status_code == 404


def test_a_repeated_click_attaches_once(send, case):
    again = key()
    for _ in range(2):
        send("lamp", "files", pdf(), act_key=again)
    assert Attachment.objects.count() == 1


def test_more_cars_than_one_form_sends(browser, desks):
    big = application_at(S.DRAFT, desks, cars=25, name="大きい会")
    answer = browser.get(reverse("entry_attachments", args=[big.pk]))
    assert len(answer.context["kinds"][0]["form"].fields) == AT_ONCE
    assert "あと25台分" in answer.content.decode()


def test_the_last_step_says_what_is_missing(browser, case):
    answer = browser.get(reverse("entry_confirm", args=[case.pk]))
    page = answer.content.decode()
    assert "まだ受理できません" in page
    assert reverse("entry_attachments", args=[case.pk]) in page
    assert reverse("receive", args=[case.pk]) not in page
    assert [reverse("application_form", args=[case.pk, n]) in page for n in "1234"] == [True] * 4


def test_a_complete_application_is_received_from_the_last_step(browser, case, desks):
    attach_all(case, desks)
    answer = browser.get(reverse("entry_confirm", args=[case.pk]))
    restore()
    page = answer.content.decode()
    assert "まだ受理できません" not in page
    assert reverse("receive", args=[case.pk]) in page
    sent = {"on": "令和8年9月2日", "act_key": key(), "revision": answer.context["case"].revision}
    assert browser.post(reverse("receive", args=[case.pk]), sent).status_code == 302
    restore()
    assert type(case).objects.get(pk=case.pk).state == S.RECEIVED


def test_a_correction_leads_to_the_resubmission(browser, case, desks):
    attach_all(case, desks)
    perform(case, "receive", by=desks.clerk, on=DAY)
    perform(case, "request_correction", by=desks.clerk, on=DAY, reasons=REASONS)
    page = browser.get(reverse("entry_confirm", args=[case.pk])).content.decode()
    assert reverse("resubmit", args=[case.pk]) in page

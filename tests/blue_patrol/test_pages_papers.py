"""Papers and files over the web: blanks, live forms, frozen bytes, attachments, 作り直す."""

from urllib.parse import quote

import pytest

from blue_patrol.models import CertificationApplication
from blue_patrol.papers.forms import FORMS, LETTERS
from casework import papers
from casework.models import Attachment, IssuedPaper, ReadLog, StoredFile
from casework.models.road import RoadState as S
from casework.workflow import perform
from tests.blue_patrol.acting import client_of
from tests.blue_patrol.paging import get, main, pdf_text, reads
from tests.factories import people, scope
from tests.factories.applications import DAY, PDF, Desks, application_at
from tests.factories.places import StationFactory
from tests.nights import every_nth

pytestmark = pytest.mark.django_db


@pytest.fixture
def desks():
    return Desks(StationFactory())


def test_the_forms_are_listed_with_what_they_are_for_and_no_letter_among_them(desks):
    page = main(get(people.station_actor(desks.station, people.Role.KOBAN_OFFICER), "/forms/"))
    for form in FORMS:
        assert f"{form.name}{form.title}" in page
    assert "様式第20の2" in page
    ours = page.split("交番・駐在所連絡協議会")[0]  # the councils' section has a 委嘱状 of its own
    assert not any(letter.title in ours for letter in LETTERS)
    assert "団体が証明を申請するときに出します" in page


@pytest.mark.parametrize("number", every_nth(["1", "5", "11", "13", "14", "20-2"], 3))
def test_a_blank_carries_the_prefecture_and_no_station(desks, number):
    response = get(desks.clerk, f"/forms/{number}/")
    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "no-store"
    text = pdf_text(response)
    assert "愛知県" in text
    assert desks.station.name not in text
    assert reads(desks.clerk) == []


def test_a_form_that_is_not_there_is_not_found(desks):
    case = application_at(S.DRAFT, desks)
    for address in ("/forms/99/", "/forms/L6/", f"/cases/{case.pk}/forms/5/", f"/cases/{case.pk}/forms/14/"):
        assert get(desks.clerk, address).status_code == 404


def test_the_forms_of_an_application_print_what_is_typed_now(desks):
    case = application_at(S.RECEIVED, desks, name="葛󠄀城町髙﨑防犯隊")
    text = pdf_text(get(desks.clerk, f"/cases/{case.pk}/forms/1/"))
    assert "葛󠄀城町髙﨑防犯隊" in text
    assert "写" in pdf_text(get(desks.clerk, f"/cases/{case.pk}/forms/1/?mode=copy"))
    assert reads(desks.clerk) == ["申請の様式"] * 2


def test_form_13_is_a_draft_until_it_is_forwarded(desks):
    case = application_at(S.RECEIVED, desks)
    assert "下書き" in pdf_text(get(desks.clerk, f"/cases/{case.pk}/forms/13/"))
    assert "下書き" in main(get(desks.clerk, f"/cases/{case.pk}/"))


def test_a_frozen_paper_comes_byte_for_byte(desks):
    case = application_at(S.FORWARDED, desks)
    paper = IssuedPaper.objects.of_case(case).get(form="13")
    assert get(desks.clerk, f"/papers/{paper.pk}/").status_code == 404  # no bytes yet
    paper.attach(PDF)
    response = get(desks.clerk, f"/papers/{paper.pk}/")
    assert response.content == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "no-store"
    assert response["Content-Disposition"].startswith("inline; filename*=UTF-8''")
    assert get(Desks(StationFactory()).clerk, f"/papers/{paper.pk}/").status_code == 404


def test_a_paper_whose_bytes_failed_is_made_again_after_the_request(
    desks, django_capture_on_commit_callbacks, monkeypatch
):
    case = application_at(S.FORWARDED, desks)
    paper = IssuedPaper.objects.of_case(case).get(form="13")
    page = main(get(desks.clerk, f"/cases/{case.pk}/"))
    assert "作成できていない" in page
    assert "作り直す" in page
    with django_capture_on_commit_callbacks(execute=True):
        response = client_of(desks.clerk).post(f"/papers/{paper.pk}/remake/")
        scope.restore()
    scope.restore()
    assert response["Location"] == f"/cases/{case.pk}/#papers"
    assert get(desks.clerk, f"/papers/{paper.pk}/").content.startswith(b"%PDF-")
    assert "作成済み" in main(get(desks.clerk, f"/cases/{case.pk}/"))
    assert client_of(desks.clerk).get(f"/papers/{paper.pk}/remake/").status_code == 405


def test_the_inspector_and_other_stations_remake_nothing(desks):
    paper = IssuedPaper.objects.of_case(application_at(S.FORWARDED, desks)).get(form="13")
    inspector = people.inspector(desks.station.prefecture)
    assert client_of(inspector).post(f"/papers/{paper.pk}/remake/").status_code == 403
    scope.restore()
    assert client_of(Desks(StationFactory()).clerk).post(f"/papers/{paper.pk}/remake/").status_code == 404


def test_a_paper_that_cannot_be_made_says_so(desks, monkeypatch):
    case = application_at(S.DRAFT, desks)

    def fail(*args, **kwargs):
        raise papers.PaperFailed("no ink")

    monkeypatch.setattr(papers.PaperForm, "render", fail)
    response = get(desks.clerk, f"/cases/{case.pk}/forms/1/")
    assert response.status_code == 503
    assert "書類を作れませんでした" in response.content.decode()


IN_OUR_FRAME = {"Sec-Fetch-Dest": "iframe", "Sec-Fetch-Site": "same-origin"}
AS_A_PAGE = {"Sec-Fetch-Dest": "document", "Sec-Fetch-Site": "same-origin"}
IN_THEIRS = {"Sec-Fetch-Dest": "iframe", "Sec-Fetch-Site": "cross-site"}


@pytest.mark.parametrize(
    ("media_type", "where", "shown"),
    [
        ("application/pdf", IN_OUR_FRAME, "inline"),
        ("image/jpeg", IN_OUR_FRAME, "inline"),
        ("image/png", IN_OUR_FRAME, "inline"),
        ("text/html", IN_OUR_FRAME, "attachment"),
        ("application/pdf", IN_THEIRS, "attachment"),
        ("text/html", AS_A_PAGE, "attachment"),
        ("application/pdf", {"Sec-Fetch-Dest": "document", "Sec-Fetch-Site": "cross-site"}, "attachment"),
        ("image/png", {}, "attachment"),
    ],
)
def test_an_attachment_is_a_download_and_shown_in_a_frame_of_our_own_page_alone(
    desks, media_type, where, shown
):
    case = application_at(S.DRAFT, desks)
    content = b"<script>alert(1)</script>" + media_type.encode()
    name = '写真 "1";\r\n.pdf'
    attachment = Attachment.objects.create(
        station=desks.station, case_label=CertificationApplication._meta.label, case_pk=case.pk, kind="lamp", name=name,
        file=StoredFile.keep(desks.station, content, media_type), received_on=DAY, added_by=desks.clerk.staff,
    )  # fmt: skip
    response = get(desks.clerk, f"/attachments/{attachment.pk}/", headers=where)
    assert response.content == content
    assert response["Content-Type"] == media_type
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store"
    assert response["Content-Disposition"] == f"{shown}; filename*=UTF-8''{quote(name, safe='')}"
    assert ReadLog.objects.filter(what="添付", object_pk=attachment.pk).count() == 1
    assert get(Desks(StationFactory()).clerk, f"/attachments/{attachment.pk}/").status_code == 404


def test_an_attachment_opened_as_a_page_is_a_frame_of_our_own_and_noted_once(desks):
    """Nothing comes to lie on a desk that others use; the button leaves a file there when one is wanted."""
    attachment = Attachment.objects.of_case(application_at(S.RECEIVED, desks)).first()
    address = f"/attachments/{attachment.pk}/"
    page = get(desks.clerk, address, headers=AS_A_PAGE)
    assert page["Content-Type"].startswith("text/html")
    assert f'<iframe class="sheet-frame" title="{attachment.name}" src="{address}#' in page.content.decode()
    assert ReadLog.objects.filter(what="添付").count() == 0
    assert get(desks.clerk, address, headers=IN_OUR_FRAME)["Content-Disposition"].startswith("inline")
    assert ReadLog.objects.filter(what="添付").count() == 1
    kept = get(desks.clerk, f"{address}?download", headers=AS_A_PAGE)
    assert kept["Content-Disposition"].startswith("attachment")


def test_the_page_leads_to_attachments_and_papers(desks):
    case = application_at(S.RECEIVED, desks)
    page = get(desks.clerk, f"/cases/{case.pk}/").content.decode()
    for attachment in Attachment.objects.of_case(case):
        assert f"/attachments/{attachment.pk}/" in page
    assert f"/cases/{case.pk}/forms/3/" in page
    perform(case, "request_correction", by=desks.clerk, on=DAY, reasons=[{"item": "様式第1", "text": "直す"}])
    assert f"/cases/{case.pk}/correction/letter/" in get(desks.clerk, f"/cases/{case.pk}/").content.decode()

"""The virus scanner, where one is named: nothing is taken that it has not seen (T13)."""

import io

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from blue_patrol.forms.entry.vehicle_import import CertificateForm
from casework.forms import CaseForm
from casework.forms.files import DocumentField
from casework.models import Attachment, StoredFile
from casework.models.road import RoadState as S
from casework.registering.forms import UploadForm
from casework.uploads import scanning
from config.environment import read_scanner
from tests.blue_patrol.entry_data import key
from tests.factories.applications import Desks, application_at
from tests.factories.places import StationFactory
from tests.factories.scope import restore
from tests.uploads.made import PDF
from tests.uploads.scanner import EICAR, clamd

INFECTED = PDF.replace(b"xref\n0", b"%" + EICAR + b"\nxref\n0")


class OneFile(CaseForm):
    file = DocumentField(label="ファイル")


def sent(form, content=PDF, name="a.pdf", field="file"):
    return form({}, {field: SimpleUploadedFile(name, content)})


@pytest.fixture
def path(tmp_path, settings):
    settings.CLAMAV_SOCKET = str(tmp_path / "clamd.ctl")
    return settings.CLAMAV_SOCKET


@pytest.mark.parametrize("over", ["unix", "tcp"])
def test_what_it_finds_is_refused_and_the_rest_is_taken(path, settings, over):
    with clamd(path if over == "unix" else ("127.0.0.1", 0)) as server:
        if over == "tcp":
            settings.CLAMAV_SOCKET = f"127.0.0.1:{server.server_address[1]}"
        assert sent(OneFile).is_valid()
        form = sent(OneFile, INFECTED)
        assert "ウイルスの疑い" in form.errors["file"][0]
        assert "EICAR" in form.errors["file"][0]
        assert server.seen == [PDF, INFECTED]


def test_a_large_file_is_seen_whole(path):
    content = PDF.replace(b"xref\n0", b"%" + b"x" * 3_000_000 + b"\nxref\n0")
    with clamd(path) as server:
        sent(OneFile, content).is_valid()
        assert server.seen == [content]


@pytest.mark.parametrize("mood", ["deaf", "full", "odd"])
def test_an_answer_that_is_none_takes_nothing(path, mood):
    with clamd(path, mood):
        assert sent(OneFile).errors["file"] == [scanning.NOT_SCANNED]


@pytest.mark.parametrize("where", ["/nowhere/clamd.ctl", "127.0.0.1:1"])
def test_nobody_at_home_takes_nothing(settings, where):
    settings.CLAMAV_SOCKET = where
    assert sent(OneFile).errors["file"] == [scanning.NOT_SCANNED]


def test_one_that_never_ends_is_not_waited_for(path, monkeypatch):
    monkeypatch.setattr(scanning, "SECONDS", 0.3)
    with clamd(path, "mute"):
        assert sent(OneFile).errors["file"] == [scanning.NOT_SCANNED]


def test_spreadsheets_and_inspection_certificates_are_scanned_too(path):
    table = "証明書番号,団体名\nR5-1,桜見坂安全会\n".encode() + EICAR
    with clamd(path) as server:
        assert "ウイルス" in sent(UploadForm, table, "台帳.csv").errors["file"][0]
        form = sent(CertificateForm, b'{"CertInfo": "' + EICAR + b'"}', "a.json", "certificate_file")
        assert "ウイルス" in form.errors["certificate_file"][0]
        assert len(server.seen) == 2


@pytest.mark.django_db
def test_on_the_page_the_sentence_stands_beside_the_file_and_nothing_is_kept(path, client):
    desks = Desks(StationFactory())
    case = application_at(S.DRAFT, desks)
    client.force_login(desks.clerk.staff)
    with clamd(path):
        answer = client.post(
            reverse("entry_attachments", args=[case.pk]),
            {"act_key": key(), "kind": "lamp", "files": io.BytesIO(INFECTED)},
        )
        restore()
    assert answer.status_code == 422
    assert "ウイルスの疑い" in answer.content.decode()
    assert (Attachment.objects.count(), StoredFile.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("", ""),
        ("/run/clamav/clamd.ctl", "/run/clamav/clamd.ctl"),
        ("unix:/run/clamd", "/run/clamd"),
        ("tcp://scanner:3310", "scanner:3310"),
        ("[::1]:3310", "[::1]:3310"),
    ],
)
def test_the_setting_is_a_path_or_a_host_and_its_port(monkeypatch, said, read):
    monkeypatch.setenv("CLAMAV_SOCKET", said)
    assert read_scanner() == read


@pytest.mark.parametrize("said", ["clamd", "scanner:", ":3310", "scanner:http"])
def test_a_setting_that_is_neither_ends_the_start(monkeypatch, said):
    monkeypatch.setenv("CLAMAV_SOCKET", said)
    with pytest.raises(ImproperlyConfigured, match="CLAMAV_SOCKET"):
        read_scanner()

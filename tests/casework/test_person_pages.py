"""本人の記録, page by page: the search that names nobody in its address, the sheet, a correction, a stop of use."""

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from blue_patrol.models import Patroller
from casework.models import PersonRequest, ReadLog
from casework.models.road import RoadState as S
from casework.persons.stopped import shown_to
from tests.factories.applications import Desks, application_at
from tests.factories.places import StationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_bytes")]


def client_of(actor) -> Client:
    client = Client()
    client.force_login(actor.staff, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_what_is_held_is_shown_printed_and_its_use_stopped():
    desks = Desks(StationFactory())
    case = application_at(S.RECEIVED, desks)
    client, person = client_of(desks.hq_clerk), case.group.patrollers.first()
    page = client.post(reverse("persons"), {"name": person.name}).content.decode()
    assert f"person=blue_patrol.Patroller-{person.pk}" in page
    assert not ReadLog.objects.filter(what__contains=person.name).exists()
    assert client.post(reverse("persons"), {"name": "あ"}).status_code == 422
    sheet = client.post(reverse("person_sheet"), {"name": person.name})
    text = "".join(each.extract_text() for each in PdfReader(BytesIO(sheet.content)).pages).replace(" ", "")
    assert person.name.replace(" ", "") in text
    assert "昭和45年1月1日" in text
    assert "なし" in text
    assert not set("<>") & set(text), "a paper has no marks of a page"
    url = f"{reverse('person_request_new')}?person=blue_patrol.Patroller-{person.pk}"
    typed = {"kind": "stop", "reason": "使わないでほしい", "asked_on": timezone.localdate().isoformat()}
    assert client.post(url, typed).status_code == 302
    assert client.post(url, typed).status_code == 422
    seen = {each: shown_to(Patroller.objects.filter(pk=person.pk), each).exists() for each in (desks.clerk, desks.chief)}  # fmt: skip
    assert seen == {desks.clerk: False, desks.chief: True}
    assert client.get(reverse("group", args=[case.group_id])).status_code == 200
    asked = PersonRequest.objects.get()
    done = {"outcome": "取り下げられた", "on": asked.asked_on.isoformat()}
    client.post(reverse("person_request", args=[asked.pk]), done)
    assert PersonRequest.objects.get().state == "settled"
    assert shown_to(Patroller.objects.filter(pk=person.pk), desks.clerk).exists()


def test_an_address_without_a_person_says_what_to_do():
    desks = Desks(StationFactory())
    answer = client_of(desks.hq_clerk).get(reverse("person_request_new"))
    assert "その行から受け付けてください" in answer.content.decode()

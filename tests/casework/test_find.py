"""The box in the frame: a code opens its case, on the desk it belongs to and on no other."""

import pytest
from django.test import Client
from django.urls import reverse

from casework import coded
from casework.models import IssuedPaper
from tests.factories.applications import Desks, application_at
from tests.factories.places import StationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desks():
    return Desks(StationFactory())


def found(actor, text, **how):
    client = Client()
    client.force_login(actor.staff)
    return client.get(reverse("find"), {"q": text}, **how)


def test_a_scanned_paper_opens_its_case(desks):
    case = application_at("forwarded", desks)
    paper = IssuedPaper.objects.of_case(case).first()
    for code in (paper.code, coded.code_of(case), paper.code.lower()):
        assert found(desks.clerk, code).url == reverse("application", args=[case.pk])


def test_the_copy_of_a_certificate_leads_to_its_group(desks):
    standing = application_at("reported", desks).certification
    assert found(desks.clerk, coded.code_of(standing)).url == reverse("group", args=[standing.group_id])


def test_another_stations_paper_is_not_found(desks):
    case = application_at("forwarded", desks)
    neighbour = Desks(StationFactory(prefecture=desks.station.prefecture))
    answer = found(neighbour.clerk, IssuedPaper.objects.of_case(case).first().code, follow=True)
    assert "は、見つかりません" in answer.content.decode()


def test_what_is_no_code_is_searched_for(desks):
    assert (
        found(desks.clerk, "桜見坂 12-34").url == f"{reverse('search')}?q=%E6%A1%9C%E8%A6%8B%E5%9D%82+12-34"
    )


@pytest.mark.parametrize("text", ["P-0003K7-4", "p-0003k7-4 ", "Ｐ－０００３Ｋ７－４"])
def test_a_misread_code_is_called_so(desks, text):
    assert "最後の字が合いません" in found(desks.clerk, text, follow=True).content.decode()

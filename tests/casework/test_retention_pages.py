"""保存期間の満了, page by page: the list drawn up, looked through, carried out; a hold from the page of its record."""

import pytest
from django.test import Client
from django.urls import reverse

from blue_patrol.models import Application
from casework.models import Disposal, Hold
from casework.models.road import RoadState as S
from tests.factories import disposals
from tests.factories.applications import Desks, application_at
from tests.factories.places import StationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_bytes")]


def client_of(actor) -> Client:
    client = Client()
    client.force_login(actor.staff, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def desks():
    return Desks(StationFactory())


@pytest.fixture
def old(desks):
    case = application_at(S.REPORTED, desks)
    disposals.age()
    return case


def post(actor, name, *args, **typed):
    return client_of(actor).post(reverse(name, args=args), typed)


def test_a_list_goes_its_way_through_the_pages(desks, old):
    page = client_of(desks.hq_clerk).get(reverse("retention")).content.decode()
    assert "<b>1件</b>" in page
    assert "申請（証明・再交付・変更・デモ等）" in page
    typed = {"station": desks.station.pk, "until": "2026-11-01", "kinds": ["application"]}
    answer = post(desks.hq_clerk, "disposal_new", **typed)
    row = Disposal.objects.get()
    assert answer.url == reverse("disposal", args=[row.pk])
    for actor, name in ((desks.chief, "review"), (desks.director, "approve")):
        assert "いまできること" in client_of(actor).get(answer.url).content.decode()
        assert post(actor, f"disposal_{name}", row.pk, on=row.drawn_on.isoformat()).status_code == 302
    row = Disposal.objects.get()
    assert row.state == "approved"


def test_carrying_out_asks_whether_one_is_sure(desks, old):
    row = disposals.approved(desks, "application")
    today = row.second_on.isoformat()
    unsure = post(desks.hq_clerk, "disposal_carry_out", row.pk, on=today)
    assert unsure.status_code == 422
    assert "承知したことを示してください" in unsure.content.decode()
    assert post(desks.hq_clerk, "disposal_carry_out", row.pk, on=today, sure="on").status_code == 302
    page = client_of(desks.chief).get(reverse("disposal", args=[row.pk])).content.decode()
    assert "廃棄した" in page
    assert "要約値" in page


def test_pages_of_what_was_disposed_of_still_open(desks, old):
    disposals.carried_out(desks, "application")
    client = client_of(desks.clerk)
    for name, args in (
        ("application", [old.pk]),
        ("group", [old.group_id]),
        ("register", []),
        ("ledger", []),
        ("cases", []),
    ):
        assert client.get(reverse(name, args=args)).status_code == 200, name


def test_rows_are_taken_out_with_a_reason(desks, old):
    row = disposals.draw_up(desks, "application")
    item = row.left.get()
    bare = post(
        desks.chief, "disposal_take_out", row.pk, items=[item.pk], note="", on=row.drawn_on.isoformat()
    )
    assert bare.status_code == 422
    done = post(
        desks.chief, "disposal_take_out", row.pk, items=[item.pk], note="訴訟", on=row.drawn_on.isoformat()
    )
    assert done.status_code == 302
    assert not row.left.exists()


def test_a_group_is_frozen_from_its_own_page(desks, old):
    group = Application.objects.get(pk=old.pk).group
    assert client_of(desks.chief).get(reverse("hold_new", args=["group", group.pk])).status_code == 200
    assert post(desks.chief, "hold_new", "group", group.pk, ground="audit", reason="監査").status_code == 302
    assert Hold.objects.get().object_label == "blue_patrol.Group"


def test_a_record_is_frozen_from_its_own_page_and_lifted(desks, old):
    url = reverse("hold_new", args=["application", old.pk])
    assert url in client_of(desks.chief).get(reverse("application", args=[old.pk])).content.decode()
    assert post(desks.chief, "hold_new", "application", old.pk, ground="audit", reason="").status_code == 422
    assert (
        post(desks.chief, "hold_new", "application", old.pk, ground="audit", reason="監査").status_code == 302
    )
    again = post(desks.chief, "hold_new", "application", old.pk, ground="audit", reason="監査")
    assert again.status_code == 422
    assert "もう凍結されています" in again.content.decode()
    held = Hold.objects.get()
    assert (held.object_label, held.object_pk) == (Application.objects.get(pk=old.pk).case_label, old.pk)
    page = client_of(desks.chief).get(reverse("retention")).content.decode()
    assert reverse("hold_lift", args=[held.pk]) in page
    assert (
        post(
            desks.chief, "hold_lift", held.pk, note="監査が終わった", on=held.held_on.isoformat()
        ).status_code
        == 302
    )
    assert Hold.objects.get().state == "lifted"

"""The request's transaction and scope, and the gate: deny by default."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from blue_patrol.models import Group
from casework.models import NumberSeries
from casework.scope import POSTED, PUBLIC, SIGNED_IN, scope_of
from config.access import ACCESS
from tests.factories import people
from tests.factories.applications import Desks, make_group
from tests.factories.places import StaffFactory, StationFactory


def _write(then):
    def view(request):
        NumberSeries.objects.create(kind=then.__name__, holder="x", year=2026)
        return then(request)

    return view


def fine(request):
    return HttpResponse("fine")


def denied(request):
    raise PermissionDenied


def missing(request):
    raise Http404


def broken(request):
    raise ZeroDivisionError


def told(request):
    return HttpResponse("broken", status=500)


def lazily(request):
    """A page that reads its rows only when it is rendered."""
    return HttpResponse(f"{group.name}\n" for group in Group.objects.order_by("pk"))


def stream(request):
    def rows(actor=request.actor):
        with scope_of(actor):
            yield from (f"{group.name}\n" for group in Group.objects.order_by("pk"))

    return StreamingHttpResponse(rows())


def unscoped_stream(request):
    return StreamingHttpResponse(f"{group.name}\n" for group in Group.objects.order_by("pk").iterator())


VIEWS = (fine, denied, missing, broken, told)
urlpatterns = [
    *(path(f"{view.__name__}/", _write(view), name=view.__name__) for view in VIEWS),
    *(path(f"{view.__name__}/", view, name=view.__name__) for view in (lazily, stream, unscoped_stream)),
    *(path(f"{name}/", fine, name=name) for name in ("nowhere", "open", "mine", "forwarding")),
    path("", include("config.urls")),
]
TABLE = ACCESS | {view.__name__: POSTED for view in (*VIEWS, lazily, stream, unscoped_stream)} | {
    "open": PUBLIC, "mine": SIGNED_IN, "forwarding": "forward",
}  # fmt: skip

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("_little_site"),
]


@pytest.fixture
def _little_site():
    with override_settings(ROOT_URLCONF=__name__, ACCESS_TABLE=f"{__name__}.TABLE"):
        yield


@pytest.fixture
def clerk():
    with transaction.atomic():
        desks = Desks(StationFactory())
        make_group(desks.station, people=0, name="桜見坂学区防犯パトロール隊")
        make_group(StationFactory(), people=0, name="よその団体")
    return desks.clerk


@pytest.fixture
def client(clerk):
    client = Client(raise_request_exception=False)
    client.force_login(clerk.staff)
    return client


@pytest.mark.parametrize(("address", "kept"), [("fine", True), ("missing", False), ("denied", False), ("broken", False), ("told", False)])  # fmt: skip
def test_what_a_failed_request_wrote_is_rolled_back(client, address, kept):
    client.get(f"/{address}/")
    assert NumberSeries.objects.filter(kind=address).exists() == kept


def test_a_page_that_reads_while_it_renders_sees_its_own_station_alone(client):
    assert client.get("/lazily/").content.decode() == "桜見坂学区防犯パトロール隊\n"


def test_a_stream_opens_a_scope_of_its_own(client):
    assert b"".join(client.get("/stream/").streaming_content).decode() == "桜見坂学区防犯パトロール隊\n"


def test_a_stream_without_a_scope_raises_and_never_shows_an_empty_list(client):
    with pytest.raises(DatabaseError, match="no scope is set"):
        b"".join(client.get("/unscoped_stream/").streaming_content)


def test_outside_a_request_there_is_no_scope(clerk):
    with pytest.raises(DatabaseError, match="no scope is set"):
        list(Group.objects.all())
    with scope_of(clerk):
        assert [group.name for group in Group.objects.all()] == ["桜見坂学区防犯パトロール隊"]
    with pytest.raises(DatabaseError, match="no scope is set"):
        list(Group.objects.all())


def test_the_next_request_on_the_same_connection_sees_its_own_station(client):
    with transaction.atomic():
        other = Desks(StationFactory())
        make_group(other.station, people=0, name="三つ目の団体")
    assert client.get("/lazily/").content.decode() == "桜見坂学区防犯パトロール隊\n"
    client.force_login(other.clerk.staff)
    assert client.get("/lazily/").content.decode() == "三つ目の団体\n"
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('casework.stations', true)")
        assert not cursor.fetchone()[0]


def test_an_address_without_a_rule_does_not_answer(client):
    assert client.get("/nowhere/").status_code == 404


def test_the_gate_asks_log_in_posting_and_permission(client, clerk):
    anonymous = Client()
    assert anonymous.get("/open/").status_code == 200
    for closed in ("mine", "fine", "forwarding"):
        answer = anonymous.get(f"/{closed}/")
        assert (answer.status_code, answer["Location"]) == (302, f"/login/?next=/{closed}/")
    assert client.get("/mine/").status_code == 200
    assert client.get("/fine/").status_code == 200
    assert client.get("/forwarding/").status_code == 403


def test_a_person_without_a_posting_opens_no_page_of_the_desk():
    client = Client()
    client.force_login(StaffFactory())
    assert client.get("/mine/").status_code == 200
    answer = client.get("/fine/")
    assert answer.status_code == 403
    assert "配置" in answer.content.decode()


def test_a_one_time_password_is_changed_before_anything_else():
    with transaction.atomic():
        actor = people.clerk(StationFactory())
        actor.staff.must_change_password = True
        actor.staff.save()
    client = Client()
    client.force_login(actor.staff)
    assert client.get("/fine/")["Location"] == "/password/"
    assert client.get("/mine/").status_code == 200

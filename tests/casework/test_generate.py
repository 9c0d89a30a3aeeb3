"""Generated data at a tiny scale: sound in every respect that the product itself asks about, and acts go on from it."""

import time
from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from benchmarks.generated import posts, see_all
from benchmarks.p14 import ALLOWED, counts
from blue_patrol.models import Application, Certification, Credential, Group, Patroller, Vehicle
from blue_patrol.rules import plates
from casework import dates, names
from casework.generate import proof, run
from casework.generate.lives import Life, all_lives
from casework.generate.tokens import first_key
from casework.models import ChainHead, IssuedNumber, IssuedPaper, NumberSeries, StateChange, Station
from casework.models.road import RoadState as S
from casework.search.kinds import kinds_of
from casework.search.results import rows_of
from casework.workflow import perform
from liaison_councils.models import Council, Meeting, Person, Term
from tests.blue_patrol.paging import get, words
from tests.conftest import empty_tables, owner_connection
from tests.factories import scope
from tests.nights import sampled
from tests.walks.books import Books

SCALE, LARGER = 0.02, 0.1
SOME = (  # lives that are soon walked: certified, ended, at every place of the road, a council
    "certified (110", "former (180", "desk", "change (25", "change (15", "leaving (8, 12", "rare (20", "council (100",
)  # fmt: skip


@contextmanager
def as_owner(blocker):
    """Django's connection as the owner of the test database, outside any test's transaction."""
    from django.conf import settings

    with blocker.unblock():
        connection.close()
        connection.settings_dict |= settings.DATABASE_OWNER
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["USER"] = settings.DATABASE_APP_LOGIN


def some() -> list[Life]:
    return [life for life in all_lives() if life.name.startswith(SOME)]


def fill(blocker, scale: float, lives, seed: int = 1) -> int:
    with as_owner(blocker):
        return run.generate(scale, seed, timezone.localdate(), lives=lives)


@pytest.fixture(scope="module")
def filled(django_db_setup, django_db_blocker):
    """The database with generated data, until the last test of this file."""
    count = fill(django_db_blocker, SCALE, some())
    yield count
    with django_db_blocker.unblock():
        empty_tables(None)
        connection.close()


@pytest.fixture
def sight(filled, db):
    """Every station in sight."""
    with connection.cursor() as cursor:
        cursor.execute("select array_agg(id) from casework_station")
        scope.STATIONS.update(cursor.fetchone()[0])
    scope.restore()


@pytest.fixture
def actors(sight):
    return posts()


FORGED = {
    "a state to which no act led": "update blue_patrol_application set state = 'arrived' where state = 'reported'",
    "no edge of its machine": "update casework_statechange set after = 'reported' where after = 'received'",
    "does not begin where the one before ended": "delete from casework_statechange where transition = 'receive'",
    "a series with a gap": "delete from casework_issuednumber where id = (select min(id) from casework_issuednumber where kind = 'receipt')",
    "without history": "update casework_deadline set station_id = (select id from casework_station where code = '24-tsu')",
    "ハッシュ": "update casework_statechange set staff_name = '別人' where seq = 3",
}


@pytest.fixture
def owner(filled, db, monkeypatch):
    """The owner's own connection, in a transaction without triggers; the proof asks it."""
    with owner_connection() as connected:
        connected.execute("begin")
        connected.execute("set local session_replication_role = replica")
        monkeypatch.setattr(proof, "connection", connected)
        yield connected
        connected.execute("rollback")


def test_the_history_is_whole_and_each_step_follows_the_one_before(filled, owner):
    assert proof.prove() == filled > 1000


def test_nothing_lies_in_the_future_at_any_hour_of_the_day(sight):
    assert StateChange.objects.aggregate(last=Max("at"))["last"] <= dates.midnight(timezone.localdate())


@pytest.mark.parametrize("fault", sampled(FORGED, by_day=["a state to which no act led"]))
def test_the_proof_names_what_acts_would_not_have_written(owner, fault):
    assert owner.execute(FORGED[fault]).rowcount > 0
    with pytest.raises(proof.Unsound, match=fault):
        proof.prove()


def test_it_refuses_a_database_that_holds_cases(sight):
    with pytest.raises(CommandError, match="holds cases"):
        call_command("generate", scale=0.01)


def test_it_is_the_office_of_a_prefecture(sight):
    assert Station.objects.filter(prefecture__code="23", posts__isnull=False).distinct().count() == 45
    assert Council.objects.filter(state="active").exists()
    assert Certification.objects.filter(state="active").exists()


def test_the_books_hold_what_was_delivered(sight):
    books = Books()
    assert books.is_the_register_without_a_gap(None) == []
    assert books.is_every_delivery_in_the_books(None) == []


def test_what_is_searched_and_sorted_by_is_what_a_save_would_write(sight):
    def keys(row):
        return [
            getattr(row, name)
            for name in ("search_key", "order_key", "name_key", "kana_key")
            if hasattr(row, name)
        ]

    rows = [*Group.objects.all(), *Patroller.objects.all(), *Person.objects.all(), *Council.objects.all()]
    written = [keys(row) for row in rows]
    with transaction.atomic():
        for row in rows:
            row.fill_keys() if isinstance(row, Council) else row.save()
        transaction.set_rollback(True)
    assert [keys(row) for row in rows] == written
    assert len(rows) > 100


def test_a_name_is_found_whatever_its_variant(actors):
    patrollers = next(kind for kind in kinds_of(actors["hq_clerk 係"]) if kind.code == "patrollers")
    found = set(rows_of(patrollers, "高橋", actors["hq_clerk 係"]).values_list("name", flat=True))
    wanted = {
        name
        for name in Patroller.objects.values_list("name", flat=True)
        if names.search_key(name).startswith("高橋")
    }
    assert found == wanted
    assert {name[0] for name in found} == {"高", "髙"}


def test_every_plate_is_one_that_could_be_typed(sight):
    cars = list(Vehicle.objects.all())
    assert cars
    for car in cars:
        assert plates.parse(plates.display(car.plate)).canonical == car.plate
        assert car.chassis_key == plates.chassis_key(car.chassis_number)


def test_numbers_are_given_in_the_order_of_their_days(sight):
    received = (
        Application.objects.exclude(receipt_number="").order_by("received_on").select_related("station")
    )
    texts = list(received.values_list("station", "received_on__year", "receipt_number", "received_on"))
    assert len(texts) > 10
    by_number = sorted(texts, key=lambda row: (row[0], row[1], int(row[2].partition("-")[2])))
    assert [row[3] for row in by_number] == [
        row[3] for row in sorted(texts, key=lambda row: (row[0], row[1], row[3]))
    ]


def test_no_card_is_with_an_untrained_person(sight):
    cards = Credential.objects.filter(kind="card", state="with_group")
    assert cards.exists()
    assert not cards.filter(patroller__trainings=None).exists()


LISTS = {
    "station_clerk": (
        "/",
        "/cases/",
        "/groups/",
        "/ledger/",
        "/deadlines/",
        "/register/",
        "/trainings/",
        "/returns/",
        "/search/?q=高",
    ),
    "station_chief": ("/", "/cases/", "/councils/"),
    "hq_clerk 係": ("/", "/cases/", "/groups/", "/waiting/", "/deadlines/", "/search/?q=高"),
    "hq_deciding 課長": ("/", "/cases/"),
    "station_supervisor": ("/", "/councils/"),
    "community_division": ("/", "/councils/"),
}


@pytest.mark.parametrize("who", LISTS)
def test_every_list_opens(actors, who):
    assert {address: get(actors[who], address).status_code for address in LISTS[who]} == dict.fromkeys(
        LISTS[who], 200
    )


def test_a_page_of_each_kind_in_each_state_opens(actors):
    clerk, councils = actors["hq_clerk 係"], actors["community_division"]
    cases = Application.objects.order_by("state", "case_label", "pk").distinct("state", "case_label")
    addresses = [f"/cases/{case.pk}/" for case in cases]
    addresses += [f"/groups/{group.pk}/" for group in Group.objects.order_by("?")[:5]]
    assert {a: get(clerk, a).status_code for a in addresses} == dict.fromkeys(addresses, 200)
    addresses = [f"/councils/{council.pk}/" for council in Council.objects.all()[:3]]
    assert {a: get(councils, a).status_code for a in addresses} == dict.fromkeys(addresses, 200)


def test_no_token_is_left_on_a_page(actors):
    case = Application.objects.filter(state=S.REPORTED).order_by("-pk").first()
    page = words(get(actors["hq_clerk 係"], f"/cases/{case.pk}/"))
    assert "〈" not in page
    assert "尾張小牧" not in page or case.station.name in ("小牧", "春日井", "一宮")
    for model in (StateChange, Credential, Meeting, Term, IssuedNumber, IssuedPaper):
        with connection.cursor() as cursor:
            cursor.execute(
                f"select count(*) from {model._meta.db_table} record where record::text ~ '〈[ｎｋnk]'"
            )
            assert cursor.fetchone() == (0,), model
    assert not StateChange.objects.filter(case_pk__gt=first_key(0)).exists()
    assert not IssuedNumber.objects.filter(value__gt=10**6).exists()


def test_acts_go_on_through_the_door_and_numbers_after_the_last(sight, without_bytes):
    draft = Application.objects.filter(state=S.DRAFT).first()
    year, station = timezone.localdate().year, f"station:{draft.station_id}"
    before = NumberSeries.objects.filter(kind="receipt", holder=station, year=year).first()
    links = StateChange.objects.order_by("-seq").first()
    done = perform(draft, "receive", by=clerk_of(draft))
    assert (done.state, int(done.receipt_number[-4:])) == (S.RECEIVED, (before.last if before else 0) + 1)
    last = StateChange.objects.order_by("-seq").first()
    assert (last.seq, last.previous_hash) == (links.seq + 1, links.hash)
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")


def test_what_was_forwarded_is_decided(actors, without_bytes):
    case = Application.objects.filter(
        state=S.FORWARDED, case_label="blue_patrol.CertificationApplication"
    ).first()
    for who, act in (
        ("hq_clerk 係", "endorse"),
        ("hq_deciding 補佐", "endorse"),
        ("hq_deciding 課長", "approve"),
    ):
        if any(step.is_for(actors[who].post) for step in case.open_steps()):
            case = perform(case, act, by=actors[who])
            scope.restore()
    assert case.state == S.APPROVED
    assert case.credentials.filter(state="blank").exists()
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")


def clerk_of(case):
    from casework.models import Actor, Posting

    held = Posting.objects.with_office().filter(post__station=case.station, post__role="station_clerk")
    return Actor.of(held.order_by("pk")[0])


@pytest.mark.nightly
def test_pages_take_the_same_queries_at_five_times_the_size(transactional_db, django_db_blocker):
    """P14: exact counts, whatever the number of rows."""

    def counted(scale: float) -> dict:
        empty_tables(None)
        fill(django_db_blocker, scale, some())
        with transaction.atomic():
            see_all()
            found = counts(posts())
            transaction.set_rollback(True)
        return found

    small, large = counted(SCALE), counted(LARGER)
    assert {
        page: (small[page], large[page]) for page in small.keys() & large.keys() if small[page] != large[page]
    } == {}
    within = {
        page: n for page, n in (small | large).items() if page[0] != "case" or "Certification" in page[1]
    }
    assert {page: n for page, n in within.items() if n > ALLOWED[page[0]]} == {}
    assert len(small) > 20


@pytest.mark.nightly
def test_one_prefecture_is_made_and_sound(transactional_db, django_db_blocker, record_property):
    began = time.monotonic()
    rows = fill(django_db_blocker, 1, None)
    assert rows > 100_000
    record_property("history rows of one prefecture, seconds", f"{rows}, {time.monotonic() - began:.0f}")


@pytest.mark.nightly
def test_the_same_seed_gives_the_same_history(transactional_db, django_db_blocker):
    heads = []
    for _ in range(2):
        empty_tables(None)
        fill(django_db_blocker, SCALE, some(), seed=7)
        heads.append((ChainHead.objects.get().count, ChainHead.objects.get().last_hash))
    assert heads[0] == heads[1]

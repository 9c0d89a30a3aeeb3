"""Counts of all web hosts: what Django asks of a cache, and that a limit holds whoever counts and however many at once."""

from datetime import timedelta
from threading import Thread

import pytest
from allauth.core import ratelimit
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from casework.models import SharedCount
from casework.watch import counts
from tests.blue_patrol.races import at_once


def ended(key: str, value) -> None:
    cache.set(key, value)
    SharedCount.objects.filter(key__endswith=key).update(ends_at=timezone.now() - timedelta(seconds=1))


@pytest.mark.django_db
@pytest.mark.parametrize("value", [[1.5, 2.25], {"三年": 4}, "鍵", 0, False, None])
def test_what_is_set_is_got(value):
    cache.set("a", value)
    assert cache.get("a", "other") == value


@pytest.mark.django_db
def test_what_has_ended_is_not_there():
    ended("a", 1)
    assert cache.get("a", "other") == "other"
    assert not cache.touch("a")
    assert cache.add("a", 2)
    assert cache.get("a") == 2


@pytest.mark.django_db
def test_add_leaves_what_is_there():
    cache.set("a", 1)
    assert not cache.add("a", 2)
    assert cache.get("a") == 1


@pytest.mark.django_db
def test_a_value_may_stay_for_good_and_its_end_be_moved():
    cache.set("a", 1, timeout=None)
    cache.set("b", 1, timeout=60)
    assert cache.touch("b", 3600)
    rows = dict(SharedCount.objects.values_list("key", "ends_at__year"))
    assert rows[":1:a"] == 9999
    assert SharedCount.objects.get(key=":1:b").ends_at > timezone.now() + timedelta(minutes=50)


@pytest.mark.django_db
def test_deleted_is_gone_and_told():
    cache.set("a", 1)
    assert cache.delete("a")
    assert not cache.delete("a")
    cache.set("b", 1)
    cache.clear()
    assert cache.get("b") is None


@pytest.mark.django_db
def test_a_value_that_runs_code_cannot_be_stored():
    """Values are JSON: the table gives nobody a way into the web hosts."""
    with pytest.raises(TypeError):
        cache.set("a", object())


@pytest.mark.django_db
def test_ended_rows_go_and_the_others_stay():
    ended("a", 1)
    cache.set("b", 1)
    assert counts.clear_ended() == 1
    assert list(SharedCount.objects.values_list("key", flat=True)) == [":1:b"]


@pytest.mark.django_db(transaction=True)
def test_who_clears_away_waits_for_nobody():
    ended("a", 1)
    ended("b", 1)
    cleared = []

    def clear():
        cleared.append(counts.clear_ended())
        connection.close()

    with transaction.atomic():
        SharedCount.objects.select_for_update().get(key=":1:a")
        thread = Thread(target=clear)
        thread.start()
        thread.join(timeout=10)
        assert cleared == [1]


@pytest.mark.django_db(transaction=True)
def test_of_thirty_at_once_as_many_are_let_through_as_the_limit_says(rf):
    """Each asks by a connection and in a transaction of its own, as the requests of several web hosts do."""

    def ask():
        request = rf.post("/login/")
        request.user = AnonymousUser()
        with transaction.atomic():
            return ratelimit.consume(request, action="login_failed", key="A0001")

    answers = at_once(*[ask] * 30)
    assert sorted(answers) == [False] * 20 + [True] * 10


@pytest.mark.django_db
def test_spraying_from_one_address_ends_after_twenty_numbers():
    answers = [Client().post("/login/", {"login": f"Z{n:05}", "password": "まちがい"}) for n in range(21)]
    shown = [answer.context["form"].non_field_errors() for answer in answers]
    assert len({str(words) for words in shown[:20]}) == 1
    assert "続けて間違えたため" in str(shown[20])
    assert SharedCount.objects.filter(key__contains="login_failed").exists()

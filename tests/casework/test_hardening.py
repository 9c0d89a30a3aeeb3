"""Log-in under attack: the lock holds against the right password too, a disabled account is told nothing."""

import pytest
from django.test import Client

from tests.factories import people
from tests.factories.places import PASSWORD, StationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    clerk = people.clerk(StationFactory()).staff
    clerk.set_password(PASSWORD)
    clerk.save()
    return clerk


def log_in(staff_number: str, password: str, **headers):
    client = Client(**headers)
    return client, client.post("/login/", {"login": staff_number, "password": password})


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_lock_holds_against_the_right_password(staff):
    for _ in range(5):
        log_in(staff.staff_number, "まちがい")
    client, answer = log_in(staff.staff_number, PASSWORD)
    assert (answer.status_code, is_in(client)) == (429, False)


def test_case_of_the_number_is_no_way_round_the_lock(staff):
    for number in (staff.staff_number.lower(), staff.staff_number, f" {staff.staff_number}") * 2:
        log_in(number, "まちがい")
    client, _ = log_in(staff.staff_number, PASSWORD)
    assert not is_in(client)


def test_lock_of_one_number_leaves_the_next_desk_alone(staff):
    other = people.clerk(StationFactory()).staff
    other.set_password(PASSWORD)
    other.save()
    for _ in range(5):
        log_in(staff.staff_number, "まちがい")
    client, answer = log_in(other.staff_number, PASSWORD)
    assert (answer.status_code, is_in(client)) == (302, True)


def test_success_begins_the_count_anew(staff):
    for _ in range(2):
        for _ in range(4):
            log_in(staff.staff_number, "まちがい")
        client, _ = log_in(staff.staff_number, PASSWORD)
        assert is_in(client)


def test_disabled_account_answers_as_a_wrong_password(staff):
    wrong = log_in(staff.staff_number, "まちがい")[1]
    staff.is_active = False
    staff.save()
    client, answer = log_in(staff.staff_number, PASSWORD)
    assert (answer.status_code, is_in(client)) == (200, False)
    assert answer.context["form"].non_field_errors() == wrong.context["form"].non_field_errors()


def test_disabled_account_is_out_with_its_next_request(staff):
    client, _ = log_in(staff.staff_number, PASSWORD)
    staff.is_active = False
    staff.save()
    assert client.get("/").headers["Location"].startswith("/login/")


@pytest.mark.parametrize("number", ["\0", "a" * 10_000, "😀", "ｚ１"])
def test_any_text_may_be_typed(number):
    assert log_in(number, "\0")[1].status_code == 200


def test_log_out_asks_first(staff):
    client, _ = log_in(staff.staff_number, PASSWORD)
    client.get("/logout/")
    assert is_in(client)
    client.post("/logout/")
    assert not is_in(client)


def test_one_time_password_is_not_kept_as_the_new_one(staff):
    words = "いちどだけのながい合言葉です"
    staff.set_password(words)
    staff.must_change_password = True
    staff.save()
    client, _ = log_in(staff.staff_number, words)
    answer = client.post("/password/", {"oldpassword": words, "password1": words, "password2": words})
    assert answer.status_code == 200
    assert "別のもの" in answer.content.decode()
    assert client.get("/").headers["Location"] == "/password/"

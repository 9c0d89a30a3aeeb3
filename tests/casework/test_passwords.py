"""Passwords: of any composition and length, taken to the letter; never what anybody would guess who knows the office."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from casework.log_in.words import LEAST_BESIDE, OFFICE_WORDS
from casework.models import Staff
from tests.factories import people, scope
from tests.factories.places import StationFactory

GOOD = "まったく別のたくさんの文字"


@pytest.fixture
def staff(db):
    person = people.clerk(StationFactory()).staff
    person.set_password(GOOD)
    person.save()
    return person


def log_in(staff, password) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": staff.staff_number, "password": password})
    scope.restore()
    return client


@pytest.mark.parametrize(
    "good",
    ["a b c d e f g", "夜明けの空に鳥が三羽とんだ", "839205571846", "q" * 5 + "Zr7 " * 24, "x#" * 64, " 前後に空白がある長い文 "],
)  # fmt: skip
def test_any_composition_and_a_hundred_characters_are_taken_to_the_letter(staff, good):
    client = log_in(staff, GOOD)
    client.post(
        reverse("account_change_password"), {"oldpassword": GOOD, "password1": good, "password2": good}
    )
    scope.restore()
    assert Staff.objects.get(pk=staff.pk).check_password(good)
    assert "_auth_user_id" in log_in(staff, good).session
    for nearly in {good.swapcase(), good.strip(), good[:-1]} - {good}:
        assert "_auth_user_id" not in log_in(staff, nearly).session


@pytest.mark.parametrize("word", OFFICE_WORDS)
def test_words_of_the_office_alone_are_refused(word):
    for guess in (f"{word}{word}2026", f"{word.upper()}{'x' * (LEAST_BESIDE - 1)}"):
        with pytest.raises(ValidationError) as told:
            validate_password(guess)
        assert "office_words" in [error.code for error in told.value.error_list] or len(guess) < 12
    validate_password(f"{word}と{'kuroi neko'}")


def test_a_common_password_is_refused():
    for common in (
        "passwordpassword",
        "qwertyuiopasdfgh",
        "123456789012",
        "123456789012345",
        "aaaaaaaaaaaaaa",
        "987654321abcdef",
    ):
        with pytest.raises(ValidationError):
            validate_password(common)


def test_the_old_password_is_asked_for(staff):
    client = log_in(staff, GOOD)
    client.post(
        reverse("account_change_password"), {"oldpassword": "x", "password1": GOOD * 2, "password2": GOOD * 2}
    )
    scope.restore()
    assert Staff.objects.get(pk=staff.pk).check_password(GOOD)


def test_the_field_hides_what_is_typed_and_lets_a_manager_fill_it(staff):
    page = Client().get(reverse("account_login")).content.decode()
    assert 'type="password"' in page
    assert 'autocomplete="current-password"' in page
    assert "onpaste" not in page

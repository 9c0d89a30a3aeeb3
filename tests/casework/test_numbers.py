"""Numbers: gapless, unique, in order; one taken back stays as 欠番 and is never given again (T22)."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from casework.models import IssuedNumber, NumberSeries
from casework.models.road import RoadState as S
from casework.workflow import perform
from tests.factories.applications import DAY, Desks, application_at
from tests.factories.places import StationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def station():
    station = StationFactory()
    application_at(
        S.DRAFT, Desks(station)
    )  # the walls want a history row of the transaction beside each number
    return station


def give(station, count=1, kind="receipt", holder="x", year=2026):
    return IssuedNumber.give(station, kind, holder, year, "R8-{:04d}".format, count)


def test_numbers_count_from_one_without_a_gap(station):
    assert [give(station) for _ in range(3)] == [["R8-0001"], ["R8-0002"], ["R8-0003"]]
    assert give(station, 3) == ["R8-0004", "R8-0005", "R8-0006"]


def test_each_kind_holder_and_year_counts_by_itself(station):
    give(station)
    assert give(station, kind="ledger") == ["R8-0001"]
    assert give(station, holder="y") == ["R8-0001"]
    assert give(station, year=2027) == ["R8-0001"]
    assert give(station) == ["R8-0002"]


def test_a_rolled_back_number_is_given_again(station):
    give(station)
    with transaction.atomic():
        assert give(station) == ["R8-0002"]
        transaction.set_rollback(True)
    assert give(station) == ["R8-0002"]
    assert NumberSeries.objects.get(kind="receipt", holder="x").last == 2


def test_a_void_number_stays_with_its_reason_and_is_never_given_again(station):
    give(station, 2)
    IssuedNumber.void(station, ["R8-0002"], reason="書き損じ", on=DAY)
    assert give(station) == ["R8-0003"]
    rows = IssuedNumber.objects.filter(holder="x").order_by("value")
    assert list(rows.values_list("value", "void_reason", "voided_on")) == [
        (1, "", None),
        (2, "書き損じ", DAY),
        (3, "", None),
    ]


def test_a_void_is_set_once(station):
    give(station)
    IssuedNumber.void(station, ["R8-0001"], reason="書き損じ", on=DAY)
    IssuedNumber.void(station, ["R8-0001"], reason="別の理由", on=DAY.replace(day=2))
    assert IssuedNumber.objects.get(holder="x").void_reason == "書き損じ"
    with pytest.raises(Exception, match="is set once"), transaction.atomic():
        IssuedNumber.objects.filter(holder="x").update(void_reason="別の理由")


def test_voiding_touches_the_numbers_of_the_station_alone(station):
    give(station)
    other = StationFactory()
    IssuedNumber.void(other, ["R8-0001"], reason="よその署", on=DAY)
    assert IssuedNumber.objects.get(holder="x").voided_on is None


def test_the_same_number_is_never_given_twice(station):
    give(station)
    with pytest.raises(IntegrityError, match="number_given_once"), transaction.atomic():
        IssuedNumber.objects.create(station=station, kind="receipt", holder="x", year=2026, value=1, text="z")


def test_certificates_count_for_the_prefecture_in_the_order_of_decision():
    first, second = Desks(StationFactory()), Desks(StationFactory())
    far = Desks(StationFactory(prefecture__code="24", prefecture__name="三重県"))
    numbers = [
        application_at(S.APPROVED, desks).certification.number for desks in (first, second, first, far)
    ]
    assert numbers == ["第R8-0001号", "第R8-0002号", "第R8-0003号", "第R8-0001号"]


def test_the_series_turns_at_midnight_in_japan(monkeypatch):
    desks, numbers = Desks(StationFactory()), []
    last_day = dt.date(2026, 12, 31)
    moments = [
        dt.datetime(2026, 12, 31, 14, 59, tzinfo=dt.UTC),
        dt.datetime(2026, 12, 31, 15, 1, tzinfo=dt.UTC),
    ]
    monkeypatch.setattr("django.utils.timezone.now", lambda: moments[0])
    cases = [application_at(S.FORWARDED, desks) for _ in range(3)]
    for case, moment in zip(cases, [moments[0], *moments], strict=True):
        monkeypatch.setattr("django.utils.timezone.now", lambda moment=moment: moment)
        for name, who in (
            ("endorse", desks.hq_clerk),
            ("endorse", desks.assistant),
            ("approve", desks.director),
        ):
            case = perform(case, name, by=who)
        numbers.append((case.certification.number, case.decided_on))
    assert numbers == [
        ("第R8-0001号", last_day), ("第R8-0002号", last_day), ("第R9-0001号", last_day + dt.timedelta(days=1)),
    ]  # fmt: skip
    issued = IssuedNumber.objects.filter(kind="certificate").order_by("pk")
    assert list(issued.values_list("year", "value")) == [(2026, 1), (2026, 2), (2027, 1)]


def test_a_series_and_a_number_are_called_by_what_they_count():
    assert (
        str(NumberSeries(kind="receipt", holder="station:1", year=2026, last=31))
        == "receipt station:1 2026: 31"
    )
    assert str(IssuedNumber(text="第R8-0001号")) == "第R8-0001号"

"""Every table of the pages of figures, for headquarters and for a station, against the numbers of figures.sql."""

import datetime as dt
from collections import Counter

import pytest
from django.utils import timezone

from casework.figures import hiding
from casework.figures.tables import HIDDEN
from tests.blue_patrol.paging import get
from tests.factories import people
from tests.figures import recomputed
from tests.figures.seed import autumn

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("figures")]
FIRST = dt.date(2026, 4, 1)
YEAR = "year=2026"


@pytest.fixture(scope="module")
def _made_once(django_db_setup, django_db_blocker):
    from django.db import transaction

    from tests.factories import scope

    with django_db_blocker.unblock(), transaction.atomic():
        made = autumn()
        yield made, sorted(scope.STATIONS)
        transaction.set_rollback(True)


@pytest.fixture
def prefecture(_made_once, db):
    from tests.factories import scope

    made, stations = _made_once
    scope.STATIONS.update(stations)
    scope.restore()
    return made


def last() -> dt.date:
    return min(timezone.localdate(), dt.date(2027, 3, 31))


def tables(actor, page, query=""):
    response = get(actor, f"/statistics/{page}/?{YEAR}{query}")
    assert response.status_code == 200
    return response.context["tables"]


def numbers(table, *, without=()) -> Counter:
    """(line, column) → number, without nothing and without sums."""
    return Counter({
        (line.key, head.key): cell
        for line in table.lines if not line.is_total
        for head, cell in zip(table.heads, line.cells, strict=True)
        if isinstance(cell, int) and cell and head.key not in without
    })  # fmt: skip


def asked(name, *desks):
    stations = [each.station for each in desks]
    return recomputed.rows(name, stations, FIRST, last())


# --- cases -----------------------------------------------------------------------------------------------------------


def test_cases_by_procedure_and_outcome(prefecture):
    director, clerk = prefecture.stations[0].director, prefecture.stations[0].clerk
    (table,) = tables(director, "cases")
    assert numbers(table, without=["total"]) == recomputed.counted(asked("cases", *prefecture.stations))
    own, whole = tables(clerk, "cases")
    assert numbers(own, without=["total"]) == recomputed.counted(asked("cases", prefecture.stations[0]))
    assert own.lines[-1].cells[-1] == sum(recomputed.counted(asked("cases", prefecture.stations[0])).values())
    assert whole.lines[-1].is_total


def test_cases_by_station_and_by_month(prefecture):
    director = prefecture.stations[0].director
    (table,) = tables(director, "cases", "&by=station")
    wanted = recomputed.counted(asked("cases", *prefecture.stations), by_station=True)
    assert numbers(table, without=["total"]) == wanted
    (table,) = tables(director, "cases", "&by=month")
    found = Counter({line.label: line.cells[-1] for line in table.lines[:-1] if line.cells[-1]})
    months = recomputed.counted(asked("months", *prefecture.stations))
    assert found == Counter({row: number for (row, _), number in months.items()})
    station = prefecture.stations[1].station.pk
    (one,) = tables(director, "cases", f"&by=procedure&station={station}")
    assert numbers(one, without=["total"]) == recomputed.counted(asked("cases", prefecture.stations[1]))


def test_a_procedure_alone_by_month(prefecture):
    clerk = prefecture.stations[0].clerk
    label = "blue_patrol.CertificationApplication"
    (table,) = tables(clerk, "cases", f"&by=month&procedure={label}")
    wanted = [row for row in asked("cases", prefecture.stations[0]) if row[1] == label]
    assert table.lines[-1].cells[-1] == sum(row[3] for row in wanted)


# --- days -----------------------------------------------------------------------------------------------------------


def spells(*desks) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for _, step, _, days in asked("days", *desks):
        found.setdefault(step, []).append(days)
    return found


def spread(days: list[int]) -> tuple:
    return (len(days), recomputed.disc(days, 0.5), recomputed.disc(days, 0.9)) if days else (0, None, None)


@pytest.mark.parametrize("machine", ["blue_patrol.CertificationApplication", "blue_patrol.ReturnNotice"])
def test_days_of_each_step_with_who_was_waited_for(prefecture, machine):
    first, director = prefecture.stations[0], prefecture.stations[0].director
    (table,) = tables(director, "days", f"&machine={machine}")
    wanted = spells(*prefecture.stations)
    assert {line.key: line.cells[1:4] for line in table.lines} == {
        line.key: spread(wanted.get(line.key, [])) for line in table.lines
    }
    assert {line.key.split("|")[0] for line in table.lines} == {machine}
    own, others = spells(first), spells(*prefecture.stations[1:])
    (table,) = tables(first.chief, "days", f"&machine={machine}")
    for line in table.lines:
        mine, theirs = own.get(line.key, []), others.get(line.key, [])
        hidden = 0 < len(theirs) < hiding.LEAST
        assert line.cells[1:4] == spread(mine), line.label
        assert line.cells[4:] == ((HIDDEN,) * 3 if hidden else spread(mine + theirs)), line.label


def test_days_run_from_the_day_of_the_act_and_not_of_its_entry(prefecture):
    """Everything was entered today; the steps of autumn took the days between its own days."""
    (table,) = tables(prefecture.stations[0].clerk, "days")
    told = {line.label: (line.cells[0], line.cells[2]) for line in table.lines}
    assert told["審査・決裁"] == ("本部", 14)
    assert told["補正・再提出"] == ("団体", 11)
    assert told["印刷・押印・送付"] == ("本部", 2)
    assert told["交付の報告"] == ("署", 1)


def test_the_stations_beside_one_another_at_one_step(prefecture):
    step = "blue_patrol.CertificationApplication|forwarded"
    (table,) = tables(prefecture.stations[0].director, "days", f"&by=station&step={step}")
    wanted = {str(each.station.pk): spread(spells(each).get(step, [])) for each in prefecture.stations}
    assert {line.key: line.cells for line in table.lines[:-1]} == wanted
    assert table.lines[-1].cells == spread(spells(*prefecture.stations)[step])
    assert "本部" in table.caption


# --- reasons, training, what is in force, councils --------------------------------------------------------------------


def test_reasons_by_item_and_by_station(prefecture):
    first = prefecture.stations[0]
    (table,) = tables(first.director, "reasons")
    wanted = recomputed.counted(asked("reasons", *prefecture.stations))
    assert numbers(table, without=["total"]) == wanted
    assert ("", "correction") in wanted or ("", "send_back") in wanted  # an item of no form
    (table,) = tables(first.director, "reasons", "&by=station")
    assert numbers(table, without=["total"]) == recomputed.counted(asked("reasons", *prefecture.stations), by_station=True)  # fmt: skip
    own, _ = tables(first.clerk, "reasons")
    assert numbers(own, without=["total"]) == recomputed.counted(asked("reasons", first))


@pytest.mark.parametrize(("page", "name"), [("training", "training"), ("in-force", "in_force")])
def test_a_line_for_each_station(prefecture, page, name):
    first = prefecture.stations[0]
    table = tables(first.director, page)[0]
    wanted = recomputed.counted(asked(name, *prefecture.stations), by_station=True)
    assert numbers(table) == wanted
    whole = recomputed.counted(asked(name, *prefecture.stations))
    assert table.lines[-1].cells == tuple(whole["line", head.key] for head in table.heads)
    table = tables(first.clerk, page)[0]
    assert {head: n for (_, head), n in numbers(table).items()} == {
        head: n for (_, head), n in recomputed.counted(asked(name, first)).items()
    }


def test_what_was_in_force_at_the_end_of_each_month(prefecture):
    _, months = tables(prefecture.stations[0].director, "in-force")
    assert months.lines[-1].key == last().isoformat()
    for line in months.lines:
        rows = recomputed.rows("in_force", [each.station for each in prefecture.stations], FIRST, dt.date.fromisoformat(line.key))  # fmt: skip
        wanted = recomputed.counted(rows)
        assert line.cells == tuple(wanted["line", head.key] for head in months.heads), line.label


def test_councils_by_station(prefecture):
    at = prefecture.councils[0]
    (table,) = tables(at.division, "councils")
    against = ["planned", "minimum", "lacking"]
    wanted = recomputed.counted(asked("councils", *prefecture.stations), by_station=True)
    assert numbers(table, without=against) == wanted
    heads = [head.key for head in table.heads]
    told = {line.key: [line.cells[heads.index(key)] for key in against] for line in table.lines[:2]}
    assert told == {
        str(each.station.pk): [0, 4, 1] for each in prefecture.councils
    }  # two councils owe two meetings each
    (table,) = tables(at.chief, "councils")
    own, whole = table.lines
    assert (own.label, whole.label) == ("自署", "県内の計")
    assert whole.cells[heads.index("regular")] == HIDDEN  # the only other station with councils held two
    assert whole.cells[heads.index("minimum")] is None


# --- the walls ------------------------------------------------------------------------------------------------------


def test_what_a_station_may_not_know_is_nowhere_on_its_pages(prefecture):
    second = prefecture.stations[1]
    _, whole = tables(second.clerk, "cases")
    others = recomputed.counted(asked("cases", prefecture.stations[0], prefecture.stations[2]))
    small = {key for key, number in others.items() if 0 < number < hiding.LEAST}
    hidden = {
        (line.key, head.key)
        for line in whole.lines
        for head, cell in zip(whole.heads, line.cells, strict=True)
        if cell == HIDDEN
    }
    assert small
    assert small <= hidden


def test_nothing_of_another_prefecture_is_counted(prefecture):
    (table,) = tables(prefecture.far.director, "cases")
    assert numbers(table, without=["total"]) == recomputed.counted(asked("cases", prefecture.far))
    _, whole = tables(prefecture.far.clerk, "cases")
    assert whole.lines[-1].cells[-1] == sum(recomputed.counted(asked("cases", prefecture.far)).values())


def test_the_other_stations_are_summed_for_the_fiscal_year_alone(prefecture):
    clerk = prefecture.stations[0].clerk
    assert len(tables(clerk, "cases", "&count=calendar")) == 1
    assert len(tables(clerk, "cases", "&by=month")) == 1


def test_an_inspector_reads_the_figures_of_every_station(prefecture):
    inspector = people.inspector(prefecture.stations[0].station.prefecture)
    (table,) = tables(inspector, "cases", "&by=station")
    assert len(table.lines) == len(prefecture.stations) + 1

"""Every series of numbers under twenty issuers at once (T22): rolled back acts, voids and the turn of the year among them."""

import datetime as dt
from collections import Counter, defaultdict
from itertools import count

import pytest
from django.db import transaction
from django.utils import timezone

from blue_patrol.models import Application, Kind, RegisterEntry
from casework import dates
from casework.models import IssuedNumber, NumberSeries, StateChange
from casework.models.history import ChangePayload
from casework.scope import scope_of
from casework.workflow import Act
from tests.blue_patrol.races import at_once
from tests.factories.applications import Desks, application_at, start
from tests.factories.demonstrations import demonstration
from tests.factories.places import StationFactory
from tests.nights import sampled

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("without_bytes")]
ISSUERS = 20
TURNS = {  # the moment before and after midnight in Japan
    "calendar": (dt.datetime(2026, 12, 31, 14, 59, tzinfo=dt.UTC), dt.datetime(2026, 12, 31, 15, 1, tzinfo=dt.UTC)),
    "fiscal": (dt.datetime(2027, 3, 31, 14, 59, tzinfo=dt.UTC), dt.datetime(2027, 3, 31, 15, 1, tzinfo=dt.UTC)),
}  # fmt: skip
YEARS = {  # what each series has numbers of: the two years of the turn, or one whatever the day
    "receipt": {"calendar": {2026, 2027}, "fiscal": {2027}}, "demonstration": {"calendar": {2026, 2027}, "fiscal": {2027}},
    "certificate": {"calendar": {2026, 2027}, "fiscal": {2027}}, "document": {"calendar": {2026}, "fiscal": {2026, 2027}},
    "register": {"calendar": {2026}, "fiscal": {2026, 2027}}, "sticker": None, "card": None, "ledger": {"calendar": {0}, "fiscal": {0}},
}  # fmt: skip


class Office:
    """One station with what its series number; each issuer has a draft of his own."""

    def __init__(self):
        self.desks = Desks(StationFactory())
        self.case = application_at("delivered", self.desks)
        self.run = demonstration(self.desks, self.case.certification)
        self.drafts = [start(self.desks, cars=0, people=0) for _ in range(ISSUERS)]
        row = self.case.register_entries.get()
        skipped = {"id", "year", "row_number"}
        self.row = {
            f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.name not in skipped
        }
        del self.row["station_id"]

    # Each gives as the product gives; the names are those of the series.

    def receipt(self, case, act):
        case.on_received(act)
        return [case.receipt_number]

    def document(self, case, act):
        case.count_document(act)
        return [case.document_number]

    def certificate(self, case, act):
        return [case._certify(act).number]

    def sticker(self, case, act):
        return Application.objects.get(pk=self.case.pk).numbers_for(Kind.STICKER, 3)

    def card(self, case, act):
        return Application.objects.get(pk=self.case.pk).numbers_for(Kind.CARD, 4)

    def demonstration(self, case, act):
        run = Application.objects.get(pk=self.run.pk)
        run.decided_on = act.on
        return run.numbers_for(Kind.DEMONSTRATION, 2)

    def ledger(self, case, act):
        station = self.desks.station
        return IssuedNumber.give(station, "ledger", f"station:{station.pk}", 0, "{:04d}".format, 2)

    def register(self, case, act):
        station, year = self.desks.station, act.on.year - (act.on.month < 4)
        return [str(RegisterEntry.enter(station=station, year=year, **self.row))]


class Issuing:
    """Twenty people who number things until each has given ``wanted`` numbers."""

    def __init__(self, office: Office, turn: str, wanted: int, monkeypatch):
        self.office, self.wanted, self.acts = office, wanted, count(1)
        self.given, self.taken_back, self.voids = Counter(), 0, []
        half = ISSUERS * wanted // 4  # about two numbers an act
        before, after = TURNS[turn]
        self.done = 0
        monkeypatch.setattr("django.utils.timezone.now", lambda: before if self.done < half else after)

    def issuer(self, place: int):
        def job():
            mine, kinds = 0, list(YEARS)
            for turn in count(place):
                if mine >= self.wanted:
                    return mine
                mine += self.one(place, kinds[turn % len(kinds)], turn)

        return job

    def one(self, place: int, kind: str, turn: int) -> int:
        """One act that numbers something; every seventh is rolled back, of every eleventh the numbers are void."""
        self.done += 1
        with scope_of(self.office.desks.clerk) as clerk:
            case = Application.objects.get(pk=self.office.drafts[place].pk)
            now = timezone.now()
            act = Act(clerk, "receive", timezone.localdate(now), now, case.state)
            texts = getattr(self.office, kind)(case, act)
            act.details.update({"kind": kind, "numbers": texts})
            if turn % 11 == 0 and kind != "register":
                IssuedNumber.void(self.office.desks.station, texts, reason="書き損じ", on=act.on)
            StateChange.record([(case, act)])
            if turn % 7 == 0:
                self.taken_back += len(texts)
                transaction.set_rollback(True)
                return 0
        self.given[kind] += len(texts)
        return len(texts)


def values_of(kind: str) -> dict[tuple, list[int]]:
    """(holder, year) → the values in the order in which they were stored."""
    found = defaultdict(list)
    if kind == "register":
        for key, year, value in RegisterEntry.objects.order_by("pk").values_list(
            "station", "year", "row_number"
        ):
            found[f"station:{key}", year].append(value)
        return found
    rows = IssuedNumber.objects.filter(kind=kind).order_by("pk")
    for holder, year, value in rows.values_list("holder", "year", "value"):
        found[holder, year].append(value)
    return found


@pytest.mark.parametrize(
    ("turn", "wanted"), sampled([("calendar", 4), ("calendar", 1000), ("fiscal", 100)], [("calendar", 4)])
)
def test_twenty_issuers_number_everything_without_a_gap(turn, wanted, monkeypatch, record_property):
    with transaction.atomic():
        office = Office()
        before = {kind: sum(map(len, values_of(kind).values())) for kind in YEARS}
    issuing = Issuing(office, turn, wanted, monkeypatch)
    assert min(at_once(*[issuing.issuer(place) for place in range(ISSUERS)])) >= wanted
    with scope_of(office.desks.clerk):
        for kind, years in YEARS.items():
            series = values_of(kind)
            assert sum(map(len, series.values())) - before[kind] == issuing.given[kind], kind
            for (holder, year), values in series.items():
                assert sorted(values) == list(range(1, len(values) + 1)), (kind, holder, year)
                assert NumberSeries.objects.get(kind=kind, holder=holder, year=year).last == len(values)
            if years and wanted > 10:
                assert years[turn] <= {year for _, year in series}, kind
        in_the_order_of_decision()
        void = IssuedNumber.objects.exclude(voided_on=None)
        assert void.count() == void.filter(void_reason="書き損じ").count() > 0
        told = f"{sum(issuing.given.values())} numbers of {len(YEARS)} series by {ISSUERS} issuers, {issuing.taken_back} rolled back, {void.count()} void"
    record_property(f"T22 {turn} year", told)


def in_the_order_of_decision() -> None:
    """The history, which orders all acts, names the numbers of each series in their order."""
    named = defaultdict(list)
    told = ChangePayload.objects.order_by("change__seq").values_list("content", "change__on")
    for content, on in told:
        if "numbers" in content:
            named[content["kind"]] += [(text, dates.fiscal_year(on)) for text in content["numbers"]]
    for kind, texts in named.items():
        known = defaultdict(dict)  # a document's text says no year: 試第1号 is of each
        for text, year, value in IssuedNumber.objects.filter(kind=kind).values_list("text", "year", "value"):
            known[text][year] = value
        assert by_year([place_of(known.get(text, {}), text, year) for text, year in texts]), kind


def place_of(known: dict[int, int], text: str, fiscal_year: int) -> tuple[int, int]:
    """Year and value; the register keeps its own rows, which say both."""
    if not known:
        year, value = text.split("年度 ")
        return int(year), int(value)
    year = fiscal_year if len(known) > 1 else next(iter(known))
    return year, known[year]


def by_year(order: list[tuple[int, int]]) -> bool:
    """Within each year the values rise."""
    seen = defaultdict(int)
    for year, value in order:
        if value <= seen[year]:
            return False
        seen[year] = value
    return True

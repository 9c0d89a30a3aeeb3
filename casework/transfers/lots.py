"""What somebody who leaves a station leaves behind, and who of the station could take it over.

Somebody leaves behind, on a day, what they hold and may hold no longer: they are in no post that keeps such a thing.
So what was never handed over in another spring stands beside what this one brings.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from casework.models import Handover, Posting, Staff, Station
from casework.transfers.holdings import Holding, Thing, holdings_of

Owner = tuple[str, int | None]  # a holding's code and the key of the staff who holds


@dataclass
class Lot:
    """All of one kind that one person (None: nobody) leaves behind at a station.

    ``last``: the person's last posting there; ``takers``: postings whose holders may take over; ``proposed``: the one
    who comes to the same post; ``asked``: the hand-over that waits for its day.
    """

    station: Station
    holding: Holding
    leaver: Staff | None
    things: list[Thing]
    last: Posting | None = None
    takers: list[Posting] = field(default_factory=list)
    proposed: Posting | None = None
    asked: Handover | None = None

    @property
    def owner(self) -> Owner:
        return self.holding.code, self.leaver.pk if self.leaver else None

    @property
    def rows(self) -> list[tuple[Thing, list[tuple[str, str]]]]:
        """Each thing with its cells and their heads."""
        return [(thing, list(zip(self.holding.heads, thing.cells, strict=True))) for thing in self.things]

    @property
    def field(self) -> str:
        """The name of its field in the form."""
        return f"to-{self.holding.code}-{self.leaver.pk if self.leaver else 0}"


def left_behind(station: Station, day: date, holdings: Iterable[Holding]) -> list[Lot]:
    """Every lot of the station on the day, by person; a fixed number of queries."""
    found = [(holding, holding.things([station.pk])) for holding in holdings]
    holders = {thing.holder for _, things in found for thing in things if thing.holder}
    postings = _postings(station, holders, day)
    here = [posting for posting in postings if _covers(posting, day)]
    people = {posting.staff_id: posting.staff for posting in postings}
    missing = Staff.objects.in_bulk(holders - people.keys()) if holders - people.keys() else {}
    people |= missing
    lots = [
        Lot(station, holding, people.get(holder) if holder else None, things)
        for holding, all_things in found
        for holder, things in _left(holding, all_things, here).items()
    ]
    _propose(lots, postings, here, day)
    asked = {
        (h.holding, h.leaver_id): h for h in Handover.objects.filter(station=station).waiting().on_page()
    }
    for lot in lots:
        lot.asked = asked.get(lot.owner)
    order = [holding.code for holding in holdings]
    return sorted(lots, key=lambda lot: (lot.leaver is None, _number(lot), order.index(lot.holding.code)))


def _number(lot: Lot) -> str:
    return lot.leaver.staff_number if lot.leaver else ""


def of_actor(actor, station: Station, day: date) -> list[Lot]:
    return left_behind(station, day, holdings_of(actor))


def _postings(station: Station, holders: set[int], day: date) -> list[Posting]:
    """Everybody of the station on the day, and all that the holders ever were there, in order of their days."""
    near = Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gte=day))
    rows = Posting.objects.filter(near | Q(staff__in=holders), post__station=station).with_office()
    return list(rows.order_by("starts_on", "staff__staff_number", "pk"))


def _covers(posting: Posting, day: date) -> bool:
    return posting.starts_on <= day and (posting.ends_on is None or posting.ends_on >= day)


def _left(
    holding: Holding, things: Sequence[Thing], here: Sequence[Posting]
) -> dict[int | None, list[Thing]]:
    """Holder → what they may hold no longer."""
    of_person: dict[int, list[Posting]] = defaultdict(list)
    for posting in here:
        of_person[posting.staff_id].append(posting)
    left: dict[int | None, list[Thing]] = defaultdict(list)
    for thing in things:
        mine = of_person.get(thing.holder, []) if thing.holder else []
        if not any(holding.is_kept(thing.koban, posting) for posting in mine):
            left[thing.holder].append(thing)
    return left


def _propose(lots: list[Lot], postings: list[Posting], here: list[Posting], day: date) -> None:
    """The takers of each lot, and among them the one who comes to the post: the first who leaves to the first who comes."""
    taken: Counter[tuple[str, int]] = Counter()
    for lot in lots:
        lot.takers = [
            p for p in here if (lot.leaver is None or p.staff_id != lot.leaver.pk) and _keeps_all(lot, p)
        ]
        if lot.leaver:
            own = [p for p in postings if p.staff_id == lot.leaver.pk and not _covers(p, day)]
            lot.last = next((p for p in reversed(own) if _keeps_all(lot, p)), None)
        if lot.last:
            lot.proposed = _successor(lot, lot.last, taken)


def _keeps_all(lot: Lot, posting: Posting) -> bool:
    return all(lot.holding.is_kept(thing.koban, posting) for thing in lot.things)


def _successor(lot: Lot, last: Posting, taken: Counter[tuple[str, int]]) -> Posting | None:
    """Who comes to the post after the leaver, else the only one who stays in it."""
    in_post = [p for p in lot.takers if p.post_id == last.post_id]
    comes = [p for p in in_post if last.ends_on and p.starts_on > last.ends_on]
    if comes:
        place = (lot.holding.code, last.post_id)
        taken[place] += 1
        return comes[(taken[place] - 1) % len(comes)]
    return in_post[0] if len(in_post) == 1 else None


@dataclass
class Numbers:
    """How much of each kind is left behind at a station: code → number."""

    station: Station
    counts: Counter


def numbers(actor, day: date) -> list[Numbers]:
    """Of every station of headquarters, in their order; two queries and one a kind."""
    ids = [station.pk for station in actor.stations]
    here = Posting.objects.on(day).filter(post__station__in=ids).select_related("post")
    of_person: dict[tuple[int, int], list[Posting]] = defaultdict(list)
    for posting in here:
        of_person[posting.staff_id, posting.post.station_id].append(posting)
    counts: dict[int, Counter] = defaultdict(Counter)
    for holding in holdings_of(actor):
        for station, holder, koban, number in holding.counts(ids):
            mine = of_person.get((holder, station), []) if holder else []
            if not any(holding.is_kept(koban, posting) for posting in mine):
                counts[station][holding.code] += number
    return [Numbers(station, counts[station.pk]) for station in actor.stations]

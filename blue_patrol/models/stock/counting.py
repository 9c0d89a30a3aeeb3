"""棚卸し: what should be at a place, what was found there, and the difference; written once.

What is not there goes through the door as lost, a lost thing that is there as found; a missing blank is written off.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import models, transaction

from blue_patrol.models.credentials import Credential, Kind, Place
from blue_patrol.models.printing import stocks
from blue_patrol.models.stock.lots import BlankLot, BlankUse, Outcome, headquarters_refuses
from blue_patrol.models.stock.write_off import leaves
from blue_patrol.rules import sheets
from casework.models import HeadquartersDivision
from casework.models.base import OfficeQuerySet, OfficeRow
from casework.permissions import PERMISSIONS, Reason
from casework.workflow import Refused, perform_all

MOVED = "数えている間に、ここにあるはずのものが変わりました。もう一度、差を確かめてください。"
NOTE_MISSING = "どこを探したか、いつから見当たらないかを書いてください。"
NOTE_SURPLUS = "どこに、どのようにあったかを書いてください。"


class Where(models.TextChoices):
    """What is counted, each in one count."""

    HQ_BLANKS = "hq_blanks", "本部の用紙"
    HQ_THINGS = "hq_things", "本部の証明書等"
    STATION = "station", "署の証明書等"


PLACES = {
    Where.HQ_THINGS: (Place.PRINTED, Place.SEALED, Place.SENT_TO_HQ),
    Where.STATION: (Place.AT_STATION, Place.SURRENDERED),
}
STILL_TRAVELLING = Place.SENT_TO_HQ  # it may be in the mail: noted when it is not there, but not called lost


def places_of(actor) -> list[Where]:
    """What the actor's office counts."""
    return [Where.STATION] if actor.station else [Where.HQ_BLANKS, Where.HQ_THINGS]


@dataclass
class Count:
    """One count of a place. ``missing`` {key of the item: what is known}, ``surplus`` [{number, note}]."""

    where: Where
    missing: dict[str, str] = field(default_factory=dict)
    surplus: list[dict[str, str]] = field(default_factory=list)
    seen: str = ""  # fingerprint of what should be there when it was counted


def expected_at(actor, where: Where, *, lock: bool = False) -> list[dict]:
    """What should be there: {key, kind, number, place} of each thing; of blanks {…, lot, first, last, count} a run.

    Numbers alone, no names: the row stays when personal data must go.
    """
    if where == Where.HQ_BLANKS:
        kept = stocks(actor.prefecture.pk, lock=lock)
        return [_run(kind, *run) for kind in Kind if kind in kept for run in kept[kind].runs()]
    rows = Credential.objects.of(actor).filter(state__in=PLACES[where]).order_by("pk")
    rows = rows.select_for_update(of=("self",)) if lock else rows
    found = [
        {"key": str(pk), "kind": kind, "number": number, "place": place, "count": 1}
        for pk, kind, number, place in rows.values_list("pk", "kind", "number", "state")
    ]
    order = [*PLACES[where], *Kind]
    return sorted(
        found, key=lambda item: (order.index(item["place"]), order.index(item["kind"]), item["number"])
    )


def _run(kind: Kind, lot: BlankLot, first: int, last: int) -> dict:
    number = lot.sheet(first) if first == last else f"{lot.sheet(first)}〜{lot.sheet(last)}"
    return {
        "key": f"{lot.pk}-{first}-{last}", "kind": str(kind), "number": number, "place": "blank_sheet", "lot": lot.pk,
        "first": first, "last": last, "count": last - first + 1,
    }  # fmt: skip


def fingerprint(expected: list[dict]) -> str:
    return hashlib.sha256(json.dumps(expected, sort_keys=True).encode()).hexdigest()[:16]


class Stocktaking(OfficeRow):
    """One count of one office. Lists hold numbers, never names."""

    duty = HeadquartersDivision.Duty.BLUE_PATROL

    place = models.CharField("数えたもの", max_length=12, choices=Where)
    office = models.CharField("数えた所", max_length=60)
    on = models.DateField("数えた日")
    by = models.ForeignKey("casework.Staff", models.PROTECT, related_name="+", verbose_name="数えた人")
    entered_at = models.DateTimeField("入力した時", auto_now_add=True)
    expected = models.JSONField("あるはずのもの", default=list, blank=True)
    expected_count = models.PositiveIntegerField("あるはずの数")
    found_count = models.PositiveIntegerField("あった数")
    missing = models.JSONField("ないもの", default=list, blank=True)
    surplus = models.JSONField("記録にないもの", default=list, blank=True)
    remarks = models.TextField("備考", blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "棚卸し"
        ordering = ["-on", "-pk"]

    def __str__(self):
        return f"{self.office} {self.get_place_display()}の棚卸し"

    @property
    def missing_count(self) -> int:
        return self.expected_count - self.found_count

    @property
    def has_difference(self) -> bool:
        return bool(self.missing or self.surplus)

    @classmethod
    @transaction.atomic
    def conclude(cls, count: Count, *, by, on: date, remarks: str = "") -> "Stocktaking":
        """Keep the count and let its difference follow. Raises Refused: not the actor's, changed meanwhile, no note."""
        if reasons := may_not_count(by, count.where):
            raise Refused(reasons)
        expected = expected_at(by, count.where, lock=True)
        if count.seen and fingerprint(expected) != count.seen:
            raise Refused([Reason(MOVED)])
        missing = lacking(expected, count)
        surplus = [
            each | {"key": str(key)}
            for each, key in zip(count.surplus, _lost(by, count.surplus), strict=True)
        ]
        if reasons := _without_note(missing, surplus):
            raise Refused(reasons)
        total = sum(each["count"] for each in expected)
        row = cls.objects.create(
            prefecture=by.prefecture, stations=sorted(by.station_ids), place=count.where, office=by.office_name, on=on,
            by=by.staff, expected=expected, expected_count=total, remarks=remarks, missing=missing, surplus=surplus,
            found_count=total - sum(each["count"] for each in missing),
        )  # fmt: skip
        row._let_follow(by)
        return row

    def _let_follow(self, by) -> None:
        words = f"{self}で見当たらない"
        if self.place == Where.HQ_BLANKS:
            lots = BlankLot.objects.in_bulk({each["lot"] for each in self.missing})
            BlankUse.objects.bulk_create(
                leaves(lots[each["lot"]], serial, Outcome.MISSING, by, self.on, each["note"][:200])
                for each in self.missing for serial in range(each["first"], each["last"] + 1)
            )  # fmt: skip
            return
        gone = [int(each["key"]) for each in self.missing if each["place"] != STILL_TRAVELLING]
        perform_all(
            Credential.objects.filter(pk__in=gone), "lose", by=by, on=self.on, note=words, stocktaking=self.pk
        )
        back = [int(each["key"]) for each in self.surplus if each["key"]]
        perform_all(
            Credential.objects.filter(pk__in=back),
            "find",
            by=by,
            on=self.on,
            note=f"{self}で見付かった",
            stocktaking=self.pk,
        )


def may_not_count(actor, where: Where) -> list[Reason]:
    permission = PERMISSIONS["keep_things"]
    if not permission.held_by(actor) or where not in places_of(actor):
        return [Reason(permission.sentence)]
    return [] if actor.station else headquarters_refuses(actor)


def lacking(expected: list[dict], count: Count) -> list[dict]:
    """What is not there: whole items by their key, or some sheets of a run as key:first:last; each with its note."""
    items, found = {each["key"]: each for each in expected}, []
    for key, note in count.missing.items():
        whole, _, part = key.partition(":")
        if item := items.get(whole):
            first, last = (
                (int(end) for end in part.split(":")) if part else (item.get("first", 0), item.get("last", 0))
            )
            found.append(_part(item, first, last) | {"note": note.strip()})
    return found


def _part(item: dict, first: int, last: int) -> dict:
    if "lot" not in item or (first, last) == (item["first"], item["last"]):
        return item
    low = item["number"].partition("〜")[0]
    number = sheets.read(low)
    ends = [sheets.write(number.prefix, end, number.figures) for end in (first, last)]
    words = ends[0] if first == last else "〜".join(ends)
    return item | {"number": words, "first": first, "last": last, "count": last - first + 1}


def _lost(actor, surplus: Iterable[dict]) -> list[int | str]:
    """For each number found: the key of the lost thing it names, or "" where it names none, or several."""
    lost: dict[str, list[int]] = {}
    for pk, number in Credential.objects.of(actor).filter(state=Place.LOST).values_list("pk", "number"):
        lost.setdefault(sheets.bare(number), []).append(pk)
    keys = [lost.get(sheets.bare(each["number"]), []) for each in surplus]
    return [found[0] if len(found) == 1 else "" for found in keys]


def _without_note(missing: list[dict], surplus: list[dict]) -> list[Reason]:
    reasons = [Reason(NOTE_MISSING, field=f"missing-{each['key']}") for each in missing if not each["note"]]
    return reasons + [
        Reason(NOTE_SURPLUS, field=f"surplus-{place}")
        for place, each in enumerate(surplus)
        if not each["note"].strip()
    ]

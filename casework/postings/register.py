"""Making what a plan says: new staff without a password, ended postings, new postings. All or nothing."""

from datetime import date
from typing import cast

from django.db import transaction

from casework.models import ImportBatch, Posting, Prefecture, Staff
from casework.models.history import ChainHead
from casework.permissions import Reason
from casework.postings.verdicts import Held, Judged, Plan
from casework.postings.world import read_batch
from casework.workflow import Refused

STAFF, POSTING, ENDED, AS_MADE, KNOWN = "casework.Staff", "casework.Posting", "ended", "as_made", "known"
OF_STAFF = ("staff_number", "name", "kana", "rank", "extension", "is_active", "is_administrator")
OF_POSTING = ("staff_id", "post_id", "capacity", "starts_on", "ends_on")
CHANGED = "見た後に、職員や配置が変わりました。もう一度、下の判定を見てから登録してください。"


def as_stored(row, names: tuple[str, ...]) -> dict:
    """The values of a row as the batch keeps them."""
    values = {name: getattr(row, name) for name in names}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


@transaction.atomic
def register(
    batch: ImportBatch, *, by, on: date, seen: str, evidence: str = "", sure: bool = False
) -> ImportBatch:
    """Carry out the plan of the batch, judged anew; ``seen`` is the fingerprint of what was looked at.

    ``sure``: that rows with another name mean the person of the number. Raises Refused without it, when it was registered already, when anything changed since, and when nothing is to be done.
    """
    Prefecture.objects.select_for_update().get(pk=by.prefecture.pk)  # one list of a prefecture at a time
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.applied_on:
        raise Refused([Reason("この表は、もう登録してあります。")])
    plan = read_batch(batch, by).plan
    if plan is None or plan.fingerprint() != seen:
        raise Refused([Reason(CHANGED)])
    if not plan.taken:
        raise Refused([Reason("新しく登録する行がありません。")])
    if plan.renamed and not sure:
        raise Refused([Reason("氏名の違う行が、登録の職員と同じ人か確かめられていません。")])
    batch.made = _make(plan)
    batch.made_by, batch.applied_on, batch.evidence, batch.counts = by.staff, on, evidence, plan.counts()
    batch.last_seq = ChainHead.objects.get().count
    batch.save()
    return batch


def _make(plan: Plan) -> dict:
    staff = _make_staff(plan)
    keys = {person.staff_number: person.pk for person in staff}
    ended = _end(plan)
    postings = Posting.objects.bulk_create(
        [_posting(row, keys) for row in sorted(plan.taken, key=lambda row: (row.line.day, row.line.number))]
    )
    touched = {posting.staff_id for posting in postings}
    return {
        STAFF: [person.pk for person in staff],
        POSTING: [posting.pk for posting in postings],
        ENDED: ended,
        AS_MADE: {
            STAFF: [as_stored(person, OF_STAFF) for person in staff],
            POSTING: [as_stored(posting, OF_POSTING) for posting in postings],
        },
        KNOWN: sorted(Posting.objects.filter(staff__in=touched).values_list("pk", flat=True)),
    }


def _make_staff(plan: Plan) -> list[Staff]:
    """Somebody new for each number; the first row of a number speaks for the person."""
    new: dict[str, Judged] = {}
    for row in plan.taken:
        if row.person and row.person.pk is None:
            new.setdefault(row.person.number, row)
    people = [
        Staff(staff_number=number, name=row.line.name, kana=row.line.kana, rank=row.line.rank)
        for number, row in new.items()
    ]
    for person in people:
        person.set_unusable_password()
    return Staff.objects.bulk_create(people)


def _end(plan: Plan) -> list[dict]:
    """End what is stored and changed; a posting of the list itself is made with its end already."""
    ended: dict[int, Held] = {row.ends.pk: row.ends for row in plan.taken if row.ends and row.ends.pk}
    postings = {posting.pk: posting for posting in Posting.objects.select_for_update().filter(pk__in=ended)}
    told = []
    for key, held in sorted(ended.items()):
        posting = postings[key]
        before, posting.ends_on = posting.ends_on, held.ends_on
        posting.save(update_fields=["ends_on"])
        told.append(
            {
                "pk": key,
                "before": before and before.isoformat(),
                "after": held.ends_on and held.ends_on.isoformat(),
            }
        )
    return told


def _posting(row: Judged, keys: dict[str, int]) -> Posting:
    made = cast("Held", row.made)  # every row that is taken makes one
    person = made.person
    return Posting(
        staff_id=person.pk or keys[person.number], post_id=made.seat, capacity=made.capacity,
        starts_on=made.starts_on, ends_on=made.ends_on,
    )  # fmt: skip

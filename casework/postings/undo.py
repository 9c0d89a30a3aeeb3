"""Taking a registered list back: what stands against it, and the earlier state restored row by row."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date

from django.db import transaction
from django.db.models.fields.reverse_related import ForeignObjectRel

from casework import dates
from casework.models import ImportBatch, Posting, Prefecture, Staff, StateChange, Station
from casework.permissions import Reason
from casework.postings.register import AS_MADE, ENDED, KNOWN, OF_POSTING, OF_STAFF, POSTING, STAFF, as_stored
from casework.scope import set_scope
from casework.workflow import Refused

SHOWN = 3


def gaps(batch: ImportBatch, actor, today: date) -> list[Reason]:
    """Why the list cannot be taken back: what later happened to what it made, with the names."""
    if not batch.is_applied:
        return [Reason("登録していない表か、もう取り消した表です。")]
    made = list(Posting.objects.with_office().filter(pk__in=batch.made[POSTING]))
    new = list(Staff.objects.filter(pk__in=batch.made[STAFF]))
    begun = [posting for posting in made if posting.starts_on <= today]
    found = (
        ("登録の後に、配置を手で変えました", _changed_postings(batch, made)),
        ("登録の後に、別の配置を加えました", _added_postings(batch, made)),
        ("登録の後に、職員の記録を変えたか、パスワードを渡しました", _changed_staff(batch, new)),
        ("新しい職員が、もうログインしました", [p.name for p in new if p.last_login]),
        ("始まった配置で、もうログインしています", [p.staff.name for p in begun if _logged_in(p)]),
        ("始まった配置で、もう仕事をしています", _acted(begun, actor)),
        ("新しい職員に、ほかの記録があります", _referred(batch, new, actor)),
    )
    return [Reason(f"{sentence}（{_some(who)}）。") for sentence, who in found if who]


@transaction.atomic
def undo(batch: ImportBatch, *, by, on: date, reason: str) -> None:
    """Postings made go, ended ones run again, new staff go. Raises Refused."""
    Prefecture.objects.select_for_update().get(pk=by.prefecture.pk)
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if refused := gaps(batch, by, on):
        raise Refused(refused)
    Posting.objects.filter(pk__in=batch.made[POSTING]).delete()
    for ended in batch.made[ENDED]:
        Posting.objects.filter(pk=ended["pk"]).update(ends_on=ended["before"])
    # past the collector, which would delete from tables that this login may only read; _referred found them empty
    # and the foreign keys refuse what it overlooked
    people = Staff.objects.filter(pk__in=batch.made[STAFF])
    people._raw_delete(people.db)
    batch.undone_on, batch.undone_by, batch.undo_reason = on, by.staff, reason
    batch.save(update_fields=["undone_on", "undone_by", "undo_reason"])


def _some(names: Iterable[str]) -> str:
    found = sorted(set(names))
    return "、".join(found[:SHOWN]) + ("ほか" if len(found) > SHOWN else "")


def _changed_postings(batch: ImportBatch, made: list[Posting]) -> list[str]:
    """Made ones that are gone or read otherwise, ended ones whose end is not the one that was set."""
    now = {posting.pk: posting for posting in made}
    was = dict(zip(batch.made[POSTING], batch.made[AS_MADE][POSTING], strict=True))
    people = dict(
        Staff.objects.filter(pk__in={v["staff_id"] for v in was.values()}).values_list("pk", "name")
    )
    found = [
        people.get(values["staff_id"], "消された職員")
        for key, values in was.items()
        if key not in now or as_stored(now[key], OF_POSTING) != values
    ]
    ends = {ended["pk"]: ended["after"] for ended in batch.made[ENDED]}
    still = {p.pk: p for p in Posting.objects.select_related("staff").filter(pk__in=ends)}
    found += [p.staff.name for p in still.values() if as_stored(p, ("ends_on",))["ends_on"] != ends[p.pk]]
    return found + ["消された配置"] * (len(ends) - len(still))


def _added_postings(batch: ImportBatch, made: list[Posting]) -> list[str]:
    touched = {posting.staff_id for posting in made}
    later = Posting.objects.filter(staff__in=touched).exclude(pk__in=batch.made[KNOWN])
    return list(later.values_list("staff__name", flat=True))


def _changed_staff(batch: ImportBatch, new: list[Staff]) -> list[str]:
    was = dict(zip(batch.made[STAFF], batch.made[AS_MADE][STAFF], strict=True))
    changed = [p.name for p in new if as_stored(p, OF_STAFF) != was[p.pk] or p.has_usable_password()]
    return changed + ["消された職員"] * (len(was) - len(new))


def _logged_in(posting: Posting) -> bool:
    last = posting.staff.last_login
    return last is not None and last >= dates.midnight(posting.starts_on)


def _acted(begun: list[Posting], actor) -> list[str]:
    """Who acted in a posting since it began: by the history of every station of the prefecture."""
    if not begun:
        return []
    first = dates.midnight(min(posting.starts_on for posting in begun))
    with _whole_prefecture(actor):
        acts = list(
            StateChange.objects.filter(staff__in=[p.staff_id for p in begun], at__gte=first)
            .values_list("staff", "post_name", "on", "at")
            .distinct()
        )
    return [
        p.staff.name
        for p in begun
        if any(who == p.staff_id and post == str(p.post) and at >= dates.midnight(p.starts_on) for who, post, _, at in acts)
    ]  # fmt: skip


def _referred(batch: ImportBatch, new: list[Staff], actor) -> list[str]:
    """New staff whom any row but the list's own postings names."""
    if not new:
        return []
    found = _named(batch, new)  # in the administrator's own scope: what belongs to no station
    with _whole_prefecture(actor):
        found |= _named(batch, new)
    return [person.name for person in new if person.pk in found]


def _named(batch: ImportBatch, new: list[Staff]) -> set[int]:
    """Whom of them a row within the present scope names."""
    found: set[int] = set()
    for relation in Staff._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel):
            field = relation.field
            rows = relation.related_model._base_manager.filter(**{f"{field.name}__in": new})
            if relation.related_model is Posting:
                rows = rows.exclude(pk__in=batch.made[POSTING])
            found |= set(rows.values_list(field.attname, flat=True))
    return found


@contextmanager
def _whole_prefecture(actor) -> Iterator[None]:
    """See every station's rows for the question whether somebody acted; nothing of a case is shown."""
    set_scope(Station.objects.filter(prefecture=actor.prefecture).values_list("pk", flat=True))
    try:
        yield
    finally:
        set_scope(actor.station_ids)

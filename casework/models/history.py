"""Append-only history: who did what to which case, chained so that every later change of a row shows.

The chain covers a digest of the payload (what was typed: reasons, notes, names); the payload itself lies in a
side table that disposal may empty, so the chain still verifies.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable

from django.conf import settings
from django.contrib.postgres.functions import TransactionNow
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import BigIntegerField, TextField
from django.db.models.functions import Cast

from casework.models.base import DISPOSAL, StationQuerySet, StationRow


def canonical(value) -> bytes:
    """One byte string a value, the same in every process: what digests are made of."""
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True).encode()


def digest(payload) -> str:
    return hashlib.sha256(canonical(payload)).hexdigest()


def seal(link: list) -> str:
    """The HMAC over the chained values of one row, in the order of ``StateChange.CHAINED``."""
    return hmac.new(settings.HISTORY_KEY.encode(), canonical(link), hashlib.sha256).hexdigest()


class CurrentTransaction(models.Func):
    """The database's number of the running transaction; the walls compare it."""

    function = "pg_current_xact_id"
    template = "%(function)s()::text"  # xid8 has no cast to bigint
    output_field = TextField()


class ChainHead(models.Model):
    """The last link; its row is the lock that orders all acts. One row."""

    count = models.BigIntegerField(default=0)
    last_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "履歴の先頭"

    def __str__(self):
        return f"{self.count} {self.last_hash[:8]}"


class StateChangeQuerySet(StationQuerySet):
    def of_case(self, case):
        return self.filter(case_label=case._meta.label, case_pk=case.pk)

    def last_of(self, case):
        return self.of_case(case).order_by("-seq").first()


class StateChange(StationRow):
    """One act; no foreign key to the case, so nothing cascades into it."""

    seq = models.BigIntegerField("通し番号", unique=True)
    case_label = models.CharField("種類", max_length=60)
    case_pk = models.BigIntegerField("番号")
    transition = models.CharField("行為", max_length=40)
    label = models.CharField("行為の名", max_length=40)
    before = models.CharField("前", max_length=20, blank=True)
    after = models.CharField("後", max_length=20, blank=True)
    clause = models.CharField("条項", max_length=20, blank=True)
    staff = models.ForeignKey("casework.Staff", models.PROTECT, related_name="+", verbose_name="行った人")
    staff_name = models.CharField("行った人の氏名", max_length=100)
    post_name = models.CharField("職", max_length=80)
    as_deputy = models.BooleanField("代理", default=False)
    on = models.DateField("した日")
    at = models.DateTimeField("入力した時")
    request_id = models.CharField("要求の番号", max_length=40, blank=True)
    payload_digest = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    xid = models.BigIntegerField(db_default=Cast(CurrentTransaction(), BigIntegerField()))

    objects = StateChangeQuerySet.as_manager()
    CHAINED = (
        "seq", "case_label", "case_pk", "station_id", "transition", "label", "before", "after", "clause", "staff_id",
        "staff_name", "post_name", "as_deputy", "on", "at", "request_id", "payload_digest", "previous_hash",
    )  # fmt: skip

    class Meta:
        verbose_name = verbose_name_plural = "経過"
        indexes = [
            models.Index(fields=["case_label", "case_pk", "seq"], name="casework_history_of_case"),
            models.Index(fields=["xid"], name="casework_history_by_xid"),
        ]

    def __str__(self):
        return f"{self.case_label}#{self.case_pk}: {self.before} → {self.after}"

    def sealed(self) -> str:
        """The row's HMAC under the key that is kept outside the database."""
        return seal([getattr(self, name) for name in self.CHAINED])

    @classmethod
    def record(cls, done: Iterable[tuple]) -> None:
        """Append one row for each (case, act), in order; call it last in the transaction."""
        rows = [cls._of(case, act) for case, act in done]
        head = ChainHead.objects.select_for_update().get()
        for row, payload in rows:
            head.count += 1
            row.seq, row.previous_hash = head.count, head.last_hash
            row.payload_digest = digest(payload)
            head.last_hash = row.hash = row.sealed()
        head.save()
        changes = cls.objects.bulk_create([row for row, _ in rows], batch_size=2000)
        ChangePayload.objects.bulk_create(
            ChangePayload(change=change, station_id=change.station_id, content=payload)
            for change, (_, payload) in zip(changes, rows, strict=True)
            if payload
        )

    @classmethod
    def _of(cls, case, act):
        row = cls(
            station_id=case.station_id, case_label=case._meta.label, case_pk=case.pk, transition=act.transition,
            label=case.label_of(act.transition), before=act.before, after=case.state if act.after is None else act.after, clause=case.clause_of(act.transition),
            staff=act.by.staff, staff_name=str(act.by.staff), post_name=str(act.by.post), as_deputy=act.by.is_deputy,
            on=act.on, at=act.at, request_id=act.by.request_id,
        )  # fmt: skip
        payload = {} if act.transition == DISPOSAL else case.payload_of(act)
        return row, json.loads(canonical(payload))


class ChangePayload(StationRow):
    """What was typed with the act; personal, so it may be disposed of when the row itself must stay."""

    change = models.OneToOneField(StateChange, models.PROTECT, related_name="payload", primary_key=True)
    content = models.JSONField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "経過の内容"

    def __str__(self):
        return str(self.change_id)


class ReadLog(models.Model):
    """One row for each view of personal data: who, as what, which object, when. Append-only."""

    staff = models.ForeignKey("casework.Staff", models.PROTECT, related_name="+", verbose_name="見た人")
    post = models.ForeignKey(
        "casework.Post", models.PROTECT, null=True, related_name="+", verbose_name="職の行"
    )
    post_name = models.CharField("職", max_length=80)
    at = models.DateTimeField("見た時", db_default=TransactionNow())
    what = models.CharField("画面", max_length=60)
    object_label = models.CharField("種類", max_length=60)
    object_pk = models.BigIntegerField("番号", null=True)
    request_id = models.CharField("要求の番号", max_length=40, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "閲覧の記録"
        indexes = [
            models.Index(fields=["post", "at"], name="casework_views_of_post"),
            models.Index(fields=["at"], name="casework_views_by_time"),
        ]

    def __str__(self):
        return f"{self.at} {self.what}"

    @classmethod
    def note(cls, actor, what: str, record=None) -> None:
        cls.objects.create(
            staff=actor.staff, post=actor.post, post_name=str(actor.post), what=what, request_id=actor.request_id,
            object_label=record._meta.label if record else "", object_pk=record.pk if record else None,
        )  # fmt: skip

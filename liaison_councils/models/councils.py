"""連絡協議会 (第3, 第4): one for each koban's area, unit ones over split or joined areas, occupational ones.

What an act adds stands in council_events.py, officers.py, contacts.py, what stands against it in council_gaps.py.
"""

from datetime import date

from django.db import models
from django.db.models import Q

from casework import names
from casework.models import Koban
from casework.models.acts import act_of, wants
from casework.models.base import StateField, StationQuerySet
from casework.models.keyed import KeyedRow
from casework.models.road import note_is_given
from casework.permissions import PERMISSIONS
from liaison_councils.models.contacts import KeepsContacts
from liaison_councils.models.council_areas import CoversAreas
from liaison_councils.models.council_events import KeepsEvents
from liaison_councils.models.council_gaps import StandsReady
from liaison_councils.models.machine import CouncilMachine
from liaison_councils.models.officers import NamesOfficers
from liaison_councils.rules.names_of_councils import AREA, OCCUPATIONAL, UNIT

APPROVE, SUPERVISE, RUN = (
    PERMISSIONS[code] for code in ("approve_council", "supervise_councils", "run_council")
)


class CouncilState(models.TextChoices):
    PLANNED = "planned", "設置の準備中"
    ACTIVE = "active", "活動中"
    SUSPENDED = "suspended", "休止中"
    ABOLISHED = "abolished", "廃止"


C = CouncilState
STANDING = [C.ACTIVE, C.SUSPENDED]


class CouncilQuerySet(StationQuerySet):
    def standing(self):
        """Those that exist: active or suspended."""
        return self.filter(state__in=STANDING)

    def found_by(self, text: str):
        """Councils by name, area or purpose."""
        key = names.search_key(text)
        return self.filter(search_key__contains=key) if key else self.none()


class Council(CoversAreas, NamesOfficers, KeepsContacts, KeepsEvents, StandsReady, KeyedRow, CouncilMachine):
    """One council; its members are Terms, its meetings Meetings."""

    procedure = "連絡協議会"
    page = "council"
    opening_label = "設置の準備"
    main_line = (C.PLANNED, C.ACTIVE, C.SUSPENDED, C.ABOLISHED)
    clauses = {
        "open": "LC-3-1", "register": "LC-3-1", "amend": "LC-3-1", "establish": "LC-3-1", "rename": "LC-3-1", "suspend": "LC-3-1", "resume": "LC-3-1",
        "abolish": "LC-3-1", "merge": "LC-4-1-1", "split": "LC-4-1-1", "drop": "LC-3-1", "name_officer": "LC-3-6", "release_officer": "LC-3-6", "hand_over": "LC-3-6",
        "visit": "LC-3-8", "instruct": "LC-7-1-a",
    }  # fmt: skip
    PLANNED_FIELDS = ("kind", "name", "kana", "koban", "area", "purpose", "wished_on", "areas")

    class Kind(models.TextChoices):
        AREA = AREA, "所管区"
        UNIT = UNIT, "単位"
        OCCUPATIONAL = OCCUPATIONAL, "職種等"

    koban = models.ForeignKey(
        Koban, models.PROTECT, null=True, blank=True, related_name="councils", verbose_name="交番・駐在所"
    )
    kind = models.CharField("種別", max_length=12, choices=Kind, default=Kind.AREA)
    name = models.CharField("名称", max_length=80)
    kana = models.CharField("よみ", max_length=120, blank=True)
    area = models.TextField("対象区域", blank=True)
    purpose = models.TextField("職種・目的", blank=True)
    wished_on = models.DateField("設ける予定の日", null=True, blank=True)
    established_on = models.DateField("設置した日", null=True, blank=True)
    suspended_on = models.DateField("休止した日", null=True, blank=True)
    ended_on = models.DateField("廃止した日", null=True, blank=True)
    state = StateField("状態", choices=C.choices, default=C.PLANNED)
    search_key = models.TextField(editable=False, blank=True)
    order_key = models.TextField("五十音順", editable=False, blank=True)

    objects = CouncilQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "連絡協議会"
        ordering = ["order_key", "pk"]
        constraints = [
            models.CheckConstraint(name="liaison_councils_council_state_known", condition=Q(state__in=C.values)),
            models.CheckConstraint(
                name="liaison_councils_council_dated",
                condition=Q(state=C.PLANNED, established_on=None) | Q(state=C.ABOLISHED) | Q(established_on__isnull=False),
                violation_error_message="設置した協議会には、設置の日が要ります。",
            ),
            models.CheckConstraint(name="liaison_councils_council_ended_is_dated", condition=Q(state=C.ABOLISHED) ^ Q(ended_on=None)),
            models.CheckConstraint(
                name="liaison_councils_occupational_has_purpose",
                condition=~Q(kind=OCCUPATIONAL) | ~Q(purpose=""),
                violation_error_message="職種等の協議会には、職種・目的を書きます（要綱 第4の1(2)）。",
            ),
            models.UniqueConstraint(
                fields=["station", "name"], condition=~Q(state=C.ABOLISHED), name="liaison_councils_one_name_a_station",
                violation_error_message="この署には、同じ名称の協議会がすでにあります。",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["station", "state"], name="liaison_councils_of_station")]

    def __str__(self):
        return self.name

    def stored_keys(self):
        texts = (self.name, self.kana, self.area, self.purpose)
        key = "\n".join(names.search_key(text) for text in texts if text)
        return {"search_key": key, "order_key": names.kana_key(self.kana or self.name)}

    @property
    def subject(self) -> str:
        return self.name

    def last_day(self) -> date | None:
        return self.ended_on or self.suspended_on or self.established_on

    @act_of(C.PLANNED, None, SUPERVISE, "準備の記載", "on_areas", "plan_problems")
    def amend(self, act):
        """Details: ``PLANNED_FIELDS``; areas: [{koban (key), part}]."""
        for name in self.PLANNED_FIELDS[:-1]:
            setattr(self, f"{name}_id" if name == "koban" else name, act.details[name])

    @act_of(C.PLANNED, C.ACTIVE, APPROVE, "設置", "on_established", "doubled_problems", gaps="founding_gaps")
    def establish(self, act):
        """Details: note (why a second council stands over an area, where one does)."""
        self.established_on = act.on

    @act_of(
        STANDING, None, APPROVE, "名称・区域の変更", "on_renamed", note_is_given, "rename_problems", "event_day_problems"
    )  # fmt: skip
    def rename(self, act):
        """Details: name, kana, area, purpose, areas, note."""
        for name in ("name", "kana", "area", "purpose"):
            setattr(self, name, act.details[name])

    @act_of(C.ACTIVE, C.SUSPENDED, APPROVE, "休止", "on_event", note_is_given, "event_day_problems", gaps="meeting_gaps")  # fmt: skip
    def suspend(self, act):
        self.suspended_on = act.on

    @act_of(C.SUSPENDED, C.ACTIVE, APPROVE, "再開", "on_event", "event_day_problems")
    def resume(self, act):
        self.suspended_on = None

    @act_of(STANDING, C.ABOLISHED, APPROVE, "廃止", "on_ended", note_is_given, "event_day_problems", gaps="meeting_gaps")  # fmt: skip
    def abolish(self, act):
        self.ended_on = act.on

    @act_of(STANDING, C.ABOLISHED, APPROVE, "統合", "on_ended", "succession_problems", "event_day_problems", gaps="meeting_gaps")  # fmt: skip
    def merge(self, act):
        """Details: into [keys of councils], note."""
        self.ended_on = act.on

    @act_of(STANDING, C.ABOLISHED, APPROVE, "分割", "on_ended", "succession_problems", "event_day_problems", gaps="meeting_gaps")  # fmt: skip
    def split(self, act):
        """Details: into [keys of councils], note."""
        self.ended_on = act.on

    @act_of(
        C.PLANNED, C.ABOLISHED, SUPERVISE, "準備の取りやめ", "on_dropped", note_is_given, gaps="dropping_gaps"
    )
    def drop(self, act):
        self.ended_on = act.on

    @act_of([C.PLANNED, *STANDING], None, APPROVE, "指定", "on_officer_named", "officer_problems")
    def name_officer(self, act):
        """Details: role, staff (key or None), name, rank, since (ISO day)."""

    @act_of(
        [*STANDING, C.ABOLISHED], None, SUPERVISE, "指定の解除", "on_officer_released", "release_problems"
    )
    def release_officer(self, act):
        """Details: officer (key)."""

    @act_of([C.PLANNED, *STANDING], None, APPROVE, "引継ぎ", "on_handed_over", "handover_problems")
    def hand_over(self, act):
        """Details: from, to (keys of staff), rank, name, note."""

    @act_of(C.ACTIVE, None, RUN, "訪問", "on_visited", "visit_problems")
    def visit(self, act):
        """Details: term (key of a member's term, or None), whom, content."""

    @act_of(
        [C.PLANNED, C.ACTIVE], None, SUPERVISE, "事前の指導", "on_instructed", wants("taught", "指導した相手を選んでください。", "LC-7-1-a"),
        wants("topics", "指導した内容を選んでください。", "LC-7-1-a"),
    )  # fmt: skip
    def instruct(self, act):
        """Details: taught [names], topics [codes], note."""

"""What is in order after every act, whoever did it: the invariants of design.md §2 to §4, asked of the database."""

from collections import Counter, defaultdict

from django.apps import apps
from django.db import connection

from blue_patrol.models import (
    Certification,
    Credential,
)
from blue_patrol.models.handed_in import HandedIn
from casework import chain
from casework.models import Deadline, IssuedNumber, NumberSeries, StateChange
from casework.models.base import Machine
from casework.models.road import OPEN_STATES
from casework.models.road import RoadState as S
from tests.walks.books import Books

MACHINES = [model for model in apps.get_models() if issubclass(model, Machine)]
TABLES = {model._meta.concrete_model for model in MACHINES if not model._meta.proxy}
OVER = ("ended", "revoked")
CLOCKS_OF_A_STANDING = ("retraining", "information", "inspection_entry")
RUNNING = [state for state in OPEN_STATES if state != S.DRAFT]
VALUES = {
    "group": ("name", "name_kana", "postal_code", "address", "phone", "representative_title", "representative_name", "representative_kana", "representative_birth_date", "representative_address"),
    "car": ("pk", "plate", "make", "model_code", "chassis_number", "base_location", "user_name", "user_address", "owner_name"),
    "person": ("pk", "name", "kana", "birth_date", "address"),
}  # fmt: skip
CHANGING = {"ChangeApplication.deliver", "Certification.correct_entry"}


def whole_database() -> tuple:
    """A digest of every row of every table that the application's login may read."""
    with connection.cursor() as cursor:
        cursor.execute(_digest_query(cursor))
        return cursor.fetchone()


_QUERY: list[str] = []


def _digest_query(cursor) -> str:
    if not _QUERY:
        names = sorted(
            {
                model._meta.db_table
                for model in apps.get_models()
                if model._meta.app_label in ("blue_patrol", "casework")
            }
        )
        cursor.execute("select t from unnest(%s::text[]) t where has_table_privilege(t, 'select')", [names])
        parts = [
            f'(select (count(*), sum(hashtextextended(t::text, 0)))::text from "{name}" t)'
            for (name,) in cursor.fetchall()
        ]
        _QUERY.append(f"select {', '.join(parts)}")
    return _QUERY[0]


class Order(Books):
    """Asked after each act; each question is a method whose name begins with ``is_``."""

    def __init__(self, life):
        self.life = life
        self.seen, self.states = 0, {}
        self.values = None
        self.check("")

    def check(self, act: str) -> None:
        with connection.cursor() as cursor:  # the walls wait for the end of a transaction that never comes
            cursor.execute("set constraints all immediate")
            cursor.execute("set constraints all deferred")
        for name in [name for name in dir(self) if name.startswith("is_")]:
            faults = getattr(self, name)(act)
            assert not faults, self.life.told(f"{name}: {faults}")
        self.fingerprint = whole_database()

    def check_chain(self) -> None:
        with connection.cursor() as cursor:
            verdict = chain.verify(cursor)
        assert verdict.is_whole, self.life.told(verdict.fault)

    # --- history -------------------------------------------------------------------------------------------------

    def is_every_state_told_by_the_history(self, act):
        """Each row goes on where the one before it ended, and the last of a case says where the case is now."""
        faults = []
        for row in StateChange.objects.filter(seq__gt=self.seen).order_by("seq"):
            key = (row.case_label, row.case_pk)
            if self.states.get(key, "") != row.before:
                faults.append(str(row))
            self.states[key], self.seen = row.after, row.seq
        now = {}
        for table in TABLES:
            for row in table._default_manager.all():
                now[row._meta.label, row.pk] = row.state
        told = {key: state for key, state in self.states.items() if state}
        return faults + [
            (key, now.get(key), told.get(key))
            for key in now.keys() | told.keys()
            if now.get(key) != told.get(key)
        ]

    # --- things --------------------------------------------------------------------------------------------------

    def is_one_live_thing_a_bearer(self, act):
        """One sticker a car; one card a person, one certificate a standing in the group's hands."""
        held = Credential.objects.live()
        stickers = Counter(held.filter(kind="sticker").values_list("vehicle", flat=True))
        out = Credential.objects.filter(state="with_group")
        cards = Counter(out.filter(kind="card").values_list("patroller", flat=True))
        certificates = Counter(out.filter(kind="certificate").values_list("certification", flat=True))
        runs = Counter(held.filter(kind="demonstration").values_list("run_car", flat=True))
        return [key for counts in (stickers, cards, certificates, runs) for key, n in counts.items() if n > 1]

    def is_no_card_with_an_untrained_person(self, act):
        cards = Credential.objects.filter(kind="card", state="with_group").select_related("patroller")
        return [card.number for card in cards if not card.patroller.is_trained(card.handed_over_on)]

    def is_no_number_given_twice(self, act):
        """Not even that of a thing that is void; a certificate made anew keeps its own."""
        numbers = Counter(Credential.objects.exclude(kind="certificate").values_list("kind", "number"))
        given = Counter(
            IssuedNumber.objects.exclude(kind="receipt").values_list("kind", "holder", "year", "value")
        )
        standings = Counter(Certification.objects.values_list("number", flat=True))
        return [key for counts in (numbers, given, standings) for key, n in counts.items() if n > 1]

    def is_every_series_without_a_gap(self, act):
        given = defaultdict(list)
        for kind, holder, year, value in IssuedNumber.objects.values_list("kind", "holder", "year", "value"):
            given[kind, holder, year].append(value)
        faults = []
        for series in NumberSeries.objects.exclude(kind="register"):
            values = sorted(given[series.kind, series.holder, series.year])
            if values != list(range(1, series.last + 1)):
                faults.append((str(series), values))
        return faults

    def is_nothing_in_two_open_cases(self, act):
        """A thing that came in with a request is in no other, nor in a return."""
        rows = HandedIn.objects.filter(
            is_taken=True, application__state__in=RUNNING, application__delivered_on=None
        )
        named = Counter(rows.values_list("credential", flat=True))
        returned = rows.filter(
            credential__returned__isnull=False, credential__state__in=["surrendered", "sent_to_hq"]
        )
        return [key for key, n in named.items() if n > 1] + [f"returned: {row}" for row in returned]

    def is_nothing_out_of_a_standing_that_was_given_back(self, act):
        """Of a standing that ended every thing came, or is missing: nothing is handed out any more."""
        rows = Credential.objects.filter(certification__state="ended", state="with_group")
        return list(rows.values_list("kind", "number"))

    # --- standings and clocks ------------------------------------------------------------------------------------

    def is_one_standing_active(self, act):
        counts = Counter(Certification.objects.filter(state="active").values_list("group", flat=True))
        return [group for group, n in counts.items() if n > 1]

    def is_no_clock_running_for_a_standing_that_is_over(self, act):
        running = Deadline.objects.open().filter(kind__in=CLOCKS_OF_A_STANDING)
        over = Certification.objects.filter(state__in=OVER)
        label = Certification._meta.label
        faults = list(running.filter(case_label=label, case_pk__in=over.values("pk")))
        if not Certification.objects.filter(state="active", group=self.life.group).exists() and over.exists():
            faults += list(running.filter(station=self.life.desks.station))
        return faults

    def is_no_clock_running_twice(self, act):
        running = Deadline.objects.open().filter(kind__in=CLOCKS_OF_A_STANDING)
        counts = Counter(running.values_list("kind", "subject_label", "subject_pk"))
        return [key for key, n in counts.items() if n > 1]

    def is_a_certified_group_changed_by_a_change_alone(self, act):
        """Its values, its cars and its people: by the delivery of a change, or as headquarters puts its own mistake right."""
        group = type(self.life.group).objects.get(pk=self.life.group.pk)
        standing = group.certifications.filter(state="active").first()
        now = standing and (
            [getattr(group, name) for name in VALUES["group"]], standing.patrol_area,
            list(group.vehicles.current().order_by("pk").values_list(*VALUES["car"])),
            list(group.patrollers.current().order_by("pk").values_list(*VALUES["person"])),
        )  # fmt: skip
        before, self.values = self.values, now
        if before and now and before != now and act not in CHANGING:
            return [(before, now)]
        return []

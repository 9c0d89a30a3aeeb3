"""Whom a course is for: the patrollers of the desk with the state of their training, and who may be who."""

from collections import defaultdict
from datetime import date

from django.db.models import (
    Case,
    DateField,
    Exists,
    F,
    Func,
    IntegerField,
    Max,
    OuterRef,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast

from blue_patrol.forms.training.people import card_key
from blue_patrol.models import (
    Application,
    Certification,
    Credential,
    Kind,
    Patroller,
    Standing,
    TrainingRecord,
    clocks,
)
from blue_patrol.models.training.records import identity
from blue_patrol.views.groups import AMBER_KEY, amber_months
from casework.models import ProfileValue
from casework.models.road import OPEN_STATES
from casework.persons.stopped import shown_to

NEVER, OVERDUE, AMBER, LATER = range(4)  # in this order on every list
KINDS = {"": "すべて", "never": "受けたことがない", "overdue": "期限を過ぎた", "amber": "期限が近い"}
RANKS = {"never": NEVER, "overdue": OVERDUE, "amber": AMBER}


def with_training(rows, today: date):
    """Patrollers with ``last_trained_on``, ``due_on``, ``card`` and ``rank`` (never, overdue, amber, later)."""
    trainings = TrainingRecord.objects.filter(patroller=OuterRef("pk")).order_by("-attended_on")
    cards = Credential.objects.live().filter(patroller=OuterRef("pk"), kind=Kind.CARD).order_by("-pk")
    clock = clocks.of_training().filter(subject_pk=OuterRef("pk"))
    rows = rows.annotate(
        last_trained_on=Subquery(trainings.values("attended_on")[:1]), due_on=Subquery(clock.values("due_on")[:1]),
        card=Subquery(cards.values("number")[:1]), amber=Cast(amber_months("station"), IntegerField()),
    )  # fmt: skip
    return rows.alias(turns_amber_on=_turns_amber()).annotate(rank=_rank(today))


def _turns_amber():
    """The due day less the prefecture's months, as rules.deadlines.amber_from counts them."""
    return Func(
        F("due_on"), F("amber"), template="(%(expressions)s))::date", arg_joiner=" - make_interval(months => ",
        output_field=DateField(),
    )  # fmt: skip


def _rank(today: date):
    """One look at a clock decides on most of a prefecture's patrollers; only the others' days are reckoned."""
    return Case(
        When(Exists(_far_off(today)), then=Value(LATER)),
        When(last_trained_on=None, then=Value(NEVER)),
        When(due_on__lt=today, then=Value(OVERDUE)),
        When(turns_amber_on__lte=today, then=Value(AMBER)),
        default=Value(LATER),
        output_field=IntegerField(),
    )


def _far_off(today: date):
    """The clock of one who was trained, due so late that it is not amber today by any prefecture's values, of any year."""
    months = ProfileValue.objects.filter(key=AMBER_KEY).order_by().values("key")
    longest = Subquery(months.values(longest=Max(Cast("content", IntegerField()))))
    bound = Func(  # no month is longer than 31 days
        Value(today, DateField()), longest, template="(%(expressions)s)", arg_joiner=" + 31 * ", output_field=DateField()
    )  # fmt: skip
    trained = TrainingRecord.objects.filter(patroller=OuterRef("subject_pk"))
    return clocks.of_training().filter(Exists(trained), subject_pk=OuterRef("pk"), due_on__gt=bound)


def patrollers_of(actor, today: date):
    """Current patrollers of groups that hold a standing or have an application on its way, with their training."""
    standing = Certification.objects.filter(
        group=OuterRef("group"), state__in=[Standing.PENDING, Standing.ACTIVE]
    )
    applied = Application.objects.filter(group=OuterRef("group"), state__in=OPEN_STATES)
    rows = Patroller.objects.of(actor).current_or_joining().filter(Exists(standing) | Exists(applied))
    rows = shown_to(rows, actor)
    return with_training(rows.select_related("group", "station"), today)


def known_people(actor, born=None) -> dict:
    """identity → the current patrollers of the desk who bear it; people without a birthday are nobody's double.

    ``born``: the birthdays that are asked for; None for all.
    """
    rows = Patroller.objects.of(actor).current_or_joining().exclude(birth_date=None).select_related("group")
    rows = rows if born is None else rows.filter(birth_date__in=born - {None})
    known = defaultdict(list)
    for man in rows:
        known[identity(man.name, man.birth_date)].append(man)
    return dict(known)


def cards_of(actor) -> dict:
    """The key of a card's number → its bearer's key; the live card wins over an older one."""
    cards = Credential.objects.of(actor).filter(kind=Kind.CARD, patroller__removed_on=None)
    return {
        card_key(number): bearer
        for number, bearer in cards.order_by("pk").values_list("number", "patroller_id")
    }


def doubles(lines, known: dict) -> dict[int, list[str]]:
    """Notes on a roster, by the line's key: the same person twice, or patroller of more groups. Nothing is merged."""
    notes = defaultdict(list)
    seen: dict = {}
    for line in lines:
        who = line.identity
        if who is None:
            continue
        if who in seen:
            notes[line.pk].append(
                f"名簿に同じ氏名・生年月日の人（{seen[who].group_name or '団体なし'}）がいます。"
            )
        seen.setdefault(who, line)
        others = [man.group.name for man in known.get(who, []) if man.pk != line.patroller_id]
        if line.patroller_id and others:
            notes[line.pk].append(f"{'、'.join(others)}の実施者にも、同じ氏名・生年月日の人がいます。")
    return dict(notes)

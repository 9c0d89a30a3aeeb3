"""Everything a case page shows, read in six queries however many rows there are.

What lies beside the case in small tables (steps, reasons, clocks, attachments, papers, findings) comes as one
union of JSON rows; the guards of the machine then read what is here instead of asking the database again.
"""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max, Q, Subquery, Value
from django.db.models.functions import JSONObject
from django.utils import timezone

from blue_patrol.models import (
    Application,
    Certification,
    ChangeItem,
    Credential,
    ExaminationFinding,
    HandedIn,
    Patroller,
    Procedure,
    Vehicle,
)
from blue_patrol.models.arrival import AWAITED, UNREPLACED
from blue_patrol.models.certification.certificate_set import ISSUED_FORMS
from blue_patrol.models.change.gaps import NEW_PLEDGE_KEY
from blue_patrol.models.change.machine import CARDS_ALONE_KEY
from blue_patrol.models.credentials import LIVE, Place
from blue_patrol.models.groups import CURRENT
from blue_patrol.models.handed_in import TakesIn
from blue_patrol.models.of_the_prefecture import AREA_MAP_KEY
from blue_patrol.models.stock.lots import with_sheets
from casework import comments
from casework.models import (
    Attachment,
    Comment,
    Deadline,
    DecisionStep,
    IssuedPaper,
    PrefectureProfile,
    ProfileValue,
    ReturnReason,
    Staff,
    StateChange,
)
from casework.models.road import EDITABLE_STATES

ASKED = (AREA_MAP_KEY, NEW_PLEDGE_KEY, CARDS_ALONE_KEY)  # of the prefecture's values, by the guards
# Of whom or what a row names.
SHOWN = {Staff: ("name", "rank"), Application: ("case_label", "receipt_number")}
WITHOUT = {"values"}  # a frozen paper's values are long and never shown here


@dataclass
class CaseFile:
    """One case with all that hangs on it, in the order in which it is shown."""

    case: object
    history: list[StateChange]
    vehicles: list[Vehicle]
    patrollers: list[Patroller]  # each with ``last_trained_on``
    things: list[Credential]  # each with ``sheet``, ``is_unreplaced`` and ``is_awaited``
    steps: list[DecisionStep] = field(default_factory=list)
    reasons: list[ReturnReason] = field(default_factory=list)
    deadlines: list[Deadline] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    papers: list[IssuedPaper] = field(default_factory=list)
    findings: list[ExaminationFinding] = field(default_factory=list)
    values: list[ProfileValue] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    came_in: list[HandedIn] = field(default_factory=list)
    changes: list[ChangeItem] = field(default_factory=list)
    # of other cases, before the receipt alone
    rivals: list[HandedIn] = field(default_factory=list)
    rival_changes: list[ChangeItem] = field(default_factory=list)

    @property
    def live_things(self) -> list[Credential]:
        return [thing for thing in self.things if thing.state in LIVE]

    @property
    def past_things(self) -> list[Credential]:
        """Void, lost, replaced, destroyed: what is of no use any more, with its number."""
        return [thing for thing in self.things if thing.state not in LIVE]

    @property
    def reported_things(self) -> list[Credential]:
        """As ``Parcels.reported_things``."""
        return [thing for thing in self.things if thing.is_unreplaced]


def read(case) -> CaseFile:
    """The file of a case, and the case's guards answering from it."""
    things = {thing.pk: thing for thing in _things(case)}
    found = CaseFile(
        case=case,
        history=list(StateChange.objects.of_case(case).select_related("payload").order_by("-seq")),
        vehicles=list(_vehicles(case)) if case.lists_members else [],
        patrollers=list(_patrollers(case)) if case.lists_members else [],
        things=[thing for thing in things.values() if thing.application_id == case.pk],
        **_beside(case),
    )
    _tie(found, things)
    _answer_from(found)
    if case.case_label == Procedure.CHANGE:
        held = [t for t in things.values() if t.state == Place.WITH_GROUP and t.application_id != case.pk]
        outstanding = case.outstanding_of(held)
        case.outstanding = lambda: outstanding
    return found


def _tie(found: CaseFile, things: dict[int, Credential]) -> None:
    """What came in and what changes, to the things, cars and people that were read; of the group today are the current ones."""
    cars: dict[int, Any] = {car.pk: car for car in found.vehicles}
    people: dict[int, Any] = {man.pk: man for man in found.patrollers}
    for row in (*found.came_in, *found.rivals):
        row.credential = things[row.credential_id]
    for item in found.changes:
        for relation, members in (("vehicle", cars), ("patroller", people)):
            for name in (relation, f"new_{relation}"):
                setattr(item, name, members.get(getattr(item, f"{name}_id")))
    found.vehicles, found.patrollers = _current(cars), _current(people)


def _current(members: dict) -> list:
    return [row for row in members.values() if not row.is_pending and row.removed_on is None]


def _things(case):
    """What the case made, what came in with it, and what a delivered change may still have back."""
    keys = case.credentials.order_by().values("pk").union(case.handed_in.order_by().values("credential"))
    if case.case_label == Procedure.CHANGE and case.delivered_on:
        keys = keys.union(case.held_before().order_by().values("pk"))
    rows = Credential.objects.filter(pk__in=keys)
    rows = rows.select_related("certification", "vehicle", "patroller", "run_car", "replacement").order_by(
        "pk"
    )
    return with_sheets(rows).annotate(is_unreplaced=UNREPLACED, is_awaited=AWAITED)


def _vehicles(case):
    return _current_or_named(case, case.group.vehicles.all(), "vehicle", "new_vehicle")


def _patrollers(case):
    rows = _current_or_named(case, case.group.patrollers.all(), "patroller", "new_patroller")
    return rows.annotate(last_trained_on=Max("trainings__attended_on"))


def _current_or_named(case, rows, *relations: str):
    """The members of the group today, and those that a change names."""
    wanted = CURRENT
    if case.case_label == Procedure.CHANGE:
        for relation in relations:
            wanted |= Q(pk__in=case.change_items.order_by().values(relation))
    return rows.filter(wanted)


def _beside(case) -> dict[str, list]:
    """The rows of all these tables in one query, as instances with whom and what they name."""
    parts = {
        "steps": (DecisionStep.objects.of_case(case), ("decided_by", "seen_by")),
        "reasons": (ReturnReason.objects.of_case(case), ("given_by", "answered_by")),
        "deadlines": (_of_case_and_standing(Deadline, case), ("done_by",)),
        "attachments": (_of_case_and_standing(Attachment, case).filter(removed_on=None), ("added_by",)),
        "papers": (IssuedPaper.objects.of_case(case), ("made_by",)),
        "findings": (ExaminationFinding.objects.filter(application=case), ("judged_by",)),
        "values": (_values(case), ()),
        "comments": (comments.beside(case), ()),
        "came_in": (HandedIn.objects.filter(application=case), ()),
        "changes": (ChangeItem.objects.filter(application=case), ()),
        **{name: (rows, ("application",)) for name, rows in _rivals(case).items()},
    }
    first, *others = (_as_rows(name, rows, named) for name, (rows, named) in parts.items())
    found: dict[str, list] = {name: [] for name in parts}
    for name, row in first.union(*others, all=True):
        rows, named = parts[name]
        found[name].append(_instance(rows.model, row, named))
    for name, (rows, _) in parts.items():
        order = [each.lstrip("-") for each in rows.model._meta.ordering] or ["pk"]
        found[name].sort(
            key=lambda record, order=order: [(getattr(record, f) is None, getattr(record, f)) for f in order]
        )
    return found


def _rivals(case) -> dict[str, Any]:
    """Of other cases what may stand in the way of the receipt."""
    if case.state not in EDITABLE_STATES or not isinstance(case, TakesIn):
        return {}
    changes = {"rival_changes": case.rival_change_rows()} if case.case_label == Procedure.CHANGE else {}
    return {"rivals": case.rival_rows(), **changes}


def _of_case_and_standing(model, case):
    """What hangs on the application, and on the certification that it made."""
    own = Q(case_label=case._meta.label, case_pk=case.pk)
    if case.case_label == Procedure.CERTIFICATION:
        own |= Q(case_label=Certification._meta.label, case_pk=case.certification_id)
    return model.objects.filter(own)


def _values(case):
    """What the guards ask of the prefecture's values: those of the receipt, before it those of today."""
    versions = PrefectureProfile.objects.on(timezone.localdate()).order_by("-valid_from")
    today = versions.filter(prefecture=case.station.prefecture_id).values("pk")[:1]
    return ProfileValue.objects.filter(profile=case.profile_id or Subquery(today), key__in=ASKED)


def _as_rows(bundle: str, rows, named):
    values = {f.attname: f.attname for f in rows.model._meta.concrete_fields if f.name not in WITHOUT}
    for name in named:
        values |= {f"{name}__{each}": f"{name}__{each}" for each in SHOWN[_named(rows.model, name)]}
    return (
        rows.order_by()
        .annotate(bundle=Value(bundle), as_json=JSONObject(**values))
        .values_list("bundle", "as_json")
    )


def _named(model, relation: str):
    return model._meta.get_field(relation).related_model


def _instance(model, row: dict, named):
    values = {f.attname: f.to_python(row[f.attname]) for f in model._meta.concrete_fields if f.attname in row}
    record = model(**values)
    record._state.adding = False
    for name in named:
        if key := row[f"{name}_id"]:
            other = _named(model, name)
            setattr(record, name, other(pk=key, **{each: row[f"{name}__{each}"] for each in SHOWN[other]}))
    return record


def _answer_from(found: CaseFile) -> None:
    """Let the case answer its guards from what has been read: asking them costs no query."""
    case = found.case
    waiting = [step for step in found.steps if not step.is_void and not step.outcome]
    answers = {
        "hands": {row.staff_id for row in found.history if row.transition in case.hands_on_acts},
        "open_steps": [step for step in waiting if step.order == waiting[0].order],
        "round_steps": [step for step in found.steps if not step.is_void],
        "attached": [each for each in found.attachments if each.case_label == case._meta.label],
        "reasons_are_open": any(reason.answered_on is None for reason in found.reasons),
        "findings_by_item": {finding.item: finding for finding in found.findings},
        "cars": found.vehicles,
        "roster_count": len(found.patrollers),
        "people_count": len(found.patrollers),
        "things": found.live_things,
        "places": {thing.state for thing in found.live_things},
        "comments_beside": found.comments,
        "came_in": found.came_in,
        "awaited": [thing for thing in found.things if thing.is_awaited],
        "papers_are_unmade": any(
            p.form in ISSUED_FORMS and not p.file_id and not p.voided_on for p in found.papers
        ),
        **{name: getattr(found, name) for name in _rivals(case)},
    }
    for name, answer in answers.items():
        setattr(case, name, lambda answer=answer: answer)
    case.items = found.changes
    case.values_at_hand = dict.fromkeys(ASKED) | {value.key: value.content for value in found.values}

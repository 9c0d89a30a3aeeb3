"""Which acts tell whom: a table that each application enters in ``AppConfig.ready()``; the door asks it once an act.

It imports no more of casework than the door does.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from casework.models.notices import AT_HEADQUARTERS, Notice
from casework.roles import Role


@dataclass(frozen=True)
class Tell:
    """Whom an act tells and what. ``before``: only from these states; none: from any.

    ``step``: what the posts are told to whose step of the decision route the act has brought the case; "" for nothing.
    """

    title: str
    roles: tuple[Role, ...]
    before: tuple[str, ...] = ()
    step: str = ""

    def fits(self, act) -> bool:
        return not self.before or act.before in self.before


_table: dict[str, Mapping[str, Tell]] = {}
_related: dict[str, tuple[str, ...]] = {}


def enter(machines: Iterable[Any], acts: Mapping[str, Tell], related: tuple[str, ...] = ()) -> None:
    """Enter what the acts of machines tell; ``related``: what their name wants read. Raises ValueError for no act of theirs."""
    for machine in machines:
        openings = {"open", *machine.openings}
        unknown = [name for name in acts if name not in openings and not hasattr(machine, name)]
        if unknown:
            raise ValueError(f"{machine._meta.label} has no act {', '.join(unknown)}")
        _table[machine._meta.label], _related[machine._meta.label] = acts, related


def acts_of(label: str) -> Mapping[str, Tell]:
    """What the acts of a machine tell, by transition."""
    return _table.get(label, {})


def related_of(label: str) -> tuple[str, ...]:
    """What is to be read with a case so that it names itself without a query."""
    return _related.get(label, ())


def tell(done: Iterable[tuple[Any, Any]]) -> None:
    """The notices of these acts, (case, act) each; in the act's transaction, one query or none."""
    rows = [notice for case, act in done for notice in _notices(case, act)]
    if rows:
        Notice.objects.bulk_create(rows, ignore_conflicts=True)


def addressed(roles: Iterable[Role], duty: str, koban: Iterable[int | None]) -> list[dict]:
    """Whom a notice goes to: each role once, a koban's officers once for each koban of the case."""
    found: list[dict] = []
    for role in roles:
        areas = list(koban) if role == Role.KOBAN_OFFICER else [None]
        place = duty if role in AT_HEADQUARTERS else ""
        found += [{"role": role, "duty": place, "koban_id": area} for area in areas]
    return found


def _at_their_step(case) -> list[dict]:
    """The posts whose turn has come: a deciding post by its level, who begin the route all alike."""
    steps = case.opened_steps()
    return [
        {"role": step.role, "duty": step.duty, "koban_id": None}
        | ({} if step.role == Role.HQ_CLERK else {"level": step.level})
        for step in steps
    ]


def _notices(case, act) -> list[Notice]:
    told = acts_of(case._meta.label).get(act.transition)
    if told is None or not told.fits(act):
        return []
    koban = sorted(case.koban_ids()) if Role.KOBAN_OFFICER in told.roles else ()
    rows = [(who, told.title) for who in addressed(told.roles, case.duty, koban)]
    known = [who for who, _ in rows]
    rows += [(who, told.step) for who in (_at_their_step(case) if told.step else ()) if who not in known]
    return [
        Notice(
            station_id=case.station_id, kind=act.transition, title=title, clause=case.clause_of(act.transition),
            case_label=case._meta.label, case_pk=case.pk, day=act.on, turn=case.revision, **who,
        )
        for who, title in rows
    ]  # fmt: skip

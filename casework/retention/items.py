"""What stands on a list, as its reviewers see it: named from the records as they are now, which after the act is no more."""

from dataclasses import dataclass

from casework import wareki
from casework.models import Disposal, DisposalItem, Hold
from casework.models.shared import machine_of
from casework.presenters import links
from casework.retention.kinds import KINDS


@dataclass(frozen=True)
class Line:
    item: DisposalItem
    kind: str
    words: str
    url: str
    ended: str
    log: object | None
    held: bool


def lines_of(disposal: Disposal) -> list[Line]:
    """In the order of kinds and days; a query for each table."""
    items = list(disposal.items.select_related("taken_out_by", "log"))
    by_label: dict[str, list[int]] = {}
    for item in items:
        by_label.setdefault(item.object_label, []).append(item.object_pk)
    found = {
        (label, row.pk): row
        for label, keys in by_label.items()
        for row in machine_of(label)._default_manager.filter(pk__in=keys)
    }
    held = Hold.objects.standing(disposal.until)
    return [_line(item, found, held) for item in items]


def _line(item: DisposalItem, found, held) -> Line:
    row = found.get((item.object_label, item.object_pk))
    kind = KINDS.get(item.kind)
    words = str(kind.subject(row)) if row is not None and kind else "–"
    log = item.log if hasattr(item, "log") else None
    stopped = held.of(item.object_label, item.object_pk, item.group_label, item.group_pk) is not None
    return Line(
        item, kind.label if kind else item.kind, words, links.of_row(item.object_label, item.object_pk),
        wareki.format_short(item.ended_on), log, stopped,
    )  # fmt: skip

"""補正で変わった点: what differs between the papers as they were when they went back, and as they came again (BP-5-2)."""

from dataclasses import dataclass
from datetime import date

from blue_patrol.rules.changes import Change


@dataclass(frozen=True)
class Mended:
    """What a resubmission changed; ``day``: of the correction it follows."""

    day: date
    changes: list[Change]


def of_history(history, case) -> Mended | None:
    """Of the latest resubmission that kept what it changed, as long as nothing went back after it.

    ``history``: StateChanges with payload, any order.
    """
    rows = sorted(history, key=lambda row: row.seq, reverse=True)
    last = next((row for row in rows if row.transition in ("resubmit", "request_correction")), None)
    if last is None or last.transition != "resubmit":
        return None
    payload = getattr(last, "payload", None)
    changed = ((payload.content if payload else None) or {}).get("changed")
    asked = next((row for row in rows if row.transition == "request_correction"), None)
    if changed is None or asked is None:
        return None
    return Mended(asked.on, [Change(*point) for point in changed])

"""What a correction keeps of the papers as they were, and a resubmission of what changed since (BP-5-2)."""

from blue_patrol.rules import attachments, changes
from casework import paper_registry
from casework.models import StateChange

AS_IT_WAS, CHANGED = "as_it_was", "changed"


def as_they_are(case, on) -> dict:
    """The values of form 13, and the files by their kind, name and key, as of now."""
    labels = attachments.LABELS
    held = [[labels.get(each.kind, each.kind), each.name, each.pk] for each in case.attached()]
    return paper_registry.get("13").values_of(case, on) | {"held": held}


def since_correction(case, on) -> list[changes.Change] | None:
    """The points that differ from the papers that the last correction sent back; None where none were kept."""
    asked = StateChange.objects.of_case(case).filter(transition="request_correction")
    row = asked.select_related("payload").order_by("-seq").first()
    payload = getattr(row, "payload", None) if row else None
    before = ((payload.content if payload else None) or {}).get(AS_IT_WAS)
    if before is None:
        return None
    now = as_they_are(case, on)
    points = [point for point in changes.between(before, now) if point.label not in BY_THE_STATION]
    return points + files_between(before, now)


BY_THE_STATION = {changes.LABELS[key] for key in changes.LABELS if key[0] == "forwarding"}
"""The station's own words on form 13: no part of what the applicant mended."""


def files_between(before: dict, now: dict) -> list[changes.Change]:
    """Files taken out and added; nothing where one of the two was kept without its files."""
    if "held" not in before or "held" not in now:
        return []
    old, new = before["held"], now["held"]
    gone = [
        changes.Change(f"添付　{kind}", name, "") for kind, name, key in old if [kind, name, key] not in new
    ]
    return gone + [
        changes.Change(f"添付　{kind}", "", name) for kind, name, key in new if [kind, name, key] not in old
    ]


def kept_with(case, act) -> dict:
    """What the history keeps besides what was typed."""
    if act.transition == "request_correction":
        return {AS_IT_WAS: as_they_are(case, act.on)}
    if act.transition == "resubmit":
        found = since_correction(case, act.on)
        return {} if found is None else {CHANGED: [[point.label, point.before, point.now] for point in found]}
    return {}

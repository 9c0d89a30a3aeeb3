"""Holds a machine to its table: what each transition does in each state, tried for real and rolled back."""

from django.db import transaction

from casework.workflow import Refused, perform
from tests.factories.applications import DAY

NOT_NOW = "では行えません。"  # 「受理」の事案, 「委嘱」の記録


class Undo(Exception):
    pass


def declared(model) -> dict[str, dict[str, str]]:
    """state → transition → target, as the model declares them; a step that stays has its own state as target."""
    found: dict[str, dict[str, str]] = {}
    for step in model._meta.get_field("state").get_all_transitions(model):
        found.setdefault(str(step.source), {})[step.name] = str(step.target or step.source)
    return found


def names(model) -> list[str]:
    steps = model._meta.get_field("state").get_all_transitions(model)
    return sorted({step.name for step in steps})


def outcome(case, name, prepare, by, /, **details) -> str:
    """The state that the act leads to, "refused" when the state does not know it, else the refusal's words."""
    told = ""
    try:
        with transaction.atomic():
            more = prepare() if prepare else None
            perform(case, name, by=by, **({"on": DAY} | details | (more or {})))
            told = str(type(case).objects.values_list("state", flat=True).get(pk=case.pk))
            raise Undo
    except Undo:
        return told
    except Refused as refused:
        sentences = [reason.sentence for reason in refused.reasons]
        return "refused" if len(sentences) == 1 and sentences[0].endswith(NOT_NOW) else " / ".join(sentences)

"""Holds a machine of the councils to its table: what each act does in each state by each role, tried and rolled back."""

from django.db import transaction

from casework.workflow import Refused, perform

NOT_NOW = "の事案では行えません。"
ROLES = ("officer", "supervisor", "chief", "division")


class _Undo(Exception):
    pass


def declared(model) -> dict[str, dict[str, str]]:
    """state → act → target; an act that stays has its own state as target."""
    found: dict[str, dict[str, str]] = {}
    for step in model._meta.get_field("state").get_all_transitions(model):
        found.setdefault(str(step.source), {})[step.name] = str(step.target or step.source)
    return found


def outcome(case, name, by, on, /, **details) -> str:
    """The state that the act leads to; "" where the state does not know it, "not you" where the post may not."""
    told = ""
    try:
        with transaction.atomic():
            perform(case, name, by=by, on=on, **details)
            told = str(type(case).objects.values_list("state", flat=True).get(pk=case.pk))
            raise _Undo
    except _Undo:
        return told
    except Refused as refused:
        sentences = [reason.sentence for reason in refused.reasons]
        if sentences[0].endswith(NOT_NOW):
            return ""
        return "not you" if sentences[0].endswith("職が行います。") else " / ".join(sentences)


def tried(at, cases, acts, may, on) -> tuple[dict, dict]:
    """(what each (state, act, role) did, what it should by ``may``: act → roles). ``acts``: act → details."""
    model = type(next(iter(cases.values())))
    known = declared(model)
    found, wanted = {}, {}
    for state, case in cases.items():
        for name, details in acts.items():
            for role in ROLES:
                key = (state, name, role)
                told = details(case) if callable(details) else details
                found[key] = outcome(case, name, getattr(at, role), on, **told)
                target = known.get(state, {}).get(name, "")
                wanted[key] = "" if not target else target if role in may[name] else "not you"
    return found, wanted

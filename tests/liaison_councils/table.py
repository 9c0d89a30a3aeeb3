"""Holds a machine of the councils to its table: what each act does in each state by each role, tried and rolled back."""

from django.db import transaction

from casework.workflow import Refused, perform
from tests.blue_patrol.table import NOT_NOW, Undo, declared

ROLES = ("officer", "supervisor", "chief", "division")


def outcome(case, name, by, on, /, **details) -> str:
    """The state that the act leads to; "" where the state does not know it, "not you" where the post may not."""
    told = ""
    try:
        with transaction.atomic():
            perform(case, name, by=by, on=on, **details)
            told = str(type(case).objects.values_list("state", flat=True).get(pk=case.pk))
            raise Undo
    except Undo:
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

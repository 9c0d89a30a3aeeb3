"""A page as a browser holds it: opened, typed into, sent; what nobody typed goes along as it was shown."""

import uuid

from django.http import QueryDict
from django.urls import reverse

from casework.forms import values
from tests.blue_patrol.acting import client_of
from tests.factories import scope


class Opened:
    """The page of an edit in somebody's browser."""

    def __init__(self, actor, name, case, query=""):
        self.client, self.path = client_of(actor), reverse(name, args=[case.pk]) + query
        self.read(self.client.get(self.path))

    def read(self, answer) -> None:
        scope.restore()
        context = answer.context
        self.data = QueryDict(mutable=True)
        form = context["form"]
        if hasattr(form, "management_form"):
            self.data.update({"rows-TOTAL_FORMS": str(len(form.forms)), "rows-INITIAL_FORMS": "0"})
        for bound in values.fields_of(form).values():
            values.put(self.data, bound, values.shown(bound))
        for each in getattr(form, "forms", [form]):
            if "on" in each.fields:
                self.data["on"] = each["on"].value()
        self.carry(context)

    def carry(self, context) -> None:
        """Take over what a page carries along, also one that came back with a fault."""
        self.type(opened=context["opened"], revision=str(context["revision"]))

    def type(self, **typed) -> "Opened":
        for name, value in typed.items():
            self.data.setlist(name, value if isinstance(value, list) else [value])
        return self

    def send(self, **typed):
        self.type(**typed)
        self.data["act_key"] = str(uuid.uuid4())
        answer = self.client.post(self.path, dict(self.data.lists()))
        scope.restore()
        return answer


def choose(opened: Opened, asked, **picks):
    """Send the page on which one chooses: ``asked`` is the answer that shows it, ``picks`` the choice of a field."""
    context = asked.context
    data = QueryDict(mutable=True)
    for name, text in context["sent"]:
        data.appendlist(name, text)
    sent = context["request"].POST
    data["opened"], data["revision"] = sent["opened"], sent["revision"]
    data["before"], data["act_key"] = context["before"], str(uuid.uuid4())
    for question in context["questions"]:
        data.appendlist("choosing", question.key)
    for key, pick in picks.items():
        data[f"pick-{key}"] = pick
    answer = opened.client.post(opened.path, dict(data.lists()))
    scope.restore()
    return answer


def asked_about(answer) -> dict[str, tuple[str, str, str]]:
    """Label of each field that is asked about → (as opened, theirs, mine)."""
    assert answer.status_code == 409
    return {each.label: (each.before, each.theirs, each.mine) for each in answer.context["questions"]}

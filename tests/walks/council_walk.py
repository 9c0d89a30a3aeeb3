"""The real council behind the model's acts, and what must hold after each of them."""

from collections import Counter
from random import Random

from django.db import transaction

from casework.models import IssuedPaper, StateChange
from casework.workflow import Refused, perform
from liaison_councils.models import Council, CouncilOfficer, Meeting, Opinion, Term
from liaison_councils.models.opening import nominate, plan_meeting, raise_opinion
from tests.factories import councils as make
from tests.factories.councils import DAY, now
from tests.walks import council_model as told
from tests.walks.council_model import OF_MEETINGS, OF_OPINIONS, OF_TERMS, WHO

MACHINES = (Council, Term, Meeting, Opinion)
POSTS = ("officer", "supervisor", "chief", "division")
SELDOM = {"abolish", "drop", "suspend", "cancel", "dismiss", "decline", "postpone", "division"}
ONWARD = {
    "establish",
    "consult",
    "appoint",
    "announce",
    "hold",
    "write_minutes",
    "approve_minutes",
    "report",
    "read_back",
}


class Walk:
    """One council of one station on one day. ``Refused`` and nothing else comes of what the model does not allow."""

    def __init__(self, at):
        self.at = at
        self.council = make.planned(at, name="歩く協議会", kind="unit")
        self.terms, self.meetings, self.opinions = [], [], []
        self.trail = []
        self.told, self.seen, self.acts = {}, StateChange.objects.count() - 1, 0

    def do(self, name: str, place: int, who: str) -> bool:
        """Whether the door let the act pass."""
        by = getattr(self.at, who)
        try:
            self.act(name, place, by)
        except Refused as refused:
            self.trail.append(f"{name} {place} by {who}: {refused}")
            return False
        self.trail.append(f"{name} {place} by {who}")
        return True

    def act(self, name, place, by) -> None:
        for names, rows in (
            (OF_TERMS, self.terms),
            (OF_MEETINGS, self.meetings),
            (OF_OPINIONS, self.opinions),
        ):
            if name in names:
                if not rows:
                    raise Refused([])
                case = now(rows[place % len(rows)])
                perform(case, name, by=by, on=DAY, **self.details(name, case))
                return
        if opening := getattr(self, name, None):
            opening(by)
        else:
            act = "name_officer" if name == "name_manager" else name
            perform(now(self.council), act, by=by, on=DAY, **self.details(name, self.council))

    # Each in a transaction of its own, as a page does it: what is refused half-way leaves nothing.
    @transaction.atomic
    def nominate(self, by):
        values = {"category": "resident", "reason": "信望が厚い", **make.term_span()}
        self.terms.append(nominate(self.council, by=by, on=DAY, typed=make.person(), **values))

    @transaction.atomic
    def plan(self, by):
        kind = "extraordinary" if len(self.meetings) % 2 else "regular"
        plan = make.meeting_plan(DAY, reason="声掛けが続いている")
        self.meetings.append(plan_meeting([self.council], by=by, on=DAY, kind=kind, **plan))

    @transaction.atomic
    def raise_opinion(self, by):
        values = {
            "kind": "crime",
            "raiser": "member",
            "raiser_name": "",
            "content": "暗い",
            "section": "交通課",
        }
        self.opinions.append(raise_opinion(self.council, by=by, on=DAY, **values))

    def details(self, name, case) -> dict:
        held = next((m.pk for m in self.meetings if now(m).state in ("held", "reported")), None)
        officer = self.at.officer.staff
        place = {"area": "x", "purpose": "", "kana": "", "areas": [{"koban": self.at.koban.pk, "part": ""}]}
        return {
            "name_manager": {"role": "manager", "staff": officer.pk, "rank": "警部補", "name": officer.name},
            "rename": {"name": "歩く協議会", "note": "変わった"} | place, "visit": {"term": None, "whom": "町内会長", "content": "聞いた"},
            "instruct": {"taught": ["巡査 甲"], "topics": ["aim"], "note": ""}, "consult": {"section": "交通課", "opinion": "異存ない"},
            "appoint": {"document_number": ""}, "intend": {"intent": "again", "note": ""}, "expire": {"note": ""},
            "resign": {"last_on": DAY, "note": "転居"}, "dismiss": {"last_on": DAY, "note": "転居"},
            "postpone": {"note": "台風", "planned_on": None}, "hold": self.attendance(case) if name == "hold" else {},
            "write_minutes": {"discussed": "施錠を呼び掛ける"}, "report": {"document_number": "第1号"}, "answer": {"reply": "増やした"},
            "read_back": {"meeting": held},
        }.get(name, {"note": "理由による"})  # fmt: skip

    @staticmethod
    def attendance(case) -> dict:
        return {"present": [row.pk for row in case.participants.all()], "more": []}


def in_order(walk: Walk, model: told.Council) -> None:
    """The council is as the model says, and whoever looks finds a history row for each act and a paper for each letter."""
    stored = {machine._meta.label: dict(machine.objects.values_list("pk", "state")) for machine in MACHINES}
    council, terms, meetings, opinions = stored.values()
    assert council == {walk.council.pk: model.state}
    assert [terms[row.pk] for row in walk.terms] == [row.state for row in model.terms]
    assert [meetings[row.pk] for row in walk.meetings] == [row.state for row in model.meetings]
    assert [opinions[row.pk] for row in walk.opinions] == [row.state for row in model.opinions]
    assert CouncilOfficer.objects.filter(role="manager", to_on=None).count() == model.manager
    assert IssuedPaper.objects.filter(form__startswith="L").count() == model.letters
    history = StateChange.objects.filter(seq__gt=walk.seen).order_by("seq")
    for row in history:
        assert walk.told.get((row.case_label, row.case_pk), "") == row.before
        walk.told[row.case_label, row.case_pk], walk.seen = row.after, row.seq
    walk.acts += len(history)
    assert walk.acts == model.acts + 1  # with its plan
    assert walk.told == {(label, pk): state for label, rows in stored.items() for pk, state in rows.items()}


def chosen(model: told.Council, rng: Random) -> tuple[str, int, str]:
    """One draw in five takes any act by anybody; the others what the model allows, as a rule what leads on."""
    place = rng.randrange(100)
    if rng.random() < 0.2:
        return rng.choice(list(WHO)), place, rng.choice(POSTS)
    ways = [(name, place, who) for name in WHO for who in POSTS if model.may(name, place, who)]
    weights = [0.05 if name in SELDOM else 5 if name in ONWARD else 1 for name, _, _ in ways]
    return rng.choices(ways, weights)[0]


def walk_along(at, seed: int, steps: int) -> Counter:
    """One walk, the same one for the same seed; nothing of it stays. Which acts were taken."""
    rng, taken = Random(seed), Counter()
    with transaction.atomic():
        walk, model = Walk(at), told.Council()
        for _ in range(steps):
            name, place, who = chosen(model, rng)
            allowed = model.may(name, place, who)
            assert walk.do(name, place, who) == allowed, "\n".join(
                [f"seed {seed}", *walk.trail, f"{name} {place} {who}: {allowed}"]
            )
            if allowed:
                model.do(name, place)
                taken[name] += 1
            try:
                in_order(walk, model)
            except AssertionError as fault:
                fault.add_note("\n".join([f"seed {seed}", *walk.trail]))
                raise
        transaction.set_rollback(True)
    return taken

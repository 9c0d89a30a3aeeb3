"""A small model of one council, its members, meetings and opinions: plain Python, written from the guideline and not from the code."""

from dataclasses import dataclass, field

RUN, SUPERVISE, APPROVE = ("officer", "supervisor"), ("supervisor", "chief"), ("chief",)
WHO = {
    "name_manager": APPROVE, "establish": APPROVE, "drop": SUPERVISE, "rename": APPROVE, "suspend": APPROVE, "resume": APPROVE,
    "abolish": APPROVE, "visit": RUN, "instruct": SUPERVISE,
    "nominate": RUN, "consult": SUPERVISE, "appoint": APPROVE, "decline": APPROVE, "intend": RUN, "expire": SUPERVISE,
    "resign": APPROVE, "dismiss": APPROVE,
    "plan": RUN, "announce": RUN, "postpone": RUN, "cancel": RUN, "hold": RUN, "write_minutes": RUN,
    "approve_minutes": SUPERVISE, "report": RUN,
    "raise_opinion": RUN, "answer": RUN, "reopen": SUPERVISE, "read_back": RUN, "close_otherwise": SUPERVISE,
}  # fmt: skip
OF_TERMS = {"consult", "appoint", "decline", "intend", "expire", "resign", "dismiss"}
OF_MEETINGS = {"announce", "postpone", "cancel", "hold", "write_minutes", "approve_minutes", "report"}
OF_OPINIONS = {"answer", "reopen", "read_back", "close_otherwise"}
OPEN = ("planned", "announced", "postponed")


@dataclass
class Row:
    """A term, a meeting or an opinion: its state and the one thing beside it that matters."""

    state: str
    heard: bool = False  # of a candidate: another section was asked
    members: int = 0  # of a meeting: those asked to come
    written: bool = False
    approved: bool = False
    regular: bool = False
    at_hand: bool = True  # of a meeting: its day stands


@dataclass
class Council:
    state: str = "planned"
    manager: bool = False
    terms: list[Row] = field(default_factory=list)
    meetings: list[Row] = field(default_factory=list)
    opinions: list[Row] = field(default_factory=list)
    served: int = 0  # appointed at any time: all of it happens on one day
    letters: int = 0
    acts: int = 0

    def rows(self, name: str) -> list[Row]:
        return self.terms if name in OF_TERMS else self.meetings if name in OF_MEETINGS else self.opinions

    def of(self, name: str, place: int) -> Row | None:
        if name not in OF_TERMS | OF_MEETINGS | OF_OPINIONS:
            return None
        rows = self.rows(name)
        return rows[place % len(rows)] if rows else None

    # --- what may be done ----------------------------------------------------------------------------------------

    def may(self, name: str, place: int, who: str) -> bool:
        if who not in WHO[name]:
            return False
        row = self.of(name, place)
        if name in OF_TERMS | OF_MEETINGS | OF_OPINIONS:
            return row is not None and getattr(self, f"may_{name}")(row)
        return getattr(self, f"may_{name}")()

    def stands(self) -> bool:
        return self.state in ("active", "suspended")

    def is_met(self) -> bool:
        """No meeting waits for its result."""
        return not any(row.state in OPEN for row in self.meetings)

    def may_name_manager(self):
        return self.state != "abolished"

    def may_establish(self):
        return self.state == "planned" and self.manager

    def may_drop(self):
        chosen = any(row.state in ("nominated", "appointed") for row in self.terms)
        return self.state == "planned" and not chosen

    def may_rename(self):
        return self.stands()

    def may_suspend(self):
        return self.state == "active" and self.is_met()

    def may_resume(self):
        return self.state == "suspended"

    def may_abolish(self):
        return self.stands() and self.is_met()

    def may_visit(self):
        return self.state == "active"

    def may_instruct(self):
        return self.state in ("planned", "active")

    may_nominate = may_instruct
    may_plan = may_visit

    def may_raise_opinion(self):
        return True

    def may_consult(self, row):
        return row.state == "nominated"

    def may_appoint(self, row):
        return row.state == "nominated" and row.heard and self.state in ("planned", "active")

    def may_decline(self, row):
        return row.state == "nominated"

    def may_intend(self, row):
        return row.state == "appointed"

    may_expire = may_intend

    def may_resign(self, row):
        return row.state in ("appointed", "expired")

    may_dismiss = may_resign

    def may_announce(self, row):
        return row.state in ("planned", "postponed") and row.at_hand

    def may_postpone(self, row):
        return row.state in ("planned", "announced")

    def may_cancel(self, row):
        return row.state in OPEN

    def may_hold(self, row):
        is_due = row.state == "announced" or (row.state == "planned" and not row.regular)
        return is_due and row.members > 0 and self.state == "active"

    def may_write_minutes(self, row):
        return row.state == "held" and not row.approved

    def may_approve_minutes(self, row):
        return row.state == "held" and row.written and not row.approved

    def may_report(self, row):
        return row.state == "held" and row.approved

    def may_answer(self, row):
        return row.state == "received"

    def may_reopen(self, row):
        return row.state == "answered"

    def may_read_back(self, row):
        return row.state == "answered" and any(each.state in ("held", "reported") for each in self.meetings)

    def may_close_otherwise(self, row):
        return row.state in ("received", "answered")

    # --- what comes of it ----------------------------------------------------------------------------------------

    TO = {
        "establish": "active", "drop": "abolished", "suspend": "suspended", "resume": "active", "abolish": "abolished",
        "appoint": "appointed", "decline": "not_appointed", "expire": "expired", "resign": "resigned", "dismiss": "dismissed",
        "announce": "announced", "postpone": "postponed", "cancel": "cancelled", "hold": "held", "report": "reported",
        "answer": "answered", "reopen": "received", "read_back": "closed", "close_otherwise": "closed",
    }  # fmt: skip
    LETTERS = {"appoint": 1, "resign": 1, "dismiss": 1, "announce": 1, "report": 2}

    def do(self, name: str, place: int) -> None:
        self.acts += 1
        self.letters += self.LETTERS.get(name, 0)
        row = self.of(name, place) or self
        row.state = self.TO.get(name, row.state)
        if extra := getattr(self, f"do_{name}", None):
            extra(row)

    def do_name_manager(self, _):
        self.manager = True

    def do_abolish(self, _):
        """Its members go with it, candidates too; so does who was named for it."""
        self.manager = False
        for row in self.terms:
            ends = {"appointed": "expired", "nominated": "not_appointed"}.get(row.state)
            self.acts += bool(ends)
            row.state = ends or row.state

    do_drop = do_abolish

    def do_nominate(self, _):
        self.terms.append(Row("nominated"))

    def do_consult(self, row):
        row.heard = True

    def do_appoint(self, _):
        self.served += 1

    def do_plan(self, _):
        self.meetings.append(Row("planned", members=self.served, regular=len(self.meetings) % 2 == 0))

    def do_postpone(self, row):
        row.at_hand = False

    def do_write_minutes(self, row):
        row.written = True

    def do_approve_minutes(self, row):
        row.approved = True

    def do_raise_opinion(self, _):
        self.opinions.append(Row("received"))

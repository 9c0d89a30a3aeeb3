"""Which acts a case of the demonstration takes, and on which days: counted backwards from today."""

from datetime import date, timedelta

from blue_patrol.demo.groups import Spec
from casework import dates

MAIN = (
    "open", "receive", "examine", "forward", "endorse_clerk", "endorse_assistant", "approve", "print_out", "seal",
    "dispatch", "arrive", "deliver", "report",
)  # fmt: skip
ENDS = {
    "draft": "open", "received": "receive", "forwarded": "forward", "approved": "approve", "dispatched": "dispatch",
    "arrived": "arrive", "delivered": "deliver", "reported": "report",
}  # fmt: skip
BRANCHES: dict[str, tuple[str, ...]] = {
    "correction": (*MAIN[:2], "ask"),
    "sent_back": (*MAIN[:5], "send_back"),
    "declined": (*MAIN[:6], "decline"),
    "withdrawn": (*MAIN[:2], "withdraw"),
    "undelivered": (*MAIN[:11], "return_undelivered"),
}
AFTER = {  # traits that add acts: at the end, or behind an act
    "examined": ("", ("examine",)),
    "half_examined": ("", ("examine_half",)),
    "corrected": ("receive", ("ask", "resubmit")),
    "returned": ("forward", ("endorse_clerk", "send_back", "ask", "resubmit", "forward")),
    "endorsed_once": ("", ("endorse_clerk",)),
    "endorsed_twice": ("", ("endorse_clerk", "endorse_assistant")),
    "printed": ("", ("print_out",)),
    "sealed": ("", ("print_out", "seal")),
    "recalled": ("approve", ("recall", "endorse_clerk", "endorse_assistant", "approve")),
    "replaced": ("arrive", ("replace", "print_out", "seal", "send_after", "take_in_after")),
    "seen": ("approve", ("acknowledge",)),
    "met": ("", ("meet",)),
}
GAPS = {  # working days since the act before
    "examine": 2, "examine_half": 1, "forward": 1, "ask": 1, "resubmit": 3, "endorse_clerk": 3, "send_back": 1,
    "endorse_assistant": 1, "approve": 1, "decline": 1, "acknowledge": 1, "print_out": 1, "arrive": 1, "deliver": 2,
    "report": 1, "meet": 2, "withdraw": 4, "recall": 1, "replace": 1, "send_after": 1, "take_in_after": 1, "return_undelivered": 8,
}  # fmt: skip


def acts_of(spec: Spec) -> list[str]:
    acts = list(BRANCHES.get(spec.until) or MAIN[: MAIN.index(ENDS[spec.until]) + 1])
    for trait, (behind, more) in AFTER.items():
        if spec.has(trait):
            place = acts.index(behind) + 1 if behind else len(acts)
            acts[place:place] = more
    return acts


def working_days_before(day: date, count: int) -> date:
    """The ``count``-th working day before ``day``; the day itself is moved to a working day first."""
    day = dates.last_working_day_on_or_before(day)
    for _ in range(count):
        day = dates.last_working_day_on_or_before(day - timedelta(days=1))
    return day


def schedule(spec: Spec, today: date) -> list[tuple[date, str]]:
    """The acts with their days, the last one ``since`` working days before today."""
    day = working_days_before(today, spec.count("since"))
    planned: list[tuple[date, str]] = []
    for act in reversed(acts_of(spec)):
        planned.append((day, act))
        day = working_days_before(day, GAPS.get(act, 0))
    return planned[::-1]

"""The road of an application: the main line from its machine, and what hangs below it."""

from blue_patrol.models import Procedure
from blue_patrol.models.demonstration.stickers_back import STICKERS_SENT
from casework.models.road import RoadState as S
from casework.presenters.road import Road, Stage, Step

MAIN_ACTS = ("receive", "forward", "approve", "dispatch", "arrive", "deliver", "report")
DOERS = {
    "station_act": "生活安全係", "forward": "署長", "decide": "本部 決裁の職", "headquarters_act": "本部の係",
    "send_back": "本部の担当課",
}  # fmt: skip
BRANCHES = {
    "request_correction": ("補正", S.RECEIVED), "send_back": ("差戻し", S.FORWARDED), "recall": ("決裁の取消し", S.APPROVED),
    "replace": ("作り直しと追送", S.ARRIVED),
}  # fmt: skip
ENDINGS = {"decline": "不承認", "withdraw": "取下げ", "return_undelivered": "交付不能"}
WAY = Road(BRANCHES, ENDINGS, {S.CORRECTION: S.RECEIVED, S.SENT_BACK: S.FORWARDED})


def main_line(machine) -> list[tuple[str, str, str]]:
    """(state, act that leads there, who does it), from the machine's own transitions."""
    line = [(str(S.DRAFT), "open", "生活安全係")]
    for name in MAIN_ACTS:
        for step in getattr(machine, name)._django_fsm.transitions.values():
            line.append((str(step.target), name, DOERS[step.permission.code]))
            break
    return line


def steps(case, history) -> list[Step]:
    """The main line with branches below it; ``history`` is newest first."""
    line = main_line(type(case))
    if case._meta.label == Procedure.DEMONSTRATION:
        line = of_a_run(line, case.is_own_request)
    stages = [Stage(state, label_of(case, state), name, doer) for state, name, doer in line]
    return WAY.steps(case, history, stages)


def of_a_run(line: list[tuple[str, str, str]], is_own: bool) -> list[tuple[str, str, str]]:
    """The chief's own request begins where others have been forwarded."""
    states = [state for state, _, _ in line]
    place = states.index(S.FORWARDED)
    return [(str(S.FORWARDED), "request", DOERS["forward"]), *line[place + 1 :]] if is_own else line


def label_of(case, state: str) -> str:
    """The word for a state; the end of a run is that its stickers are back."""
    is_end = case._meta.label == Procedure.DEMONSTRATION and state == S.REPORTED
    return STICKERS_SENT if is_end else str(S(state).label)

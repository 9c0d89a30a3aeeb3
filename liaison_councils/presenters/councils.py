"""A council in words: its state, its road, what can be done, its history."""

from dataclasses import dataclass, replace
from itertools import groupby

from casework.presenters import links, page_acts
from casework.presenters.road import Step
from casework.presenters.sentences import Vocabulary
from casework.roles import Role
from liaison_councils.models import Council
from liaison_councils.models import CouncilState as C
from liaison_councils.rules.opinions import INSTRUCTION_TOPICS

TONES = {C.PLANNED: "go", C.ACTIVE: "good", C.SUSPENDED: "care", C.ABOLISHED: "plain"}
PAGES = {  # transition → (page of the act, word on the button)
    "establish": ("council_establish", "設置を記録する"),
    "amend": ("council_amend", "準備の内容を直す"),
    "visit": ("council_visit", "訪問を書く"),
    "instruct": ("council_instruct", "事前の指導を書く"),
    "name_officer": ("council_officer", "運営責任者等を指定する"),
    "release_officer": ("council_release", "指定を解く"),
    "rename": ("council_rename", "名称・区域を変える"),
    "resume": ("council_resume", "再開を記録する"),
    "suspend": ("council_suspend", "休止を記録する"),
    "merge": ("council_merge", "統合する"),
    "split": ("council_split", "分割する"),
    "abolish": ("council_abolish", "廃止を記録する"),
    "drop": ("council_drop", "準備を取りやめる"),
}
RARE = ("release_officer", "rename", "suspend", "merge", "split", "abolish", "drop")
FIRST = ("establish", "resume")
SENTENCES = {  # transition → the sentence after the person; {b} is the word in bold
    "open": ("が、{b}を始めました。", "設置の準備"),
    "amend": ("が、準備の内容を{b}ました。", "直し"),
    "establish": ("が、{b}を記録しました。", "設置"),
    "rename": ("が、{b}を記録しました。", "名称・区域の変更"),
    "suspend": ("が、{b}を記録しました。", "休止"),
    "resume": ("が、{b}を記録しました。", "再開"),
    "abolish": ("が、{b}を記録しました。", "廃止"),
    "merge": ("が、{b}を記録しました。", "統合"),
    "split": ("が、{b}を記録しました。", "分割"),
    "drop": ("が、設置の準備を{b}ました。", "取りやめ"),
    "name_officer": ("が、{b}しました。", "指定"),
    "release_officer": ("が、{b}を記録しました。", "指定の解除"),
    "hand_over": ("が、人事異動の{b}を記録しました。", "引継ぎ"),
    "visit": ("が、{b}を書きました。", "訪問"),
    "instruct": ("が、運営担当者への{b}を書きました。", "事前の指導"),
}
ROLES = {"manager": "運営責任者", "staff": "運営担当者", "promoter": "推進責任者", "assistant": "運営補助者"}


def steps(council: Council) -> list[Step]:
    """準備, 設置, and below it a rest; the end only where it has come."""
    state = council.state
    begun = council.established_on is not None
    if state == C.ABOLISHED and not begun:
        return [
            Step("設置の準備", "done"),
            Step("設置", "off"),
            Step("取りやめ", "here", council.ended_on, ends=True),
        ]
    active = "here" if state == C.ACTIVE else "done" if begun else "todo"
    road = [
        Step("設置の準備", "here" if state == C.PLANNED else "done"),
        Step("活動", active, council.established_on, note="" if begun else "署長が設置を記録します"),
    ]
    if state == C.SUSPENDED:
        road.append(Step("休止", "side", council.suspended_on, here=True))
    if state == C.ABOLISHED:
        road.append(Step("廃止", "here", council.ended_on, ends=True))
    return road


@dataclass
class Buttons:
    """What the page offers: the usual acts, the rare ones, what is refused and why."""

    first: page_acts.PageAct | None
    usual: list[page_acts.PageAct]
    rare: list[page_acts.PageAct]
    refused: list[page_acts.RefusedAct]


def buttons(council: Council, actor) -> Buttons:
    """A koban's officer is told also why another koban's council is not theirs to run (LC-3-6)."""
    road = ("establish", "visit") if actor.role == Role.KOBAN_OFFICER else ("establish",)
    idle = () if council.current_officers() else ("release_officer",)
    can, refused = page_acts.of_machine(council, actor, PAGES, road, idle=idle)
    first = page_acts.first_of(can, FIRST)
    usual = [act for act in can if act is not first and act.name not in RARE]
    return Buttons(first, usual, [act for act in can if act.name in RARE], _together(refused))


def _together(refused: list[page_acts.RefusedAct]) -> list[page_acts.RefusedAct]:
    """Acts that the same thing stands against are one line."""

    def why(act):
        return [(reason.sentence, reason.clause) for reason in act.reasons], act.note

    runs = [list(run) for _, run in groupby(sorted(refused, key=lambda act: str(why(act))), key=why)]
    return [replace(run[0], label="・".join(act.label for act in run)) for run in runs]


def cures(council: Council, actor) -> dict[str, tuple[str, str]]:
    """A reason's cure → (address, words)."""
    found = {
        "meetings": (f"{links.to('council', council.pk)}#meetings", "会議を見る"),
        "members": (f"{links.to('council', council.pk)}#members", "委員を見る"),
    }
    if actor.may("approve_council"):
        found["officers"] = (links.to("council_officer", council.pk), "指定する")
    return found


def _note(content: dict) -> list[str]:
    return [content.get("note") or ""]


def _named(content: dict) -> list[str]:
    who = f"{content.get('rank') or ''} {content.get('name') or ''}".strip()
    return [f"{ROLES.get(content.get('role') or '', '')}　{who}"]


def _handed_over(content: dict) -> list[str]:
    return [f"{content.get('rank') or ''} {content.get('name') or ''}へ".strip(), content.get("note") or ""]


def _visited(content: dict) -> list[str]:
    return ["　".join(filter(None, (content.get("whom"), content.get("content"))))]


def _taught(content: dict) -> list[str]:
    words = dict(INSTRUCTION_TOPICS)
    topics = "・".join(words.get(code, code) for code in content.get("topics") or ())
    return [f"{'、'.join(content.get('taught') or ())}　{topics}", content.get("note") or ""]


VOCABULARY = Vocabulary(
    SENTENCES,
    writers={"name_officer": _named, "hand_over": _handed_over, "visit": _visited, "instruct": _taught},
    otherwise=_note,
)

"""A commission in words: its state, what can be done, what was weighed and told, its history."""

from dataclasses import dataclass

from blue_patrol.models import CommissionState as C
from blue_patrol.rules import commissions as rules
from casework import workflow
from casework.permissions import Reason
from casework.presenters import links
from casework.presenters.sentences import Vocabulary

TONES = {C.CONSIDERED: "go", C.COMMISSIONED: "good", C.DECLINED: "plain", C.RELEASED: "plain"}
PAGES = {  # transition → (page of the act, word on the button)
    "commission": ("commission_decide", "署長の決定を記録する"),
    "reconsider": ("commission_edit", "検討を書く"),
    "report_release": ("commission_report", "本部への報告を記録する"),
    "link": ("commission_link", "団体の記録と結び付ける"),
    "release": ("commission_release", "委嘱を解く"),
}
SENTENCES = {  # transition → the sentence after the person; {b} is the word in bold
    "open": ("が、委嘱の{b}を始めました。", "検討"),
    "reconsider": ("が、検討したことを{b}ました。", "書き"),
    "link": ("が、団体の記録と{b}ました。", "結び付け"),
    "commission": ("が、{b}しました。", "委嘱"),
    "decline": ("が、{b}ことに決めました。", "委嘱しない"),
    "release": ("が、委嘱を{b}ました。", "解き"),
    "report_release": ("が、委嘱の解除を本部へ{b}しました。", "報告"),
}


@dataclass(frozen=True)
class Button:
    name: str
    label: str
    url: str
    main: bool = False


def state(commission) -> tuple[str, str]:
    """(word, tone); a release that headquarters has not been told of waits."""
    if commission.must_report and not commission.reported_on:
        return "解除（報告がまだ）", "care"
    return commission.get_state_display(), TONES[C(commission.state)]


def buttons(commission, actor) -> list[Button]:
    """What the post may do with the commission now."""
    asked = workflow.available(commission, actor)
    open_to = {name for name, reasons in asked.items() if not reasons}
    if "decline" in open_to:
        open_to.add("commission")  # one page for both answers; what is missing stands there
    if commission.group_id is not None:
        open_to.discard("link")
    first = next((name for name in PAGES if name in open_to and name != "release"), "")
    return [
        Button(name, label, links.to(page, commission.pk), main=name == first)
        for name, (page, label) in PAGES.items()
        if name in open_to
    ]


def missing(commission) -> list[Reason]:
    """What is still wanting before the chief can commission."""
    return commission.commission_gaps() if commission.state == C.CONSIDERED else []


def criteria(commission) -> list[tuple]:
    """(criterion, word, tone, note): what was weighed together."""
    found = {one["code"]: one for one in commission.criteria}
    words = dict(rules.ANSWERS)
    rows = []
    for point in rules.CRITERIA:
        one = found.get(point.code, {})
        result = one.get("result", "")
        tone = {rules.MET: "good", rules.UNMET: "care"}.get(result, "plain")
        rows.append((point, words.get(result, "まだ"), tone, one.get("note", "")))
    return rows


def guidance(commission) -> list[tuple]:
    """(point, whether it was told)."""
    return [(point, point.code in commission.guided) for point in rules.GUIDANCE]


def _details(content: dict) -> list[str]:
    ground = dict(rules.GROUNDS).get(content.get("ground", ""), "")
    number = content.get("document_number") or ""
    return [ground, content.get("note") or "", f"文書番号 {number}" if number else ""]


VOCABULARY = Vocabulary(SENTENCES, otherwise=_details)

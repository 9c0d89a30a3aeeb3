"""Courses and who is due for one, in words: states with their tones, buttons, cards' backs."""

from dataclasses import dataclass
from datetime import date

from blue_patrol.models import CourseState
from blue_patrol.rules import training_topics
from casework import workflow
from casework.presenters import links
from casework.presenters.sentences import Vocabulary

PAGES = {  # transition → (page of the act, word on the button)
    "enrol": ("training_roster", "名簿に加える"),
    "hold": ("training_hold", "実施を記録する"),
    "amend": ("training_amend", "計画を変える"),
    "correct_attendance": ("training_correct", "受講を直す"),
    "cancel": ("training_cancel", "中止を記録する"),
}
SENTENCES = {  # transition → the sentence after the person; {b} is the word in bold
    "open": ("が、講習を{b}しました。", "計画"),
    "amend": ("が、計画を{b}ました。", "変え"),
    "enrol": ("が、名簿に人を{b}ました。", "加え"),
    "strike": ("が、名簿から人を{b}ました。", "外し"),
    "hold": ("が、講習の{b}を記録しました。", "実施"),
    "cancel": ("が、講習の{b}を記録しました。", "中止"),
    "correct_attendance": ("が、受講を{b}しました。", "訂正"),
    "link": ("が、受講者を{b}と結び付けました。", "実施者"),
}
BACK_ROWS = 6  # lines on the back of a card (form 7)


@dataclass(frozen=True)
class Button:
    name: str
    label: str
    url: str
    main: bool = False


def buttons(course, actor, enrolled: int, today: date) -> list[Button]:
    """What the post may do with the course now; the first thing is filled."""
    open_to = [name for name, reasons in workflow.available(course, actor).items() if not reasons]
    first = "hold" if enrolled and course.held_on <= today else "enrol"
    return [
        Button(name, label, links.to(page, course.pk), main=name == first)
        for name, (page, label) in PAGES.items()
        if name in open_to
    ]


def state(course, today: date) -> tuple[str, str]:
    """(word, tone) of a course; a planned one whose day has passed waits for its record."""
    if course.state == CourseState.PLANNED and course.held_on < today:
        return "実施の記録がまだ", "care"
    tones = {CourseState.PLANNED: "go", CourseState.HELD: "good", CourseState.CANCELLED: "plain"}
    return course.get_state_display(), tones[course.state]


def training(person, today: date) -> tuple[str, str]:
    """(word, tone) of a person with ``last_trained_on`` and ``due_on``; ``rank`` says what is amber (2)."""
    if not person.last_trained_on:
        return "未受講", "bad"
    if not person.due_on:
        return "受講済み", "good"
    left = (person.due_on - today).days
    if left < 0:
        return f"{-left}日過ぎた", "bad"
    return f"あと{left}日", "care" if person.rank == 2 else "plain"


def presence(course, line) -> tuple[str, str]:
    """(word, tone) of a line of the roster of a held course."""
    if line.attended is None or course.state != CourseState.HELD:
        return "", ""
    if not line.attended:
        return "欠席", "plain"
    return ("受講", "good") if line.patroller_id else ("受講（実施者ではない）", "go")


def backs(people) -> list[tuple]:
    """(person, trainings padded to the lines of a card's back), the newest kept when there are more."""
    rows = []
    for person in people:
        held = list(person.trainings.all())[-BACK_ROWS:]
        rows.append((person, [*held, *[None] * (BACK_ROWS - len(held))]))
    return rows


def _details(content: dict) -> list[str]:
    people, present = len(content.get("people") or []), content.get("present")
    lines = [content.get("note") or ""]
    lines += [
        f"{word}：{'、'.join(content[key])}"
        for key, word in (("come", "加えた人"), ("gone", "外した人"))
        if content.get(key)
    ]
    lines.append("、".join(content.get("names") or []))
    if content.get("topics") and present is not None:
        lines.append(f"教えた内容：{'、'.join(training_topics.labels(content['topics']))}")
        lines.append(f"出席 {len(present) + people}人")
    elif people:
        lines.append(f"{people}人")
    return lines


VOCABULARY = Vocabulary(SENTENCES, otherwise=_details)

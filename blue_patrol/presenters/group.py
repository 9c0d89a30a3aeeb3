"""A group on its page: its standing, its cars with sticker and entry, its patrollers with their training."""

from dataclasses import dataclass
from datetime import date

from blue_patrol.models import Place
from blue_patrol.models.certifications import Standing
from blue_patrol.presenters import activity as patrol_words
from blue_patrol.presenters.application import plan_words
from blue_patrol.rules import activity, deadlines
from casework import wareki
from casework.presenters import links


@dataclass(frozen=True)
class Training:
    """The state of one patroller's training: a word and its tone."""

    word: str
    tone: str


@dataclass(frozen=True)
class Tile:
    """One figure of the glance: what, its words, where it leads, its tone."""

    figure: str
    words: str
    url: str
    tone: str = ""


def standing(group) -> tuple[str, str]:
    """(word, tone) of the latest certification."""
    if not group.held:
        return "証明 なし", "plain"
    state = group.held["state"]
    tone = {"active": "good", "pending": "go", "revoked": "bad"}.get(state, "plain")
    return f"証明 {Standing(state).label}", tone


def may_return(group) -> bool:
    """Whether the group's standing is one that is given back; the counter's page says what still stands against it."""
    return bool(group.held) and group.held["state"] in (Standing.ACTIVE, Standing.REVOKED)


def people(rows, today: date, amber_months: int) -> list[tuple]:
    """(patroller, state of the training), in the order of the roster."""
    return [(person, _training(person, today, amber_months)) for person in rows]


def needing_first(rows: list[tuple]) -> list[tuple]:
    """Those whose training is wanting before the others: of a long roster the page shows the first ones."""
    order = {"bad": 0, "care": 1}
    return sorted(rows, key=lambda row: order.get(row[1].tone, 2))


def _training(person, today: date, amber_months: int) -> Training:
    if not person.last_trained_on:
        return Training("未受講", "bad")
    if not person.due_on:
        return Training("受講済み", "good")
    left = (person.due_on - today).days
    if left < 0:
        return Training(f"{-left}日過ぎた", "bad")
    if today >= deadlines.amber_from(person.due_on, amber_months):
        return Training(f"あと{left}日", "care")
    return Training("有効", "good")


@dataclass(frozen=True)
class Entry:
    """Whether the entry in the inspection certificate has been seen: a word, its tone, the day."""

    word: str
    tone: str
    day: date | None = None
    note: str = ""


def cars(rows, clocks) -> list[tuple]:
    """(car, its live sticker or None, the entry in the inspection certificate)."""
    kind = deadlines.INSPECTION_ENTRY.code
    entries = {clock.subject_pk: clock for clock in clocks if clock.kind == kind}
    stickers = {car.pk: next(iter(car.live_stickers), None) for car in rows}
    return [(car, stickers[car.pk], _entry(entries.get(car.pk), stickers[car.pk])) for car in rows]


def _entry(clock, sticker) -> Entry:
    if clock is None:
        handed = sticker and sticker.state == Place.WITH_GROUP
        return Entry("紙の台帳に記録なし", "plain") if handed else Entry("交付の前", "plain")
    if clock.done_on:
        return Entry("確認済み", "good", clock.done_on)
    if clock.void_reason:
        return Entry(f"不要（{clock.void_reason}）", "plain")
    return Entry("まだ", "care", clock.due_on, "期限")


def tally(group, cars, people) -> list[Tile]:
    """Standing at a glance."""
    valid = sum(any(s.state == Place.WITH_GROUP for s in car.live_stickers) for car in cars)
    late = sum(training.tone == "bad" for _, training in people)
    soon = sum(training.tone == "care" for _, training in people)
    tiles = [
        Tile(f"{len(cars)}台", f"自動車　交付した標章{valid}枚", "#vehicles"),
        Tile(f"{len(people)}人", f"実施者　{len(people) - late}人が受講済み", "#patrollers"),
    ]
    if group.held:
        day = group.held["delivered_on"]
        words = f"{wareki.format_long(date.fromisoformat(day))} 交付" if day else "交付の前"
        tiles.insert(0, Tile(group.held["number"], f"証明書　{words}", "#cases"))
    if late:
        tiles.append(Tile(f"{late}人", "講習を受けていない・期限が過ぎた", "#patrollers", "bad"))
    if soon:
        tiles.append(Tile(f"{soon}人", "講習の期限が近い", "#patrollers", "care"))
    return tiles


ASKS = (
    ("change_new", "変更を受け付ける"),
    ("reissue_new", "再交付を受け付ける"),
    ("demonstration_new", "デモ等の運行を受け付ける"),
)
RETURN = (("return_receive", "返納を受ける"),)


def asks(group, actor) -> list[tuple[str, str]]:
    """(word, address) of what a certified group may ask for, for the post that writes it down; headquarters corrects."""
    is_active = bool(group.held) and group.held["state"] == Standing.ACTIVE
    if actor.may("headquarters_act"):
        correction = [("記載を訂正する", links.to("correct_entry", group.held["pk"]))] if is_active else []
        moving = f"{links.to('office_change_new', 'groups')}?station={group.station_id}&group={group.pk}"
        return [*correction, ("所管替えをする", moving)]
    if not actor.may("enter_application"):
        return []
    names = [*(ASKS if is_active else ()), *(RETURN if may_return(group) else ())]
    return [(label, links.to(name, group.pk)) for name, label in names]


def patrols(group, today: date) -> patrol_words.Standing | None:
    """What is said of the patrols of a group whose certificate is in force; None for any other."""
    held = group.held or {}
    if held.get("state") != Standing.ACTIVE:
        return None
    delivered_on = date.fromisoformat(held["delivered_on"])
    begin = activity.records_begin(delivered_on, group.registered_on)
    values = {key: getattr(group, key) for key in patrol_words.VALUES}
    return patrol_words.look(group.patrol_days, group.last_patrol_on, begin, values, today)


def plan(cases, held: dict | None = None) -> tuple[str, str]:
    """(area, plan): of the standing in force its area, which a change may have altered; else the latest application's."""
    latest = next((case for case in cases if case.patrol_area), None)
    in_force = held["patrol_area"] if held and (held["state"] == Standing.ACTIVE or not latest) else ""
    return in_force or (latest.patrol_area if latest else ""), plan_words(latest) if latest else ""

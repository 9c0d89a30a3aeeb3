"""標章照会 in words: sign, word and tone of a sticker, and the sentence of what it means on the road."""

from dataclasses import dataclass
from datetime import date

from blue_patrol.models.sticker_look_up import MOST, Question
from blue_patrol.rules.sticker_verdicts import StickerFacts, Verdict, by_car
from casework import wareki

V = Verdict
WORDS = {  # verdict → sign, word, tone
    V.VALID: ("○", "有効", "good"),
    V.RUN_ONLY: ("△", "デモ用のみ", "care"),
    V.LOST: ("×", "紛失の届あり", "bad"),
    V.REVOKED: ("×", "取消し", "bad"),
    V.ENDED: ("×", "失効", "bad"),
    V.RETURNED: ("×", "返納済み", "bad"),
    V.NOT_YET: ("×", "まだ交付していない", "bad"),
    V.VOID: ("×", "無効", "bad"),
}
MEANS = {
    V.LOST: "なくしたと届けのあった標章です。この標章は使えません。",
    V.REVOKED: "証明を取り消されています。青色回転灯を付けて走れません。",
    V.ENDED: "証明が終わったか、この車が証明から外れています。青色回転灯を付けて走れません。",
    V.RETURNED: "返納された標章です。この標章は使えません。",
    V.NOT_YET: "作っている途中の標章です。まだ使えません。",
    V.VOID: "使われなかった標章です。この標章は使えません。",
}
CARS = 10  # answers on one page: more than that is no answer
TOO_MANY = "当てはまる車が多いため、{}台だけ出しています。地域名・分類番号・かなも入力してください。"
NOT_READ = "車両番号か標章の番号を入力してください。例：名古屋 500 さ 12-34、12-34、R5-0012-01"


@dataclass(frozen=True)
class Answer:
    """One car: the sticker that tells what it may do, and its other ones as (number, word)."""

    plate: str
    number: str
    sign: str
    word: str
    tone: str
    sentence: str
    facts: list[tuple[str, object]]
    others: list[tuple[str, str]]


def answers(asked: Question, found: list[StickerFacts], today: date) -> tuple[list[Answer], str]:
    """(an answer a car, what is to be said besides). Asked by its number, a sticker is answered for itself."""
    named = [sticker for sticker in found if sticker.number in asked.numbers]
    cars = [[sticker] for sticker in named] or by_car(found)
    many = TOO_MANY.format(CARS) if len(cars) > CARS or len(found) == MOST else ""
    return [_answer(car, today) for car in cars[:CARS]], many


def _answer(car: list[StickerFacts], today: date) -> Answer:
    best, *others = car
    sign, word, tone = WORDS[best.verdict]
    told = [(each.number, WORDS[each.verdict][1]) for each in others]
    return Answer(best.plate, best.number, sign, word, tone, _sentence(best, today), _facts(best), told)


def _sentence(sticker: StickerFacts, today: date) -> str:
    if sticker.verdict == V.VALID:
        return "証明を受けた団体の車です。下の地域で青色防犯パトロールができます。"
    if sticker.verdict != V.RUN_ONLY:
        return MEANS[sticker.verdict]
    if sticker.runs_on(today):
        return "きょうの催しのためだけの標章です。下の場所でだけ使えます。"
    return "催しのためだけの標章で、きょうは使える日ではありません。"


def _facts(sticker: StickerFacts) -> list[tuple[str, object]]:
    """Of a valid one where and by whom certified, of a run's when and where; nothing of a person."""
    shown: list[tuple[str, object]] = [("標章の番号", sticker.number)]
    if sticker.verdict == V.VALID:
        shown += [("実施地域", sticker.patrol_area), ("交付した日", sticker.handed_over_on)]
    if sticker.verdict == V.RUN_ONLY:
        days = [wareki.format_long(each) for each in (sticker.held_on, sticker.reserve_on) if each]
        shown += [("使える日", "、予備日 ".join(days)), ("場所", sticker.venue)]
    if sticker.verdict in (V.REVOKED, V.ENDED) and sticker.closed_on:
        shown.append(("終わった日", sticker.closed_on))
    return [*shown, ("証明した署" if sticker.held_on is None else "交付した署", f"{sticker.station}警察署")]

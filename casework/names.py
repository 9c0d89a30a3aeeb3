"""Names: what is stored is what was typed; only the keys made here are folded.

Stored text is never normalised (even NFC changes 神 U+FA19), only trimmed and checked.
`search_key` folds, `kana_key` sorts, `problems` refuses what no paper could print, `graphemes` counts.
"""

import unicodedata
from functools import lru_cache

from ja_itaiji import Itaiji

GONE = "廃棄済み"  # what disposal writes where a name, a plate or another text was
_WHITESPACE = (
    " \t\r\n\v\f\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004"
    "\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)

_OWN_FAMILIES = (
    "吉𠮷 橋𣘺槗 斎斉齋齊斋齐亝 高髙 崎﨑嵜㟢 辺邊邉边 島嶋嶌㠀 浜濱濵滨 沢澤泽 "
    "竜龍 滝瀧 富冨 峰峯 館舘 園薗 野埜 曽曾 "
    "槙槇 桧檜 薮藪 篭籠 壷壺 尭堯 遥遙 瑶瑤 鶴靏靎靍 淵渕渊 梅楳 柏栢 秋穐 灯燈 涛濤 凛凜 礼禮 円圓 予豫 余餘 強强 "
    "弁辨瓣辯 万萬 国國圀 来來徠 広廣 条條 与與 芦蘆 児兒 船舩 兎兔 鴬鶯 煙烟 恵惠 徳德悳 桑桒 柳栁桺 昂昻 "
    "荘莊 巌巖巗 祢禰袮 総總緫 巻卷 嶺岺 々〻"
)
"""First the form all the others fold to.  Ours: the package lacks 𠮷 and 𣘺, keeps 斎 and 斉 apart, and
its answer for many names is not one form but several."""

_OWN = {variant: family[0] for family in _OWN_FAMILIES.split() for variant in family[1:]}

_WRONG_PAIRS = {
    frozenset(pair)
    for pair in ("澤途", "濱頻", "濵頻", "泽途", "滨頻", "禮豊", "圓元", "強疆", "橋毳", "橋橇")
}
"""Pairs that the package calls one family and no office would."""

_SELECTORS = ((0xFE00, 0xFE0F), (0xE0100, 0xE01EF), (0x180B, 0x180D), (0x180F, 0x180F))
_SMALL = str.maketrans(
    "ぁぃぅぇぉっゃゅょゎゕゖㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ",
    "あいうえおつやゆよわかけくしすとぬはひふへほむらりるれろ",
)
_VOWELS = {
    vowel: set(row)
    for vowel, row in {
        "あ": "あかさたなはまやらわ",
        "い": "いきしちにひみりゐ",
        "う": "うくすつぬふむゆる",
        "え": "えけせてねへめれゑ",
        "お": "おこそとのほもよろを",
    }.items()
}
_VOICED, _HALF_VOICED = "\u3099", "\u309a"
_SPACING_MARKS = {0x309B: _VOICED, 0x309C: _HALF_VOICED}
_BLANK_LOOKING = "\u115f\u1160\u3164\uffa0"


def trim(text: str) -> str:
    """Whitespace off both ends, the ideographic space included; nothing else is touched."""
    return text.strip(_WHITESPACE)


def is_variation_selector(char: str) -> bool:
    """U+FE00–FE0F, U+E0100–E01EF (ideographic), and the Mongolian ones."""
    return any(first <= ord(char) <= last for first, last in _SELECTORS)


def search_key(text: str) -> str:
    """The key under which `text` is searched: equal keys, same name as far as an office cares.

    Variation selectors and spaces dropped, NFKC, lower case, katakana to hiragana, ヶ to け,
    kanji variants folded one step (髙→高); the same key again gives itself.
    """
    bare = "".join(char for char in text if not is_variation_selector(char)).translate(_SPACING_MARKS)
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", bare).casefold())
    return "".join(_fold(char) for char in _hiragana(plain) if not char.isspace())


def bigrams(key: str) -> list[str]:
    """The distinct 1- and 2-grams of a search key, in order of appearance (the database keeps the same)."""
    grams = [*key, *(key[i : i + 2] for i in range(len(key) - 1))]
    return list(dict.fromkeys(grams))


def same_name(first: str, second: str) -> bool:
    """Whether two spellings are one name by their search keys (a register may lack the variant)."""
    return search_key(first) == search_key(second)


def kana_key(text: str) -> str:
    """Sorting key for 五十音 order of a reading, compared code point by code point.

    First the bare syllables (small as large, marks off, long marks as the vowel they lengthen), then
    plain before voiced before half-voiced, then long mark before small before large (after JIS X 4061).
    """
    base: list[str] = []
    marks: list[str] = []
    kinds: list[str] = []
    plain = unicodedata.normalize("NFKC", text.translate(_SPACING_MARKS)).casefold()
    for char in unicodedata.normalize("NFD", _hiragana(plain, keep_small=True)):
        if char.isspace() or is_variation_selector(char):
            continue
        if char in (_VOICED, _HALF_VOICED):
            if marks:
                marks[-1] = "1" if char == _VOICED else "2"
            continue
        syllable, mark, kind = _syllable(char, base, marks)
        base.append(syllable)
        marks.append(mark)
        kinds.append(kind)
    return " ".join(("".join(base), "".join(marks), "".join(kinds))) if base else ""


def _syllable(char: str, base: list[str], marks: list[str]) -> tuple[str, str, str]:
    """(syllable, mark, kind) of one character after those already read."""
    before = base[-1] if base else ""
    if char == "ー":
        vowel = next((vowel for vowel, row in _VOWELS.items() if before in row), char)
        return vowel, "0", "0"
    if char == "ゝ":
        return before or char, "0", "2"
    if char == "々":
        return before or char, marks[-1] if marks else "0", "2"
    large = char.translate(_SMALL)
    return large, "0", "3" if large == char else "1"


def _hiragana(text: str, *, keep_small: bool = False) -> str:
    shifted = "".join(
        chr(ord(char) - 0x60) if "ァ" <= char <= "ヶ" or char in "ヽヾ" else char for char in text
    )
    return shifted if keep_small else shifted.replace("ゖ", "け").replace("ゕ", "か")


@lru_cache(maxsize=8192)
def _fold(char: str) -> str:
    """The usual form of one kanji: our table first, else the package's family, asked once."""
    if char in _OWN or ord(char) < 0x3400 or _is_common(char):
        return _OWN.get(char, char)
    family: list[str] = Itaiji.get_family(char)
    common = [
        other
        for other in family
        if other != char and _is_common(other) and frozenset(char + other) not in _WRONG_PAIRS
    ]
    return _OWN.get(common[0], common[0]) if len(common) == 1 else char


def _is_common(char: str) -> bool:
    """JIS X 0208 level 1 (rows 16–47): the kanji that others fold to."""
    try:
        code = char.encode("euc_jp")
    except UnicodeEncodeError:
        return False
    return len(code) == 2 and 16 <= code[0] - 0xA0 <= 47


def graphemes(text: str) -> int:
    """How many characters a reader counts: 葛󠄀 (two code points) is one, か゛ composed of two is one."""
    return sum(not _extends(char) for char in text)


def _extends(char: str) -> bool:
    return unicodedata.category(char) in ("Mn", "Mc", "Me") or char in "\uff9e\uff9f\u200d"


def problems(text: str, *, multiline: bool = False) -> list[str]:
    """Why `text` cannot be stored: a Japanese sentence for each character at fault; empty = fine.

    `multiline` allows line breaks (long text areas).  Nothing is ever changed or dropped silently.
    """
    found: list[str] = []
    before = ""
    for position, char in enumerate(text, 1):
        if not (multiline and char in "\r\n"):
            fault = _fault(char, before)
            if fault:
                place = max(graphemes(text[:position]), 1)
                found.append(f"{place}文字目（U+{ord(char):04X}）{fault}")
        before = char
    return found


def _fault(char: str, before: str) -> str:
    """What is wrong with one character, as the rest of a sentence that names its place; "" = nothing."""
    code, category = ord(char), unicodedata.category(char)
    if category == "Co":
        return (
            "は外字です。ほかの端末や印刷では出ません。"
            "標準の文字か、いちばん近い字で入力し、正しい字形は備考に書くか画像を添えてください。"
        )
    if char in "\r\n" or category in ("Zl", "Zp"):
        return "に改行があります。1行で入力してください。"
    if char == "\t":
        return "にタブがあります。空白に替えてください。"
    if category == "Cc":
        return "に制御文字があります。消してから入力し直してください。"
    if category == "Cf" or char in _BLANK_LOOKING:
        return "に目に見えない文字があります。その前後を消してから入力し直してください。"
    if category == "Cs" or char == "\ufffd" or code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF:
        return "の文字が壊れています。もとの文字を入力し直してください。"
    if is_variation_selector(char) and (not before or before.isspace() or is_variation_selector(before)):
        return "に字形の指定だけが残っています。文字ごと消してから入力し直してください。"
    return ""

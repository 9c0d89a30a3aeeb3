"""One row of a paper ledger: what casework's reader does not know, of patrols and their papers."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

from blue_patrol.rules import group_types, plates
from blue_patrol.rules.paper_columns import PAPER
from blue_patrol.rules.paper_numbers import split_numbers
from casework import names, wareki
from casework.sheets.cells import read_text
from casework.sheets.reader import CellReader
from casework.sheets.table import Row

LONGEST = {
    "name": 120, "kana": 80, "address": 200, "phone": 20, "contact_name": 60, "representative_title": 40,
    "representative_name": 60, "representative_kana": 80, "commissioned_by": 60, "make": 40, "model_code": 40,
    "chassis_number": 40, "base_location": 200, "user_name": 120, "user_address": 200, "owner_name": 100,
    "trainer": 60, "certificate_number": 40, "ledger_number": 20, "row_number": 20, "kind": 30, "group_name": 120,
    "delivered_by": 100, "receiver_name": 80, "remarks": 200, "sticker_number": 40, "card_number": 40,
}  # fmt: skip
"""Field → characters that its column in the database holds."""
PERSON = 60
"""Characters of a person's name."""
_YEAR = re.compile(r"(?:(?P<era>令和|平成|昭和|R|H|S))?(?P<year>元|[0-9]{1,4})(?:年度?|FY)?")
_LAMPS = (("rotating", ("回転",)), ("flashing", ("点滅", "LED", "フラッシュ", "ストロボ")))
_YES = frozenset({"○", "〇", "◯", "●", "はい", "有", "1", "レ", "✓", "yes", "y", "該当"})


class RowReader(CellReader):
    """And what a patrol's papers hold: plates, lamps, kinds of groups, several numbers in a cell.

    `kana`: the letters that plates may bear.
    """

    book, lengths = PAPER, LONGEST

    def __init__(self, kind: str, row: Row, columns: Mapping[int, str], *, today: date, kana: frozenset[str]):
        super().__init__(kind, row, columns, today=today)
        self.letters = kana

    def plate(self) -> str:
        """Canonical, from one column or from four; "" with a fault when it is none."""
        whole = read_text(self.cell("plate"))
        parts = [read_text(self.cell(f"plate_{part}")) for part in ("area", "class", "kana", "serial")]
        text = whole or " ".join(parts).strip()
        try:
            return plates.canonical(text, kana=self.letters)
        except plates.PlateError as error:
            if not self.has_problem("plate"):
                self.fault("plate", f"{error}" + (f"（今は「{text}」）" if text else ""))
            return ""

    def chassis(self, name: str) -> str:
        text = self.number(name, wanted=True)
        if text:
            for warning in plates.chassis_warnings(text):
                self.note(name, warning.message)
        return text

    def is_light(self, name: str) -> bool:
        text = unicodedata.normalize("NFKC", read_text(self.cell(name))).casefold()
        return "軽" in text or text in _YES

    def lamp(self, name: str) -> str:
        """rotating, flashing or "" ."""
        text = unicodedata.normalize("NFKC", read_text(self.cell(name))).upper()
        for code, words in _LAMPS:
            if any(word in text for word in words):
                return code
        if text:
            self.note(name, f"「{text}」が回転式か点滅式か分かりません。")
        return ""

    def group_type(self, name: str) -> str:
        """a–g, from the code, the mark (ア), the short word or the paper's wording."""
        text = unicodedata.normalize("NFKC", read_text(self.cell(name)))
        bare = re.sub(r"[\s().]", "", text)
        if not bare:
            return ""
        for kind in group_types.GROUP_TYPES:
            label = unicodedata.normalize("NFKC", kind.label)
            forms = {kind.code, kind.code.upper(), kind.mark, kind.short, label, f"{kind.mark}{kind.short}"}
            if bare in {re.sub(r"[\s().]", "", form) for form in forms} or bare == f"{kind.mark}{label}":
                return kind.code
        self.note(name, f"「{text}」がどの区分か分からないので、空のまま登録します。後で選んでください。")
        return ""

    def fiscal_year(self, name: str) -> int | None:
        """令和5年度, R5, 2023; a bare 5 is left to the day of delivery."""
        text = unicodedata.normalize("NFKC", "".join(read_text(self.cell(name)).split())).upper()
        found = _YEAR.fullmatch(text)
        if not text:
            return None
        year = (
            0
            if found is None or (found["year"] == "元" and not found["era"])
            else int(found["year"].replace("元", "1"))
        )
        if found is not None and found["era"]:
            era = next(era for era in wareki.ERAS if found["era"] in (era.name, era.letter))
            return era.first_year + year - 1
        if 1900 < year < 2200:
            return year
        if year == 0 or year > 99:
            self.note(name, f"「{text}」は年度として読めないので、交付年月日から決めます。")
        return None

    def numbers(self, name: str) -> list[str]:
        """Several numbers in a cell, one by one: 「R5-12-01、02、03」, 「R5-0012-01～03」."""
        cell = self.cell(name)
        if isinstance(cell, date | float):
            self.number(name)
            return []
        found, remark = split_numbers(read_text(cell))
        if remark:
            self.note(name, remark)
        for problem in [problem for number in found for problem in names.problems(number)][:2]:
            self.fault(name, problem)
        if any(len(number) > LONGEST["sticker_number"] for number in found):
            self.fault(name, "番号が長すぎます。番号の間を「、」で区切ってください。")
        return found

    def one_of(self, first: str, one: date | None, second: str, other: date | None) -> None:
        """A group was certified and handed its papers on the same day, where only one day is written."""
        if (one or other) is None:
            if not (self.has_problem(first) or self.has_problem(second) or self.faults):
                self.faults.append(
                    f"{self.place(first)}も{self.place(second)}もありません。どちらかを調べて入れてください。"
                )
        elif one is None or other is None:
            missing, given = (first, second) if one is None else (second, first)
            self.note(missing, f"空なので、{self.place(given)}と同じ日として登録します。")

    def belongs_to_group(self, certificate_number: str, group_name: str) -> None:
        if not certificate_number and not group_name and not self.faults:
            self.faults.append("どの団体のものか分かりません。証明書番号か団体の名称を入れてください。")

    def postal_code(self, name: str) -> str:
        """123-4567; anything else is left out with a note."""
        text = re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", self.text(name)))
        if isinstance(self.cell(name), int):
            text = text.zfill(7)
        if not text:
            return ""
        if len(text) != 7:
            self.note(name, f"「{self.text(name)}」は郵便番号の形と違うので、入れません。")
            return ""
        return f"{text[:3]}-{text[3:]}"

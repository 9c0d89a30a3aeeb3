"""Several numbers in one cell of a paper register, one by one."""

import re
import unicodedata

from casework import names

MOST_IN_RANGE = 200
"""Numbers that one 01～03 may stand for."""

_SEPARATORS = re.compile(r"[、,，;；・/／\s]+")
_RANGE = re.compile(r"(.*?)([0-9]{1,6})(号?)[~〜～](.*?)([0-9]{1,6})(号?)")
_PIECES = re.compile(r"\(?[0-9]+(?:枚|本|個)\)?")


def split_numbers(text: str) -> tuple[list[str], str]:
    """The numbers of a cell and a remark; later ones take over the head of the first (R5-12-01、02 → R5-12-02)."""
    plain = names.trim(text)
    if not plain:
        return [], ""
    if _PIECES.fullmatch(unicodedata.normalize("NFKC", plain)):
        return [], f"「{plain}」は枚数と読み、番号は入れません。"
    plain = re.sub(r"[（(]?[0-9０-９]+[枚本個][）)]?", " ", plain)
    plain = re.sub(r"\s*([~〜～])\s*", r"\1", plain)
    found: list[str] = []
    for piece in filter(None, _SEPARATORS.split(plain)):
        whole = _with_head(piece, found[-1] if found else "")
        more = _expand(whole)
        if more is None:
            return [plain], "番号の範囲を読めないので、書かれたまま一つの番号として入れます。"
        found += more
    return found, ""


def _with_head(piece: str, before: str) -> str:
    """The piece, or the head of the number before and the piece, when it is bare figures of its tail."""
    figures = unicodedata.normalize("NFKC", piece)
    tail = re.search(r"^(.*[^0-9０-９])([0-9０-９]+)(号?)$", before)
    if tail is None or not re.fullmatch(r"-?[0-9]+号?(?:[~〜～].*)?", figures):
        return piece
    end = "" if not tail[3] or piece.endswith("号") else tail[3]
    return f"{tail[1]}{piece.lstrip('-－')}{end}"


def _expand(piece: str) -> list[str] | None:
    """01～03 written out; None when the range runs backwards, is too long or joins different numbers."""
    if not re.search(r"[~〜～]", piece):
        return [piece]
    found = _RANGE.fullmatch(unicodedata.normalize("NFKC", piece))
    if found is None:
        return None
    head, first, end, head_again, last, end_again = found.groups()
    same_head = head_again.lstrip("-") in ("", head)
    if not same_head or not 0 <= int(last) - int(first) < MOST_IN_RANGE:
        return None
    width = len(first)
    return [f"{head}{number:0{width}d}{end or end_again}" for number in range(int(first), int(last) + 1)]

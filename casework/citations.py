"""How a clause id is written for people: BP-5-5-1 → 要領 第5の5(1). Pure functions, no table of clauses.

Ids follow the regulations: BP is the procedure (要領) for blue-light patrol certificates, LC the rules (要綱)
for koban liaison councils. Letters stand for ア イ ウ … in order, figures below a letter for (ア) (イ) ….
"""

import re

REGULATIONS = {"BP": "要領", "LC": "要綱"}
KANA = "アイウエオカキクケコ"
NUMBERED_ARTICLES = {"BP-2", "LC-7"}  # articles whose first level is (1) (2), not 1 2
IRREGULAR = {  # places without a mark of their own in the regulation
    "BP-5-5-1-b": "第5の5(1)後段",
    "BP-10-1-1-nao": "第10の1(1)アなお書",
    "BP-11-2-a": "第11の2",
    "BP-11-2-b": "第11の2",
    "LC-7-1-a": "第7(1)",
    "LC-7-1-b": "第7(1)",
    "LC-7-1-c": "第7(1)",
}
SHAPE = re.compile(r"(BP|LC)((?:-(?:\d+|[a-j]|nao))+)")


def place(clause: str) -> str:
    """Where a clause stands, without the regulation: 第5の2のエの(オ).

    Raises ValueError for what is not a clause id.
    """
    matched = SHAPE.fullmatch(clause)
    if not matched or not matched[2].split("-")[1].isdigit():
        raise ValueError(f"not a clause id: {clause!r}")
    if clause in IRREGULAR:
        return IRREGULAR[clause]
    article, *rest = matched[2].split("-")[1:]
    depth = 2 if f"{matched[1]}-{article}" in NUMBERED_ARTICLES else 1
    text, above = f"第{article}", ""
    for mark in rest:
        text += _written(mark, depth, above)
        depth, above = depth + 1, mark
    return text


def _written(mark: str, depth: int, above: str) -> str:
    if mark == "nao":
        return "なお書"
    if mark.isalpha():
        joint = "" if above.isdigit() and depth == 3 else "の"
        return joint + KANA[ord(mark) - ord("a")]
    if above.isalpha():
        return f"の({KANA[int(mark) - 1]})"
    return f"の{mark}" if depth == 1 else f"({mark})"


def cite(clause: str) -> str:
    """The whole citation: 要領 第5の5(1). Raises ValueError for what is not a clause id."""
    return f"{REGULATIONS.get(clause[:2], '')} {place(clause)}"

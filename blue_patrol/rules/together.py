"""Which forwarded cases may be decided together with others, and which are looked at one by one.

No clause says so: it is the system's own rule that a confirmation for several covers only what raises no question.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sight:
    """What headquarters sees of a forwarded case at a glance.

    ``judged`` of ``items`` of the sheet have a result, ``unfit`` of them unfit; ``round`` counts the forwardings;
    ``changed`` the points that differ from the last time; ``is_favourable``: the chief's opinion.
    """

    items: int
    judged: int
    unfit: int
    is_favourable: bool
    round: int
    changed: int
    has_papers: bool
    has_forwarding: bool = True


def questions(seen: Sight) -> list[str]:
    """Why to look at the case by itself; empty when it may be decided together with others."""
    found = [
        (seen.unfit, f"「否」の項目が{seen.unfit}つあります"),
        (
            seen.judged < seen.items,
            f"調査{seen.items}項目のうち{seen.items - seen.judged}項目に結果がありません",
        ),
        (not seen.is_favourable, "署長の意見が「適当」ではありません"),
        (seen.round > 1, f"{seen.round}回目の審査です（再進達、または決裁の取消しの後）"),
        (seen.changed, f"前回から{seen.changed}点変わりました"),
        (not seen.has_papers, "添付がそろっていません"),
        (not seen.has_forwarding, "進達書がありません"),
    ]
    return [words for is_so, words in found if is_so]

"""棚卸し in words: what is to be counted, by kind, and what a count led to."""

from dataclasses import dataclass, field

from blue_patrol.models import Kind, Place
from blue_patrol.models.stock.counting import STILL_TRAVELLING, Where

LEADS = {
    Where.HQ_BLANKS: "在庫にあるはずの用紙です。箱と番号を見て、そろっている範囲に印を付けます。",
    Where.HQ_THINGS: "本部にあるはずの、印刷済・押印済のものと、署から返送されたものです。",
    Where.STATION: "この署にあるはずの、交付前のものと、返納されたものです。",
}


@dataclass
class Section:
    """Items of one kind in one place (of one station, at headquarters), to tick."""

    label: str
    items: list[dict] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(item["count"] for item in self.items)


def sections(expected: list[dict], found: set[str]) -> list[Section]:
    """In the order in which things are kept: by place and kind; ``ticked`` is set on every item."""
    made: dict[str, Section] = {}
    for item in expected:
        kind = Kind(item["kind"]).label
        label = f"{kind}用紙" if "lot" in item else f"{Place(item['place']).label}　{kind}"
        section = made.setdefault(label, Section(label))
        section.items.append(item | {"ticked": item["key"] in found})
    return list(made.values())


def by_kind(row) -> list[tuple[str, int, int]]:
    """(kind, how many should be there, how many were not) of a stocktaking."""
    found = []
    for kind in Kind:
        should = sum(item["count"] for item in row.expected if item["kind"] == kind)
        lacks = sum(item["count"] for item in row.missing if item["kind"] == kind)
        if should or lacks:
            found.append((kind.label, should, lacks))
    return found


def missing_lines(row) -> list[dict]:
    """Each item that was not there, its note, and what became of it."""
    lines = []
    for item in row.missing:
        if "lot" in item:
            follows = "「不明」として在庫から除いた"
        elif item["place"] == STILL_TRAVELLING:
            follows = "返送の途中かもしれないので、記録だけした"
        else:
            follows = "「不明」とした"
        kind = Kind(item["kind"]).label + ("用紙" if "lot" in item else "")
        lines.append(item | {"kind_label": kind, "follows": follows})
    return lines


def surplus_lines(row) -> list[dict]:
    return [
        item
        | {"follows": "不明だったものが見付かったので、「署に返納」とした" if item["key"] else "記録だけした"}
        for item in row.surplus
    ]

"""What a course teaches (第2(3), 第11の1): the two topics that make it a training, and those to be added."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Topic:
    """One topic: its code, what it is called on the sheet, the clause that names it."""

    code: str
    label: str
    clause: str


TOPICS = (
    Topic("patrol", "効果的で適正なパトロールのしかた", "BP-2-3"),
    Topic("incidents", "パトロール中に起きる事案への対応", "BP-2-3"),
    Topic("complaints", "住民からの急な訴えへの対応", "BP-11-1"),
    Topic("reporting", "犯罪を目撃したときの通報", "BP-11-1"),
    Topic("other", "その他の留意事項", "BP-11-1"),
)
CODES = tuple(topic.code for topic in TOPICS)
CHOICES = tuple((topic.code, topic.label) for topic in TOPICS)
ESSENTIAL = tuple(topic for topic in TOPICS if topic.clause == "BP-2-3")


def missing(taught: Iterable[str]) -> tuple[Topic, ...]:
    """The topics without which a course is no training (第2(3))."""
    known = set(taught)
    return tuple(topic for topic in ESSENTIAL if topic.code not in known)


def labels(codes: Iterable[str]) -> list[str]:
    """What is called how, in the order of the list."""
    known = set(codes)
    return [topic.label for topic in TOPICS if topic.code in known]

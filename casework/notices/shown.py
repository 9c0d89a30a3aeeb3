"""What a notice is about: its case as the one who looks may see it, by what it is called, numbered and found."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from casework import coded
from casework.models import Actor, Notice
from casework.models.notices import MOST, TOLD_ROLES
from casework.models.shared import machine_of
from casework.notices.telling import related_of
from casework.presenters import links

GONE = "いまの職からは見られない事案"


@dataclass(frozen=True)
class Line:
    """``words`` may name a group; ``number`` names nobody, and alone leaves the system by mail."""

    notice: Notice
    words: str
    number: str
    url: str
    is_read: bool = False


@dataclass(frozen=True)
class Unread:
    """What the frame shows of a post's notices: asked only where it is shown, once a page, and never beyond ``MOST``."""

    actor: Actor

    @property
    def is_told(self) -> bool:
        """Whether the post is told of anything at all."""
        return self.actor.role in TOLD_ROLES

    def count(self) -> int:
        unread = Notice.objects.of(self.actor).unread_by(self.actor.staff, timezone.now())
        return unread.order_by()[:MOST].count()


def lines(notices: Iterable[Notice], actor: Actor) -> list[Line]:
    """In their order; a few queries for each kind of case. ``is_read`` is an annotation."""
    notices = list(notices)
    cases = _cases(notices, actor)
    return [_line(each, cases.get((each.case_label, each.case_pk))) for each in notices]


def address_of(notice: Notice, actor: Actor) -> str:
    """The page of its case; "" where the actor sees none."""
    (line,) = lines([notice], actor)
    return line.url


def _cases(notices: list[Notice], actor: Actor) -> dict[tuple[str, int], Any]:
    keys: dict[str, set[int]] = {}
    for each in notices:
        keys.setdefault(each.case_label, set()).add(each.case_pk)
    found: dict[tuple[str, int], Any] = {}
    for label, some in keys.items():
        rows = machine_of(label).objects.of(actor).filter(pk__in=some).prefetch_related(*related_of(label))
        found |= {(label, case.pk): case for case in rows}
    return found


def _line(notice: Notice, case: Any) -> Line:
    is_read = getattr(notice, "is_read", False)
    if case is None:
        return Line(notice, GONE, "", "", is_read)
    number = getattr(case, "receipt_number", "") or coded.code_of(case) or str(case.pk)
    return Line(
        notice,
        str(getattr(case, "subject", case)),
        number,
        links.of_case(case) or coded.address_of(case),
        is_read,
    )

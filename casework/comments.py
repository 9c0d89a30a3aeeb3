"""Beside which rows people write, and on which page: each application enters its own in ``AppConfig.ready()``."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model, OuterRef, Q, QuerySet

from casework.models import Comment
from casework.models.packed import packed, unpacked
from casework.permissions import PERMISSIONS, Permission
from casework.scope import access_table

SHOWN = (
    "case_label", "case_pk", "kind", "text", "strikes_id", "staff_id", "staff_name", "post_name", "as_deputy", "at",
)  # fmt: skip


@dataclass(frozen=True)
class Board:
    """The comments of one kind of row, on its ``page`` (a name in the access table); ``writes``: a permission's code.

    ``above``: the relation to a row whose own comments are pointed at (a case's group).
    """

    page: str
    model: type[Model]
    writes: str
    title: str = "書込み"
    above: str = ""

    @property
    def readers(self) -> Permission:
        """Who opens the page reads what stands on it."""
        return PERMISSIONS[access_table()[self.page]]

    @property
    def read_by(self) -> str:
        """The sentence for pages; a template would call a permission."""
        return self.readers.sentence

    @property
    def writers(self) -> Permission:
        return PERMISSIONS[self.writes]


_boards: dict[str, Board] = {}


def enter(board: Board) -> None:
    """Offer it; a second one of the same page replaces the first."""
    _boards[board.page] = board


def boards() -> list[Board]:
    """All of them."""
    return list(_boards.values())


def at(page: str) -> Board | None:
    """The board of a page; None for a page without one."""
    return _boards.get(page)


def of_row(row: Any) -> Board:
    """The board of a row's page. Raises LookupError for a row beside which nobody writes."""
    return of_model(row._meta.concrete_model)


def of_model(model: type[Model]) -> Board:
    """The board of the rows of a table. Raises LookupError for one beside which nobody writes."""
    for board in _boards.values():
        if board.model is model:
            return board
    raise LookupError(f"no page of comments is entered for {model._meta.label}")


def beside(row: Any) -> QuerySet[Comment]:
    """What was written beside a row, and beside the row above it."""
    board = of_row(row)
    wanted = Q(case_label=row._meta.label, case_pk=row.pk)
    if key := board.above and getattr(row, f"{board.above}_id"):
        wanted |= Q(case_label=above(board)._meta.label, case_pk=key)
    return Comment.objects.filter(wanted).order_by("pk")


def alongside(rows: QuerySet) -> QuerySet:
    """Rows that bring what was written beside them (for a board without a row above): no query of its own."""
    own = Comment.objects.filter(case_label=rows.model._meta.label, case_pk=OuterRef("pk")).order_by("pk")
    return rows.annotate(comments_alongside=packed(own, *SHOWN))


def read(row: Any) -> list[Comment]:
    """What ``beside`` names: as the page has read it with other things, else by a query."""
    if hasattr(row, "comments_beside"):
        return row.comments_beside()
    if hasattr(row, "comments_alongside"):
        return unpacked(Comment, row.comments_alongside)
    return list(beside(row))


def above(board: Board) -> Any:
    """The model of the rows above those of a board."""
    return board.model._meta.get_field(board.above).related_model

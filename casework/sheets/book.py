"""Which kinds of table a file may hold, and which of them a sheet is: told by its columns."""

from collections.abc import Collection
from dataclasses import dataclass, field

from casework.sheets.columns import Catalogue, Column, Contents, Guess, Sureness, guess
from casework.sheets.table import Sheet


@dataclass(frozen=True)
class Kind:
    """One kind of table: `must` are fields it has to have, at least `count` of `telling` tell it from the others.

    `word` in the name of a sheet hints at it; `needed` is what every row has to tell.
    """

    label: str
    columns: Catalogue
    must: frozenset[str]
    telling: frozenset[str]
    count: int = 1
    word: str = ""
    needed: tuple[str, ...] = ()
    contents: Contents = field(default_factory=dict)

    def fits(self, fields: Collection[str]) -> bool:
        """Whether these fields make a sheet of the kind."""
        return self.must <= set(fields) and len(self.telling & set(fields)) >= self.count

    def guess(self, sheet: Sheet, heading: int | None = None) -> Guess:
        """The columns of the sheet, taken for one of the kind; `heading`: the row the user says the headings stand in."""
        return guess(sheet, self.columns, self.contents, heading=heading)

    def score(self, found: Guess) -> int:
        """Known columns, the telling ones twice, the guessed ones less."""
        sure = [column for column in found.columns if column.sure in (Sureness.EXACT, Sureness.SYNONYM)]
        return 2 * len(found.mapping) + len(sure) + 2 * len(self.telling & found.fields)


@dataclass(frozen=True)
class Book:
    """The kinds of one file, by their codes."""

    kinds: dict[str, Kind]

    @property
    def labels(self) -> dict[str, str]:
        return {code: kind.label for code, kind in self.kinds.items()}

    def label_of(self, name: str, kind: str = "") -> str:
        """The Japanese name of a field, of the kind or of the first kind that has it; its own for any other."""
        kinds = [self.kinds[kind]] if kind else self.kinds.values()
        return next((each.columns[name][0] for each in kinds if name in each.columns), name)

    def kind_of(self, fields: Collection[str]) -> str:
        """The kind of sheet that has these fields; "" when none or when more than one does equally."""
        scores = {
            code: len(kind.telling & set(fields)) for code, kind in self.kinds.items() if kind.fits(fields)
        }
        best = [code for code, score in scores.items() if score == max(scores.values())]
        return best[0] if len(best) == 1 else ""

    def recognise(self, sheet: Sheet) -> tuple[str, Guess]:
        """The kind that explains most columns ("" = none does) and the columns as that kind has them."""
        guesses = {code: kind.guess(sheet) for code, kind in self.kinds.items()}
        scores = {
            code: (kind.score(guesses[code]), kind.word in sheet.name)
            for code, kind in self.kinds.items()
            if kind.fits(guesses[code].fields)
        }
        if not scores:
            most = max(guesses.values(), key=lambda found: len(found.mapping))
            return "", Guess([*map(_without_field, most.columns)], most.heading_rows)
        best = max(scores, key=lambda code: scores[code])
        return best, guesses[best]


def _without_field(column: Column) -> Column:
    column.field, column.sure, column.why = "", Sureness.NONE, ""
    return column

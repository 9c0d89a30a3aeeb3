"""The rows of lists by their own names, and the headings of an empty list to fill in."""

from casework import wareki
from casework.export.columns import Column
from casework.registering.words import Shows
from liaison_councils.rules.list_columns import COUNCILS, LISTS
from liaison_councils.rules.names_of_councils import KINDS


class ListRows(Shows):
    book = LISTS

    def title(self, kind: str, record) -> str:
        return record.name or (record.koban if kind == COUNCILS else "")

    def beside(self, kind: str, record) -> str:
        """By what the row is found in the paper list."""
        if kind == COUNCILS:
            day = f"{wareki.format_long(record.established_on)}設置" if record.established_on else ""
            texts = [KINDS[record.kind], record.koban, day]
        else:
            ends = [wareki.format_long(day) for day in (record.starts_on, record.ends_on) if day]
            texts = [record.council, "から".join(ends)]
        return "　".join(text for text in texts if text)


def headings(kind: str) -> tuple[Column, ...]:
    """The columns of an empty list, by the labels under which they are read back."""
    return tuple(
        Column(name, words[0], value=lambda row: "") for name, words in LISTS.kinds[kind].columns.items()
    )

"""The pages of figures, on the page that leads to them: each application puts its own there in ``ready()``."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """A page by the name of its address: its word, what it answers, and who may open it."""

    url_name: str
    label: str
    words: str
    permission: str
    order: int


ENTRIES: dict[str, Entry] = {}


def put_up(entry: Entry) -> None:
    """A second one of the same page replaces the first."""
    ENTRIES[entry.url_name] = entry


def entries_for(actor) -> list[Entry]:
    return sorted(
        (each for each in ENTRIES.values() if actor.may(each.permission)), key=lambda each: each.order
    )

"""What is said of characters that no face has, before a paper is printed and on its record."""

from collections.abc import Iterable

from django.db.models import CharField, Model, TextField

from casework.typefaces import unprintable


def note(characters: str) -> str:
    """The sentence for them; "" for none."""
    if not characters:
        return ""
    return f"印刷の書体にない字（{characters}）は、〓と印字します。手書きで補ってください。"


def note_on(rows: Iterable[Model]) -> str:
    """The same for all texts of records that a paper will print."""
    texts = "".join(
        str(getattr(row, field.attname) or "")
        for row in rows
        for field in row._meta.concrete_fields
        if isinstance(field, CharField | TextField) and field.attname in row.__dict__
    )
    return note("".join(unprintable(texts)))

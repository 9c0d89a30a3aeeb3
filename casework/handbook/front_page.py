"""docs/handbook/README.md: its three tables made from index.toml, for who reads the repository."""

from pathlib import Path

from casework.handbook import index
from casework.handbook.book import Book
from casework.roles import Role

BEGIN, END = (
    "<!-- ここから「ここまで」までは、manage.py handbook が index.toml から作ります -->",
    "<!-- ここまで -->",
)


def renewed(text: str, folder: Path) -> str:
    """The page with its tables as of now; what stands around them is left."""
    before, _, rest = text.partition(BEGIN)
    _, _, behind = rest.partition(END)
    return f"{before}{BEGIN}\n\n{tables(folder)}\n{END}{behind}"


def tables(folder: Path) -> str:
    book = Book(folder, address=str)
    listed = book.index

    def chapter(row: index.ChapterRow) -> str:
        shown = book.by_slug[row.file]
        return f"[{shown.number}　{shown.title}]({row.file}.md)"

    def place(at: str) -> str:
        section = book.sections[at]
        slug, mark, anchor = at.partition("#")
        return f"[{section.chapter.number}　{section.full_title}]({slug}.md{mark}{anchor})"

    own = [
        [role.label, "、".join(chapter(row) for row in listed.chapters if role in row.roles) or "—"]
        for role in Role
    ]
    everybody = ["全員", "、".join(chapter(row) for row in listed.chapters if index.EVERYBODY in row.roles)]
    parts = [
        ("職から探す", ["職", "読む章"], [everybody, *own]),
        ("したいことから探す", ["したいこと", "だれが", "ところ"], [[t.do, index.readers(t.roles), place(t.at)] for t in listed.tasks]),
        ("すべての章", ["章", "だれが読むか", "根拠"], [[chapter(r), index.readers(r.roles), r.basis] for r in listed.chapters]),
    ]  # fmt: skip
    return "\n".join(_table(*part) for part in parts)


def _table(title: str, heads: list[str], rows: list[list[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return f"## {title}\n\n" + "".join(f"| {' | '.join(cells)} |\n" for cells in lines)

"""P05: the register of 500 rows in its fast layout against ReportLab setting the same rows in its own table."""

import io

from benchmarks.goals import Result
from benchmarks.timing import in_turn

RUNS = 5
ROWS = 500
TARGET = 3.0
HEADINGS = (
    "番号",
    "交付年月日",
    "区分",
    "団体の名称",
    "証明書",
    "標章",
    "実施者証",
    "交付者",
    "受領者",
    "摘要",
    "本部報告",
)
WIDTHS = (10, 24, 20, 48, 22, 24, 26, 18, 24, 26, 15)  # mm, as in the form


def measure() -> Result:
    from benchmarks.django_setup import set_up

    set_up()
    from blue_patrol.papers import sample_books
    from casework import papers

    register = sample_books.register(rows=ROWS)
    values, form = register.to_json(), papers.get("14")
    rows = [words_of(row) for row in register.rows]
    ours, theirs = in_turn(lambda: form.render(values), lambda: by_reportlab(rows), runs=RUNS)
    print(f"form 14: {ours:.2f} s for {ROWS} rows, ReportLab {theirs:.2f} s")
    return Result("P05", ours / theirs, TARGET, ours / theirs <= TARGET, RUNS)


def words_of(row) -> tuple[str, ...]:
    from casework.wareki import format_long

    day = format_long(row.delivered_on) if row.delivered_on else ""
    return (
        str(row.number or ""), day, row.kind, row.group_name, row.certificate_number, row.sticker_numbers,
        row.card_numbers, row.delivered_by, row.received_by, row.remarks, "",
    )  # fmt: skip


def by_reportlab(rows: list[tuple[str, ...]]) -> bytes:
    """A ruled table with a repeated head, in the Japanese face that ReportLab brings (not embedded)."""
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import mm
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    registerFont(UnicodeCIDFont("HeiseiMin-W3"))
    style = ParagraphStyle("cell", fontName="HeiseiMin-W3", fontSize=8, leading=9, wordWrap="CJK")
    cells = [[Paragraph(text, style) for text in row] for row in (HEADINGS, *rows)]
    table = Table(
        cells,
        colWidths=[width * mm for width in WIDTHS],
        repeatRows=1,
        style=[("GRID", (0, 0), (-1, -1), 0.5, 0)],
    )
    file = io.BytesIO()
    SimpleDocTemplate(file, pagesize=landscape(A4)).build([table])
    return file.getvalue()

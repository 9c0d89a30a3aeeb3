"""The papers of the councils as data (forms.md §8): every layout is a reconstruction; a template replaces a template."""

from casework.papers import PaperForm, register
from liaison_councils.papers import context, context_meetings

A4, A4_LANDSCAPE = "A4", "A4 landscape"
_ROWS = (  # number, title, page box, reader, clause in words, clauses
    ("L1", "連絡協議会設置等状況一覧", A4_LANDSCAPE, context.setup, "第3の1", ("LC-3-1",)),
    (
        "L2",
        "委員候補者名簿（選考表）",
        A4_LANDSCAPE,
        context.candidates,
        "第3の3、第3の4",
        ("LC-3-3", "LC-3-4"),
    ),
    ("L3", "委員名簿", A4, context.roster, "第3の2", ("LC-3-2",)),
    ("L4", "委嘱状", A4, context.term, "第3の5", ("LC-3-5",)),
    ("L5", "解嘱通知書", A4, context.term, "第3の5", ("LC-3-5",)),
    ("L5-2", "辞職願", A4, context.term, "第3の5", ("LC-3-5",)),
    ("L5-3", "辞職承認書", A4, context.term, "第3の5", ("LC-3-5",)),
    ("L7", "運営責任者・運営担当者指定簿", A4, context.officers, "第3の6", ("LC-3-6",)),
    ("L8", "年間開催計画表", A4_LANDSCAPE, context.year_plan, "第5の2", ("LC-5-2",)),
    ("L9", "開催通知", A4, context_meetings.invitation, "第5の4", ("LC-5-4",)),
    ("L10", "会議開催結果報告書", A4, context_meetings.report, "第7(1)", ("LC-7-1-b",)),
    ("L11", "会議録（議事概要）", A4, context_meetings.minutes, "第6", ("LC-6",)),
    ("L12", "意見・要望処理票", A4, context_meetings.opinion, "第6", ("LC-6",)),
    ("L13", "開催状況集計表", A4_LANDSCAPE, context.year, "第7(3)", ("LC-7-3",)),
    ("L14", "出席簿", A4, context_meetings.attendance, "第5の1", ("LC-5-1",)),
)
FORMS = tuple(
    PaperForm(number, title, f"council_{number.replace('-', '_')}.html", "1", box, reader, hook, clauses)
    for number, title, box, reader, hook, clauses in _ROWS
)


def register_forms() -> None:
    """Enter them; called from ``LiaisonCouncilsConfig.ready()``."""
    for form in FORMS:
        register(form)

"""The forms 様式 as data (BP-3). Each is one template in forms_templates; its layout is a reconstruction until an
office supplies its own, and a new one replaces that file without a line of Python."""

from blue_patrol.papers import context
from casework.papers import PaperForm, register

A4, A4_LANDSCAPE, A5_LANDSCAPE = "A4", "A4 landscape", "A5 landscape"

FORMS = (
    PaperForm("1", "証明申請書", "form_01.html", "1", A4, context.application, "第5の1", ("BP-3", "BP-5-1")),
    PaperForm(
        "2",
        "団体・青色防犯パトロールの概要",
        "form_02.html",
        "1",
        A4,
        context.overview,
        "第5の1ア",
        ("BP-3", "BP-5-1-a"),
    ),
    PaperForm(
        "3",
        "青色防犯パトロール実施者名簿",
        "form_03.html",
        "1",
        A4,
        context.roster,
        "第5の1イ",
        ("BP-3", "BP-5-1-b"),
    ),
    PaperForm("4", "誓約書", "form_04.html", "1", A4, context.application, "第5の1ウ", ("BP-3", "BP-5-1-c")),
    PaperForm(
        "5",
        "証明書",
        "form_05.html",
        "1",
        A4,
        context.certificate,
        "第5の4、第5の5(1)",
        ("BP-3", "BP-5-4", "BP-5-5-1", "BP-5-5-1-b"),
    ),
    PaperForm(
        "6",
        "標章",
        "form_06.html",
        "1",
        A5_LANDSCAPE,
        context.stickers,
        "第5の4",
        ("BP-3", "BP-5-4", "BP-5-2-d-5"),
    ),
    PaperForm(
        "7",
        "パトロール実施者証",
        "form_07.html",
        "1",
        A4,
        context.cards,
        "第5の4、第11の1",
        ("BP-3", "BP-5-4", "BP-5-2-d-6", "BP-11-1"),
    ),
    PaperForm(
        "13", "証明申請進達書", "form_13.html", "1", A4, context.transmittal, "第5の3", ("BP-3", "BP-5-3")
    ),
    PaperForm(
        "14", "交付簿", "form_14.html", "1", A4_LANDSCAPE, context.register, "第5の5(3)", ("BP-3", "BP-5-5-3")
    ),
    PaperForm("15", "証明台帳", "form_15.html", "1", A4, context.ledger, "第5の6", ("BP-3", "BP-5-6")),
)


def register_forms() -> None:
    """Enter the forms; called from ``BluePatrolConfig.ready()``."""
    for form in FORMS:
        register(form)

"""The forms 様式 as data (BP-3). Each is one template in forms_templates; its layout is a reconstruction until an
office supplies its own, and a new one replaces that file without a line of Python."""

from blue_patrol.papers import context, context_ledger, slips
from blue_patrol.papers import context_reports as reports
from blue_patrol.papers import context_requests as requests
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
    PaperForm("8", "再交付申請書", "form_08.html", "1", A4, requests.reissue, "第6の1", ("BP-3", "BP-6-1")),
    PaperForm(
        "9",
        "証明書記載事項変更申請書",
        "form_09.html",
        "1",
        A4,
        requests.change,
        "第7の1",
        ("BP-3", "BP-7-1"),
    ),
    PaperForm(
        "10",
        "パトロール実施者変更申請書",
        "form_10.html",
        "1",
        A4,
        requests.patrollers,
        "第7の1",
        ("BP-3", "BP-7-1"),
    ),
    PaperForm(
        "11",
        "証明取消通知書",
        "form_11.html",
        "1",
        A4,
        reports.revocation_notice,
        "第8の2、第8の3",
        ("BP-3", "BP-8-2", "BP-8-3"),
    ),
    PaperForm("12", "返納届", "form_12.html", "1", A4, requests.returned, "第9の1", ("BP-3", "BP-9-1")),
    PaperForm(
        "13", "証明申請進達書", "form_13.html", "1", A4, context.transmittal, "第5の3", ("BP-3", "BP-5-3")
    ),
    PaperForm(
        "14", "交付簿", "form_14.html", "1", A4_LANDSCAPE, context.register, "第5の5(3)", ("BP-3", "BP-5-5-3")
    ),
    PaperForm("15", "証明台帳", "form_15.html", "1", A4, context_ledger.ledger, "第5の6", ("BP-3", "BP-5-6")),
    PaperForm(
        "16",
        "再交付・変更申請進達書",
        "form_16.html",
        "1",
        A4,
        reports.request_transmittal,
        "第6の1、第7の1",
        ("BP-3", "BP-6-1", "BP-7-1"),
    ),
    PaperForm(
        "17",
        "証明取消該当事案報告書",
        "form_17.html",
        "1",
        A4,
        reports.revocation_report,
        "第8の1",
        ("BP-3", "BP-8-1", "BP-8-1-nao"),
    ),
    PaperForm(
        "18",
        "返納届進達書",
        "form_18.html",
        "1",
        A4,
        reports.return_transmittal,
        "第9の1",
        ("BP-3", "BP-9-1"),
    ),
    PaperForm(
        "19",
        "デモンストレーション等運行実施申請書",
        "form_19.html",
        "1",
        A4,
        requests.demonstration,
        "第10の1(1)ア",
        ("BP-3", "BP-10-1-1-a"),
    ),
    PaperForm(
        "20",
        "デモンストレーション等運行実施申請進達書",
        "form_20.html",
        "1",
        A4,
        reports.demonstration_transmittal,
        "第10の1(1)イ",
        ("BP-3", "BP-10-1-1-b"),
    ),
    PaperForm(
        "20-2",
        "デモンストレーション等運行実施申請書（警察用）",
        "form_20_2.html",
        "1",
        A4,
        reports.police_demonstration,
        "第10の1(2)",
        ("BP-3", "BP-10-1-2"),
    ),
    PaperForm(
        "21",
        "デモンストレーション等用標章",
        "form_21.html",
        "1",
        A5_LANDSCAPE,
        reports.demonstration_stickers,
        "第10の2、第10の3(1)",
        ("BP-3", "BP-10-2", "BP-10-3-1"),
    ),
)

# The books once more as tagged tables (T), for reading aloud and for search: the same context, another template;
# and what came to a closed book (A).
BOOKS = (
    PaperForm(
        "A14", "交付簿の追記", "letter_register_supplement.html", "1", A4, context.supplement, "第5の5(3)", ("BP-5-5-3", "BP-10-5-2")
    ),
    PaperForm(
        "T15", "証明台帳（読み上げ用）", "form_15_table.html", "1", A4, context_ledger.ledger, "第5の6", ("BP-5-6",)
    ),
    PaperForm(
        "T14", "交付簿（読み上げ用）", "form_14_table.html", "1", A4_LANDSCAPE, context.register, "第5の5(3)", ("BP-5-5-3",)
    ),
)  # fmt: skip

# Papers that the duties need and the regulation gives no form for; the page 様式 does not list them.
LETTERS = (
    PaperForm(
        "notice",
        "運輸支局等への通知",
        "letter_transport_notice.html",
        "1",
        A4,
        reports.office_notice,
        "第8の4、第9の2",
        ("BP-8-4", "BP-9-2"),
    ),
    PaperForm("slips", "送付票・受領票", "letter_slips.html", "1", A4, slips.slips, "第5の4", ("BP-5-4",)),
    PaperForm(
        "L6",
        "委嘱状",
        "letter_commission.html",
        "1",
        A4,
        reports.commission,
        "第12の1、第12の2",
        ("BP-12-2",),
    ),
    PaperForm(
        "L6-2", "委嘱解除報告書", "letter_release.html", "1", A4, reports.commission, "第12の3", ("BP-12-3",)
    ),
)


def register_forms() -> None:
    """Enter the forms and letters; called from ``BluePatrolConfig.ready()``."""
    for form in (*FORMS, *BOOKS, *LETTERS):
        register(form)

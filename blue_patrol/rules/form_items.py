"""The items of the papers to which a reason for correction or return is bound (BP-5-2, BP-5-4).

Values are the words themselves: they go into the letter and stay readable when a form changes.
"""

Papers = tuple[tuple[str, tuple[str, ...]], ...]
PAPERS: Papers = (
    ("様式第1 証明申請書", ("申請年月日", "団体の名称", "所在地", "代表者の職名・氏名", "電話番号・担当者")),
    (
        "様式第2 概要",
        (
            "団体の区分",
            "設立の目的・構成員数",
            "活動実績",
            "実施地域",
            "実施回数・曜日・時間帯",
            "自動車の車両番号",
            "使用の本拠の位置",
            "青色回転灯等",
            "車体の表示",
            "連絡方法",
            "傷害保険等",
        ),
    ),
    ("様式第3 実施者名簿", ("氏名", "生年月日", "住所", "講習の受講")),
    ("様式第4 誓約書", ("誓約年月日", "団体の名称・代表者")),
    (
        "添付",
        (
            "エ 自動車検査証記録事項",
            "オ 青色回転灯等の図面・写真・光度",
            "カ 表示の大きさ・形状の資料",
            "団体の区分の疎明資料",
        ),
    ),
)
REISSUE_PAPERS: Papers = (
    (
        "様式第8 再交付申請書",
        ("申請年月日", "再交付を求めるもの", "再交付の理由", "紛失などの日・場所・状況", "遺失届"),
    ),
    ("添付", ("き損・汚損した証明書等", "遺失届の受理の写し", "顛末書")),
)
CHANGE_PAPERS: Papers = (
    (
        "様式第9 変更申請書",
        (
            "申請年月日",
            "変更の区分",
            "変更前・変更後",
            "変更の理由",
            "追加する自動車",
            "使用しないこととなる自動車",
        ),
    ),
    ("様式第10 実施者変更申請書", ("追加する実施者", "削除する実施者", "講習の受講")),
    ("添付", ("変更に係る証明書等", "自動車検査証記録事項", "青色回転灯等の資料", "表示の資料", "誓約書")),
)
DEMONSTRATION_PAPERS: Papers = (
    (
        "様式第19 運行実施申請書",
        (
            "申請年月日",
            "要請団体",
            "種別・名称",
            "目的・理由",
            "日時",
            "場所・経路",
            "使用車両",
            "道路使用許可",
        ),
    ),
    ("添付", ("要請文書の写し", "経路の図面")),
)
BY_FORM = {
    "1": PAPERS,
    "8": REISSUE_PAPERS,
    "9": CHANGE_PAPERS,
    "10": CHANGE_PAPERS,
    "19": DEMONSTRATION_PAPERS,
}
"""The papers of a procedure by the first form of its applicant."""

RETURN_PAPERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("様式第12 返納届", ("返納の理由", "事由の発生年月日", "返納するもの", "ないものの事情", "届出者")),
    ("様式第18 返納届進達書", ("返納されたもの", "未返納のものとその理由", "教示", "文書番号・日付")),
)
"""Of a return (BP-9-1)."""

REVOCATION_PAPERS = (
    (
        "様式第17 報告書",
        (
            "該当事由",
            "認知年月日・端緒",
            "事案の概要",
            "指導の経過",
            "団体の弁明・意見",
            "署長の意見",
            "添付書類",
            "文書番号・日付",
        ),
    ),
)
"""The station's report of grounds for revocation (BP-8-1)."""


def revocation_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """As ``choices``, of form 17."""
    return choices_of(REVOCATION_PAPERS)


def station_papers(form: str) -> Papers:
    """What headquarters may also send back: the station's own paper, by its number."""
    return ((f"様式第{form} 進達書", ("調査の結果", "指導事項", "署長の意見", "文書番号・日付")),)


def choices(first: str = "1", forwarding: str = "") -> list[tuple[str, list[tuple[str, str]]]]:
    """Grouped choices (paper, [(value, words)]): ("様式第3 実施者名簿", [("様式第3 生年月日", "生年月日")]).

    ``forwarding``: the number of the station's paper, where that may be sent back too.
    """
    return choices_of(BY_FORM[first] + (station_papers(forwarding) if forwarding else ()))


def choices_of(papers: Papers) -> list[tuple[str, list[tuple[str, str]]]]:
    """The same of other papers."""
    return [(paper, [(f"{paper.split(' ')[0]} {item}", item) for item in items]) for paper, items in papers]


def every() -> dict[str, str]:
    """Every item that a reason may be bound to, in the order of the papers: value → the same as words."""
    forwarding = [paper for form in ("13", "16", "18", "20") for paper in station_papers(form)]
    papers = [paper for known in BY_FORM.values() for paper in known]
    grouped = choices_of((*papers, *forwarding, *RETURN_PAPERS, *REVOCATION_PAPERS))
    return {value: value for _, items in grouped for value, _ in items}

"""The items of the papers to which a reason for correction or return is bound (BP-5-2, BP-5-4).

Values are the words themselves: they go into the letter and stay readable when a form changes.
"""

PAPERS: tuple[tuple[str, tuple[str, ...]], ...] = (
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
STATION_PAPERS = (("様式第13 進達書", ("調査の結果", "指導事項", "署長の意見", "文書番号・日付")),)
"""What headquarters may also send back: the station's own paper."""

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
    return _grouped(REVOCATION_PAPERS)


def choices(*, with_station_papers: bool = False) -> list[tuple[str, list[tuple[str, str]]]]:
    """Grouped choices (paper, [(value, words)]): ("様式第3 実施者名簿", [("様式第3 生年月日", "生年月日")])."""
    return _grouped(PAPERS + (STATION_PAPERS if with_station_papers else ()))


def _grouped(papers: tuple[tuple[str, tuple[str, ...]], ...]) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(paper, [(f"{paper.split(' ')[0]} {item}", item) for item in items]) for paper, items in papers]

"""Which columns an old list of councils or of their members has; the first word of each is the label on the screen."""

from casework.sheets.book import Book, Kind
from casework.sheets.columns import Catalogue

COUNCILS, MEMBERS = "councils", "members"

_STATION = ("署", "警察署", "警察署名", "署名", "管轄署", "管轄警察署", "担当署", "所轄署")
_KANA = ("よみ", "ふりがな", "フリガナ", "読み", "読み仮名", "かな", "カナ", "よみがな", "ヨミガナ")
_REMARKS = ("備考", "摘要", "メモ", "特記事項", "備考欄")
_COUNCIL = (
    "協議会の名称", "協議会名", "協議会", "連絡協議会名", "連絡協議会", "協議会名称", "連絡協議会の名称", "所属協議会", "交番・駐在所連絡協議会", "名称",
)  # fmt: skip
_KOBAN = (
    "交番・駐在所",
    "交番等",
    "交番",
    "駐在所",
    "交番名",
    "駐在所名",
    "交番駐在所名",
    "交番等の名称",
    "所管区",
    "担当交番",
    "設置単位",
)

COUNCIL_COLUMNS: Catalogue = {
    "station": _STATION,
    "name": _COUNCIL,
    "kana": ("協議会のよみ", "協議会名ふりがな", "協議会名フリガナ", "名称ふりがな", "名称フリガナ", *_KANA),
    "kind": ("種別", "協議会の種別", "区分", "協議会種別", "種類"),
    "koban": _KOBAN,
    "area": ("対象区域", "対象地域", "区域", "対象区域の説明", "管轄区域", "担当区域", "地域", "対象町名", "受持区域"),
    "purpose": ("職種・目的", "職種", "目的", "設置目的", "職種等"),
    "established_on": ("設置年月日", "設置日", "設立年月日", "設立日", "発足年月日", "発足日", "設置した日", "結成年月日", "設置"),
    "ended_on": ("廃止年月日", "廃止日", "廃止した日", "解散年月日", "解散日", "廃止"),
    "manager_rank": ("運営責任者の階級", "運営責任者階級", "責任者階級", "階級"),
    "manager_name": ("運営責任者の氏名", "運営責任者", "運営責任者氏名", "運営責任者名", "責任者", "責任者氏名", "交番所長"),
    "manager_since": ("運営責任者の指定年月日", "指定年月日", "指定日", "運営責任者指定日", "運営責任者の指定日"),
    "remarks": _REMARKS,
}  # fmt: skip

MEMBER_COLUMNS: Catalogue = {
    "station": _STATION,
    "council": (*_COUNCIL, *_KOBAN),
    "name": ("氏名", "委員氏名", "委員名", "名前", "委員の氏名", "委員", "委員(氏名)"),
    "kana": ("氏名のよみ", "氏名ふりがな", "氏名フリガナ", "氏名カナ", "氏名かな", "委員よみ", *_KANA),
    "sex": ("性別", "男女", "男女別", "性"),
    "birth_date": ("生年月日", "誕生日", "生年月日和暦", "生年月日西暦"),
    "age": ("年齢", "歳", "満年齢", "年令"),
    "occupation": ("職業・勤務先", "職業", "職業等", "勤務先", "職業勤務先", "職業又は役職", "職業役職", "本業"),
    "body": ("所属団体", "団体", "団体名", "所属団体名", "団体役職", "所属", "所属等", "推薦団体", "選出団体"),
    "address": ("住所", "現住所", "住所地", "自宅住所"),
    "phone": ("電話番号", "電話", "TEL", "連絡先", "携帯電話", "携帯", "自宅電話", "連絡先電話番号"),
    "category": ("選出の別", "選出区分", "選出の区分", "選出別", "区分", "委員区分", "選出母体", "種別"),
    "reason": ("選考の理由", "選考理由", "推薦理由", "選出理由", "委嘱理由"),
    "starts_on": (
        "任期の初日", "任期開始日", "任期開始", "任期始期", "任期の始まり", "任期開始年月日", "任期(自)", "任期自", "自", "任期始", "任期の始期", "任期初日",
    ),
    "ends_on": (
        "任期の末日", "任期満了日", "任期満了", "任期終了日", "任期終期", "任期満了年月日", "任期(至)", "任期至", "至", "任期終", "任期の終期", "任期末日",
    ),
    "appointed_on": ("委嘱年月日", "委嘱日", "委嘱した日", "就任年月日", "就任日", "委嘱状交付日"),
    "ordinal": ("通算の期", "期", "期数", "通算期数", "何期目", "在任期数", "再任回数の期"),
    "document_number": ("委嘱状の番号", "委嘱状番号", "委嘱番号", "文書番号"),
    "left_on": ("退任年月日", "辞職年月日", "解嘱年月日", "退任日", "辞任日", "辞任年月日", "解嘱日", "退任"),
    "remarks": _REMARKS,
}  # fmt: skip

LISTS = Book({
    COUNCILS: Kind(
        "協議会", COUNCIL_COLUMNS, frozenset({"established_on"}), frozenset({"koban", "name", "kind", "manager_name", "area", "purpose"}),
        word="協議会", needed=("established_on",),
    ),
    MEMBERS: Kind(
        "委員", MEMBER_COLUMNS, frozenset({"name"}),
        frozenset({"starts_on", "ends_on", "occupation", "birth_date", "sex", "category", "appointed_on"}), word="委員",
        needed=("council", "name", "starts_on"),
    ),
})  # fmt: skip
"""The tables of a file of councils; a council without a name takes the one that its koban gives."""

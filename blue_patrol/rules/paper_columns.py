"""Which columns an old spreadsheet of groups, cars, patrollers or the issuance register has (forms 1–3, 14, 15).

The words are those of the forms and of what offices write instead; the first of each is the label on the screen.
"""

import re
import unicodedata

from blue_patrol.rules import plates
from casework.sheets.book import Book, Kind
from casework.sheets.cells import read_text
from casework.sheets.columns import Catalogue, Contents
from casework.sheets.table import Cell

GROUPS, VEHICLES, PATROLLERS, REGISTER = "groups", "vehicles", "patrollers", "register"

_STATION = ("署", "警察署", "警察署名", "署名", "所属", "管轄署", "管轄警察署", "取扱署", "担当署")
_CERTIFICATE = (
    "証明書番号", "証明番号", "証明書の番号", "証明書No", "証明No", "証明書", "番号(証明書)", "団体証明書番号", "証明書記号番号",
)  # fmt: skip
_GROUP = (
    "団体の名称", "団体名", "団体名称", "名称", "実施団体", "実施団体名", "申請団体", "申請団体名", "団体", "証明団体", "活動団体名", "組織名", "所属団体",
    "所属団体名",
)  # fmt: skip
_REMARKS = ("備考", "摘要", "メモ", "特記事項", "その他", "備考欄")
_ADDRESS = ("住所", "現住所", "住所地")
_PHONE = ("電話番号", "電話", "TEL", "連絡先", "連絡先電話番号", "電話番号等", "携帯電話", "携帯")
_KANA = (
    "よみ",
    "ふりがな",
    "フリガナ",
    "読み",
    "読み仮名",
    "かな",
    "カナ",
    "よみがな",
    "氏名カナ",
    "氏名ふりがな",
    "氏名かな",
    "氏名のよみ",
)
_CARD = (
    "実施者証番号", "実施者証", "実施者証No", "パトロール実施者証番号", "実施者証の番号", "青色防犯パトロール実施者証番号", "実施者証番号枚数", "証番号",
)  # fmt: skip
_STICKER = (
    "標章番号", "標章", "標章No", "標章の番号", "パトロール標章番号", "自動車標章番号", "ステッカー番号", "標章番号枚数", "青色防犯パトロール標章番号",
)  # fmt: skip

GROUP_COLUMNS: Catalogue = {
    "station": _STATION,
    "certificate_number": (*_CERTIFICATE, "番号"),
    "certified_on": ("証明年月日", "証明日", "証明書の日付", "証明した日", "決裁年月日", "証明書年月日", "証明書作成年月日"),
    "delivered_on": ("交付年月日", "交付日", "証明書交付年月日", "証明書交付日", "交付した日"),
    "name": _GROUP,
    "kana": (
        "団体のよみ", "団体名ふりがな", "団体名フリガナ", "団体名カナ", "団体名よみ", "団体の名称のよみ", "名称ふりがな", "名称フリガナ", "団体ふりがな",
        "団体フリガナ", *_KANA,
    ),
    "postal_code": ("郵便番号", "〒", "郵便"),
    "address": ("所在地", "団体所在地", "団体の所在地", "事務所所在地", "団体住所", "事務所", *_ADDRESS),
    "phone": (*_PHONE, "団体電話番号", "団体電話", "事務所電話番号"),
    "contact_name": ("担当者", "担当者名", "担当者氏名", "連絡担当者", "事務担当者", "連絡責任者"),
    "representative_title": ("代表者の職名", "代表者職名", "代表者役職", "代表者職", "代表者肩書", "職名", "役職", "役職名", "肩書"),
    "representative_name": ("代表者の氏名", "代表者氏名", "代表者", "代表者名", "代表", "氏名", "会長名", "責任者"),
    "representative_kana": (
        "代表者のよみ", "代表者ふりがな", "代表者フリガナ", "代表者カナ", "代表者よみ", "代表者氏名ふりがな", "代表者氏名フリガナ",
    ),
    "group_type": ("団体の区分", "区分", "団体区分", "団体種別", "種別", "団体の種別", "類型"),
    "commissioned_by": ("委嘱(委託)者", "委嘱者", "委託者", "委嘱委託者", "委嘱者名", "委託元", "委嘱元"),
    "commissioned_on": ("委嘱(委託)年月日", "委嘱年月日", "委託年月日", "委嘱日", "委託日", "委嘱委託年月日"),
    "patrol_area": ("実施地域", "パトロール実施地域", "活動地域", "活動区域", "パトロール地域", "実施区域", "活動範囲", "地域", "パトロール区域"),
    "member_count": ("構成員数", "会員数", "人数", "構成員", "団体人数", "構成人員"),
    "ledger_number": ("台帳番号", "証明台帳番号", "台帳No", "整理番号"),
    "informed_on": (
        "直近の情報提供年月日", "情報提供年月日", "情報提供日", "最終情報提供日", "直近情報提供日", "年1回の情報提供", "情報提供", "最終情報提供年月日",
    ),
    "remarks": _REMARKS,
}  # fmt: skip

VEHICLE_COLUMNS: Catalogue = {
    "station": _STATION,
    "certificate_number": _CERTIFICATE,
    "group_name": _GROUP,
    "plate": (
        "車両番号", "登録番号", "自動車登録番号", "ナンバー", "車両ナンバー", "登録番号又は車両番号", "自動車登録番号又は車両番号", "車番", "プレート番号",
        "ナンバープレート", "自動車登録番号車両番号", "車両登録番号",
    ),
    "plate_area": ("地域名", "車両番号地域名", "運輸支局", "車両番号地域", "登録番号地域名", "支局"),
    "plate_class": ("分類番号", "車両番号分類番号", "車両番号分類", "登録番号分類番号"),
    "plate_kana": ("ひらがな", "車両番号かな", "車両番号ひらがな", "登録番号かな", "かな"),
    "plate_serial": ("一連指定番号", "車両番号一連指定番号", "車両番号番号", "登録番号番号", "一連番号"),
    "is_light": ("軽自動車", "軽", "軽自動車の別", "普通軽の別", "軽普通", "自動車の種別", "車種区分", "種別", "車種"),
    "make": ("車名", "メーカー", "車名メーカー", "製造者", "メーカー名"),
    "model_code": ("型式", "車両型式", "自動車の型式"),
    "chassis_number": ("車台番号", "車体番号", "車台No", "フレーム番号"),
    "base_location": ("使用の本拠の位置", "使用の本拠", "本拠", "使用本拠", "使用の本拠地", "本拠の位置", "保管場所"),
    "user_name": ("使用者の氏名又は名称", "使用者", "使用者名", "使用者氏名", "使用者の氏名", "使用者の名称"),
    "user_address": ("使用者の住所", "使用者住所"),
    "owner_name": ("所有者の氏名又は名称", "所有者", "所有者名", "所有者氏名", "所有者の氏名"),
    "lamp_type": ("青色回転灯等の種類", "回転灯の種類", "青色回転灯", "灯火の種類", "回転灯種別", "青色灯の種類", "回転灯等の種類", "灯の種類"),
    "sticker_number": _STICKER,
    "delivered_on": ("標章交付年月日", "交付年月日", "交付日", "標章交付日"),
    "entered_on": (
        "自動車検査証の記載年月日", "車検証記載日", "車検証記載年月日", "自動車検査証記載日", "検査証記載日", "記載年月日", "車検証記入日", "検査証記載年月日",
        "車検証への記載", "車検証記載",
    ),
    "remarks": _REMARKS,
}  # fmt: skip

PATROLLER_COLUMNS: Catalogue = {
    "station": _STATION,
    "certificate_number": _CERTIFICATE,
    "group_name": _GROUP,
    "name": ("氏名", "実施者氏名", "実施者名", "名前", "実施者", "パトロール実施者", "パトロール実施者氏名", "実施者の氏名"),
    "kana": _KANA,
    "birth_date": ("生年月日", "誕生日", "生年月日和暦", "生年月日西暦"),
    "address": (*_ADDRESS, "実施者住所"),
    "phone": _PHONE,
    "card_number": _CARD,
    "delivered_on": ("実施者証交付年月日", "交付年月日", "交付日", "実施者証交付日"),
    "trained_on": (
        "受講年月日", "講習受講年月日", "受講日", "講習受講日", "講習年月日", "講習日", "最終受講日", "直近受講日", "講習", "講習会受講日", "直近の受講年月日",
        "最終受講年月日",
    ),
    "trainer": ("講習実施者", "講師", "講習実施者名", "講習者", "講習担当者", "講習実施者氏名", "講習講師"),
    "remarks": _REMARKS,
}  # fmt: skip

REGISTER_COLUMNS: Catalogue = {
    "station": _STATION,
    "fiscal_year": ("年度",),
    "row_number": ("番号", "No", "交付番号", "連番", "整理番号", "交付簿番号", "項番", "通し番号"),
    "delivered_on": ("交付年月日", "交付日", "年月日", "交付した日"),
    "kind": ("交付区分", "区分", "種別", "交付の区分", "交付種別", "事由", "交付事由"),
    "certificate_number": (*_CERTIFICATE, "証明書番号等"),
    "group_name": (*_GROUP, "交付先", "交付先団体", "交付先団体名"),
    "sticker_numbers": _STICKER,
    "card_numbers": _CARD,
    "delivered_by": ("交付した者", "交付者", "取扱者", "交付者氏名", "交付した職員", "取扱者氏名", "交付担当者"),
    "receiver_name": ("受領者", "受領者氏名", "受領者の氏名", "受領者名", "受領印", "受領者署名", "受領者氏名署名", "受取人"),
    "reported_on": ("本部報告年月日", "本部報告", "本部報告日", "報告年月日", "報告日", "本部への報告"),
    "remarks": ("摘要", *_REMARKS),
}  # fmt: skip

_PLATE_FIELDS = frozenset({"plate", "plate_area", "plate_class", "plate_kana", "plate_serial"})
_POSTAL = re.compile(r"〒?[0-9]{3}-?[0-9]{4}")
_CREDENTIAL = re.compile(r"第?[RHS][0-9]{1,2}-[0-9]{1,6}号?")


def _looks_like_plate(value: Cell) -> bool:
    try:
        plates.parse(read_text(value), kana=plates.DEMO_KANA)
    except plates.PlateError:
        return False
    return True


def _fits(pattern: re.Pattern[str], value: Cell) -> bool:
    return pattern.fullmatch(unicodedata.normalize("NFKC", read_text(value)).replace("−", "-")) is not None


_NUMBERS: Contents = {"certificate_number": lambda value: _fits(_CREDENTIAL, value)}
"""What may be told by the cells alone: certificate numbers, and below plates and postal codes."""

PAPER = Book({
    GROUPS: Kind(
        "団体", GROUP_COLUMNS, frozenset({"name"}),
        frozenset({"certified_on", "representative_name", "patrol_area", "address", "group_type", "ledger_number"}),
        word="団体", needed=("certificate_number", "name", "representative_name"),
        contents={"postal_code": lambda value: _fits(_POSTAL, value), **_NUMBERS},
    ),
    VEHICLES: Kind(
        "自動車", VEHICLE_COLUMNS, frozenset(), _PLATE_FIELDS | {"chassis_number"}, word="車",
        contents={"plate": _looks_like_plate, **_NUMBERS},
    ),
    PATROLLERS: Kind(
        "実施者", PATROLLER_COLUMNS, frozenset({"name"}), frozenset({"birth_date", "card_number", "trained_on", "trainer"}),
        word="実施者", needed=("name",), contents=_NUMBERS,
    ),
    REGISTER: Kind(
        "交付簿", REGISTER_COLUMNS, frozenset({"delivered_on"}),
        frozenset({"receiver_name", "kind", "sticker_numbers", "card_numbers", "delivered_by", "reported_on", "fiscal_year"}), 2,
        word="交付簿", needed=("delivered_on", "group_name"), contents=_NUMBERS,
    ),
})  # fmt: skip
"""The tables of a paper ledger; of a car the plate may stand in four columns, so that its rows need none of them."""

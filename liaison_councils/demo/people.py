"""Invented members: who they are, why they were chosen."""

from datetime import date
from typing import Any

from casework.demo import people

FEMALE = frozenset(
    [
        "楓",
        "里奈",
        "恵子",
        "幸",
        "文子",
        "美咲",
        "和代",
        "千鶴",
        "節子",
        "陽菜",
        "琴音",
        "澄江",
        "麻衣",
        "奈緒",
        "雪乃",
    ]
)
WHO = (  # category, occupation, body, reason
    ("resident", "町内会長", "町内会連合会", "町内の実情に詳しく、住民の信望が厚い"),
    ("business", "駅前書店の店主", "商店街振興組合", "商店街の防犯に長く関わっている"),
    ("resident", "日本語教室の講師", "", "外国人住民の相談を受けており、住民に信頼されている"),
    ("school", "小学校の教頭", "小学校", "通学路の見守りを取りまとめている"),
    ("other", "民生委員", "民生児童委員協議会", "高齢者の暮らしに詳しい"),
    ("business", "鉄道会社の駅長", "", "駅の利用者の様子に詳しい"),
    ("resident", "無職（元教員）", "老人クラブ", "学区の子供の見守りを続けている"),
    ("business", "コンビニエンスストアの店長", "", "夜の地域の様子に詳しい"),
    ("public", "市役所の課長補佐", "市生活安全課", "市の防犯の施策を受け持っている"),
    ("other", "消防団の分団長", "消防団", "災害のときの地域の動きに詳しい"),
    ("resident", "ＰＴＡの会長", "小学校ＰＴＡ", "保護者の声を広く聞いている"),
    ("business", "信用金庫の支店長", "", "窓口での被害の防止に取り組んでいる"),
)


def member(number: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """(the person, what is said of the candidacy) of an invented member."""
    name, kana = (
        people.RARE_PEOPLE[number // 17 % 8] if number % 17 == 5 else people.person(2000 + number * 3)
    )
    category, occupation, body, reason = WHO[number % len(WHO)]
    given = name.split(" ")[-1]
    person = {
        "name": name, "kana": kana, "birth_date": date(1948 + number * 11 % 47, 1 + number % 12, 1 + number * 5 % 28),
        "sex": "female" if given in FEMALE else "male", "address": f"桜見市坂上町{1 + number % 5}丁目{1 + number % 30}番地",
        "phone": f"0500-000-{7000 + number:04d}", "occupation": occupation, "body": body,
    }  # fmt: skip
    return person, {"category": category, "reason": reason}

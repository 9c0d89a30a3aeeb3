"""Names: keys that find, keys that sort, sentences that refuse; what is stored stays as typed."""

import unicodedata

import pytest

from casework import names

IVS_KATSU = "葛\U000e0100"
COMPATIBILITY_KAMI = "\ufa19"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("髙橋", "高橋"),
        ("𣘺本", "橋本"),
        ("𠮷田", "吉田"),
        ("山﨑", "山崎"),
        ("山嵜", "山崎"),
        ("渡邊", "渡辺"),
        ("渡邉", "渡辺"),
        ("邊見", "邉見"),
        ("斎藤", "斉藤"),
        ("齋藤", "齊藤"),
        ("齊藤", "斎藤"),
        ("濱田", "浜田"),
        ("濵田", "濱田"),
        ("澤田", "沢田"),
        ("廣瀨", "広瀬"),
        ("國分", "国分"),
        ("櫻井", "桜井"),
        ("眞鍋", "真鍋"),
        ("德永", "徳永"),
        ("嶋田", "島田"),
        ("嶌田", "島田"),
        ("龍野", "竜野"),
        ("大瀧", "大滝"),
        ("冨田", "富田"),
        ("髙峯", "高峰"),
        ("桒原", "桑原"),
        ("靏田", "鶴田"),
        ("黑川", "黒川"),
        ("圓谷", "円谷"),
        ("萬田", "万田"),
        (COMPATIBILITY_KAMI + "田", "神田"),
        (IVS_KATSU + "城", "葛城"),
        ("神\ufe00田", "神田"),
        ("青葉 守", "青葉　守"),
        ("青葉 守", "青葉守"),
        ("アオバ", "あおば"),
        ("ｱｵﾊﾞ", "あおば"),
        ("か\u3099", "が"),
        ("か゛", "が"),
        ("緑ヶ峰", "緑ケ峰"),
        ("緑ｹ峰", "緑ヶ峰"),
        ("ＮＰＯ法人", "npo法人"),
        ("㈱まちの灯", "(株)まちの燈"),
        ("第１２", "第12"),
    ],
)
def test_variants_of_one_name_have_one_key(first: str, second: str) -> None:
    assert names.search_key(first) == names.search_key(second)
    assert names.same_name(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("澤", "途"),
        ("沢", "途"),
        ("濱", "頻"),
        ("濵", "頻"),
        ("浜", "頻"),
        ("吉", "桔"),
        ("崎", "埼"),
        ("礼", "豊"),
        ("圓", "元"),
        ("祐", "佑"),
        ("葉", "叶"),
        ("橋", "毳"),
        ("強", "疆"),
        ("か", "が"),
        ("青葉", "青菜"),
    ],
)
def test_different_names_keep_different_keys(first: str, second: str) -> None:
    assert names.search_key(first) != names.search_key(second)


@pytest.mark.parametrize(
    "text",
    [
        "髙𠮷 﨑夫",
        "緑ヶ峰",
        IVS_KATSU + "飾",
        "ｶﾞｰﾄﾞ",
        "㈱ヴィラ",
        "ヽヾゝゞ",
        "ǰΐ ß İ",
        "か゛ ｱ゛",
        "齋邉澤濱",
    ],
)
def test_the_key_of_a_key_is_itself(text: str) -> None:
    key = names.search_key(text)
    assert names.search_key(key) == key


def test_folding_never_chains() -> None:
    common = [chr(code) for code in range(0x4E00, 0x9FA0)]
    for char in common:
        folded = names.search_key(char)
        assert names.search_key(folded) == folded, char


def test_grams_are_single_characters_and_pairs_without_repeats() -> None:
    assert names.bigrams("あかり") == ["あ", "か", "り", "あか", "かり"]
    assert names.bigrams("ささ") == ["さ", "ささ"]
    assert names.bigrams("𠮷田") == ["𠮷", "田", "𠮷田"]
    assert names.bigrams("") == []


def test_readings_sort_in_gojuon_order() -> None:
    ordered = [
        "アーチ",
        "ああと",
        "あおば まもる",
        "かあさん",
        "かいとう",
        "がいとう",
        "さおとめ つかさ",
        "はし",
        "ばし",
        "ぱし",
        "はしもと",
        "はっとり",
        "はつとり",
        "ひの ひかり",
        "わたせ りな",
        "ん",
    ]
    shuffled = [*ordered[1::2], *ordered[::2]]
    assert sorted(shuffled, key=names.kana_key) == ordered


@pytest.mark.parametrize(
    ("first", "second"),
    [("アオバ", "あおば"), ("ｱｵﾊﾞ", "あおば"), ("あおば まもる", "あおばまもる"), ("こゝろ", "こころ")],
)
def test_scripts_and_spaces_do_not_move_a_reading(first: str, second: str) -> None:
    assert names.kana_key(first).split(" ")[0] == names.kana_key(second).split(" ")[0]


def test_an_empty_reading_has_an_empty_key() -> None:
    assert names.kana_key("") == ""
    assert names.kana_key("　") == ""


@pytest.mark.parametrize(
    "text",
    [
        "青葉 守",
        "髙𠮷 﨑夫",
        IVS_KATSU + "城",
        COMPATIBILITY_KAMI + "田",
        "神\ufe00田",
        "五十嵐 ウィリアム健太郎",
        "㈱まちの灯",
        "佐々木　〆子",
        "\U00031350",
        "O'Neill-Müller",
        "",
    ],
)
def test_real_names_are_accepted(text: str) -> None:
    assert names.problems(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("青\ue000葉", "2文字目（U+E000）は外字です"),
        ("\uf8ff", "外字"),
        ("\U000f0000", "外字"),
        ("\U0010fffd", "備考に書くか画像を"),
        ("青\u0000葉", "制御文字"),
        ("青\u001b葉", "制御文字"),
        ("青\u0085葉", "制御文字"),
        ("青\t葉", "タブ"),
        ("青\n葉", "改行"),
        ("青\u2028葉", "改行"),
        ("青\u200b葉", "目に見えない文字"),
        ("青\u200d葉", "目に見えない文字"),
        ("\ufeff青葉", "目に見えない文字"),
        ("青\u202e葉", "目に見えない文字"),
        ("青\u2067葉", "目に見えない文字"),
        ("青\u200f葉", "目に見えない文字"),
        ("青\u00ad葉", "目に見えない文字"),
        ("青\u180e葉", "目に見えない文字"),
        ("\u3164", "目に見えない文字"),
        ("青\ufffd葉", "壊れています"),
        ("青\ufffe葉", "壊れています"),
        ("\ufdd0", "壊れています"),
        ("青" + chr(0xD842) + "葉", "壊れています"),
        ("\U000e0100葛", "字形の指定だけ"),
        ("葛\U000e0100\U000e0101", "字形の指定だけ"),
        ("葛 \U000e0100", "字形の指定だけ"),
    ],
)
def test_what_no_paper_could_print_is_refused(text: str, words: str) -> None:
    (sentence,) = names.problems(text)
    assert words in sentence
    assert sentence.endswith("。")


def test_every_faulty_character_is_told_by_its_place() -> None:
    first, second = names.problems(f"{IVS_KATSU}\ue001田\u200b")
    assert first.startswith("2文字目（U+E001）")
    assert second.startswith("4文字目（U+200B）")


def test_line_breaks_are_welcome_in_long_text() -> None:
    assert names.problems("坂上町\r\n坂下町", multiline=True) == []
    assert names.problems("坂上町\n\u200b", multiline=True) != []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (IVS_KATSU, 1),
        (IVS_KATSU + "城", 2),
        ("𠮷", 1),
        ("か\u3099", 1),
        ("が", 1),
        ("ﾊﾞ", 1),
        ("神\ufe00", 1),
        ("青葉 守", 4),
        ("", 0),
    ],
)
def test_length_is_counted_as_a_reader_counts(text: str, count: int) -> None:
    assert names.graphemes(text) == count


@pytest.mark.parametrize(
    ("text", "trimmed"), [("　青葉 守 \n", "青葉 守"), ("青　葉", "青　葉"), ("\u2003守", "守")]
)
def test_only_the_ends_are_trimmed(text: str, trimmed: str) -> None:
    assert names.trim(text) == trimmed


def test_trimming_never_normalises_nor_hides_a_control_character() -> None:
    text = f" {COMPATIBILITY_KAMI}㈱ｶﾞ "
    assert names.trim(text) == text[1:-1] != unicodedata.normalize("NFC", text[1:-1])
    assert names.trim("\u001f青") == "\u001f青"

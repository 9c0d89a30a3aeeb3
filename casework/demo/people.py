"""Invented names of people: usual ones, and those that fonts and searches trip over."""

_SURNAMES = (
    "秋月/あきづき 朝倉/あさくら 有馬/ありま 石動/いするぎ 泉田/いずみだ 上坂/うえさか 江波/えなみ 大空/おおぞら 鏡/かがみ "
    "霞/かすみ 鴨下/かもした 神楽/かぐら 桐生/きりゅう 久遠/くおん 小早川/こばやかわ 早乙女/さおとめ 鷺沼/さぎぬま 汐田/しおだ "
    "白石/しらいし 杉並/すぎなみ 瀬尾/せお 空木/うつぎ 高遠/たかとお 月岡/つきおか 戸倉/とくら 長瀬/ながせ 二宮/にのみや "
    "野分/のわき 羽鳥/はとり 氷室/ひむろ 深山/みやま 星川/ほしかわ 真壁/まかべ 水無月/みなづき 武蔵/むさし 森園/もりぞの "
    "矢吹/やぶき 結城/ゆうき 若宮/わかみや 渡瀬/わたせ"
)
_GIVEN_NAMES = (
    "透/とおる 楓/かえで 司/つかさ 里奈/りな 明/あきら 恵子/けいこ 修/おさむ 幸/さち 健/けん 文子/ふみこ 進/すすむ 美咲/みさき 豊/ゆたか "
    "和代/かずよ 誠/まこと 千鶴/ちづる 実/みのる 節子/せつこ 昇/のぼる 陽菜/ひな 勲/いさお 琴音/ことね 茂/しげる 澄江/すみえ 徹/とおる "
    "麻衣/まい 弘/ひろし 奈緒/なお 護/まもる 雪乃/ゆきの 要/かなめ"
)
SURNAMES = [pair.split("/") for pair in _SURNAMES.split()]
GIVEN_NAMES = [pair.split("/") for pair in _GIVEN_NAMES.split()]
RARE_PEOPLE = (
    ("髙橋 優", "たかはし ゆう"),
    ("山﨑 翔", "やまざき しょう"),
    ("𠮷田 実", "よしだ みのる"),
    ("葛\U000e0100城 由衣", "かつらぎ ゆい"),  # 葛󠄀 with its variation selector
    ("手\ufa10 学", "てづか まなぶ"),  # 塚 U+FA10, which NFC would change
    ("五十嵐 ウィリアム健太郎", "いがらし うぃりあむけんたろう"),
    ("小鳥遊 楓", "たかなし かえで"),
    ("四月一日 澪", "わたぬき みお"),
)


def person(number: int) -> tuple[str, str]:
    """An invented name with its reading; neighbours differ in both halves."""
    surname, given = (
        SURNAMES[number % len(SURNAMES)],
        GIVEN_NAMES[(number * 7 + number // 40) % len(GIVEN_NAMES)],
    )
    return f"{surname[0]} {given[0]}", f"{surname[1]} {given[1]}"

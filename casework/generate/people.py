"""Invented names as they are spread in life: a few surnames are everywhere, some have several spellings of one character."""

from itertools import accumulate
from random import Random

_SURNAMES = (
    "佐藤/さとう 鈴木/すずき 高橋/たかはし 田中/たなか 伊藤/いとう 渡辺/わたなべ 山本/やまもと 中村/なかむら 小林/こばやし 加藤/かとう "
    "吉田/よしだ 山田/やまだ 山口/やまぐち 松本/まつもと 井上/いのうえ 木村/きむら 斎藤/さいとう 清水/しみず 山崎/やまざき 森/もり "
    "池田/いけだ 橋本/はしもと 阿部/あべ 石川/いしかわ 中島/なかじま 前田/まえだ 藤田/ふじた 小川/おがわ 後藤/ごとう 岡田/おかだ "
    "長谷川/はせがわ 村上/むらかみ 近藤/こんどう 石井/いしい 坂本/さかもと 遠藤/えんどう 青木/あおき 藤井/ふじい 西村/にしむら 福田/ふくだ "
    "太田/おおた 三浦/みうら 藤原/ふじわら 岡本/おかもと 松田/まつだ 中川/なかがわ 中野/なかの 原田/はらだ 小野/おの 竹内/たけうち "
    "田村/たむら 渡邊/わたなべ 髙橋/たかはし 山﨑/やまざき 渡邉/わたなべ 齋藤/さいとう 齊藤/さいとう 斉藤/さいとう 中嶋/なかじま 濵田/はまだ "
    "浜田/はまだ 川邉/かわべ 𠮷田/よしだ 髙木/たかぎ 葛\U000e0100城/かつらぎ 手\ufa10/てづか 廣瀬/ひろせ 櫻井/さくらい 澤田/さわだ 國分/こくぶ "
    "都築/つづき 水野/みずの 成瀬/なるせ 柴田/しばた 神谷/かみや 杉浦/すぎうら 牧野/まきの 榊原/さかきばら 鬼頭/きとう 早川/はやかわ "
    "四月一日/わたぬき 小鳥遊/たかなし 五十嵐/いがらし"
)
_GIVEN = (
    "清/きよし 茂/しげる 実/みのる 勝/まさる 進/すすむ 弘/ひろし 正/ただし 昇/のぼる 誠/まこと 隆/たかし 博/ひろし 修/おさむ 豊/ゆたか 明/あきら "
    "和子/かずこ 幸子/さちこ 節子/せつこ 洋子/ようこ 恵子/けいこ 京子/きょうこ 久美子/くみこ 由美子/ゆみこ 真由美/まゆみ 智子/ともこ 裕子/ゆうこ "
    "健一/けんいち 浩二/こうじ 正雄/まさお 義男/よしお 一郎/いちろう 三郎/さぶろう 秀樹/ひでき 直樹/なおき 大輔/だいすけ 健太/けんた 翔/しょう "
    "美咲/みさき 愛/あい 彩/あや 葵/あおい 陽菜/ひな 蓮/れん 樹/いつき 結衣/ゆい 千代/ちよ ハナ/はな 榮/さかえ 惠子/けいこ 德次/とくじ 靜江/しずえ"
)
_TOWNS = (
    "旭/あさひ 栄/さかえ 緑/みどり 中央/ちゅうおう 本/ほん 桜/さくら 富士見/ふじみ 高根/たかね 大池/おおいけ 新田/しんでん 川原/かわら 東山/ひがしやま "
    "西浦/にしうら 南陽/なんよう 北野/きたの 若葉/わかば 松風/まつかぜ 清水/しみず 八幡/やわた 天神/てんじん 城下/しろした 竹の内/たけのうち "
    "神明/しんめい 桃花/とうか 梅坪/うめつぼ 宮前/みやまえ 寺西/てらにし 藤ケ丘/ふじがおか 光が丘/ひかりがおか 汐見/しおみ 鶴舞/つるまい 千種/ちぐさ"
)
_BODIES = (
    "学区防犯パトロール隊/がっくぼうはんぱとろーるたい 町内会/ちょうないかい 自主防犯会/じしゅぼうはんかい 見守り隊/みまもりたい "
    "学区連絡協議会/がっくれんらくきょうぎかい 青色パトロール隊/あおいろぱとろーるたい 防犯ボランティアの会/ぼうはんぼらんてぃあのかい "
    "老人クラブ/ろうじんくらぶ コミュニティ推進協議会/こみゅにてぃすいしんきょうぎかい 地区防犯協会/ちくぼうはんきょうかい"
)
KANA = "さすせそたちつてとなにぬねのはひふほまみむめもやゆらりるろ"


def _pairs(words: str) -> list[list[str]]:
    return [word.split("/") for word in words.split()]


SURNAMES, GIVEN, TOWNS, BODIES = (_pairs(words) for words in (_SURNAMES, _GIVEN, _TOWNS, _BODIES))
_WEIGHTS = list(
    accumulate(1 / (place + 3) for place in range(len(SURNAMES)))
)  # the n-th is 1/n as frequent as the first


def person(random: Random) -> tuple[str, str]:
    """(name, reading)"""
    (surname, read), (given, called) = random.choices(SURNAMES, cum_weights=_WEIGHTS)[0], random.choice(GIVEN)
    return f"{surname} {given}", f"{read} {called}"


def town(random: Random) -> tuple[str, str]:
    name, kana = random.choice(TOWNS)
    return f"{name}町", f"{kana}ちょう"


def group(random: Random) -> tuple[str, str]:
    """A body of a town, of which there may be several in one town."""
    (name, kana), (body, read) = random.choice(TOWNS), random.choice(BODIES)
    part = random.choice(("", "", "東", "西", "第一", "第二"))
    read_part = {"東": "ひがし", "西": "にし", "第一": "だいいち", "第二": "だいに"}.get(part, "")
    return f"{name}{part}{body}", f"{kana}{read_part}{read}"


def plate(random: Random, area: str) -> str:
    """A private car's plate, stored: 名古屋|500|さ|1234 (domain: class 1 to 3 characters, never お し へ ん)."""
    kind = random.choice(("300", "330", "500", "501", "530", "580", "581", "480", "400", "30A", "58K"))
    return f"{area}|{kind}|{random.choice(KANA)}|{random.randint(1, 9999)}"

"""The invented councils, names and texts that sample.py puts together: no such person, place or number exists."""

from datetime import date

from casework.paper_values import OfficeValues
from liaison_councils.papers.values import CouncilValues, OfficerValues

OFFICE = OfficeValues(
    prefecture="愛知県", chief_title="愛知県警察本部長", chief_name="高見　澄人", chief_section="地域総務課",
    decision_posts=("本部長", "部長", "課長", "補佐", "係"), station="愛知県桜見坂警察署",
    station_chief_title="愛知県桜見坂警察署長", station_chief_rank="警視正", station_chief_name="星野　航",
    station_section="生活安全課", station_phone="0500-000-0110",
)  # fmt: skip
COUNCIL = CouncilValues(
    name="桜見坂駅前交番連絡協議会", kind="所管区", koban="桜見坂駅前交番", koban_phone="0500-000-1110", area="桜見坂駅前交番の所管区の全域",
    manager="警部補　早瀬　渚",
)  # fmt: skip
LONG_COUNCIL = CouncilValues(
    name="桜見坂駅前交番・緑ケ峰町駐在所・南浜田港交番の所管区を統合して設置する単位連絡協議会（葛󠄀城町三丁目を除く。）",
    kind="単位", koban="桜見坂駅前交番", koban_phone="0500-000-1110", manager="警部補　髙橋　𠮷之介",
    area="桜見坂駅前交番の所管区の全域、緑ケ峰町駐在所の所管区のうち字東山、字西山及び字中ノ坪並びに南浜田港交番の所管区のうち"
    "臨港地区を除く区域。ただし、葛󠄀城町三丁目については、葛󠄀城交番連絡協議会の対象とする。",
    purpose="駅前の商業地域と住宅地域に共通する自転車盗及び声掛け事案の防止",
)  # fmt: skip
NAMES = (  # name, reading; the first ones in the characters that papers must print exactly
    ("葛󠄀城　花枝", "かつらぎ　はなえ"), ("𠮷川　正", "よしかわ　ただし"), ("髙橋　みどり", "たかはし　みどり"),
    ("山﨑　道夫", "やまざき　みちお"), ("塚原　元", "つかはら　はじめ"), ("小鳥遊　楓", "たかなし　かえで"),
    ("青柳　浩", "あおやぎ　ひろし"), ("白石　みなと", "しらいし　みなと"), ("月岡　誠司", "つきおか　せいじ"),
    ("灯野　ひかり", "ひの　ひかり"),
)  # fmt: skip
SURNAMES = (("浜名", "はまな"), ("早乙女", "さおとめ"), ("緑川", "みどりかわ"), ("秋月", "あきづき"), ("鳥羽", "とば"), ("水瀬", "みなせ"), ("朝比奈", "あさひな"))  # fmt: skip
GIVEN = (("司", "つかさ"), ("和子", "かずこ"), ("峰雄", "みねお"), ("千鶴子", "ちづこ"), ("透", "とおる"), ("さくら", "さくら"), ("新", "あらた"), ("文", "ふみ"))  # fmt: skip
LONG_NAME = (
    "ロドリゲス・フェルナンデス・マリア・デ・ラ・コンセプシオン　さくら子",
    "ろどりげす・ふぇるなんですまりあ・で・ら・こんせぷしおん　さくらこ",
)
OCCUPATIONS = ("坂上町内会長", "青果店経営", "小学校教諭（桜見坂小学校）", "会社員", "民生委員", "医師（桜見坂駅前クリニック）", "主婦", "農業")  # fmt: skip
LONG_OCCUPATION = (
    "社会福祉法人桜見坂福祉会　特別養護老人ホーム緑ケ峰の里　施設長（桜見市社会福祉協議会理事を兼ねる。）"
)
OFFICERS = (
    OfficerValues(role="運営責任者", rank="警部補", name="早瀬　渚", place="桜見坂駅前交番", from_on=date(2026, 4, 1)),
    OfficerValues(role="推進責任者", rank="警部", name="風間　聡", place="地域課", from_on=date(2026, 4, 1)),
    *(
        OfficerValues(role="運営担当者", rank=rank, name=name, place="桜見坂駅前交番", from_on=date(2026, 4, 1))
        for rank, name in (
            ("警部補", "早瀬　渚"), ("巡査部長", "小林　環"), ("巡査部長", "石動　岳"), ("巡査長", "七瀬　葵"),
            ("巡査", "日下部　陸"), ("巡査", "一ノ瀬　凪"),
        )
    ),
)  # fmt: skip
AGENDA = "1　前回までの意見・要望への回答\n2　自転車盗の発生状況と防止の取組\n3　年末の特別警戒について\n4　意見交換"
LONG = (
    "所管区内では、桜見坂駅の西口から緑ケ峰町に至る市道の沿線で、自転車盗、車上ねらい及び女性への声掛け事案が続いて発生しており、"
    "住民から不安の声が寄せられている。交番では、通学時間帯と夕方の駐留警戒を強め、町内会、小学校及び商店街と連絡を取り合って、"
    "防犯灯の点検、施錠の呼び掛け及び見守り活動を行うこととした。"
)
EXPLAINED = (
    "1　自転車盗は、4月から8月までに23件（前年同期より6件多い。）発生し、その7割が無施錠であった。\n"
    "2　桜見坂駅西口の駐輪場で、施錠の呼び掛けを毎週金曜日に行っている。\n"
    "3　特殊詐欺の前兆の電話が所管区内で11件あった。留守番電話の設定を呼び掛けている。"
)
DISCUSSED = (
    "1　施錠の呼び掛けについて、小学校と商店街も掲示に協力することとした。\n"
    "2　駅裏の駐輪場が暗いとの意見があり、市へ照明の増設を要望することとした。\n"
    "3　年末の特別警戒に合わせ、町内会の夜回りを12月の毎週土曜日に行うこととした。"
)

"""The invented names, cars and texts that sample.py puts together."""

from datetime import date

from blue_patrol.papers.values import OfficeValues, PatrollerValues, VehicleValues

OFFICE = OfficeValues(
    prefecture="愛知県",
    chief_title="愛知県警察本部長",
    chief_name="高見　澄人",
    chief_section="生活安全総務課",
    certificate_symbol="愛生総",
    decision_posts=("本部長", "部長", "課長", "補佐", "係"),
    entry_days=15,
    return_deletion_days=15,
    retraining_months=36,
    station="愛知県桜見坂警察署",
    station_chief_title="愛知県桜見坂警察署長",
    station_chief_rank="警視正",
    station_chief_name="星野　航",
    station_section="生活安全課",
    station_phone="0500-000-0110",
)

LONG_NAME = "特定非営利活動法人桜見坂・緑ケ峰・南浜田三学区合同青色防犯パトロール推進協議会連合会"
LONG_AREA = (
    "桜見市立桜見坂小学校、緑ケ峰小学校及び南浜田小学校の各通学区域の全域（坂上町一丁目から四丁目まで、坂下町、"
    "桜見一丁目から三丁目まで、緑ケ峰町字東山、字西山及び字中ノ坪、南浜田町字浜通り、字松原、字汐見並びに"
    "葛󠄀城町三丁目）及びこれらに隣接する次の道路の区間：県道桜見坂線のうち桜見坂交差点から緑ケ峰駅前交差点まで、"
    "市道坂上12号線の全線、市道浜通り3号線のうち南浜田市役所前から浜風大橋西詰まで。ただし、南浜田港の臨港地区及び"
    "自動車専用道路を除く。夏季休業期間（7月21日から8月31日まで）は、桜見市立緑地公園及びその駐車場並びに同公園に至る"
    "市道緑ケ峰7号線の全線を加える。詳細は、別添地図のとおり。以上のほか実施なし"
)


def _car(
    plate: str, make: str, code: str, chassis: str, base: str, user: str, home: str, owner: str
) -> VehicleValues:
    return VehicleValues(
        plate=plate,
        make=make,
        model_code=code,
        chassis_number=chassis,
        base_location=f"愛知県桜見市{base}",
        user_name=user,
        user_address=f"愛知県桜見市{home or base}",
        owner_name=owner,
    )


KNOWN_VEHICLES = (
    _car(
        "名古屋|500|へ|1234",
        "スズカゼ　ミライト",
        "DBA-ZZ9",
        "ZZ9-000123",
        "坂上町一丁目2番3号",
        "桜見坂学区防犯パトロール隊",
        "",
        "青葉　守",
    ),
    _car(
        "豊橋|480|へ|5678",
        "スズカゼ　コトリ（軽）",
        "ZZA-K5",
        "K5-7654321",
        "坂下町5番地",
        "小鳥遊　楓",
        "",
        "小鳥遊　楓",
    ),
    _car(
        "三河|300|へ|9012",
        "ミカワ　ヤマナミ",
        "5BA-Y30",
        "Y30-0045678",
        "桜見三丁目8番地の1",
        "髙橋　𠮷之介",
        "桜見三丁目8番地の1　ハイツ山﨑205号室",
        "一般社団法人まちの灯防犯協会",
    ),
    _car(
        "名古屋|501|へ|1235",
        "スズカゼ　ミライト",
        "6AA-ZZ10",
        "ZZ10-100456",
        "葛󠄀城町三丁目10番地の12",
        LONG_NAME,
        "",
        "使用者に同じ",
    ),
    _car(
        "尾張小牧|480|へ|71",
        "コトリ　バン（軽）",
        "EBD-V17",
        "[41]12345",
        "坂上町四丁目1番地",
        "渡瀬　里奈",
        "",
        "渡瀬　里奈",
    ),
)


def _person(name: str, kana: str, born: date, address: str, remarks: str = "") -> PatrollerValues:
    return PatrollerValues(name=name, kana=kana, birth_date=born, address=address, remarks=remarks)


KNOWN_PATROLLERS = (
    _person("秋月　透", "あきづき　とおる", date(1959, 5, 6), "坂上町一丁目7番地"),
    _person("小鳥遊　楓", "たかなし　かえで", date(1977, 11, 3), "坂下町5番地"),
    _person("早乙女　司", "さおとめ　つかさ", date(1989, 2, 28), "桜見一丁目1番1号"),
    _person("渡瀬　里奈", "わたせ　りな", date(1991, 7, 9), "坂上町四丁目1番地"),
    _person(
        "五十嵐　ウィリアム健太郎",
        "いがらし　うぃりあむけんたろう",
        date(1998, 12, 24),
        "桜見二丁目3番20号　グランコート桜見坂1203号室",
    ),
    _person("髙橋　𠮷之介", "たかはし　よしのすけ", date(1954, 3, 1), "桜見三丁目8番地の1"),
    _person("山﨑　葛󠄀", "やまざき　かずら", date(1966, 8, 15), "葛󠄀城町三丁目10番地の12"),
    _person("青葉　守", "あおば　まもる", date(1955, 10, 10), "坂上町二丁目4番5号", "代表者"),
    _person("白石　みなと", "しらいし　みなと", date(1995, 4, 2), "坂下町22番地"),
    _person("灯野　ひかり", "ひの　ひかり", date(1985, 1, 31), "坂上町三丁目9番地"),
    _person("緑川　峰雄", "みどりかわ　みねお", date(1950, 6, 6), "緑ケ峰町字東山3番地"),
    _person("町野　明", "まちの　あきら", date(1973, 9, 19), "桜見一丁目14番6号"),
    _person("浜田　汐里", "はまだ　しおり", date(1990, 2, 14), "坂下町31番地の2"),
    _person("塚原　元", "つかはら　はじめ", date(2019, 5, 1), "坂上町一丁目1番地"),
)

SURNAMES = (
    ("朝凪", "あさなぎ"),
    ("霧島", "きりしま"),
    ("風間", "かざま"),
    ("星川", "ほしかわ"),
    ("雪村", "ゆきむら"),
    ("月岡", "つきおか"),
    ("花房", "はなぶさ"),
    ("鳥羽", "とば"),
    ("岩清水", "いわしみず"),
    ("海老名", "えびな"),
    ("森", "もり"),
    ("八重樫", "やえがし"),
)
GIVEN_NAMES = (
    ("一", "はじめ"),
    ("澄江", "すみえ"),
    ("勇太朗", "ゆうたろう"),
    ("みのり", "みのり"),
    ("光", "ひかる"),
    ("千鶴子", "ちづこ"),
    ("渉", "わたる"),
    ("さくら", "さくら"),
    ("誠司", "せいじ"),
    ("文", "あや"),
    ("冬馬", "とうま"),
)

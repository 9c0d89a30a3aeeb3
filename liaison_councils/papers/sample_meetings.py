"""Invented meetings, opinions and years of the councils."""

from dataclasses import replace
from datetime import date

from liaison_councils.papers.sample_words import (
    AGENDA,
    COUNCIL,
    DISCUSSED,
    EXPLAINED,
    LONG,
    LONG_COUNCIL,
    LONG_NAME,
    NAMES,
    OCCUPATIONS,
    OFFICE,
)
from liaison_councils.papers.values_meetings import (
    FigureValues,
    MeetingValues,
    OpinionValues,
    PersonValues,
    YearRowValues,
    YearValues,
)

HELD = date(2026, 9, 10)
GUESTS = (
    PersonValues(council=COUNCIL.name, kind="運営担当者", name="警部補　早瀬　渚", body="桜見坂駅前交番"),
    PersonValues(council=COUNCIL.name, kind="運営担当者", name="巡査部長　小林　環", body="桜見坂駅前交番"),
    PersonValues(council=COUNCIL.name, kind="署幹部", name="警部　風間　聡", body="地域課長"),
    PersonValues(council=COUNCIL.name, kind="関係部門", name="警部補　石動　岳", body="生活安全課"),
    PersonValues(council=COUNCIL.name, kind="住民", body="坂上町一丁目の住民", count=4),
    PersonValues(council=COUNCIL.name, kind="機関・団体", body="桜見坂小学校PTA", count=2),
)  # fmt: skip


def members(count: int, *, edge: bool = False, council: str = COUNCIL.name) -> tuple[PersonValues, ...]:
    made = []
    for number in range(count):
        name = NAMES[number][0] if number < len(NAMES) else f"委員　{number + 1}郎"
        name = f"{LONG_NAME[0]}{number}" if edge and number % 5 == 4 else name
        made.append(PersonValues(council=council, kind="委員", name=name, body=OCCUPATIONS[number % 8]))
    return tuple(made)


def opinion(*, number: int = 3, edge: bool = False) -> OpinionValues:
    return OpinionValues(
        office=OFFICE, council=LONG_COUNCIL if edge else COUNCIL, number=number, meeting="定期会議（令和8年6月3日）", received_on=date(2026, 6, 3),
        raiser=("委員", "住民", "機関・団体")[number % 3], raiser_name="葛󠄀城　花枝", kind=("防犯", "交通", "少年", "災害", "その他")[number % 5],
        content=LONG * 4 if edge else f"駅裏の駐輪場{number}が暗く、夕方に自転車を止めるのが不安である。照明を増やしてほしい。", section="生活安全課",
        measure="市の道路管理課と現地を確認し、照明2基の増設が決まった。それまでの間、夕方の駐留警戒を行う。", measured_on=date(2026, 7, 15),
        reply="市が、10月に照明を2基増設する。夕方は、交番の勤務員が駐輪場に立つ。" + (LONG * 3 if edge else ""), answered_on=date(2026, 8, 20), state="読上げ済み",
        read_out="定期会議（令和8年9月10日）", closed_on=HELD,
    )  # fmt: skip


def meeting(
    *, people: int = 7, opinions: int = 3, edge: bool = False, councils: int = 1, extraordinary: bool = False, public: bool = False
) -> MeetingValues:  # fmt: skip
    """A meeting that was held, with what was said and answered."""
    council = LONG_COUNCIL if edge else COUNCIL
    names = (council.name, *(f"緑ケ峰{number}駐在所連絡協議会" for number in range(2, councils + 1)))
    there = (*(each for name in names for each in members(people, edge=edge, council=name)), *GUESTS)
    told = MeetingValues(
        office=OFFICE, council=council, councils=names, document_symbol="桜見坂地発", document_number="88", issued_on=date(2026, 9, 14),
        kind="臨時" if extraordinary else "定期", number=None if extraordinary else 2, on=HELD, begins_at="14:00", ends_at="15:30",
        place="桜見坂駅前交番　2階会議室", reason=(LONG if edge else "女性への声掛けが続き、住民に不安がある。") if extraordinary else "",
        agenda=AGENDA, people=there, figures=tuple(FigureValues(council=name, attended=people, members=people + 1) for name in names),
        explained=LONG * 8 if edge else EXPLAINED, discussed=LONG * 12 if edge else DISCUSSED, remarks="会議の様子は、広報紙で知らせる。",
        opinions=tuple(opinion(number=number + 1) for number in range(opinions)), answers=(replace(opinion(number=9), content="横断歩道の白線が消えている。"),),
        next_on=date(2027, 1, 21), next_place="桜見坂市民センター", attachments=("会議の写真", "配布資料"), approved_on=date(2026, 9, 14),
    )  # fmt: skip
    return _public(told) if public else told


def _public(v: MeetingValues) -> MeetingValues:
    people = tuple(PersonValues(council=each.council, kind=each.kind, count=each.count) for each in v.people)
    office = replace(v.office, chief_name="", station_chief_name="", station_chief_rank="")
    return replace(
        v, public=True, people=people, council=replace(v.council, manager=""), office=office, explained="", remarks="", opinions=(),
        answers=(), attachments=(), discussed="1　自転車の施錠の呼び掛けについて話し合った。\n2　駅裏の駐輪場の照明について、市へ要望することとした。",
    )  # fmt: skip


def invitation(*, people: int = 2, edge: bool = False, councils: int = 1) -> MeetingValues:
    """A meeting that is announced: asked are members and a body."""
    held = meeting(people=people, edge=edge, councils=councils)
    asked = tuple(each for each in held.people if each.kind != "運営担当者")
    return replace(
        held, people=asked, figures=(), explained="", discussed="", remarks="", opinions=(), answers=(), attachments=(), next_on=None,
        issued_on=date(2026, 8, 20), reply_until=date(2026, 9, 3), document_symbol="", document_number="", approved_on=None,
    )  # fmt: skip


def year(*, rows: int = 7, edge: bool = False) -> YearValues:
    places = ("桜見坂駅前交番", "緑ケ峰町駐在所", "南浜田港交番", "葛󠄀城交番", "坂下町駐在所")
    made = [
        YearRowValues(
            council=LONG_COUNCIL.name if edge and number % 3 == 1 else f"{places[number % 5]}{number // 5 or ''}連絡協議会",
            kind="単位" if edge and number % 3 == 1 else "所管区", regular=1 if number % 4 == 3 else 2, extraordinary=number % 2,
            attended=13 - number % 5, members_asked=16, members=8, minimum=2, missing=1 if number % 4 == 3 else 0,
            reason=(LONG if edge else "交番の改修工事により会場を確保できなかった。") if number % 4 == 3 else "",
            topics=LONG[:150] if edge else "自転車盗、女性への声掛け、年末の特別警戒",
        )
        for number in range(rows)
    ]  # fmt: skip
    return YearValues(office=OFFICE, year="令和8年度", closed_on=date(2027, 4, 9), rows=tuple(made))

"""Invented values, for trying the papers of the councils. ``edge``: the names and texts that break layouts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from casework.paper_values import Values
from liaison_councils.papers.sample_meetings import invitation, meeting, opinion, year
from liaison_councils.papers.sample_words import (
    AGENDA,
    COUNCIL,
    GIVEN,
    LONG,
    LONG_COUNCIL,
    LONG_NAME,
    LONG_OCCUPATION,
    NAMES,
    OCCUPATIONS,
    OFFICE,
    OFFICERS,
    SURNAMES,
)
from liaison_councils.papers.values import (
    CandidatesValues,
    CandidateValues,
    CouncilValues,
    CountValues,
    MemberValues,
    OfficersValues,
    PlannedValues,
    PlanRowValues,
    RosterValues,
    SetupRowValues,
    SetupValues,
    TermValues,
    YearPlanValues,
)
from liaison_councils.rules import composition

DAY = date(2026, 9, 1)
CATEGORIES = tuple(composition.CATEGORIES.values())


def council(*, edge: bool = False) -> CouncilValues:
    return LONG_COUNCIL if edge else COUNCIL


def person(number: int, *, edge: bool = False) -> tuple[str, str]:
    """Name and reading of the n-th person, from 0; no two alike."""
    if edge and number % 5 == 4:
        return LONG_NAME[0] + str(number), LONG_NAME[1]
    if number < len(NAMES):
        return NAMES[number]
    surname, given = SURNAMES[number % len(SURNAMES)], GIVEN[number // len(SURNAMES) % len(GIVEN)]
    return f"{surname[0]}　{given[0]}", f"{surname[1]}　{given[1]}"


def setup(*, rows: int = 9, edge: bool = False) -> SetupValues:
    """The councils of a station, one of them merged with another."""
    places = ("桜見坂駅前交番", "緑ケ峰町駐在所", "南浜田港交番", "葛󠄀城交番", "坂下町駐在所")
    events = ("設置", "設置", "変更", "休止", "再開", "統合", "廃止", "分割")
    made = [
        SetupRowValues(
            koban=places[number % 5], name=council(edge=True).name if edge and number % 3 == 1 else f"{places[number % 5]}連絡協議会",
            kind=("所管区", "所管区", "単位", "職種等")[number % 4], event=events[number % 8] if number else "設置",
            on=date(2024, 4, 1) + timedelta(days=37 * number), area=LONG_COUNCIL.area if edge else f"{places[number % 5]}の所管区の全域",
            purpose=LONG_COUNCIL.purpose if number % 4 == 3 else "", members=None if number % 8 in (5, 6) else 7 + number % 3,
            manager="" if number % 8 in (5, 6) else "警部補　早瀬　渚", remarks="緑ケ峰連絡協議会へ　所管区の統合" if number % 8 == 5 else "",
        )
        for number in range(rows)
    ]  # fmt: skip
    return SetupValues(office=OFFICE, on=DAY, rows=tuple(made), active=5, suspended=1, ended=2)


def candidates(*, rows: int = 6, edge: bool = False) -> CandidatesValues:
    made = []
    for number in range(rows):
        name, kana = person(number, edge=edge)
        born = date(1948 + 5 * (number % 9), 1 + number % 12, 10)
        made.append(
            CandidateValues(
                name=name, kana=kana, birth_date=born, age=composition.age_on(born, DAY), sex="女男"[number % 2],
                address=f"愛知県桜見市坂上町{number + 1}番地" + ("　ハイツ山﨑205号室" if edge else ""), phone=f"0500-000-1{number:03}",
                occupation=LONG_OCCUPATION if edge and number % 2 else OCCUPATIONS[number % 8], body="坂上町内会" if number % 3 else "",
                category=CATEGORIES[number % 5], renewed=number % 3 == 0, ordinal=2 if number % 3 == 0 else 1,
                reason=LONG[:120] if edge else "町内の実情に詳しく、住民の信望が厚い。", opinions="生活安全課：異存ない\n交通課：異存ない",
            )
        )  # fmt: skip
    members = [composition.Member(each.birth_date, "female" if each.sex == "女" else "male", list(composition.CATEGORIES)[index % 5], each.occupation) for index, each in enumerate(made)]  # fmt: skip
    counts = [
        CountValues(title=title, label=each.label, candidates=each.number, council=(each.number or 0) + 1)
        for title, found in composition.balance(members, DAY)
        if title != composition.OCCUPATION
        for each in found
    ]
    return CandidatesValues(
        office=OFFICE, council=council(edge=edge), on=DAY, rows=tuple(made), balance=tuple(counts),
        occupations=composition.occupations_in_words(members, members),
        leanings="委員の6人が60代です。" if edge else "",
    )  # fmt: skip


def roster(*, rows: int = 8, edge: bool = False, staff: int = 6) -> RosterValues:
    made = []
    for number in range(rows):
        name, kana = person(number, edge=edge)
        made.append(
            MemberValues(
                name=name, kana=kana, occupation=LONG_OCCUPATION if edge and number % 2 else OCCUPATIONS[number % 8],
                address=f"桜見市坂上町{number + 1}番地" + ("の12　ハイツ山﨑205号室" if edge else ""), phone=f"0500-000-1{number:03}",
                starts_on=date(2026, 4, 1), ends_on=date(2028, 3, 31), ordinal=1 + number % 3, appointed_on=date(2026, 4, 1),
                remarks="満了で退任" if number % 7 == 3 else "",
            )
        )  # fmt: skip
    posted = [each for each in OFFICERS if each.role == "運営担当者"]
    more = [replace(posted[number % 6], name=person(20 + number)[0]) for number in range(6, staff)]
    heads = tuple(each for each in OFFICERS if each.role != "運営担当者")
    return RosterValues(
        office=OFFICE, council=council(edge=edge), on=DAY, officers=(*heads, *posted[:staff], *more), rows=tuple(made)
    )  # fmt: skip


def term(*, edge: bool = False, ends: str = "") -> TermValues:
    """``ends``: resign or dismiss."""
    name, kana = LONG_NAME if edge else NAMES[0]
    reasons = {
        "resign": "転居のため、辞職の願い出があった。",
        "dismiss": "長期にわたり療養することとなり、委員の職務を行うことが難しいため。",
    }
    return TermValues(
        office=OFFICE, council=council(edge=edge), name=name, kana=kana, address="愛知県桜見市葛󠄀城町三丁目10番地の12　ハイツ山﨑205号室",
        phone="0500-000-1000", document_symbol="桜見坂地発", document_number="34" if ends else "12", ordinal=1,
        appointed_on=date(2026, 4, 1), starts_on=date(2026, 4, 1), ends_on=date(2028, 3, 31),
        issued_on=date(2026, 9, 1) if ends else None, last_on=date(2026, 9, 30) if ends else None,
        reason=(LONG * 3 if edge else reasons[ends]) if ends else "",
    )  # fmt: skip


def officers(*, rows: int = 12, edge: bool = False) -> OfficersValues:
    made = [
        OFFICERS[0],
        replace(OFFICERS[0], name="鳴海　汐", from_on=date(2024, 4, 1), to_on=date(2026, 4, 1)),
    ]
    for number in range(rows - len(made)):
        base = OFFICERS[1 + number % 7]
        name = person(20 + number)[0] if number > 6 else base.name
        made.append(replace(base, name=LONG_NAME[0] if edge and number == 3 else name, to_on=date(2026, 8, 31) if number % 6 == 5 else None))  # fmt: skip
    return OfficersValues(office=OFFICE, council=council(edge=edge), on=DAY, rows=tuple(made[:rows]))


def year_plan(*, rows: int = 5, edge: bool = False) -> YearPlanValues:
    """Every fourth council plans one meeting only."""
    places = ("桜見坂駅前", "緑ケ峰", "南浜田港", "葛󠄀城", "坂下")
    made = []
    for number in range(rows):
        name = (
            LONG_COUNCIL.name
            if edge and number % 2
            else f"{places[number % 5]}{number // 5 + 1 if number > 4 else ''}交番連絡協議会"
        )
        meetings = [
            PlannedValues(on=date(2026, 6, 3 + number % 20), kind="定期", number=1, state="開催", place="桜見坂駅前交番2階", agenda=LONG if edge else AGENDA),
            PlannedValues(on=date(2026, 8, 9), kind="臨時", state="報告済", place="坂上町公民館", agenda="女性への声掛けが続いていることについて"),
            PlannedValues(on=date(2027, 1, 5 + number % 20), kind="定期", number=2, state="予定", place="桜見坂市民センター　第2会議室", agenda="年間の取組の振り返り"),
        ]  # fmt: skip
        kept = meetings[:1] if number % 4 == 3 else meetings if number % 4 == 1 else meetings[::2]
        kind = "単位" if edge and number % 2 else "所管区"
        made.append(PlanRowValues(council=name, kind=kind, minimum=2, meetings=tuple(kept)))
    return YearPlanValues(
        office=OFFICE, year="令和8年度", first_month=date(2026, 4, 1), on=DAY, rows=tuple(made)
    )


SAMPLES: dict[str, Callable[[], Values]] = {
    "L1": setup,
    "L2": candidates,
    "L3": roster,
    "L4": term,
    "L5": lambda: term(ends="dismiss"),
    "L5-2": term,
    "L5-3": lambda: term(ends="resign"),
    "L7": officers,
    "L8": year_plan,
    "L9": invitation,
    "L10": meeting,
    "L11": meeting,
    "L12": opinion,
    "L13": year,
    "L14": lambda: invitation(people=14),
}

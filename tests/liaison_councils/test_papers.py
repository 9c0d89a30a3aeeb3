"""The papers of the councils, by what stands on their pages: every fact, further pages, blanks, copies, the public version."""

import io
import re
from dataclasses import replace
from functools import cache

import pypdf
import pytest

from casework import typefaces
from casework.paper_tags import short_era, wareki
from casework.paper_values import Values, texts
from casework.papers import Mode
from casework.press import FORMS_TEMPLATES
from liaison_councils.papers import sample
from liaison_councils.papers import sample_meetings as meetings
from liaison_councils.papers.forms import FORMS
from liaison_councils.papers.values_meetings import MeetingValues, YearValues
from liaison_councils.presenters.forms import PURPOSES
from tests.nights import every_nth, sampled

PAPERS = {form.number: form for form in FORMS}
MM = 72 / 25.4
LONG = {
    "L1": lambda: sample.setup(rows=25, edge=True), "L2": lambda: sample.candidates(rows=13, edge=True),
    "L3": lambda: sample.roster(rows=18, edge=True, staff=12), "L4": lambda: sample.term(edge=True),
    "L5": lambda: sample.term(edge=True, ends="dismiss"), "L5-2": lambda: sample.term(edge=True),
    "L5-3": lambda: sample.term(edge=True, ends="resign"), "L7": lambda: sample.officers(rows=25, edge=True),
    "L8": lambda: sample.year_plan(rows=13, edge=True), "L9": lambda: meetings.invitation(people=5, edge=True, councils=2),
    "L10": lambda: meetings.meeting(people=12, opinions=7, edge=True, councils=2, extraordinary=True),
    "L11": lambda: meetings.meeting(people=12, opinions=7, edge=True, councils=2, extraordinary=True),
    "L12": lambda: meetings.opinion(edge=True), "L13": lambda: meetings.year(rows=18, edge=True),
    "L14": lambda: meetings.invitation(people=26, edge=True, councils=2),
}  # fmt: skip


def read(pdf: bytes) -> list[str]:
    """The texts of the pages, white space and the numbers at their feet removed."""
    found = ["".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    return [re.sub(r"^\d+／\d+|\d+／\d+$", "", text) for text in found]


@cache
def printed(number: str, *, long: bool = False, mode: Mode = Mode.FILLED) -> bytes:
    values = (LONG if long else sample.SAMPLES)[number]()
    return PAPERS[number].render(values.to_json(), mode=mode)


def pages(number: str, values: Values | None = None, **how) -> list[str]:
    if values is None:
        return read(printed(number, **how))
    return read(PAPERS[number].render(values.to_json(), **how))


def expected(number: str, v) -> list[str]:
    """What a paper must say, taken from its values."""
    match number:
        case "L1":
            return [text for row in v.rows for text in (row.name, row.koban, row.event, row.area, row.purpose, row.manager,
                    row.remarks, short_era(row.on))]  # fmt: skip
        case "L2":
            told = [text for row in v.rows for text in (row.name, row.kana, row.address, row.phone, row.occupation, row.body,
                    row.reason, row.opinions, f"（{row.age}歳）", short_era(row.birth_date))]  # fmt: skip
            return [v.council.name, v.leanings, *told, *(each.label for each in v.balance)]
        case "L3":
            told = [text for row in v.rows for text in (row.name, row.kana, row.address, row.phone, row.occupation,
                    short_era(row.ends_on), row.remarks)]  # fmt: skip
            return [v.council.name, *told, *(text for each in v.officers for text in (each.name, each.place))]
        case "L4":
            return [v.name, v.council.name, v.document_number, f"{wareki(v.starts_on)}から", f"{wareki(v.ends_on)}まで",
                    wareki(v.appointed_on), v.office.station_chief_title + v.office.station_chief_name]  # fmt: skip
        case "L5" | "L5-3":
            return [v.name, v.council.name, wareki(v.appointed_on), wareki(v.last_on), v.reason, wareki(v.issued_on),
                    v.office.station_chief_name, v.office.station_phone]  # fmt: skip
        case "L5-2":
            return [v.name, v.council.name, wareki(v.appointed_on), f"{v.office.station_chief_title}殿"]
        case "L7":
            return [v.council.name, *(text for row in v.rows for text in (row.role, row.name, row.rank, row.place,
                    short_era(row.from_on), short_era(row.to_on)))]  # fmt: skip
        case "L8":
            told = [
                text
                for row in v.rows
                for each in row.meetings
                for text in (each.place, each.agenda, short_era(each.on))
            ]
            return [v.year, *(row.council for row in v.rows), *told]
        case "L13":
            return [
                v.year,
                wareki(v.closed_on),
                *(text for row in v.rows for text in (row.council, row.reason, row.topics)),
            ]
        case "L12":
            return [v.council.name, v.meeting, v.raiser_name, v.content, v.section, v.measure, v.reply, v.read_out,
                    wareki(v.received_on), wareki(v.answered_on), wareki(v.closed_on), wareki(v.measured_on)]  # fmt: skip
        case _:
            return expected_of_meeting(number, v)


def expected_of_meeting(number: str, v: MeetingValues) -> list[str]:
    told = [*v.councils, v.place, wareki(v.on), "14時00分から15時30分まで"]
    if number != "L14":
        told.append(v.agenda)
    if number in ("L9", "L14"):
        return [*told, *(each.name or each.body for each in v.people)]
    told += [v.explained, v.discussed, v.remarks, v.reason, wareki(v.next_on), v.next_place]
    told += [text for each in v.opinions for text in (each.content, each.reply, each.measure)]
    told += [each.content for each in v.answers]
    if number == "L11":
        told += [each.name for each in v.people]
    return told if number == "L11" else [*told, *v.attachments, v.document_number, v.office.chief_section]


@pytest.mark.parametrize("long", [False, True], ids=["usual", "long"])
@pytest.mark.parametrize("number", sampled(PAPERS, by_day=["L2", "L4", "L10", "L13"]))
def test_every_fact_stands_on_its_paper(number, long):
    values = (LONG if long else sample.SAMPLES)[number]()
    text = "".join(pages(number, long=long))
    wanted = ["".join(each.split()) for each in expected(number, values)]
    assert [each for each in wanted if each not in text] == []
    assert PAPERS[number].title.split("（")[0] in text or number in ("L9", "L13")


@pytest.mark.clause("LC-3-2", "LC-3-5")
@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("L3", "葛󠄀城花枝"),
        ("L3", "𠮷川正"),
        ("L3", "髙橋みどり"),
        ("L3", "山﨑道夫"),
        ("L3", "塚原元"),
        ("L4", "葛󠄀城花枝"),
    ],
)
def test_a_member_is_called_as_the_record_spells_it(number, name):
    assert name in "".join(pages(number))


@pytest.mark.parametrize("number", PAPERS)
def test_nothing_in_the_invented_values_is_unprintable(number):
    for values in (sample.SAMPLES[number](), LONG[number]()):
        assert typefaces.unprintable("".join(texts(values))) == []
        assert type(values).from_json(values.to_json()) == values


@pytest.mark.parametrize("number", sampled(PAPERS, by_day=["L2", "L4", "L10", "L13"]))
def test_a_blank_says_no_more_than_the_titles(number):
    text = "".join(pages(number, mode=Mode.BLANK))
    names = (
        "桜見坂",
        "早瀬",
        "葛󠄀城",
        "星野",
        "高見",
        "令和8",
        "令8",
        "0500",
        "✓",
        "風間",
        "自転車",
        "以下余白",
    )
    assert [each for each in names if each in text] == []
    assert "愛知県" in text
    assert PAPERS[number].render(None, mode=Mode.BLANK)


@pytest.mark.parametrize("number", every_nth(PAPERS, 4))
def test_another_prefecture_prints_with_its_own_titles(number):
    values = sample.SAMPLES[number]()
    office = replace(
        values.office, prefecture="三重県", chief_title="三重県警察本部長", chief_section="地域部地域課"
    )
    text = "".join(pages(number, replace(values, office=office), mode=Mode.BLANK))
    assert "愛知" not in text
    assert "三重県" in text


@pytest.mark.parametrize(
    "number", every_nth(["L3", "L4", "L5", "L5-2", "L5-3", "L7", "L9", "L10", "L11", "L12", "L14"], 4)
)
def test_a_copy_and_a_draft_say_so_on_every_page(number):
    values = sample.SAMPLES[number]()
    for sheet in pages(number, values, mode=Mode.COPY, draft=True):
        assert "写" in sheet
        assert "下書き" in sheet


@pytest.mark.parametrize("number", sampled(PAPERS, by_day=["L4", "L10"]))
def test_a_paper_is_the_same_bytes_again(number):
    again = PAPERS[number].render(sample.SAMPLES[number]().to_json())
    assert again == printed(number)


ROWS = {
    "L1": (sample.setup, (1, 1, 3)), "L2": (sample.candidates, (1, 2, 6)), "L3": (sample.roster, (1, 2, 4)),
    "L7": (sample.officers, (1, 1, 3)), "L8": (sample.year_plan, (2, 5, 13)), "L13": (meetings.year, (1, 2, 4)),
}  # fmt: skip


@pytest.mark.parametrize("number", sampled(ROWS, by_day=["L1", "L13"]))
def test_a_list_of_any_length_runs_on_to_as_many_pages_as_it_needs(number):
    make, counts = ROWS[number]
    assert tuple(len(pages(number, make(rows=rows))) for rows in (1, 20, 60)) == counts


@pytest.mark.parametrize(("people", "sheets"), every_nth([(1, 1), (20, 1), (21, 1), (22, 2), (60, 3)], 3))
def test_a_list_of_signatures_has_room_for_everybody(people, sheets):
    """Four guests besides, twenty-five lines a sheet."""
    found = pages("L14", meetings.invitation(people=people))
    assert len(found) == sheets
    assert f"{25 * sheets}" in found[-1]


def test_an_empty_list_is_one_sheet_with_nobody_on_it():
    for number, empty in (
        ("L1", sample.setup(rows=0)),
        ("L3", sample.roster(rows=0)),
        ("L13", meetings.year(rows=0)),
    ):
        (sheet,) = pages(number, empty)
        assert "（以下余白）" in sheet
    assert len(pages("L9", meetings.invitation(people=0))) == 4  # the guests alone


@pytest.mark.parametrize("long", [False, True], ids=["usual", "long"])
@pytest.mark.parametrize("number", sampled(PAPERS, by_day=["L2", "L4", "L10", "L13"]))
def test_nothing_is_printed_beyond_the_edge(number, long):
    """Every word begins within the page: 10 mm from its left, right and foot, 8 mm from its head."""
    outside = []
    for page in pypdf.PdfReader(io.BytesIO(printed(number, long=long))).pages:
        width, height = float(page.mediabox.width), float(page.mediabox.height)

        def visit(text, cm, tm, font, size, width=width, height=height):
            x, y = tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5]
            inside = 10 * MM <= x <= width - 10 * MM and 10 * MM <= y <= height - 8 * MM
            if text.strip() and not inside:
                outside.append((text.strip()[:20], round(x / MM), round(y / MM)))

        page.extract_text(visitor_text=visit)
    assert outside == []


LANDSCAPE = {number for number, form in PAPERS.items() if form.page_box == "A4 landscape"}


@pytest.mark.parametrize("number", PAPERS)
def test_a_paper_lies_as_its_form_says(number):
    page = pypdf.PdfReader(io.BytesIO(printed(number))).pages[0]
    assert (page.mediabox.width > page.mediabox.height) == (number in LANDSCAPE)


@pytest.mark.parametrize("number", PAPERS)
def test_every_paper_has_its_template_and_its_purpose(number):
    assert (FORMS_TEMPLATES / PAPERS[number].template).is_file()
    assert PURPOSES[number].endswith("。")


# --- what single papers must say -----------------------------------------------------------------------------------


@pytest.mark.clause("LC-3-3")
def test_candidates_are_counted_by_age_sex_and_field():
    text = pages("L2")[0]
    for head in ("年齢30代まで40代・50代60代70代以上", "性別女男", "選出区分住民事業所公的機関学校その他"):
        assert head in text
    assert "職業候補者坂上町内会長1、青果店経営1、小学校教諭1、会社員1、民生委員1、医師1委嘱後" in text
    assert "候補者計6人" in text
    assert "委嘱後44" in text  # women and men when all of the six are members beside two others


@pytest.mark.clause("LC-3-6")
def test_the_officers_stand_on_the_roster_and_those_beyond_eight_on_a_sheet():
    assert "運営責任者警部補早瀬渚" in pages("L3")[0]
    *_, sheet = pages("L3", sample.roster(staff=14))
    assert sheet.startswith("別紙運営担当者")
    assert "ほか7人は、別紙のとおり" in "".join(pages("L3", sample.roster(staff=14)))


@pytest.mark.clause("LC-5-2")
def test_a_plan_below_the_minimum_is_warned_of():
    first = pages("L8")[0]
    assert first.count("▲定期会議が1回足りません") == 1
    assert "最低回数に満たない計画の協議会1（5のうち）" in first
    enough = sample.year_plan(rows=3)
    assert "足りません" not in "".join(pages("L8", enough))


@pytest.mark.clause("LC-5-4")
def test_each_of_those_asked_gets_a_letter_with_a_slip():
    values = meetings.invitation(people=3)
    letters = pages("L9", values)
    assert all("令和8年9月3日までに交番・駐在所へ" in letter for letter in letters)
    assert all("桜見坂駅前交番電話0500-000-1110" in letter for letter in letters)
    assert "月日までに" in pages("L9", mode=Mode.BLANK)[0]
    assert len(letters) == len(values.people)
    for letter, person in zip(letters, values.people, strict=True):
        name = "".join((person.name or person.body).split())
        assert letter.count(name) == 2  # above, and on the slip
        assert "切取り線" in letter
        assert "出席・欠席" in letter
    assert "桜見坂小学校PTA御中" in letters[-1]


@pytest.mark.clause("LC-5-3", "LC-7-1-b")
def test_a_report_of_an_extraordinary_meeting_says_why_and_counts_each_council():
    values = meetings.meeting(councils=2, extraordinary=True)
    first, second = pages("L10", values)
    assert "女性への声掛けが続き、住民に不安がある。" in first
    assert "14／16人" in first
    assert "緑ケ峰2駐在所連絡協議会7／8人" in first
    assert "計24人" in first
    for post in ("署長", "副署長", "課長", "係長", "起案者"):
        assert post in second


@pytest.mark.clause("LC-6")
def test_opinions_beyond_the_page_stand_on_a_sheet():
    *_, sheet = pages("L10", meetings.meeting(opinions=9))
    assert sheet.startswith("別紙意見・要望")
    assert "ほか5件は、別紙のとおり" in "".join(pages("L10", meetings.meeting(opinions=9)))


@pytest.mark.clause("LC-6")
def test_the_minutes_have_their_four_heads():
    text = "".join(pages("L11"))
    heads = ("1開催の日時及び場所", "2出席者", "3議事の概要", "4その他")
    assert [text.index(head) for head in heads] == sorted(text.index(head) for head in heads)


@pytest.mark.clause("LC-6")
def test_the_public_minutes_name_nobody():
    whole, public = meetings.meeting(), meetings.meeting(public=True)
    text = "".join(pages("L11", public))
    names = ["".join(each.name.split()) for each in whole.people if each.name]
    names += ["早瀬", whole.office.station_chief_name.split("　")[0], "葛󠄀城"]
    assert [name for name in names if name in text] == []
    assert "公表用（氏名を除いたもの）" in text
    assert "委員7／8人" in text
    assert "街灯" in "".join(pages("L11", replace(public, discussed="街灯の話")))


@pytest.mark.clause("LC-6")
def test_an_opinion_shows_its_kind_and_state_by_ring_and_tick():
    text = pages("L12")[0]
    assert "✓読上げ済み" in text
    assert text.count("✓") == 1


@pytest.mark.clause("LC-7-3", "LC-5-2")
def test_the_year_is_summed_up_and_tells_who_fell_short():
    *_, last = pages("L13", meetings.year(rows=18))
    assert "未達の協議会4（18のうち）" in last
    rows = meetings.year(rows=2).rows
    sums = YearValues(
        office=meetings.year().office, rows=(*rows, replace(rows[0], members_asked=None, attended=None))
    )
    (sheet,) = pages("L13", sums)
    assert "25／32" in sheet
    assert "78％" in sheet

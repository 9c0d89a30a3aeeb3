"""The ten forms of the certification, by what stands on their pages: every value, page counts, blanks, copies, drafts."""

import io
import math
from dataclasses import replace
from datetime import date
from functools import cache

import pypdf
import pytest

from blue_patrol.papers import sample, sample_books
from blue_patrol.papers.forms import FORMS
from blue_patrol.papers.values import VehicleValues
from casework.paper_tags import plate, short_era, wareki
from casework.paper_values import Values
from casework.papers import Mode, PaperForm
from tests.nights import sampled

# One worker, so that a paper that several tests read is printed once.
pytestmark = pytest.mark.xdist_group("papers_forms")
CERTIFICATION = ("1", "2", "3", "4", "5", "6", "7", "13", "14", "15")
BY_NUMBER = {form.number: form for form in FORMS if form.number in CERTIFICATION}


def pages(form: PaperForm, values: Values | None, **how) -> list[str]:
    """The texts of a printed form's pages, white space removed."""
    pdf = form.render(values.to_json() if values else None, **how)
    return ["".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


@cache
def filled(number: str, *, edge: bool = False) -> list[str]:
    return pages(BY_NUMBER[number], sample_of(number, edge=edge))


def sample_of(number: str, *, edge: bool, cars: int = 6, people: int = 21) -> Values:
    if number in ("5", "6", "7"):
        return sample.certificate(cars=cars, people=people, edge=edge)
    if number == "14":
        return sample_books.register(rows=22)
    if number == "15":
        parts = sample.vehicles(cars), sample.patrollers(people)
        return sample_books.ledger(sample.group(edge=edge), sample.plan(edge=edge), *parts)
    return sample.application(cars=cars, people=people, edge=edge)


def of_group(group) -> list[str]:
    return [group.name, group.address, group.representative_title + group.representative_name]


def of_cars(cars, *names: str) -> list[str]:
    return [text for car in cars for text in (plate(car.plate), *(getattr(car, name) for name in names))]


CAR = ("make", "model_code", "chassis_number", "base_location", "user_name", "user_address")


def expected(number: str, v) -> list[str]:
    """What a form must say, taken from its values."""
    group = of_group(v.group) if number != "14" else []
    match number:
        case "1":
            own = [v.group.phone, v.group.contact_name, v.group.representative_kana, v.group.commissioned_by]
            return [*group, *own, v.group.representative_address, v.plan.area, v.office.station, v.receipt_number,
                    *of_cars(v.vehicles, *CAR, "owner_name")]  # fmt: skip
        case "2":
            plan = v.plan
            return [v.group.name, v.group.purpose, v.group.type_basis, v.group.insurance, plan.area, plan.liaison,
                    plan.activity_record, plan.marking_text, plan.remarks, *plan.time_slots]  # fmt: skip
        case "3":
            return [text for person in v.patrollers for text in (person.name, person.kana, person.address,
                    person.card_number, wareki(person.birth_date), person.remarks)]  # fmt: skip
        case "4":
            return [v.group.name, v.group.address, v.group.representative_address, v.office.chief_title]
        case "5":
            return [*group, v.area, v.number, v.office.chief_title, v.office.chief_name, "令和5年1月20日",
                    v.group.representative_address, *of_cars(v.vehicles, *CAR, "sticker_number")]  # fmt: skip
        case "6":
            return [v.group.name, v.number, v.office.chief_title, v.office.station, v.office.station_phone,
                    *of_cars(v.vehicles, "sticker_number")]  # fmt: skip
        case "7":
            return [v.group.name, v.office.chief_title, "令和4年6月18日桜見坂警察署風間聡",
                    *(text for person in v.patrollers if person.card_number
                      for text in (person.name, person.card_number))]  # fmt: skip
        case "13":
            up = v.forwarding
            return [*group, v.plan.area, up.document_symbol, up.document_number, up.guidance, up.opinion,
                    up.proof_of_standing, up.handler_name, v.office.chief_section, v.office.station_chief_title,
                    *(finding.note for finding in up.findings), *v.office.decision_posts]  # fmt: skip
        case "14":
            return [text for row in v.rows for text in (row.group_name, row.certificate_number, row.sticker_numbers,
                    row.card_numbers, row.delivered_by, short_era(row.delivered_on), *row.added)]  # fmt: skip
        case _:
            lines = [line.text for line in (*v.changes, *v.guidance, *v.trainings)]
            people = [text for person in v.patrollers for text in (person.name, person.card_number)]
            return [*group, v.group.kana, v.plan.area, v.number, v.remarks, *lines, *people,
                    *of_cars(v.vehicles, "make", "user_name", "sticker_number")]  # fmt: skip


@pytest.mark.clause("BP-3")
@pytest.mark.parametrize("edge", [False, True], ids=["usual", "edge"])
@pytest.mark.parametrize("number", sampled(BY_NUMBER, by_day=["1", "5", "14"]))
def test_every_value_stands_on_its_form(number, edge):
    text = "".join(filled(number, edge=edge))
    wanted = ["".join(each.split()) for each in expected(number, sample_of(number, edge=edge))]
    assert [each for each in wanted if each not in text] == []


@pytest.mark.clause("BP-3")
@pytest.mark.parametrize("number", sampled(BY_NUMBER, by_day=["1", "5", "7", "14"]))
def test_a_form_names_itself_and_its_paragraph(number):
    text = "".join(filled(number))
    assert BY_NUMBER[number].title in text
    assert f"様式第{number}（第5関係）" in text or number == "7"  # a card has no room for it


@pytest.mark.clause("BP-3")
@pytest.mark.parametrize("number", sampled(BY_NUMBER, by_day=["2", "5", "14"]))
def test_a_blank_says_no_more_than_the_titles(number):
    values = sample_of(number, edge=False)
    text = "".join(pages(BY_NUMBER[number], values, mode=Mode.BLANK))
    said = [
        each
        for each in ("青葉", "桜見坂", "秋月", "12-34", "R5-00", "風間", "令和5", "令和4", "星野")
        if each in text
    ]
    assert said == []
    if number in ("1", "4", "5", "6", "7", "13"):
        assert "愛知県警察本部長" in text
    if number not in ("2", "14", "15"):
        assert "令和年月日" in text


@pytest.mark.clause("BP-3")
@pytest.mark.parametrize("number", sampled(BY_NUMBER, by_day=["1", "15"]))
def test_a_blank_needs_no_values_at_all(number):
    assert pages(BY_NUMBER[number], None, mode=Mode.BLANK)


@pytest.mark.parametrize("number", sampled(BY_NUMBER, by_day=["5", "14"]))
def test_a_copy_and_a_draft_say_so_on_every_page(number):
    sheets = pages(BY_NUMBER[number], sample_of(number, edge=False), mode=Mode.COPY, draft=True)
    assert all("写" in sheet and "下書き" in sheet for sheet in sheets)
    assert not any("下書き" in sheet for sheet in filled(number))


CARS = sampled([1, 2, 5, 6, 20], by_day=[1, 6])
PEOPLE = sampled([1, 20, 21, 60, 111], by_day=[1, 21])


@pytest.mark.clause("BP-5-1", "BP-5-4")
@pytest.mark.parametrize("cars", CARS)
def test_further_cars_go_onto_continuation_sheets_four_at_a_time(cars):
    more = math.ceil((cars - 1) / 4)
    application = pages(BY_NUMBER["1"], sample.application(cars=cars, people=1))
    assert len(application) == 2 + more
    assert len(pages(BY_NUMBER["5"], sample.certificate(cars=cars, people=1))) == 1 + more
    assert len(pages(BY_NUMBER["6"], sample.certificate(cars=cars, people=1))) == 2 * cars
    assert ("以下余白" in application[-1]) == (more > 0 and (cars - 1) % 4 != 0)


@pytest.mark.clause("BP-5-1-b", "BP-5-4")
@pytest.mark.parametrize("people", PEOPLE)
def test_people_fill_twenty_rows_a_roster_and_ten_cards_a_sheet(people):
    roster = pages(BY_NUMBER["3"], sample.application(cars=1, people=people))
    assert len(roster) == math.ceil(people / 20)
    certificate = sample.certificate(cars=1, people=people)
    cards = sum(person.card_number != "" for person in certificate.patrollers)
    assert len(pages(BY_NUMBER["7"], certificate)) == 2 * math.ceil(cards / 10)
    assert ("以下余白" in roster[-1]) == (people % 20 != 0)


@pytest.mark.clause("BP-5-6")
def test_a_ledger_of_many_cars_and_people_runs_on_to_further_pages():
    values = sample_of("15", edge=True, cars=20, people=111)
    text = "".join(pages(BY_NUMBER["15"], values))
    assert [each for each in expected("15", values) if "".join(each.split()) not in text] == []


@pytest.mark.clause("BP-5-5-1")
@pytest.mark.parametrize("number", ["5", "6", "7"])
def test_the_day_of_delivery_is_left_to_the_pen_and_printed_on_the_copy(number):
    values = sample.certificate(cars=1, people=1)
    form = BY_NUMBER[number]
    assert "令和5年1月25日" not in "".join(pages(form, values))
    assert "令和5年1月25日" in "".join(pages(form, values, mode=Mode.COPY))


@pytest.mark.clause("BP-5-5-1-b")
def test_the_stations_copy_of_a_certificate_leaves_the_continuation_sheets_out():
    copy = pages(BY_NUMBER["5"], sample.certificate(cars=20, people=1), mode=Mode.COPY)
    assert len(copy) == 1
    assert "写" in copy[0]
    assert "全20台" in copy[0]


@pytest.mark.clause("BP-5-5-1")
def test_a_certificate_tells_its_holder_of_the_fifteen_days():
    assert "交付の日から15日以内に" in filled("5")[0]


@pytest.mark.clause("BP-11-1")
def test_the_back_of_a_card_stands_behind_its_front():
    fronts, backs = pages(BY_NUMBER["7"], sample.certificate(cars=1, people=6))
    for person in sample.certificate(cars=1, people=6).patrollers:
        assert person.card_number in fronts
        assert person.card_number in backs
    assert backs.count("令和4年6月18日") == 6
    assert backs.count("令和年月日") == 6 * 5


@pytest.mark.clause("BP-5-5-2")
def test_nobody_without_a_number_gets_a_card():
    people = sample.certificate(cars=1, people=10).patrollers
    text = "".join(pages(BY_NUMBER["7"], sample.certificate(cars=1, people=10)))
    without = ["".join(person.name.split()) for person in people if not person.card_number]
    assert without == ["山﨑葛󠄀", "灯野ひかり"]
    assert not any(name in text for name in without)


@pytest.mark.clause("BP-5-3")
def test_a_transmittal_counts_the_trained():
    assert "実施者21人うち講習受講済み19人" in "".join(filled("13"))


@pytest.mark.clause("BP-5-5-3")
def test_a_struck_register_row_stays_legible_and_does_not_count():
    first, second, _ = filled("14")
    assert "抹消（No.6へ）令5.6.8風間聡" in first
    assert "証明書11通" in first
    assert "（抹消1行を除く。）" in first
    assert "抹消（" not in second
    assert "2／2" in second


@pytest.mark.clause("BP-4")
@pytest.mark.parametrize("number", sampled(BY_NUMBER, by_day=["1", "5"]))
def test_another_prefecture_prints_with_its_own_titles(number):
    values = sample_of(number, edge=False)
    office = replace(
        values.office, prefecture="三重県", chief_title="三重県警察本部長", chief_section="生活安全企画課"
    )
    text = "".join(pages(BY_NUMBER[number], replace(values, office=office), mode=Mode.BLANK))
    assert "愛知" not in text
    if number in ("1", "4", "5", "6", "7", "13"):
        assert "三重県警察本部長" in text


def test_an_area_too_long_for_any_cell_goes_onto_a_sheet_of_its_own():
    long = "桜見坂小学校区全域及びこれに隣接する道路。" * 80
    values = replace(sample.certificate(cars=1, people=1), area=long)
    sheets = pages(BY_NUMBER["5"], values)
    assert len(sheets) == 3  # the text runs over two sheets
    assert "別紙1のとおり" in sheets[0]
    assert long in "".join(sheets[1:]).replace("別紙1パトロール実施地域", "")


def test_names_beyond_all_measure_push_rows_onto_further_pages_but_lose_none():
    usual = sample.application(cars=1, people=1)
    long = "緑ケ峰防犯協会連合会" * 30
    names = dict.fromkeys(("name", "address", "representative_name", "representative_address"), long)
    sheets = pages(BY_NUMBER["1"], replace(usual, group=replace(usual.group, **names)))
    assert "".join(sheets).count(long) == 4
    assert usual.plan.area in "".join(sheets)
    assert len(sheets) > 2


def test_a_first_year_of_an_era_is_printed_as_gannen():
    values = replace(sample.application(cars=1, people=1), applied_on=date(2019, 5, 1))
    assert "令和元年5月1日" in pages(BY_NUMBER["1"], values)[0]


def test_names_in_rare_characters_are_printed_as_they_are_written():
    text = "".join(filled("3"))
    assert all(name in text for name in ("髙橋𠮷之介", "山﨑葛󠄀", "塚原元"))


def test_a_car_without_a_plate_yet_leaves_its_cell_empty():
    values = replace(sample.certificate(cars=1, people=1), vehicles=(VehicleValues(chassis_number="ZZ9-1"),))
    assert "ZZ9-1" in pages(BY_NUMBER["5"], values)[0]

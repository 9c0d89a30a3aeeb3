"""The forms of the later requests: 8, 9, 10, 12 and 19. Every value stands on its page; sheets repeat; blanks are blank."""

from dataclasses import replace

import pytest

from blue_patrol.papers import sample, sample_reports, sample_requests
from blue_patrol.papers.forms import FORMS
from blue_patrol.papers.sample_words import LONG_AREA
from blue_patrol.papers.values_requests import ChangeItemValues
from casework.papers import Mode
from tests.blue_patrol.test_papers_forms import of_cars, of_group, pages
from tests.nights import every_nth, sampled

BY_NUMBER = {form.number: form for form in FORMS if form.number in ("8", "9", "10", "12", "19")}
CLAUSES = {"8": "BP-6-1", "9": "BP-7-1", "10": "BP-7-1", "12": "BP-9-1", "19": "BP-10-1-1-a"}


def sample_of(number: str, *, cars: int = 3, people: int = 4, edge: bool = False):
    group = sample.group(edge=edge)
    parts = sample.certificate(cars=cars, people=people, edge=edge)
    if number == "19":
        return sample_reports.demonstration(group, parts.vehicles, edge=edge)
    make = {"8": sample_requests.reissue, "12": sample_requests.returned}.get(number, sample_requests.change)
    return make(group, parts.vehicles, parts.patrollers)


def expected(number: str, v) -> list[str]:
    head = [*of_group(v.group), v.certificate_number]
    match number:
        case "8":
            things = [text for item in v.items for text in (item.number, item.reason, item.holder)]
            return [*head, v.circumstances, v.occurred_at, v.lost_report_number, v.receipt_number, *things]
        case "12":
            return [*head, *(text for item in v.items for text in (item.number, item.holder, item.remarks))]
        case "9":
            rows = [text for item in v.items for text in (item.label, item.before, item.after)]
            cars = [each.vehicle for each in v.vehicles if each.action != "remove"]
            return [*head, v.reason, *rows, *of_cars(cars, "chassis_number", "user_name")]
        case "10":
            return [*head, *(each.patroller.name for each in v.patrollers)]
        case _:
            return [
                *of_group(v.group),
                v.requester_name,
                v.title,
                v.purpose,
                v.place,
                *of_cars(v.vehicles, "driver"),
            ]


@pytest.mark.clause("BP-3")
@pytest.mark.parametrize(("cars", "people", "edge"), [(3, 4, False), (9, 25, True)], ids=["usual", "edge"])
@pytest.mark.parametrize("number", sampled(BY_NUMBER, by_day=["9", "19"]))
def test_every_value_stands_on_its_form(number, cars, people, edge):
    v = sample_of(number, cars=cars, people=people, edge=edge)
    text = "".join(pages(BY_NUMBER[number], v))
    wanted = ["".join(each.split()) for each in expected(number, v)]
    assert [each for each in wanted if each not in text] == []


@pytest.mark.clause("BP-3")
@pytest.mark.parametrize("number", every_nth(BY_NUMBER, 3))
def test_the_usual_request_takes_its_sheets_and_a_blank_one(number):
    form = BY_NUMBER[number]
    v = sample_of(number)
    first = pages(form, v)
    sheets = {"8": 2, "9": 2, "10": 1, "12": 1, "19": 1}
    assert len(first) == sheets[number]
    assert all(form.title in page or "継続用紙" in page for page in first)
    blank = pages(form, v, mode=Mode.BLANK)
    assert len(blank) == {"9": 2}.get(number, 1)
    assert not any(v.group.name in page for page in blank)


def test_each_form_cites_its_clause():
    assert {number: form.clauses[1] for number, form in BY_NUMBER.items()} == CLAUSES


@pytest.mark.clause("BP-7-1")
def test_full_tables_of_people_leave_the_stations_box_on_their_own_sheet():
    sheets = pages(BY_NUMBER["10"], sample_of("10", people=21))  # 7 join, 14 leave or change
    assert len(sheets) == 2
    assert all("※受理年月日" in sheet and "パトロール実施者変更申請書" in sheet for sheet in sheets)


@pytest.mark.clause("BP-7-1")
def test_particulars_too_long_for_a_row_go_onto_sheets_of_their_own_even_under_one_label():
    before = [LONG_AREA, LONG_AREA[::-1]]
    items = tuple(ChangeItemValues(label="その他", before=text, after="変更なし") for text in before)
    values = replace(sample_of("9", cars=2), items=items, reason=LONG_AREA[50:])
    first, *rest = pages(BY_NUMBER["9"], values)
    assert all(f"別紙{number}のとおり" in first for number in (1, 2, 3))
    assert "※受理年月日" in first
    assert all(text in "".join(rest) for text in (*before, values.reason))


@pytest.mark.clause("BP-7-1")
def test_only_a_continuation_sheet_with_room_says_that_nothing_follows():
    full, last = pages(BY_NUMBER["9"], sample_of("9", cars=9))[1:]
    assert "以下余白" not in full
    assert "以下余白" in last


@pytest.mark.clause("BP-9-1")
def test_a_return_is_notified_and_not_applied_for():
    page = pages(BY_NUMBER["12"], None, mode=Mode.BLANK)[0]
    assert "届出者" in page
    assert "申請者" not in page

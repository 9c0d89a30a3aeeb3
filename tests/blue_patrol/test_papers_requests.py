"""The forms of the later requests: 8, 9, 10, 12 and 19. Every value stands on its page; sheets repeat; blanks are blank."""

import pytest

from blue_patrol.papers import sample, sample_reports, sample_requests
from blue_patrol.papers.forms import FORMS
from casework.papers import Mode
from tests.blue_patrol.test_papers_forms import of_cars, of_group, pages

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
@pytest.mark.parametrize("number", BY_NUMBER)
def test_every_value_stands_on_its_form(number, cars, people, edge):
    v = sample_of(number, cars=cars, people=people, edge=edge)
    text = "".join(pages(BY_NUMBER[number], v))
    wanted = ["".join(each.split()) for each in expected(number, v)]
    assert [each for each in wanted if each not in text] == []


@pytest.mark.clause("BP-3")
@pytest.mark.parametrize("number", BY_NUMBER)
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

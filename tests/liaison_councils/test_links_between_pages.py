"""The pages of the councils lead to one another: no list without a way to it, no number without its rows."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.workflow import perform
from casework.years import Year
from liaison_councils.models.closing import close_year
from liaison_councils.models.opening import remark
from tests.blue_patrol.paging import get, main
from tests.factories import councils as make
from tests.factories import people
from tests.factories.councils import DAY

pytestmark = pytest.mark.django_db
LISTS = (
    "councils", "council_meetings", "council_opinions", "council_members", "council_visits", "council_instructions",
    "council_supports", "council_remarks", "council_years",
)  # fmt: skip


@pytest.fixture
def at(monkeypatch):
    noon = dt.datetime.combine(dt.date(2026, 9, 9), dt.time(3), dt.UTC)
    monkeypatch.setattr(timezone, "now", lambda: noon)
    return make.desks(name="桜見坂")


def inside(response) -> str:
    return response.content.decode().split("<main", 1)[1]


def addresses(html: str) -> set[str]:
    return {found.replace("&amp;", "&") for found in re.findall(r'href="([^"]+)"', html)}


def actors(at):
    return at.officer, at.supervisor, at.chief, at.division, people.inspector(at.station.prefecture)


@pytest.mark.parametrize("name", LISTS)
def test_every_list_leads_to_every_other_and_says_which_one_it_is(at, name):
    for actor in actors(at):
        page = inside(get(actor, reverse(name)))
        row = page.split('aria-label="連絡協議会の頁"', 1)[1].split("</nav>", 1)[0]
        assert {reverse(other) for other in LISTS} <= {each.split("?")[0] for each in addresses(row)}
        assert row.count('aria-current="page"') == 1


@pytest.mark.parametrize("name", [name for name in LISTS if name != "councils"])
def test_every_list_has_the_way_back_to_the_councils_in_its_crumbs(at, name):
    page = get(at.officer, reverse(name)).content.decode()
    crumbs = page.split('class="crumbs"', 1)[1].split("</nav>", 1)[0]
    assert reverse("councils") in addresses(crumbs)


def test_the_numbers_of_the_first_page_open_their_rows(at):
    case = make.active(at)
    make.opinion(at, case)
    for actor in (at.officer, at.supervisor):
        shown = addresses(inside(get(actor, "/")))
        asked = next(each for each in shown if each.startswith("/councils/opinions/?state=received"))
        assert f"council={case.pk}" in asked or actor is not at.officer
        assert f"/councils/opinions/{case.opinions.get().pk}/" in addresses(inside(get(actor, asked)))
        assert {reverse(name) for name in LISTS} - {reverse("councils")} <= shown


def test_the_chiefs_first_page_opens_what_it_counts_also_where_the_council_met_last_year(at):
    begun = dt.date(2024, 4, 1)
    case = make.active(at, on=begun)
    make.appointed(at, case, begun, starts_on=begun, ends_on=dt.date(2027, 3, 31))
    make.held(at, case, on=dt.date(2025, 10, 8), entered=dt.date(2025, 9, 1))
    make.opinion(at, case)
    remark(at.station, by=at.division, on=DAY, council=case, text="予定を入れること", due_on=None)
    shown = addresses(inside(get(at.chief, "/")))
    assert {
        reverse("council_remarks"),
        f"{reverse('council_opinions')}?state=open",
        f"/councils/{case.pk}/",
    } <= shown


def test_an_answer_of_a_station_is_opened_from_the_divisions_first_page(at):
    case = make.active(at)
    told = remark(at.station, by=at.division, on=DAY, council=case, text="予定を入れること", due_on=None)
    perform(make.now(told), "answer", by=at.supervisor, on=DAY, answer_text="入れました")
    shown = addresses(inside(get(at.division, "/")))
    listed = f"{reverse('council_remarks')}?station={at.station.pk}"
    assert listed in shown
    assert f"/councils/remarks/{told.pk}/" in addresses(inside(get(at.division, listed)))


def test_a_councils_page_leads_to_support_and_guidance_for_those_whose_act_it_is(at):
    case = make.active(at)
    page = f"/councils/{case.pk}/"
    ask, guide = f"/councils/{case.pk}/support/new/", f"{reverse('council_remark_new')}?council={case.pk}"
    offered = {actor: addresses(inside(get(actor, page))) & {ask, guide} for actor in actors(at)[:4]}
    assert list(offered.values()) == [{ask}, {ask}, set(), {guide}]


def test_a_past_meeting_that_was_never_announced_says_what_comes_first(at):
    case = make.active(at)
    make.appointed(at, case)
    make.meeting(at, case, on=dt.date(2026, 6, 25))
    assert "結果の前に、案内を記録します。" in main(get(at.officer, "/"))


def test_one_word_for_a_meeting_without_its_result(at):
    case = make.active(at)
    make.appointed(at, case)
    meeting = make.meeting(at, case, on=dt.date(2026, 6, 25))
    pages = (
        "/councils/",
        "/councils/meetings/",
        f"/councils/{case.pk}/",
        f"/councils/meetings/{meeting.pk}/",
        "/councils/years/",
    )
    assert [page for page in pages if "未記録" not in main(get(at.officer, page))] == []


def test_the_inspector_is_led_to_the_councils(at):
    assert reverse("councils") in addresses(inside(get(people.inspector(at.station.prefecture), "/")))


def test_who_supervises_is_reminded_of_the_year_that_is_not_closed(at):
    case = make.active(at, on=dt.date(2024, 4, 1))
    year = Year.of("fiscal", dt.date(2026, 3, 31))
    page = f"{reverse('council_years')}?year=2025"
    assert [page in addresses(inside(get(actor, "/"))) for actor in (at.supervisor, at.officer)] == [
        True,
        False,
    ]
    close_year(
        at.station,
        year,
        by=at.supervisor,
        on=dt.date(2026, 9, 9),
        reasons={str(case.pk): "都合が合わなかった"},
    )
    assert page not in addresses(inside(get(at.supervisor, "/")))


def test_a_council_of_this_year_owes_no_closing_of_the_last(at):
    make.active(at, on=dt.date(2026, 4, 10))
    assert "前の年の締め" not in main(get(at.supervisor, "/"))

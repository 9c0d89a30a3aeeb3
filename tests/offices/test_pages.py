"""所管替え page by page: asked, tried out, confirmed, done; and what the old station still sees."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from blue_patrol.models import Certification
from casework.models import ChangeOfStation, ReadLog
from casework.models.road import RoadState as S
from tests.blue_patrol.acting import client_of, era, fault_beside, text
from tests.factories import councils, offices, people, scope
from tests.factories.applications import application_at
from tests.factories.offices import GROUNDS, MOVED, done, groups
from tests.factories.places import KobanFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_bytes")]


def new_page(kind="groups"):
    return reverse("office_change_new", args=[kind])


def sent(case, new, **changed) -> dict:
    told = {
        "station": case.station_id,
        "groups": [case.group_id],
        "to": new.station.pk,
        "on": era(MOVED),
        "grounds": GROUNDS,
    }
    return told | changed


def hidden(page) -> dict:
    """What the confirmation carries."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page):
        found.setdefault(name, []).append(value)
    return found


def post(actor, path, data):
    answer = client_of(actor).post(path, data)
    scope.restore()
    return answer


def get(actor, path, **params):
    answer = client_of(actor).get(path, params)
    scope.restore()
    return answer


def test_headquarters_moves_a_group_from_its_page_to_the_result(desks, new):
    case = application_at(S.REPORTED, desks)
    link = f"{new_page()}?station={desks.station.pk}&amp;group={case.group_id}"
    assert link in text(get(desks.hq_clerk, reverse("group", args=[case.group_id])))
    chosen = text(get(desks.hq_clerk, new_page(), station=desks.station.pk, group=case.group_id))
    assert re.search(rf'value="{case.group_id}"[^>]*checked', chosen)
    tried = post(desks.hq_clerk, new_page(), sent(case, new))
    assert tried.status_code == 200
    assert "まだ何も変わっていません" in text(tried)
    assert Certification.objects.get(pk=case.certification_id).station == desks.station
    answer = post(desks.hq_clerk, new_page(), hidden(text(tried)))
    change = ChangeOfStation.objects.get()
    assert answer["Location"] == reverse("office_change", args=[change.pk])
    result = text(get(desks.hq_clerk, answer["Location"]))
    assert case.group.name in result
    assert GROUNDS in result
    assert reverse("group", args=[case.group_id]) in result
    listed = text(get(desks.hq_clerk, reverse("offices")))
    assert f"{desks.station}から{new.station}へ" in listed
    assert Certification.objects.get(pk=case.certification_id).station == new.station


def test_a_second_click_gets_the_first_result(desks, new):
    case = application_at(S.REPORTED, desks)
    data = hidden(text(post(desks.hq_clerk, new_page(), sent(case, new))))
    first, second = (post(desks.hq_clerk, new_page(), data) for _ in range(2))
    assert first["Location"] == second["Location"]
    again = post(desks.hq_clerk, new_page(), data | {"act_key": [str(uuid4())]})
    assert again.status_code == 422  # the group is no longer among those to choose from
    assert ChangeOfStation.objects.count() == 1


def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(desks, new):
    case = application_at(S.REPORTED, desks)
    answer = post(desks.hq_clerk, new_page(), sent(case, new, to="", on="きのう", groups=[]))
    assert answer.status_code == 422
    assert "選んでください" in fault_beside(answer, "to")
    assert "移す団体を選んでください" in fault_beside(answer, "groups")
    assert fault_beside(answer, "on")
    assert GROUNDS in text(answer)
    assert "きのう" in text(answer)


def test_one_goes_back_to_what_was_typed(desks, new):
    case = application_at(S.REPORTED, desks)
    data = hidden(text(post(desks.hq_clerk, new_page(), sent(case, new))))
    page = post(desks.hq_clerk, new_page(), data | {"back": ["1"]})
    assert page.status_code == 200
    assert GROUNDS in text(page)
    assert re.search(rf'value="{case.group_id}"[^>]*checked', text(page))


def test_what_prevents_it_is_shown_with_the_counts_and_leaves_no_button(desks, new):
    case = application_at(S.DISPATCHED, desks)
    page = text(post(desks.hq_clerk, new_page(), sent(case, new)))
    assert "署へ送付中のものがあります" in page
    assert "証明書等" in page
    assert "所管替えを行う</button>" not in page
    answer = post(desks.hq_clerk, new_page(), hidden(page) | {"seen": ["x"], "act_key": [str(uuid4())]})
    assert answer.status_code == 422
    assert not ChangeOfStation.objects.exists()


def test_a_list_that_was_changed_meanwhile_is_shown_anew(desks, new):
    case = application_at(S.REPORTED, desks)
    data = hidden(text(post(desks.hq_clerk, new_page(), sent(case, new))))
    answer = post(desks.hq_clerk, new_page(), data | {"seen": ["another"]})
    assert answer.status_code == 422
    assert "試した後に記録が変わりました" in text(answer)
    assert hidden(text(answer))["seen"] == data["seen"]


def test_stations_and_koban_are_merged_by_the_divisions_that_are_in_charge(desks, new):
    application_at(S.REPORTED, desks)
    at = councils.CouncilDesks(desks.station)
    council, other = councils.active(at), KobanFactory(station=desks.station)
    page = post(at.division, new_page("koban"), {"koban": at.koban.pk, "to_koban": other.pk, "to": "", "councils": "follow", "on": era(MOVED), "grounds": GROUNDS})  # fmt: skip
    assert council.name in text(page)
    post(at.division, new_page("koban"), hidden(text(page)))
    assert councils.now(council).koban == other
    told = {"origin": desks.station.pk, "to": new.station.pk, "on": era(MOVED), "grounds": GROUNDS}
    page = post(desks.hq_clerk, new_page("station"), told)
    assert "配置されている職員が" in text(page)
    post(desks.hq_clerk, new_page("station"), hidden(text(page)))
    assert councils.now(council).station == new.station
    assert post(desks.hq_clerk, new_page("koban"), {}).status_code == 403
    assert post(at.division, new_page("station"), {}).status_code == 403
    assert get(desks.hq_clerk, new_page("nothing")).status_code == 404


@pytest.mark.parametrize(
    ("changed", "field", "word"),
    [
        ({"to_koban": "", "to": ""}, "to_koban", "どちらか一つ"),
        ({"to_koban": "same"}, "to_koban", "別の交番・駐在所"),
        ({"to_koban": "", "to": "own"}, "to", "いまと同じ警察署"),
        ({"on": "令和20年4月1日"}, "on", "までの日"),
    ],
)
def test_a_koban_goes_to_one_place_that_is_another(changed, field, word):
    at = councils.desks()
    other = KobanFactory(station=at.station)
    words = {"same": at.koban.pk, "own": at.station.pk}
    told = {
        "koban": at.koban.pk,
        "to_koban": other.pk,
        "to": "",
        "councils": "follow",
        "on": era(MOVED),
        "grounds": GROUNDS,
    }
    answer = post(
        at.division,
        new_page("koban"),
        told | {name: words.get(value, value) for name, value in changed.items()},
    )
    assert answer.status_code == 422
    assert word in fault_beside(answer, field)


def test_the_list_of_what_moved_is_written_out(desks, new):
    case = application_at(S.REPORTED, desks)
    change = done(groups(case.group, to=new.station), desks.hq_clerk)
    answer = client_of(desks.hq_clerk).get(reverse("office_change", args=[change.pk]), {"file": "csv"})
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    scope.restore()
    assert case.group.name in content
    assert case.certification.number in content
    assert str(new.station) in content
    book = get(desks.hq_clerk, reverse("office_change", args=[change.pk]), file="xlsx")
    assert b"".join(book.streaming_content)[:2] == b"PK"
    book.close()


def test_the_old_station_sees_number_plate_validity_and_station_and_it_is_noted(desks, new):
    case = application_at(S.REPORTED, desks)
    done(groups(case.group, to=new.station), desks.hq_clerk)
    page = text(get(desks.clerk, reverse("groups_left")))
    assert case.certification.number in page
    assert new.station.name in page
    assert "有効" in page
    for secret in (case.group.name, case.group.representative_name, case.group.phone, case.group.address):
        assert secret not in page
    assert ReadLog.objects.filter(what="所管替えした団体", staff=desks.clerk.staff).count() == 1
    assert case.certification.number not in text(get(new.clerk, reverse("groups_left")))


def test_what_came_back_is_no_longer_listed_as_gone(desks, new):
    case = application_at(S.REPORTED, desks)
    done(groups(case.group, to=new.station), desks.hq_clerk)
    group = type(case.group).objects.get(pk=case.group_id)
    done(groups(group, to=desks.station, on=MOVED), desks.hq_clerk)
    assert case.certification.number not in text(get(desks.clerk, reverse("groups_left")))
    assert case.certification.number in text(get(new.clerk, reverse("groups_left")))


def test_the_dry_run_asks_as_often_for_a_big_group_as_for_a_small_one(desks, new):
    small = application_at(S.REPORTED, desks, cars=1, people=1)
    big = application_at(S.REPORTED, desks, cars=8, people=20)
    asked = []
    for case in (small, big):
        with CaptureQueriesContext(connection) as queries:
            offices.tried(groups(case.group, to=new.station), desks.hq_clerk)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_the_community_division_reads_what_was_done_and_begins_what_is_its_own(desks, new):
    case = application_at(S.REPORTED, desks)
    change = done(groups(case.group, to=new.station), desks.hq_clerk)
    division = people.community_division(desks.station.prefecture)
    page = text(get(division, reverse("offices")))
    assert new_page("koban") in page
    assert new_page("groups") not in page
    assert get(division, reverse("office_change", args=[change.pk])).status_code == 200
    assert get(desks.clerk, reverse("offices")).status_code == 403

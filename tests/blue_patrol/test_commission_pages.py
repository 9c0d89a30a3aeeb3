"""委嘱 on the screens: list, page, forms, letters, the group's page; clicks once, another station's nowhere."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from blue_patrol.models import Commission, Group
from blue_patrol.rules import commissions as rules
from casework.models import StateChange, TransportJurisdiction, TransportOffice
from casework.models.road import RoadState as S
from tests.blue_patrol.acting import client_of, era, fault_beside, text
from tests.blue_patrol.paging import get, main, pdf_text
from tests.factories import scope
from tests.factories.applications import DAY, Desks, application_at, make_group
from tests.factories.commissions import commissioned, considered, now, released
from tests.factories.places import StationFactory

pytestmark = pytest.mark.django_db
ALL = list(rules.GUIDANCE_CODES)
PAGES = ("commission", "commission_letter", "commission_release_letter")
ACTS = ("commission_edit", "commission_link", "commission_decide", "commission_release", "commission_report")


@pytest.fixture
def desks():
    return Desks(StationFactory(name="桜見坂", address="愛知県桜見市坂上町1"))


def post(actor, page, case=None, key=None, **sent):
    path = reverse(page, args=[case.pk] if case else [])
    mark = {"act_key": str(key or uuid.uuid4())} | ({"revision": now(case).revision} if case else {})
    response = client_of(actor).post(path, mark | sent)
    scope.restore()
    return response


def form(**changed) -> dict:
    """The clerk's form as it is filled in."""
    answers = {f"{p.code}-result": "met" for p in rules.CRITERIA} | {
        f"{p.code}-note": "見た" for p in rules.CRITERIA
    }
    return answers | {
        "name": "花見坂見守り隊", "representative": "隊長 花村 千歳", "address": "桜見市花見坂一丁目", "recipient": "group",
        "people": "", "wished_on": era(DAY), "area": "花見坂一丁目から三丁目まで", "within_district": "on", "on": era(DAY),
    } | changed  # fmt: skip


def patrolling(desks) -> Group:
    group = application_at(S.DELIVERED, desks).group
    Group.objects.filter(pk=group.pk).update(group_type="b")
    return group


@pytest.mark.clause("BP-12-1", "BP-12-2")
def test_a_commission_from_the_wish_to_the_letter(desks):
    answer = post(desks.clerk, "commission_new", **form(**{"b-result": "unmet"}))
    case = Commission.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/commissions/{case.pk}/")
    page = main(get(desks.clerk, answer.url))
    for words in ("検討中", "認められない", "それだけで断ることにはなりません", "検討を書く"):
        assert words in page
    assert "署長の決定を記録する" not in page
    assert "署長の決定を記録する" in main(get(desks.chief, answer.url))
    decided = {"decision": "commission", "note": "地域の実情による", "guided": ALL, "on": era(DAY)}
    short = post(desks.chief, "commission_decide", case, **decided | {"guided": ["a", "c"]})
    assert "イ・エ・オ・カが残っています" in fault_beside(short, "guided")
    assert "地域の実情による" in text(short)
    assert post(desks.chief, "commission_decide", case, **decided).status_code == 302
    page = main(get(desks.clerk, f"/commissions/{case.pk}/"))
    for words in ("委嘱中", "地域の実情による", "指導済み", "委嘱状"):
        assert words in page
    letter = pdf_text(get(desks.clerk, f"/commissions/{case.pk}/letter/"))
    told = (
        "委嘱状",
        "花見坂見守り隊",
        "花見坂一丁目から三丁目まで",
        "桜見坂警察署長",
        "新たな権限",
        "令和8年9月1日",
    )
    assert [words for words in told if words not in letter] == []


def test_what_is_typed_stays_when_something_is_wrong(desks):
    answer = post(desks.clerk, "commission_new", **form(name="", **{"c-note": "", "wished_on": "令和99年"}))
    assert answer.status_code == 422
    page = text(answer)
    assert fault_beside(answer, "name")
    assert "見たもの、または理由を書いてください" in fault_beside(answer, "c-note")
    assert fault_beside(answer, "wished_on")
    for kept in ("隊長 花村 千歳", "令和99年", "花見坂一丁目から三丁目まで"):
        assert kept in page
    assert not Commission.objects.exists()


@pytest.mark.clause("BP-12-2-b")
def test_an_area_that_names_another_stations_municipality_is_doubted_and_settled_with_a_reason(desks):
    office = TransportOffice.objects.create(
        prefecture=desks.station.prefecture, name="愛知運輸支局", valid_from=dt.date(2000, 1, 1)
    )
    for name in ("桜見市", "南浜田市"):
        TransportJurisdiction.objects.create(office=office, municipality=name, valid_from=dt.date(2000, 1, 1))
    wide = form(area="桜見市及び南浜田市")
    answer = post(desks.clerk, "commission_new", **wide)
    assert answer.status_code == 422
    assert "「南浜田市」は、ほかの署の管轄区域と思われます" in text(answer)
    settled = wide | {"ack-district": "on", "ack-district-reason": "南浜田市道の当署側に限る"}
    assert post(desks.clerk, "commission_new", **settled).status_code == 302
    assert Commission.objects.get().acknowledged == {"district": "南浜田市道の当署側に限る"}
    assert "南浜田市道の当署側に限る" in main(
        get(desks.clerk, f"/commissions/{Commission.objects.get().pk}/")
    )


def test_the_groups_page_begins_a_commission_with_what_is_known(desks):
    group = make_group(desks.station, has_rules=True, purpose="見守り", insurance="町内会保険")
    page = get(desks.clerk, f"/groups/{group.pk}/").content.decode()
    assert f"/commissions/new/?group={group.pk}" in page
    blank = main(get(desks.clerk, f"/commissions/new/?group={group.pk}"))
    for words in ("団体の記録：規約 有", "団体の記録：見守り", "団体の記録：町内会保険"):
        assert words in blank
    assert post(desks.clerk, "commission_new", **form(group=str(group.pk))).status_code == 302
    page = get(desks.clerk, f"/groups/{group.pk}/").content.decode()
    assert "団体への委嘱" in page
    assert f"/commissions/new/?group={group.pk}" not in page
    again = post(desks.clerk, "commission_new", **form(group=str(group.pk)))
    assert "すでにあります" in fault_beside(again, "recipient")


@pytest.mark.clause("BP-12-3", "BP-8-1-c")
def test_a_release_is_reported_from_its_clock_and_the_finding_stands_on_the_groups_page(desks):
    group = patrolling(desks)
    case = commissioned(desks, group)
    page = main(get(desks.chief, f"/commissions/{case.pk}/release/"))
    assert "本部へ、速やかに報告します" in page
    assert "取消し（要領 第8の1のウ）の事案が、認知として開きます" in page
    sent = {"ground": "law", "note": "検挙された", "on": era(DAY)}
    assert post(desks.chief, "commission_release", case, **sent).status_code == 302
    page = main(get(desks.clerk, f"/groups/{group.pk}/"))
    assert "/revocations/" in get(desks.clerk, f"/groups/{group.pk}/").content.decode()
    due = get(desks.clerk, "/deadlines/?kind=commission_report").content.decode()
    assert f"/commissions/{case.pk}/report/" in due
    letter = pdf_text(get(desks.clerk, f"/commissions/{case.pk}/release/letter/"))
    told = ("警察本部長", "法令違反", "検挙された", "第R8-0001号", "取消事由（要領第8の1のウ）")
    assert [words for words in told if words not in letter] == []
    assert ("下書き" in letter, desks.clerk.staff.name.replace(" ", "") in letter) == (False, True)
    assert "解除（報告がまだ）" in main(get(desks.hq_clerk, "/commissions/"))
    sent = {"document_number": "桜見坂生発第7号", "on": era(DAY)}
    assert post(desks.clerk, "commission_report", case, **sent).status_code == 302
    assert "桜見坂生発第7号" in main(get(desks.clerk, f"/commissions/{case.pk}/"))
    assert "解除（報告がまだ）" not in main(get(desks.hq_clerk, "/commissions/"))


def test_a_body_in_words_is_linked_with_its_group(desks):
    case = commissioned(desks)
    group = make_group(desks.station)
    make_group(desks.station, name="ほかの会")
    page = get(desks.clerk, f"/commissions/{case.pk}/link/").content.decode()
    assert page.index("桜見坂学区防犯パトロール隊</option>") < page.index("ほかの会</option>")
    assert post(desks.clerk, "commission_link", case, group=group.pk, on=era(DAY)).status_code == 302
    assert f"/groups/{group.pk}/" in get(desks.clerk, f"/commissions/{case.pk}/").content.decode()


def test_the_list_is_narrowed_by_name_state_and_station(desks):
    considered(desks, name="一番の会")
    commissioned(desks, name="二番の会")
    assert "一番の会" in main(get(desks.clerk, "/commissions/?q=一番"))
    assert "二番の会" not in main(get(desks.clerk, "/commissions/?q=一番"))
    assert "一番の会" not in main(get(desks.clerk, "/commissions/?state=commissioned"))
    assert "当てはまる委嘱はありません" in main(get(desks.clerk, "/commissions/?state=released"))
    assert "一番の会" in main(get(desks.director, f"/commissions/?station={desks.station.pk}&state=nonsense"))


def test_another_stations_commission_is_not_found_and_not_begun(desks):
    case = released(desks, patrolling(desks))
    stranger = Desks(StationFactory())
    for name in (*PAGES, *ACTS):
        chiefs = name in ("commission_decide", "commission_release")
        actor = stranger.chief if chiefs else stranger.clerk
        assert get(actor, reverse(name, args=[case.pk])).status_code == 404
    assert get(stranger.clerk, f"/commissions/new/?group={case.group_id}").status_code == 404
    assert case.name not in main(get(stranger.clerk, "/commissions/"))


@pytest.mark.parametrize(
    ("name", "state", "who", "sent"),
    [
        ("commission_edit", considered, "clerk", form()),
        ("commission_decide", considered, "chief", {"decision": "decline", "note": "x", "on": era(DAY)}),
        ("commission_release", commissioned, "chief", {"ground": "law", "note": "x", "on": era(DAY)}),
        ("commission_report", released, "clerk", {"on": era(DAY)}),
    ],
)
def test_the_second_click_gets_the_first_result_and_does_nothing(desks, name, state, who, sent):
    case, key = state(desks, patrolling(desks)), uuid.uuid4()
    seen = now(case).revision
    first = post(getattr(desks, who), name, case, key=key, **sent)
    assert first.status_code == 302, text(first)
    rows = StateChange.objects.count()
    again = post(getattr(desks, who), name, case, key=key, **sent)
    assert (again.status_code, again.url) == (302, first.url)
    late = client_of(getattr(desks, who)).post(reverse(name, args=[case.pk]), sent | {"revision": seen})
    scope.restore()
    assert late.status_code in {409, 422}
    assert StateChange.objects.count() == rows


def test_a_wish_typed_once_is_one_commission(desks):
    key = uuid.uuid4()
    first, again = (post(desks.clerk, "commission_new", key=key, **form()) for _ in range(2))
    assert first.url == again.url
    assert Commission.objects.count() == 1


def test_an_act_that_is_not_possible_says_so_before_anything_is_typed(desks):
    case = considered(desks, criteria=[], within_district=False)
    page = main(get(desks.chief, f"/commissions/{case.pk}/decide/"))
    assert "結果と理由がありません" in page
    assert "決定を記録する" not in page
    assert "事案では行えません" in main(get(desks.chief, f"/commissions/{case.pk}/release/"))
    only_area = considered(desks, within_district=False)
    page = main(get(desks.chief, f"/commissions/{only_area.pk}/decide/"))
    assert "「委嘱する」には、まだ足りません" in page
    refused = {"decision": "commission", "note": "x", "guided": ALL, "on": era(DAY)}
    answer = post(desks.chief, "commission_decide", only_area, **refused)
    assert "管轄区域を超えないことを、確かめていません" in fault_beside(answer, "decision")
    assert (
        post(desks.chief, "commission_decide", only_area, **refused | {"decision": "decline"}).status_code
        == 302
    )

"""The pages of a return: the counter, the acts, the lists, the homes; once a click, and nothing of another station."""

import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from blue_patrol.models import OfficeNotice, Place, ReturnNotice
from blue_patrol.models.returned.machine import ReturnState as R
from blue_patrol.models.returned.receipt import standing_of, things_with_group
from casework.models import Deadline, IssuedPaper, ReturnReason, StateChange
from casework.workflow import perform
from tests.blue_patrol.acting import client_of, era, fault_beside, see, text
from tests.blue_patrol.paging import get, pdf_text
from tests.factories import scope
from tests.factories.applications import DAY, Desks, application_at
from tests.factories.places import StationFactory
from tests.factories.returns import RETURNED, certified, now, office, received, return_at, revoked
from tests.nights import every_nth

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def desks():
    return Desks(StationFactory())


def post(actor, name, pk, sent, key=None):
    answer = client_of(actor).post(
        reverse(name, args=[pk] if pk else []), {"act_key": str(key or uuid.uuid4())} | sent
    )
    scope.restore()
    return answer


def typed(group, *, on=RETURNED, missing=(), **fields) -> dict:
    """The counter's page as it is filled in."""
    things = things_with_group(standing_of(group))
    cars = {thing.vehicle_id for thing in things if thing.vehicle_id}
    rows = {f"thing-{one.pk}": "missing" if one in missing else "came" for one in things}
    notes = {f"note-{one.pk}": "引っ越しのとき紛失" for one in missing}
    return rows | notes | {
        "on": era(on), "applied_on": era(on), "reason": "ceased", "reason_text": "", "occurred_on": era(DAY),
        "lamp_removed_on": "", "instructed": [f"entry_deletion:{pk}" for pk in cars], "told_on": on.isoformat(), "revision": "0",
    } | fields  # fmt: skip


@pytest.mark.clause("BP-9-1")
def test_the_counter_receives_a_return_in_one_page(desks):
    group = certified(desks, cars=2, people=2)
    page = text(see(desks.clerk, "group", group))
    assert reverse("return_receive", args=[group.pk]) in page
    page = text(see(desks.clerk, "return_receive", group))
    assert len(re.findall(r'value="came"[^>]*checked', page)) == page.count('value="came"') == 5
    card = things_with_group(standing_of(group)).filter(kind="card").first()
    answer = post(desks.clerk, "return_receive", group.pk, typed(group, missing=[card]))
    assert answer.status_code == 302, text(answer)
    notice = ReturnNotice.objects.get()
    assert answer.url == reverse("return_notice", args=[notice.pk])
    assert notice.lost_things().get() == card
    assert Deadline.objects.of_case(notice).filter(kind="entry_deletion").count() == 2
    assert "10月6日" in notice.instructed[0]["text"]
    assert "不要（返納）" in text(see(desks.clerk, "group", group))


def test_a_second_click_at_the_counter_gets_the_first_result(desks):
    group = certified(desks)
    key, sent = uuid.uuid4(), typed(group)
    first = post(desks.clerk, "return_receive", group.pk, sent, key)
    again = post(desks.clerk, "return_receive", group.pk, sent, key)
    assert (first.status_code, again.status_code, again.url) == (302, 302, first.url)
    assert ReturnNotice.objects.count() == 1


def test_a_fault_stands_beside_its_field_and_nothing_typed_is_lost(desks):
    group = certified(desks)
    card = things_with_group(standing_of(group)).get(kind="certificate")
    sent = typed(group, missing=[card], occurred_on="きのう", reason="other") | {f"note-{card.pk}": ""}
    answer = post(desks.clerk, "return_receive", group.pk, sent)
    assert answer.status_code == 422
    assert fault_beside(answer, "occurred_on")
    assert 'value="きのう"' in text(answer)
    sent |= {"occurred_on": era(DAY)}
    answer = post(desks.clerk, "return_receive", group.pk, sent)
    assert "その他の理由を書いてください。" in fault_beside(answer, "reason_text")
    assert "紛失などの事情を書いてください。" in fault_beside(answer, f"note-{card.pk}")
    assert re.search(rf'name="thing-{card.pk}" value="missing"[^>]*checked', text(answer))
    assert not ReturnNotice.objects.exists()


def test_circumstances_beside_a_thing_that_came_are_asked_about(desks):
    group = certified(desks)
    thing = things_with_group(standing_of(group)).first()
    answer = post(desks.clerk, "return_receive", group.pk, typed(group) | {f"note-{thing.pk}": "紛失"})
    assert "「返った」を選んだものに、事情が書かれています。" in fault_beside(answer, f"note-{thing.pk}")


def test_another_day_of_receipt_is_read_aloud_anew(desks):
    group = certified(desks)
    answer = post(desks.clerk, "return_receive", group.pk, typed(group, told_on=TODAY().isoformat()))
    assert "受理した日に合わせて期限を書き直しました。" in fault_beside(answer, "instructed")
    assert f'name="told_on" value="{RETURNED.isoformat()}"' in text(answer)


@pytest.mark.clause("BP-9-1")
def test_the_reason_of_a_revoked_group_is_preset(desks):
    group = revoked(desks)
    page = text(see(desks.clerk, "return_receive", group))
    assert re.search(r'name="reason" value="revoked"[^>]*checked', page)
    assert "青色防犯パトロールを実施しなくなった" not in page
    assert 'name="reason_text"' not in page
    answer = post(desks.clerk, "return_receive", group.pk, typed(group, reason="revoked"))
    assert answer.status_code == 302
    assert ReturnNotice.objects.get().reason == "revoked"


def test_a_group_that_has_nothing_to_give_back_is_told_so(desks):
    group = application_at("received", desks).group
    assert "返納を受ける" not in text(see(desks.clerk, "group", group))
    page = text(see(desks.clerk, "return_receive", group))
    assert "この団体には、返納を受ける証明がありません。" in page
    assert "<form" not in page.split("<main")[1]
    assert post(desks.clerk, "return_receive", group.pk, {"revision": "0"}).status_code == 422


def test_a_second_return_leads_to_the_first(desks):
    notice = received(desks)
    page = text(see(desks.clerk, "return_receive", notice.group))
    assert f"受理番号{notice.receipt_number}" in page
    assert reverse("return_notice", args=[notice.pk]) in page


def test_an_open_application_of_the_group_is_shown(desks):
    case = application_at("delivered", desks)
    page = text(see(desks.clerk, "return_receive", case.group))
    assert "この団体には、終わっていない申請があります" in page
    assert reverse("application", args=[case.pk]) in page


ON = {"on": era(RETURNED)}


def ready(name, desks):
    """(the return before the act, who acts, what is sent) of each address that acts."""
    state, who, sent = {
        "return_forward": (R.RECEIVED, "chief", {"document_number": "桜見坂生発第5号"}),
        "return_number": (R.FORWARDED, "clerk", {"document_number": "桜見坂生発第6号"}),
        "return_send_back": (R.FORWARDED, "hq_clerk", {"rows": "1", "item-1": "様式第12 返納の理由", "text-1": "事情を書いてください。"}),
        "return_answer": (R.SENT_BACK, "clerk", {}),
        "return_accept": (R.FORWARDED, "hq_clerk", {}),
        "return_found": (R.ACCEPTED, "clerk", {"note": "物置で"}),
        "return_send_found": (R.ACCEPTED, "clerk", {}),
        "return_destroy_found": (R.ACCEPTED, "hq_clerk", {}),
        "return_assign": (R.RECEIVED, "chief", {"to": desks.chief.staff.pk}),
    }[name]  # fmt: skip
    notice = return_at(state, desks, missing_kind="card")
    lost = notice.lost_things().get()
    if name in ("return_send_found", "return_destroy_found"):
        perform(notice, "take_found", by=desks.clerk, on=RETURNED, things=[lost.pk], note="物置で")
    if name == "return_destroy_found":
        perform(now(notice), "send_found", by=desks.clerk, on=RETURNED)
    if name == "return_number":
        ReturnNotice.objects.filter(pk=notice.pk).update(document_number="")
    if name == "return_answer":
        sent = {f"answer_{each.pk}": "直した" for each in ReturnReason.objects.of_case(notice)}
    if name == "return_accept":
        sent = {f"thing-{thing.pk}": "here" for thing in notice.on_the_way_up()}
    if name == "return_found":
        sent |= {"things": [lost.pk]}
    return now(notice), getattr(desks, who), ON | sent


ACTS = (
    "return_forward", "return_number", "return_send_back", "return_answer", "return_accept", "return_found", "return_send_found",
    "return_destroy_found", "return_assign",
)  # fmt: skip


@pytest.mark.parametrize("name", every_nth(ACTS, 3))
def test_each_act_is_done_once_a_key_and_leads_back(desks, name):
    notice, actor, sent = ready(name, desks)
    page = text(see(actor, name, notice))
    assert f'name="revision" value="{notice.revision}"' in page
    key, sent = uuid.uuid4(), sent | {"revision": notice.revision}
    first = post(actor, name, notice.pk, sent, key)
    assert (first.status_code, first.get("Location")) == (302, reverse("return_notice", args=[notice.pk])), (
        text(first)
    )
    rows = StateChange.objects.count()
    again = post(actor, name, notice.pk, sent, key)
    assert (again.status_code, again.url, StateChange.objects.count()) == (302, first.url, rows)
    assert text(see(actor, "return_notice", notice)).count("<h1>") == 1


@pytest.mark.parametrize("name", every_nth(ACTS, 4))
def test_a_page_from_before_is_out_of_date(desks, name):
    notice, actor, sent = ready(name, desks)
    answer = post(actor, name, notice.pk, sent | {"revision": notice.revision - 1 if notice.revision else 99})
    assert answer.status_code == 409


@pytest.mark.parametrize("name", every_nth(["return_notice", *ACTS], 5))
def test_a_return_of_another_station_is_not_there(desks, name):
    notice, actor, _ = ready(name if name in ACTS else "return_forward", desks)
    other = Desks(StationFactory())
    who = {desks.clerk: other.clerk, desks.chief: other.chief}.get(actor)
    if who is None:
        far = Desks(StationFactory(prefecture__code="24", prefecture__name="三重県"))
        who = far.hq_clerk
    assert see(who, name, notice).status_code == 404


def test_headquarters_fills_in_that_all_arrived_without_recording(desks):
    notice = return_at(R.FORWARDED, desks)
    answer = post(desks.hq_clerk, "return_accept", notice.pk, ON | {"all": "1", "revision": notice.revision})
    assert (
        len(re.findall(r'value="here"[^>]*checked', text(answer))) == text(answer).count('value="here"') == 4
    )
    assert now(notice).state == R.FORWARDED


def test_what_did_not_arrive_says_what_was_seen(desks):
    notice = return_at(R.FORWARDED, desks)
    sent = {f"thing-{thing.pk}": "missing" for thing in notice.on_the_way_up()}
    answer = post(desks.hq_clerk, "return_accept", notice.pk, ON | sent | {"revision": notice.revision})
    key = notice.things().first().pk
    assert "届いていない様子を書いてください。" in fault_beside(answer, f"note-{key}")


def test_the_page_of_a_return_tells_what_can_be_done_and_by_whom(desks):
    notice = return_at(R.RECEIVED, desks, missing_kind="card")
    page = text(see(desks.clerk, "return_notice", notice))
    assert "署長の職が行います。" in page
    assert "見付かったものを受け入れる" in page
    assert "証明書1枚・標章1枚・実施者証1枚が返り、実施者証1枚がありません。" in page
    assert reverse("return_forward", args=[notice.pk]) in text(see(desks.chief, "return_notice", notice))


def test_form_12_and_a_draft_of_form_18_are_printed_from_the_record(desks, monkeypatch):
    shown = {}
    monkeypatch.setattr(
        "casework.papers.PaperForm.render",
        lambda form, values, **how: shown.setdefault(form.number, (values, how)) and b"%PDF",
    )
    notice = return_at(R.RECEIVED, desks, missing_kind="card")
    for number in ("12", "18"):
        assert see(desks.clerk, "return_form", notice, number).status_code == 200
    values, how = shown["12"]
    assert [item["count"] for item in values["items"]].count(0) == 1
    assert (values["reason"], values["certificate_number"], how["draft"]) == ("ceased", "R8-0001", False)
    values, how = shown["18"]
    assert (len(values["items"]), [item["remarks"] for item in values["missing"]], how["draft"]) == (
        3,
        ["自宅の火災で焼失"],
        True,
    )
    assert see(desks.clerk, "return_form", notice, "13").status_code == 404


@pytest.mark.clause("BP-9-1")
def test_the_copy_of_form_12_that_goes_up_is_printed_from_the_page(desks):
    notice = return_at(R.RECEIVED, desks)
    copy = f"{reverse('return_form', args=[notice.pk, '12'])}?mode=copy"
    assert copy in text(see(desks.clerk, "return_notice", notice))
    assert "写" in pdf_text(get(desks.clerk, copy))
    assert "写" not in pdf_text(get(desks.clerk, copy.removesuffix("?mode=copy")))


def test_the_lists_and_the_homes_show_what_waits(desks):
    notice = return_at(R.FORWARDED, desks)
    link = reverse("return_notice", args=[notice.pk])
    assert link in client_page(desks.hq_clerk, "home")
    assert f'href="{link}"' not in client_page(desks.clerk, "home")
    assert link in client_page(desks.clerk, "returns")
    assert reverse("returns") in client_page(desks.clerk, "cases")
    perform(notice, "accept", by=desks.hq_clerk, on=RETURNED)
    assert "通知を待つ自動車が<b>1台</b>あります" in client_page(desks.hq_clerk, "home")
    assert link not in client_page(Desks(StationFactory()).clerk, "returns")


def client_page(actor, name, query="") -> str:
    page = text(client_of(actor).get(reverse(name) + query))
    scope.restore()
    return page


def test_the_deletion_is_met_with_evidence_from_the_page_of_the_clock(desks):
    notice = received(desks)
    clock = Deadline.objects.of_case(notice).get(kind="entry_deletion")
    assert reverse("meet_deadline", args=[clock.pk]) in text(see(desks.clerk, "return_notice", notice))
    assert "記載がないことを見た" in text(see(desks.clerk, "meet_deadline", clock))
    sent = {"on": era(RETURNED), "evidence": "新しい検査証を見た", "revision": notice.revision}
    answer = post(desks.clerk, "meet_deadline", clock.pk, sent)
    assert answer.url == f"{reverse('return_notice', args=[notice.pk])}#clocks"
    assert Deadline.objects.get(pk=clock.pk).done_on == RETURNED
    assert "新しい検査証を見た" in text(see(desks.clerk, "return_notice", notice))
    assert notice.group.name in client_page(desks.clerk, "deadlines", "?within=met")


# --- notices to transport offices -----------------------------------------------------------------------------------


def notice_address(to) -> str:
    return f"{reverse('office_notice_new')}?office={to.pk if to else 'unknown'}"


def send(actor, office, key=None, **sent):
    told = {
        "act_key": str(key or uuid.uuid4()),
        "document_number": "生総発第120号",
        "on": era(RETURNED),
    } | sent
    answer = client_of(actor).post(notice_address(office), told)
    scope.restore()
    return answer


@pytest.mark.clause("BP-9-2")
def test_one_paper_tells_an_office_of_the_cars_of_several_cases(desks):
    to = office(desks.station.prefecture)
    notices = [return_at(R.ACCEPTED, desks, cars=2), return_at(R.ACCEPTED, desks)]
    page = client_page(desks.hq_clerk, "office_notices")
    assert "3台" in page
    assert notice_address(to) in page.replace("&amp;", "&")
    clocks = list(Deadline.objects.filter(kind="transport_notice").values_list("pk", flat=True))
    answer = send(desks.hq_clerk, to, clocks=clocks)
    assert (answer.status_code, answer.url) == (302, reverse("office_notices")), text(answer)
    paper = OfficeNotice.objects.get()
    assert (paper.office, paper.sent_on, paper.sent_by, sorted(paper.clocks)) == (
        to,
        RETURNED,
        desks.hq_clerk.staff,
        sorted(clocks),
    )
    assert [row["event"] for row in paper.values["rows"]] == ["returned"] * 3
    assert {now(notice).state for notice in notices} == {R.TRANSPORT_NOTIFIED}
    assert {clock.evidence for clock in Deadline.objects.filter(kind="transport_notice")} == {
        "愛知運輸支局へ通知（生総発第120号）"
    }


@pytest.mark.clause("BP-9-2")
def test_a_case_waits_for_its_last_car(desks):
    to = office(desks.station.prefecture)
    notice = return_at(R.ACCEPTED, desks, cars=2)
    first, last = notice.transport_clocks().values_list("pk", flat=True)
    assert send(desks.hq_clerk, to, clocks=[first]).status_code == 302
    assert now(notice).state == R.ACCEPTED
    assert StateChange.objects.of_case(notice).latest("seq").transition == "tell_transport"
    assert send(desks.hq_clerk, to, clocks=[last], document_number="生総発第121号").status_code == 302
    assert (now(notice).state, now(notice).notified_on) == (R.TRANSPORT_NOTIFIED, RETURNED)
    assert "生総発第121号" in text(see(desks.clerk, "return_notice", notice))


def test_a_car_is_told_of_once(desks):
    to = office(desks.station.prefecture)
    notice = return_at(R.ACCEPTED, desks)
    clock = notice.transport_clocks().get().pk
    key = uuid.uuid4()
    first = send(desks.hq_clerk, to, key, clocks=[clock])
    assert send(desks.hq_clerk, to, key, clocks=[clock]).url == first.url
    again = send(desks.hq_clerk, to, clocks=[clock])
    assert again.status_code == 422
    assert OfficeNotice.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    every_nth(
        [
            ({"clocks": []}, "clocks", "通知する自動車に印を付けてください。"),
            ({"document_number": " "}, "document_number", "文書番号"),
            ({"on": era(DAY)}, "on", "より前の日付は記録できません。"),
            ({"on": "令和99年1月1日"}, "on", ""),
        ],
        3,
    ),
)
def test_a_notice_that_cannot_be_is_refused_beside_its_field(desks, sent, field, sentence):
    to = office(desks.station.prefecture)
    notice = return_at(R.ACCEPTED, desks)
    answer = send(desks.hq_clerk, to, **{"clocks": [notice.transport_clocks().get().pk]} | sent)
    assert answer.status_code == 422
    assert fault_beside(answer, field)
    assert sentence in fault_beside(answer, field)
    assert not OfficeNotice.objects.exists()


def test_a_base_that_the_table_does_not_know_asks_for_the_office(desks):
    notice = return_at(R.ACCEPTED, desks)
    to = office(desks.station.prefecture, municipality="遠くの市")
    assert "管轄の表にない所" in client_page(desks.hq_clerk, "office_notices")
    clocks = [notice.transport_clocks().get().pk]
    assert "通知先を選んでください。" in fault_beside(send(desks.hq_clerk, None, clocks=clocks), "to")
    assert send(desks.hq_clerk, None, clocks=clocks, to=to.pk).status_code == 302
    assert OfficeNotice.objects.get().office == to


@pytest.mark.clause("BP-8-4")
def test_a_light_car_is_told_of_to_its_association(desks):
    branch = office(desks.station.prefecture)
    light = office(desks.station.prefecture, "軽自動車検査協会愛知主管事務所", "light")
    notice = return_at(R.ACCEPTED, desks, cars=2)
    car = notice.group.vehicles.first()
    type(car).objects.filter(pk=car.pk).update(is_light=True)
    page = client_page(desks.hq_clerk, "office_notices")
    assert notice_address(branch) in page
    assert notice_address(light) in page


def test_the_paper_is_as_it_was_sent(desks):
    to = office(desks.station.prefecture)
    notice = return_at(R.ACCEPTED, desks)
    send(desks.hq_clerk, to, clocks=[notice.transport_clocks().get().pk])
    paper = OfficeNotice.objects.get()
    OfficeNotice.objects.filter(pk=paper.pk).update(content=b"%PDF-sent")
    answer = see(desks.hq_clerk, "office_notice", paper)
    assert (answer.status_code, answer.content) == (200, b"%PDF-sent")
    far = Desks(StationFactory(prefecture__code="24", prefecture__name="三重県"))
    assert see(far.hq_clerk, "office_notice", paper).status_code == 404
    assert see(desks.clerk, "office_notice", paper).status_code == 403


def test_form_18_is_frozen_with_the_forwarding(desks):
    notice = return_at(R.TRANSPORT_NOTIFIED, desks)
    paper = IssuedPaper.objects.of_case(notice).get(form="18")
    assert paper.values["forwarding"]["document_number"] == "31"
    assert paper.values["transport_notified_on"] is None
    assert set(notice.things().values_list("state", flat=True)) == {Place.DESTROYED}


def test_the_paper_of_a_return_is_made_again_from_its_page(desks):
    notice = return_at(R.FORWARDED, desks)
    paper = IssuedPaper.objects.of_case(notice).get()
    answer = post(desks.clerk, "remake_paper", paper.pk, {})
    assert answer.url == f"{reverse('return_notice', args=[notice.pk])}#papers"


def test_what_went_up_with_a_return_leads_to_it_from_the_custody(desks):
    notice = return_at(R.FORWARDED, desks)
    page = client_page(desks.hq_clerk, "custody")
    assert reverse("return_notice", args=[notice.pk]) in page
    assert reverse("destroy_returned", args=[notice.group.applications.get().pk]) not in page
    assert "作り直す" not in client_page(desks.hq_clerk, "home")


def test_a_card_that_the_station_kept_waits_for_nobody_after_the_return(desks):
    case = application_at("reported", desks, people=2, untrained=1)
    assert "署で交付を待つ" in client_page(desks.clerk, "home")
    assert post(desks.clerk, "return_receive", case.group_id, typed(case.group)).status_code == 302
    assert "講習を受けるまで渡せない" not in client_page(desks.clerk, "home")

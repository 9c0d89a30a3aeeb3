"""The pages of a revocation: every address that acts, once a key; what is shown, to whom, and what is not lost."""

import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from blue_patrol.models import Revocation
from blue_patrol.models import RevocationState as R
from casework.models import ActKey, Attachment, Deadline, IssuedPaper, StateChange
from casework.workflow import perform
from tests.blue_patrol.acting import client_of, era, fault_beside, text
from tests.blue_patrol.test_revocation_machine import allow_publication
from tests.factories import people, scope
from tests.factories.applications import DAY, PDF, REASONS, Desks
from tests.factories.places import StationFactory
from tests.factories.revocations import (
    FOUND,
    GUIDED,
    REPORTED,
    answers,
    certified_group,
    find,
    now,
    pass_up,
    prepare,
    revocation_at,
    tell_offices,
    with_command,
)
from tests.nights import every_nth, sampled
from tests.test_access import EXPECTED

pytestmark = pytest.mark.django_db
ON = {"on": era(DAY)}
FINDING = ON | {
    "grounds": ["d", "e"], "source": "交番からの連絡", "summary": "配達の途中に灯を点けていた。", "is_minor": "no",
    "severity_reason": "繰り返しているため",
}  # fmt: skip
NOTE = ON | {"note": "代表者の所在が分からない"}


@pytest.fixture
def desks():
    return with_command(Desks(StationFactory()))


def see(actor, name, *args, query=""):
    response = client_of(actor).get(reverse(name, args=args) + query)
    scope.restore()
    return response


def click(actor, name, *args, key=None, revision=0, **data):
    sent = {"act_key": str(key or uuid.uuid4()), "revision": revision} | data
    response = client_of(actor).post(reverse(name, args=args), sent)
    scope.restore()
    return response


def ready(case, desks):
    prepare(case, desks)
    return {}


def watched(case, desks):
    perform(case, "guide", by=desks.clerk, on=DAY, **GUIDED | {"result": "watching"})
    return {}


def corrected(case, desks):
    perform(case, "guide", by=desks.clerk, on=DAY, **GUIDED | {"result": "corrected"})
    return {}


def answered(case, desks):
    return {f"answer_{key}": "直した" for key in answers(case)}


def unnumbered(case, desks):
    Revocation.objects.filter(pk=case.pk).update(document_number="")
    return {}


def passed_up(case, desks):
    pass_up(case, desks)
    return {}


def by_deputy(case, desks):
    perform(case, "endorse", by=people.deputy(desks.hq_clerk), on=DAY)
    return {}


def published(case, desks):
    allow_publication(case)
    return {}


def told(case, desks):
    tell_offices(case, desks)
    return {}


def upload(case=None, desks=None):
    return {"file": SimpleUploadedFile("現場.pdf", PDF, "application/pdf")}


def a_colleague(case, desks):
    return {"to": people.clerk(desks.station).staff.pk}


ACTS = {  # address → (state, who, what is ready and what it adds to the form, the form, the transition)
    "revocation_amend": (R.FOUND, "clerk", None, FINDING, "amend"),
    "revocation_guide": (R.FOUND, "clerk", None, ON | GUIDED, "guide"),
    "revocation_result": (R.FOUND, "clerk", watched, ON | {"result": "not_corrected"}, "record_result"),
    "revocation_beyond": (R.FOUND, "clerk", None, ON | {"beyond_guidance": "行方不明"}, "rule_out_guidance"),
    "revocation_statement": (R.FOUND, "clerk", None, ON | {"statement": "申し開きはない。"}, "record_statement"),
    "revocation_attach": (R.FOUND, "clerk", upload, ON | {"kind": "evidence"}, "attach"),
    "revocation_correct": (R.FOUND, "clerk", corrected, ON, "correct"),
    "revocation_dismiss": (R.FOUND, "clerk", None, NOTE, "dismiss"),
    "revocation_answer": (R.SENT_BACK, "clerk", answered, ON, "answer"),
    "revocation_report": (R.FOUND, "chief", ready, ON | {"opinion": "revoke", "document_number": "試発第1号"}, "report_grounds"),
    "revocation_assign": (R.FOUND, "clerk", a_colleague, {}, "assign"),
    "revocation_number": (R.GROUND_REPORTED, "clerk", unnumbered, ON | {"document_number": "試発第2号"}, "number_document"),
    "revocation_decide": (R.GROUND_REPORTED, "command", passed_up, ON | {"decision": "approve"}, "approve"),
    "revocation_acknowledge": (R.GROUND_REPORTED, "hq_clerk", by_deputy, {}, "acknowledge"),
    "revocation_send_notice": (R.DECIDED, "hq_clerk", None, ON | {"notice_number": "生総発第77号"}, "send_notice"),
    "revocation_deliver": (
        R.NOTICE_SENT, "clerk", None,
        ON | {"instructed": ["return_promptly"], "receiver_name": "青葉 守", "receiver_kind": "representative"}, "deliver_notice",
    ),
    "revocation_undelivered": (R.NOTICE_SENT, "clerk", None, NOTE, "fail_delivery"),
    "revocation_publish": (R.NOTICE_UNDELIVERED, "clerk", published, NOTE, "publish"),
    "revocation_delivery_report": (R.NOTICE_DELIVERED, "clerk", None, ON, "report_delivery"),
    "revocation_transport": (R.DELIVERY_REPORTED, "hq_clerk", told, ON, "notify_transport"),
}  # fmt: skip
ELSEWHERE = {
    "revocation_new",
    "revocation_detach",
    "revocation_assign_together",
}  # their tests stand below, and with the assignment


def actor_of(who, desks):
    return desks.extra["chief"] if who == "command" else getattr(desks, who)


def made_ready(name, desks):
    state, who, prepare, form, _ = ACTS[name]
    case = revocation_at(state, desks)
    more = prepare(case, desks) if prepare else {}
    return now(case), actor_of(who, desks), form | more


def test_every_address_that_acts_on_a_revocation_stands_in_the_table():
    acting = {n for n, (methods, _) in EXPECTED.items() if n.startswith("revocation") and "POST" in methods}
    assert acting == set(ACTS) | ELSEWHERE


CLICKED = [
    "revocation_guide",
    "revocation_attach",
    "revocation_answer",
    "revocation_decide",
    "revocation_deliver",
]


@pytest.mark.parametrize("name", sampled(ACTS, by_day=CLICKED))
def test_the_second_click_gets_the_first_result_and_does_nothing(name, desks):
    case, actor, sent = made_ready(name, desks)
    page = text(see(actor, name, case.pk))
    assert re.search(r'name="act_key" value="([^"]+)"', page)
    assert f'name="revision" value="{case.revision}"' in page
    key, transition = uuid.uuid4(), ACTS[name][-1]
    first = click(actor, name, case.pk, key=key, revision=case.revision, **sent)
    assert first.status_code == 302, text(first)
    assert first.url == reverse("revocation", args=[case.pk])
    rows = StateChange.objects.count()
    assert StateChange.objects.of_case(case).filter(transition=transition).exists()
    if "file" in sent:
        sent["file"].seek(0)
    again = click(actor, name, case.pk, key=key, revision=case.revision, **sent)
    assert (again.status_code, again.url) == (302, first.url)
    assert StateChange.objects.count() == rows
    assert ActKey.objects.get(key=key).location == first.url
    stale = click(
        actor, name, case.pk, revision=case.revision, **(sent | upload() if "file" in sent else sent)
    )
    assert stale.status_code in {409, 422}


SEEN = ["revocation", "revocation_form"]


@pytest.mark.parametrize(
    "name", sampled([*ACTS, *SEEN], by_day=[*SEEN, "revocation_guide", "revocation_decide"])
)
def test_another_stations_revocation_answers_as_one_that_is_not(name, desks):
    case = find(desks)
    other = Desks(StationFactory(prefecture__code="24", prefecture__name="三重県"))
    who = ACTS[name][1] if name in ACTS else "clerk"
    actor = (
        people.headquarters(other.station.prefecture, "本部長", duty="command")
        if who == "command"
        else getattr(other, who)
    )
    assert see(actor, name, case.pk).status_code == 404
    if name in ACTS:
        assert click(actor, name, case.pk, **ON).status_code == 404


@pytest.mark.clause("BP-8-1")
def test_a_case_is_opened_from_the_page_of_the_group_once_a_key(desks):
    group = certified_group(desks)
    url = reverse("revocation_new", args=[group.pk])
    assert url in text(see(desks.clerk, "group", group.pk))
    assert url not in text(see(desks.chief, "group", group.pk))
    page = text(see(desks.clerk, "revocation_new", group.pk, query="?ground=d"))
    assert re.search(r'value="d"[^>]*checked', page)
    assert not re.search(r'value="e"[^>]*checked', page)
    assert "checked" not in text(see(desks.clerk, "revocation_new", group.pk, query="?ground=zz"))
    key = uuid.uuid4()
    first = click(desks.clerk, "revocation_new", group.pk, key=key, **FINDING)
    case = Revocation.objects.get()
    assert (first.status_code, first.url) == (302, reverse("revocation", args=[case.pk]))
    assert (case.grounds, case.found_on, case.is_minor) == (["d", "e"], DAY, False)
    assert click(desks.clerk, "revocation_new", group.pk, key=key, **FINDING).url == first.url
    refused = click(desks.clerk, "revocation_new", group.pk, **FINDING)
    assert refused.status_code == 422
    assert "この団体の取消しの事案が、すでに進んでいます。" in text(refused)
    assert "この団体の取消しの事案が、すでに進んでいます。" in text(
        see(desks.clerk, "revocation_new", group.pk)
    )
    assert url not in text(see(desks.clerk, "group", group.pk))
    assert first.url in text(see(desks.clerk, "group", group.pk))
    other = people.clerk(StationFactory())
    assert see(other, "revocation_new", group.pk).status_code == 404


def test_a_faulty_finding_keeps_what_was_typed_and_says_it_beside_its_field(desks):
    group = certified_group(desks)
    answer = click(
        desks.clerk,
        "revocation_new",
        group.pk,
        **FINDING | {"grounds": [], "severity_reason": "", "summary": "灯を点けていた"},
    )
    assert answer.status_code == 422
    assert "該当する事由を一つ以上選んでください。" in fault_beside(answer, "grounds")
    assert "軽微な違反に当たらないとする理由" in fault_beside(answer, "severity_reason")
    assert "灯を点けていた" in text(answer)
    assert not Revocation.objects.exists()


def test_a_document_is_taken_out_once_and_stays_on_record(desks):
    case = find(desks)
    prepare(case, desks)
    case, one = now(case), Attachment.objects.of_case(case).get()
    assert reverse("revocation_detach", args=[case.pk, one.pk]) in text(
        see(desks.clerk, "revocation", case.pk)
    )
    key = uuid.uuid4()
    for _ in range(2):
        answer = click(desks.clerk, "revocation_detach", case.pk, one.pk, key=key, revision=case.revision)
        assert answer.status_code == 302
    assert not Attachment.objects.of_case(case).exists()
    assert Attachment.objects.filter(pk=one.pk, removed_by=desks.clerk.staff).exists()


@pytest.mark.clause("BP-8-1-nao")
def test_the_page_says_why_a_report_is_not_possible_and_leads_there(desks):
    case = find(desks, **FOUND)
    page = text(see(desks.clerk, "revocation", case.pk))
    assert "軽微な違反は、まず指導を行います。" in page
    assert reverse("revocation_guide", args=[case.pk]) in page
    assert "署長の職が行います。" in page
    chief = text(see(desks.chief, "revocation", case.pk))
    assert "団体の弁明を記録してください。" in chief


@pytest.mark.parametrize(
    "state", sampled(R, by_day=[R.FOUND, R.SENT_BACK, R.NOT_REVOKED, R.TRANSPORT_NOTIFIED])
)
def test_every_state_has_its_page_for_every_reader(desks, state):
    case = revocation_at(state, desks)
    readers = [
        desks.clerk,
        desks.chief,
        desks.hq_clerk,
        desks.extra["chief"],
        people.inspector(desks.station.prefecture),
    ]
    for actor in readers:
        page = see(actor, "revocation", case.pk)
        assert page.status_code == 200
        assert R(state).label in text(page)
    assert "が、取消しの事由に当たる事案を<b>認知</b>しました。" in text(page)


def test_the_list_is_filtered_and_walled(desks):
    case = find(desks)
    url = reverse("revocation", args=[case.pk])
    for actor in (desks.clerk, desks.chief, desks.hq_clerk):
        assert url in text(see(actor, "revocations"))
        assert url not in text(see(actor, "revocations", query="?phase=closed"))
        assert url in text(see(actor, "revocations", query="?phase=nonsense&state=found"))
        assert reverse("revocations") in text(see(actor, "cases"))
    assert url not in text(see(Desks(StationFactory()).clerk, "revocations"))


HOME = [
    (R.FOUND, "clerk", "指導または報告をする"),
    (R.SENT_BACK, "clerk", "差戻しに応じる"),
    (R.GROUND_REPORTED, "hq_clerk", "審査する（あなたの段階）"),
    (R.GROUND_REPORTED, "director", "係を待っている"),
    (R.DECIDED, "hq_clerk", "通知書を送る"),
    (R.NOTICE_SENT, "clerk", "通知書を交付する"),
    (R.NOTICE_DELIVERED, "clerk", "交付を本部へ報告する"),
    (R.DELIVERY_REPORTED, "hq_clerk", "運輸支局等へ通知する"),
]


@pytest.mark.parametrize(("state", "who", "words"), every_nth(HOME, 3))
def test_the_first_page_shows_what_waits(desks, state, who, words):
    revocation_at(state, desks)
    assert words in text(see(actor_of(who, desks), "home"))


def test_the_chiefs_first_page_shows_what_can_be_reported_and_no_more(desks):
    case = find(desks)
    assert reverse("revocation", args=[case.pk]) not in text(see(desks.chief, "home"))
    prepare(case, desks)
    assert "報告する（署長）" in text(see(desks.chief, "home"))


@pytest.mark.clause("BP-8-2")
def test_who_decides_sees_form_17_and_the_answers_of_the_step(desks):
    case = revocation_at(R.GROUND_REPORTED, desks)
    paper = IssuedPaper.objects.of_case(case).get(form="17")
    paper.attach(PDF)
    page = text(see(desks.hq_clerk, "revocation_decide", case.pk))
    assert reverse("paper", args=[paper.pk]) in page
    assert "審査済みとする" in page
    assert "証明を取り消す" not in page
    pass_up(case, desks)
    page = text(see(desks.extra["chief"], "revocation_decide", case.pk))
    assert "証明を取り消す" in page
    assert "取り消さない" in page
    assert "認知も指導も報告もしていません。" in page
    back = ON | {
        "decision": "send_back",
        "rows": "1",
        "item-1": "様式第17 事案の概要",
        "text-1": "日時がありません。",
    }
    answer = click(desks.extra["chief"], "revocation_decide", case.pk, revision=now(case).revision, **back)
    assert answer.status_code == 302
    assert now(case).state == R.SENT_BACK
    assert "日時がありません。" in text(see(desks.clerk, "revocation", case.pk))


def test_declining_wants_its_reason_beside_the_answer(desks):
    case = revocation_at(R.GROUND_REPORTED, desks)
    pass_up(case, desks)
    answer = click(
        desks.extra["chief"],
        "revocation_decide",
        case.pk,
        revision=now(case).revision,
        **ON | {"decision": "decline"},
    )
    assert answer.status_code == 422
    assert "理由を書いてください。" in fault_beside(answer, "note")


@pytest.mark.clause("BP-8-3")
def test_the_counter_asks_for_the_instruction_and_who_received_it(desks):
    case = revocation_at(R.NOTICE_SENT, desks)
    sent = ON | {"receiver_name": "", "receiver_kind": "deputy", "receiver_note": ""}
    answer = click(desks.clerk, "revocation_deliver", case.pk, revision=case.revision, **sent)
    assert answer.status_code == 422
    assert "速やかに返納するよう教示したこと" in fault_beside(answer, "instructed")
    assert "受け取った人を書いてください。" in fault_beside(answer, "receiver_name")
    assert "代理を確かめたもの" in fault_beside(answer, "receiver_note")


@pytest.mark.clause("BP-8-3", "BP-9-1")
def test_what_is_to_come_back_leads_to_the_counter_that_receives_it(desks):
    case = revocation_at(R.NOTICE_DELIVERED, desks)
    page = text(see(desks.clerk, "revocation", case.pk))
    counter = reverse("return_receive", args=[case.group_id])
    assert f'href="{counter}">返納を受ける' in page
    assert "返納を受ける" not in text(see(desks.director, "revocation", case.pk))


def test_the_draft_of_form_17_is_shown_until_it_is_reported(desks, monkeypatch):
    monkeypatch.setattr("casework.press.Press.pdf", lambda *args: b"%PDF-1.7\n%%EOF\n")
    case = find(desks)
    assert see(desks.chief, "revocation_form", case.pk).status_code == 200
    prepare(case, desks)
    perform(case, "report_grounds", by=desks.chief, on=DAY, **REPORTED)
    assert see(desks.chief, "revocation_form", case.pk).status_code == 404


def test_what_came_back_is_shown_with_its_reasons_to_who_reports_again(desks):
    case = revocation_at(R.SENT_BACK, desks)
    assert REASONS[0]["text"] in text(see(desks.chief, "revocation_report", case.pk))


@pytest.mark.clause("BP-8-3")
def test_the_clock_of_what_is_to_come_back_is_met_with_evidence(desks):
    case = revocation_at(R.NOTICE_DELIVERED, desks)
    page = text(see(desks.clerk, "revocation", case.pk))
    assert "証明書等の返納" in page
    clock = Deadline.objects.of_case(case).get(kind="items_back").pk
    answer = click(
        desks.clerk, "meet_deadline", clock, revision=case.revision, **ON | {"evidence": "すべて返納された"}
    )
    assert (answer.status_code, answer.url) == (302, reverse("revocation", args=[case.pk]) + "#clocks")
    for actor in (desks.clerk, desks.hq_clerk):
        listed = text(see(actor, "deadlines"))
        assert reverse("revocation", args=[case.pk]) in listed


@pytest.mark.clause("BP-8-3")
def test_the_register_counts_a_notice_apart_from_what_is_handed_over(desks):
    revocation_at(R.NOTICE_DELIVERED, desks)
    page = text(see(desks.clerk, "register"))
    assert re.findall(r"<th scope=\"row\">累計</th>(.*?)</tr>", page) == [
        "".join(f'<td class="num">{count}</td>' for count in (1, 1, 2, 1))
    ]

"""A double click, a resent form and the back button on every acting page: one act, and the first result again (T06)."""

import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from blue_patrol.models import CertificationApplication, RegisterEntry
from casework.models import (
    ActKey,
    Attachment,
    Deadline,
    DecisionStep,
    IssuedNumber,
    ReturnReason,
    StateChange,
)
from casework.models.road import RoadState as S
from casework.workflow import perform, perform_all
from tests.blue_patrol.acting import click, client_of, era, now, see, text
from tests.factories import applications, people, scope, trainings
from tests.factories.applications import DAY, PDF, Desks, application_at, judged, make_papers
from tests.factories.places import StationFactory
from tests.test_access import EXPECTED

pytestmark = pytest.mark.django_db
ON = {"on": era(DAY)}
REASON = ON | {"rows": "1", "item-1": "様式第3 生年月日", "text-1": "漏れています。"}
NO_ACT_ON_A_CASE = {
    "lot", "lot_new", "write_off", "take_stock",  # their own tests stand with the stock
    "account_login", "mfa_authenticate", "account_logout", "account_reauthenticate", "account_change_password",
    "switch_posting", "remake_paper", "close_register",
    "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_generate_recovery_codes",
    "mfa_add_webauthn", "mfa_remove_webauthn", "sessions", "openid_connect_login", "openid_connect_callback",  # one's own
    "reset_ask", "reset_confirm", "reset_drop",  # asked beside their pages
    "postings_upload", "postings_preview", "postings_undo",  # asked beside their pages
    "saved_filters", "saved_filter_delete",  # under its name a filter is saved once; asked beside the lists
    "notice_open", "notices_read",  # read twice is read; asked beside the notices
    "print_new", "print_cancel", "print_again", "comment_write", "comment_correct",  # asked beside their pages
    "transfer_station", "transfer_drop",  # asked beside their page
    "office_change_new",  # asked beside its page
    "disposal_new", "disposal_review", "disposal_approve", "disposal_take_out", "disposal_drop", "disposal_carry_out", "hold_new", "hold_lift",  # asked beside their pages
    "persons", "person_sheet", "person_request_new", "person_request",  # asked beside their pages
    "views_review",  # asked beside its page
}  # fmt: skip
ENTRY = {  # a page typed twice changes nothing the second time; their own tests stand with the entry
    "application_new", "application_again", "entry_group", "entry_plan", "entry_vehicles", "entry_patrollers",
    "entry_attachments", "entry_detach",
}  # fmt: skip
REGISTRATION = {  # acts on a file or a typed page; the same is asked of them beside their pages
    "registration_typed", "registration_upload", "registration_columns", "registration_apply", "registration_undo",
}  # fmt: skip
TOGETHER = {
    "decide_together",
    "report_together",
    "assign_together",
    "return_assign_together",
}  # several cases, a result each: tests of their own
TRAINING = {  # acts on a course; the same is asked of them beside their pages
    "training_plan", "training_amend", "training_roster", "training_strike", "training_hold", "training_correct",
    "training_cancel", "training_link",
}  # fmt: skip
COMMISSIONS = {  # acts on a commission; the same is asked of them beside their pages
    "commission_new", "commission_edit", "commission_link", "commission_decide", "commission_release", "commission_report",
}  # fmt: skip
REQUESTS = {
    "reissue_new",
    "reissue_amend",
    "give_back",
    "change_new",
    "change_amend",
    "collect",
    "correct_entry",
}  # of a certified group; asked beside their pages
STANDING = {"activity", "information_give"}  # acts on the standing of groups; asked beside their pages
RUNS = {  # acts on a demonstration; the same is asked of them beside their pages
    "demonstration_ask", "demonstration_new", "demonstration_exempt", "demonstration_amend", "take_back", "send_stickers_up",
}  # fmt: skip

REMARKS = {name for name in EXPECTED if name.startswith("clock_remark")}  # asked beside their pages
RETURNS = {  # acts on a return, and notices to transport offices; the same is asked of them beside their pages
    "return_receive", "return_forward", "return_number", "return_assign", "return_send_back", "return_answer", "return_accept", "return_found",
    "return_send_found", "return_destroy_found", "office_notice_new",
}  # fmt: skip
REVOCATION = {name for name in EXPECTED if name.startswith("revocation")}  # their own tests stand with it
COUNCILS = {name for name in EXPECTED if name.startswith("council")}  # asked beside their pages


@pytest.fixture
def desks():
    return Desks(StationFactory())


def upload():
    return SimpleUploadedFile("図面.pdf", PDF, "application/pdf")


def examined(case, desks):
    perform(case, "examine", by=desks.clerk, on=DAY, findings=judged())
    return {}


def endorsed(case, desks):
    perform(case, "endorse", by=desks.hq_clerk, on=DAY)
    perform(case, "endorse", by=desks.assistant, on=DAY)
    return {}


def by_deputy(case, desks):
    perform(case, "endorse", by=people.deputy(desks.hq_clerk), on=DAY)
    return {"step": DecisionStep.objects.of_case(case).later_reviews().get().pk}


def answers(case, desks):
    return {f"answer_{reason.pk}": "直した" for reason in ReturnReason.objects.of_case(case)}


def printed(case, desks):
    perform_all(list(case.credentials.all()), "print_out", by=desks.hq_clerk, on=DAY)
    return {}


def sealed(case, desks):
    printed(case, desks)
    perform_all(list(case.credentials.all()), "seal", by=desks.hq_clerk, on=DAY)
    make_papers(case)
    return {}


def all_here(case, desks):
    return {f"thing-{thing.pk}": "here" for thing in case.things().filter(state="in_transit")}


def unnumbered(case, desks):
    CertificationApplication.objects.filter(pk=case.pk).update(document_number="")
    return {}


def lost(case, desks):
    perform(case.things().filter(kind="card").first(), "lose", by=desks.clerk, on=DAY)
    return {}


def made_anew(case, desks):
    lost(case, desks)
    perform(case, "replace", by=desks.hq_clerk, on=DAY)
    for name in ("print_out", "seal"):
        perform_all(
            list(case.credentials.filter(handed_over_on=None).exclude(replaces=None)),
            name,
            by=desks.hq_clerk,
            on=DAY,
        )
    make_papers(case)
    return {}


def sent_after(case, desks):
    made_anew(case, desks)
    perform(case, "send_after", by=desks.hq_clerk, on=DAY)
    return all_here(case, desks)


def handed(case, desks):
    told = [f"inspection_entry:{car.pk}" for car in case.group.vehicles.all()] + ["display_and_carry"]
    return {
        "credentials": [thing.pk for thing in case.things()], "instructed": told, "told_on": DAY.isoformat(),
        "receiver_name": "青葉 守", "receiver_kind": "representative",
    }  # fmt: skip


def trained_since(case, desks):
    (card,) = case.waiting_cards()
    applications.train(card.patroller, by=desks.clerk)
    return {"credentials": [card.pk]}


def qualified(case, desks):
    trainings.take_qualification(case.profile)
    return {"patrollers": [case.group.patrollers.first().pk]}


def a_colleague(case, desks):
    return {"to": people.clerk(desks.station).staff.pk}


def row_put_right(case, desks):
    entry = case.register_entries.get()
    row = {name: getattr(entry, name) for name in case.CORRECTED}
    return row | {"delivered_on": era(entry.delivered_on), "receiver_name": "青葉 護", "note": "聞き違い"}


def everything_attached(case, desks):
    applications.attach_all(case, desks)
    return {}


ACTS = {  # address → (state, who, what is ready and what it adds to the form, the form, the transition)
    "receive": (S.DRAFT, "clerk", everything_attached, ON, "receive"),
    "request_correction": (S.RECEIVED, "clerk", None, REASON, "request_correction"),
    "resubmit": (S.CORRECTION, "clerk", answers, ON, "resubmit"),
    "answer": (S.SENT_BACK, "clerk", answers, ON, "answer"),
    "withdraw": (S.RECEIVED, "clerk", None, ON | {"note": "申出"}, "withdraw"),
    "examination": (S.RECEIVED, "clerk", None, ON | {"b-result": "fit", "b-evidence": "実績"}, "examine"),
    "record_training": (
        S.RECEIVED, "clerk", lambda case, desks: {"patrollers": [case.group.patrollers.first().pk]},
        ON | {"trainer": "生活安全課"}, "record_training",
    ),
    "record_qualification": (
        S.RECEIVED, "clerk", qualified, ON | {"qualification": trainings.QUALIFICATION, "document_number": "第1号"},
        "record_qualification",
    ),
    "attach": (S.RECEIVED, "clerk", lambda case, desks: {"file": upload()}, ON | {"kind": "lamp"}, "attach"),
    "forward": (S.RECEIVED, "chief", examined, ON | {"opinion": "fit", "document_number": "試発第1号"}, "forward"),
    "decide": (S.FORWARDED, "director", endorsed, ON | {"decision": "approve"}, "approve"),
    "send_back": (S.FORWARDED, "hq_clerk", None, REASON, "send_back"),
    "acknowledge": (S.FORWARDED, "hq_clerk", by_deputy, {}, "acknowledge"),
    "print_out": (S.APPROVED, "hq_clerk", None, {}, "print_out"),
    "spoil": (
        S.APPROVED, "hq_clerk", lambda case, desks: printed(case, desks) | {"things": [case.credentials.first().pk]},
        ON | {"reason": "紙詰まり"}, "spoil",
    ),
    "seal": (S.APPROVED, "hq_clerk", printed, {}, "seal"),
    "dispatch": (S.APPROVED, "hq_clerk", sealed, ON, "dispatch"),
    "arrive": (S.DISPATCHED, "clerk", all_here, ON, "arrive"),
    "recall": (S.APPROVED, "director", None, ON | {"note": "型式の誤り"}, "recall"),
    "number_document": (S.FORWARDED, "clerk", unnumbered, ON | {"document_number": "試発第2号"}, "number_document"),
    "replace": (S.ARRIVED, "hq_clerk", lost, ON, "replace"),
    "send_after": (S.ARRIVED, "hq_clerk", made_anew, ON, "send_after"),
    "take_in_after": (S.ARRIVED, "clerk", sent_after, ON, "take_in_after"),
    "return_undelivered": (S.ARRIVED, "clerk", None, ON | {"reason": "解散", "tried": "電話"}, "return_undelivered"),
    "destroy_returned": (S.UNDELIVERED, "hq_clerk", None, ON, "destroy_returned"),
    "deliver": (S.ARRIVED, "clerk", handed, ON, "deliver"),
    "hand_over_cards": (S.DELIVERED, "clerk", trained_since, ON | {"receiver_name": "実施 者0"}, "hand_over_cards"),
    "report": (S.DELIVERED, "clerk", None, ON, "report"),
    "correct_register": (S.DELIVERED, "clerk", row_put_right, ON, "correct_register"),
    "assign": (S.RECEIVED, "clerk", a_colleague, {"note": "返事待ち"}, "assign"),
    "meet_deadline": (S.DELIVERED, "clerk", None, ON | {"evidence": "写しを見た"}, "meet_deadline"),
}  # fmt: skip


UNTRAINED = {"record_training": 2, "record_qualification": 2, "hand_over_cards": 1}


def ready(name, desks):
    """The case before the act, who acts, what is sent, and the record that the address names."""
    state, who, prepare, form, _ = ACTS[name]
    case = application_at(state, desks, untrained=UNTRAINED.get(name, 0))
    more = prepare(case, desks) if prepare else {}
    places = {
        "meet_deadline": Deadline.objects.of_case(case).filter(kind="inspection_entry").first(),
        "correct_register": case.register_entries.first(),
    }
    return now(case), getattr(desks, who), form | more, places.get(name, now(case))


def test_every_address_that_acts_on_a_case_stands_in_the_table():
    acting = {name for name, (methods, _) in EXPECTED.items() if "POST" in methods}
    elsewhere = (
        NO_ACT_ON_A_CASE
        | ENTRY
        | TOGETHER
        | TRAINING
        | REGISTRATION
        | COMMISSIONS
        | STANDING
        | REQUESTS
        | RETURNS
        | REVOCATION
        | COUNCILS
        | RUNS
        | REMARKS
    )
    assert acting - elsewhere == set(ACTS)


@pytest.mark.parametrize("name", ACTS)
def test_the_second_click_gets_the_first_result_and_does_nothing(name, desks):
    case, actor, sent, place = ready(name, desks)
    key, transition = uuid.uuid4(), ACTS[name][-1]
    first = click(actor, name, place, key=key, revision=case.revision, **sent)
    assert first.status_code == 302, text(first)
    rows = StateChange.objects.count()
    assert StateChange.objects.filter(transition=transition).exists()
    if "file" in sent:
        sent["file"].seek(0)
    again = click(actor, name, place, key=key, revision=case.revision, **sent)
    assert (again.status_code, again.url) == (302, first.url)
    assert StateChange.objects.count() == rows
    assert ActKey.objects.get(key=key).location == first.url


@pytest.mark.parametrize("name", ["receive", "decide", "deliver", "attach"])
def test_the_back_button_and_a_new_click_write_no_second_effect(name, desks):
    """The page from before, sent once more under a key of its own, is out of date."""
    case, actor, sent, place = ready(name, desks)
    assert click(actor, name, place, revision=case.revision, **sent).status_code == 302

    def effects():
        return IssuedNumber.objects.count(), RegisterEntry.objects.count(), Attachment.objects.count()

    before = effects()
    if "file" in sent:
        sent["file"].seek(0)
    again = click(actor, name, place, revision=case.revision, **sent)
    assert again.status_code in {409, 422}
    assert effects() == before


@pytest.mark.parametrize("name", [name for name in ACTS if name not in {"print_out", "seal"}])
def test_every_page_that_acts_carries_a_key_and_the_revision(name, desks):
    case, actor, _, place = ready(name, desks)
    page = text(see(actor, name, place))
    keys = set(re.findall(r'name="act_key" value="([^"]+)"', page))
    assert keys
    assert all(uuid.UUID(key) for key in keys)
    assert f'name="revision" value="{case.revision}"' in page


def test_a_page_opened_twice_has_two_keys(desks):
    case, actor, _, _ = ready("withdraw", desks)
    keys = [
        re.findall(r'name="act_key" value="([^"]+)"', text(see(actor, "withdraw", case)))[0] for _ in range(2)
    ]
    assert keys[0] != keys[1]


def test_a_refused_click_leaves_its_key_free_for_the_mended_form(desks):
    case, actor, sent, _ = ready("withdraw", desks)
    key = uuid.uuid4()
    assert click(actor, "withdraw", case, key=key, **sent | {"note": " "}).status_code == 422
    assert not ActKey.objects.exists()
    assert click(actor, "withdraw", case, key=key, **sent).status_code == 302


def test_the_key_of_somebody_else_is_of_no_use(desks):
    case, actor, sent, _ = ready("withdraw", desks)
    key = uuid.uuid4()
    other = people.clerk(desks.station)
    other_case = application_at(S.RECEIVED, desks)
    assert click(other, "withdraw", other_case, key=key, **sent).status_code == 302
    answer = click(actor, "withdraw", case, key=key, **sent)
    assert answer.status_code in {400, 403, 404}
    assert now(case).state == S.RECEIVED


@pytest.mark.parametrize("key", ["", "nonsense", "1234"])
def test_a_form_without_a_proper_key_still_acts_once_by_the_state(desks, key):
    case, actor, sent, _ = ready("withdraw", desks)
    path = reverse("withdraw", args=[case.pk])
    statuses = []
    for _ in range(2):
        statuses.append(
            client_of(actor).post(path, {"act_key": key, "revision": case.revision} | sent).status_code
        )
        scope.restore()
    assert statuses[0] == 302
    assert statuses[1] in {409, 422}
    assert not now(case).credentials.exists()

"""The access walk (T01, T19): every address × method × person × object, against one table that was read through.

EXPECTED names for each address the methods it takes and who may open it. An address without a row fails. A person
who may not is told so (403), nobody is led to the log-in, and another station's record answers as one that is not.
"""

import itertools
import random
import re
import time
from collections import Counter
from dataclasses import dataclass, field

import pytest
from django.contrib import admin
from django.db import connection, transaction
from django.test import Client
from django.urls import get_resolver, reverse

from blue_patrol.models import Group, OfficeNotice, Patroller, Vehicle, close_register
from casework.models import (
    Attachment,
    Comment,
    Deadline,
    Disposal,
    Hold,
    ImportBatch,
    IssuedPaper,
    PersonRequest,
    Posting,
    SecondFactorReset,
    Staff,
)
from casework.models.road import RoadState as S
from casework.roles import Role
from casework.scope import PUBLIC, SIGNED_IN, set_scope
from config.access import ACCESS
from liaison_councils.models import (
    Council,
    Meeting,
    Opinion,
    Person,
    Remark,
    SupportRequest,
    Term,
    YearReport,
)
from tests import malformed
from tests.factories import (
    commissions,
    councils,
    disposals,
    offices,
    people,
    prints,
    remarks,
    returns,
    revocations,
    scope,
    stock,
    trainings,
    transfers,
)
from tests.factories.applications import DAY, Desks, application_at, make_papers, walk
from tests.factories.demonstrations import demonstration
from tests.factories.places import StaffFactory, StationFactory
from tests.factories.requests import change, reissue
from tests.headers import service, wrongs  # noqa: F401 - a fixture
from tests.liaison_councils import (
    access_councils,
    access_lists,
    access_meetings,
    access_opinions,
    access_people,
    access_supervision,
)
from tests.nights import batches, sampled

# One worker, so that the world is made once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("access")]

METHODS = ("GET", "HEAD", "POST")
NEVER = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")  # of no use here: refused to everybody
PERSONS = (
    "anonymous", "disabled", "unposted", "clerk", "chief", "deputy", "hq_clerk", "hq_deciding", "koban", "supervisor",
    "community", "inspector", "administrator",
)  # fmt: skip
EVERYBODY = frozenset(PERSONS) - {"anonymous", "disabled", "unposted"}
CHIEFS = frozenset({"chief", "deputy"})
HEADQUARTERS = frozenset({"hq_clerk", "hq_deciding"})
DESK = frozenset({"clerk"}) | CHIEFS | HEADQUARTERS
READERS = DESK | {"inspector"}
CLERK, HQ_CLERK, ADMINISTRATOR = frozenset({"clerk"}), frozenset({"hq_clerk"}), frozenset({"administrator"})
SEE, DO, FILL = "GET HEAD", "POST", "GET HEAD POST"

EXPECTED = {
    "account_login": (FILL, PUBLIC),
    "mfa_authenticate": (FILL, PUBLIC),
    "account_logout": (FILL, SIGNED_IN),
    "account_reauthenticate": (FILL, SIGNED_IN),
    "account_change_password": (FILL, SIGNED_IN),
    "health": (SEE, PUBLIC),
    "health_ready": (SEE, ADMINISTRATOR),  # here as a page; whom HEALTH_FROM names has tests of its own
    # 認証の設定
    "openid_connect_login": (FILL, PUBLIC),  # not found where no provider is named
    "openid_connect_callback": (FILL, PUBLIC),
    "mfa_reauthenticate": (FILL, SIGNED_IN),
    "mfa_reauthenticate_webauthn": (FILL, SIGNED_IN),
    "mfa_index": (SEE, SIGNED_IN),
    "mfa_activate_totp": (FILL, SIGNED_IN),
    "mfa_deactivate_totp": (FILL, SIGNED_IN),
    "mfa_generate_recovery_codes": (FILL, SIGNED_IN),
    "mfa_add_webauthn": (FILL, SIGNED_IN),
    "mfa_remove_webauthn": (FILL, SIGNED_IN),
    "sessions": (FILL, SIGNED_IN),
    "resets": (SEE, CHIEFS | {"hq_deciding"} | ADMINISTRATOR),
    "reset_ask": (FILL, ADMINISTRATOR),
    "reset_confirm": (DO, CHIEFS | {"hq_deciding"} | ADMINISTRATOR),
    "reset_drop": (DO, CHIEFS | {"hq_deciding"} | ADMINISTRATOR),
    "switch_posting": (DO, EVERYBODY),
    "help_login": (SEE, PUBLIC),
    **dict.fromkeys(("help", "help_chapter", "help_clauses", "help_clause"), (SEE, SIGNED_IN)),
    "postings_batches": (SEE, ADMINISTRATOR),
    "postings_upload": (FILL, ADMINISTRATOR),
    "postings_preview": (FILL, ADMINISTRATOR),
    "postings_undo": (FILL, ADMINISTRATOR),
    # 人事異動
    "transfers": (SEE, CHIEFS | HEADQUARTERS),
    "transfer_station": (FILL, CHIEFS | HEADQUARTERS),
    "transfer_sheet": (SEE, CHIEFS | HEADQUARTERS),
    "transfer_drop": (DO, CHIEFS | {"hq_clerk"}),
    # 所管替え
    "offices": (SEE, HEADQUARTERS | {"inspector", "community"}),
    "office_change": (SEE, HEADQUARTERS | {"inspector", "community"}),
    "office_change_new": (FILL, HQ_CLERK),  # of groups; the community division's has its own test
    "groups_left": (SEE, READERS),
    # 監察、閲覧の月表
    **dict.fromkeys(
        ("inspection", "inspection_history", "inspection_views", "inspection_corrections"),
        (SEE, frozenset({"inspector"})),
    ),
    "views_review": (FILL, CHIEFS | {"hq_deciding", "community"}),
    "views_paper": (SEE, CHIEFS | {"hq_deciding", "community"}),
    # 保存期間と廃棄、本人の記録
    **dict.fromkeys(("retention", "disposal"), (SEE, CHIEFS | HEADQUARTERS | {"community", "inspector"})),
    "disposal_new": (FILL, HQ_CLERK | {"community"}),
    **dict.fromkeys(("disposal_drop", "disposal_carry_out"), (FILL, HQ_CLERK | {"community"})),
    **dict.fromkeys(
        ("disposal_review", "disposal_approve", "disposal_take_out"), (FILL, CHIEFS | {"hq_deciding"})
    ),
    "hold_new": (FILL, CHIEFS | HEADQUARTERS),  # of a case; each page asks its own permission
    "hold_lift": (FILL, CHIEFS | HEADQUARTERS | {"community"}),
    **dict.fromkeys(("persons", "person_request_new", "person_request"), (FILL, HQ_CLERK)),
    "person_sheet": (DO, HQ_CLERK),
    # まとめて印刷
    "print_runs": (SEE, DESK | {"supervisor"}),
    "print_new": (FILL, DESK),  # of cases; what else is offered has its own test
    "print_run": (SEE, DESK),
    "print_cancel": (DO, DESK),
    "print_again": (DO, DESK),
    "print_file": (SEE, DESK),
    # pages
    "home": (SEE, EVERYBODY),
    "find": (SEE, EVERYBODY),
    "search": (SEE, EVERYBODY - ADMINISTRATOR),
    "saved_filters": (FILL, READERS),  # of the cases; each list asks its own permission
    "saved_filter_delete": (DO, READERS),
    "comment_write": (
        FILL,
        READERS,
    ),  # beside a case; each page asks its own permission, an inspector is refused in words
    "comment_correct": (FILL, READERS),
    "clock_board": (SEE, EVERYBODY - ADMINISTRATOR),
    "notices": (SEE, EVERYBODY),
    "notice_open": (DO, EVERYBODY),
    "notices_read": (DO, EVERYBODY),
    "stickers": (SEE, EVERYBODY - {"administrator"}),
    "waiting": (SEE, HEADQUARTERS),
    "cases": (SEE, READERS),
    "application": (SEE, READERS),
    "application_form": (SEE, READERS),
    "attachment": (SEE, READERS),
    "paper": (SEE, READERS),
    "remake_paper": (DO, DESK),
    "groups": (SEE, READERS),
    "group": (SEE, READERS),
    "groups_quiet": (SEE, READERS),
    "activity": (FILL, READERS),
    "register": (SEE, READERS),
    "register_paper": (SEE, READERS),
    "ledger": (SEE, READERS),
    "ledger_sheet": (SEE, READERS),
    "ledger_paper": (SEE, READERS),
    "deadlines": (SEE, READERS),
    "trainings": (SEE, READERS),
    "training_due": (SEE, READERS),
    "training_course": (SEE, READERS),
    "training_sheet": (SEE, READERS),
    "training_backs": (SEE, READERS),
    "information": (SEE, READERS),
    "information_letters": (SEE, READERS),
    "information_give": (FILL, CLERK),
    "forms": (SEE, EVERYBODY),
    "form_blank": (SEE, EVERYBODY),
    # where everything is
    "custody": (SEE, READERS),
    "custody_things": (SEE, READERS),
    "stocktakings": (SEE, READERS),
    "stocktaking": (SEE, READERS),
    "take_stock": (FILL, CLERK | HQ_CLERK),
    "stock": (SEE, HEADQUARTERS),
    "lot": (FILL, HEADQUARTERS),
    "lot_new": (FILL, HQ_CLERK),
    "write_off": (FILL, HQ_CLERK),
    "spoil": (FILL, HQ_CLERK),
    # entry of an application
    "application_new": (FILL, CLERK),
    "registration_typed": (FILL, CLERK),
    "registrations": (SEE, CLERK | HQ_CLERK),
    "registration_upload": (FILL, CLERK | HQ_CLERK),
    "registration_preview": (SEE, CLERK | HQ_CLERK),
    "registration_columns": (DO, CLERK | HQ_CLERK),
    "registration_apply": (DO, CLERK | HQ_CLERK),
    "registration_undo": (DO, CLERK | HQ_CLERK),
    "groups_resembling": (SEE, CLERK),
    "application_again": (DO, CLERK),
    "entry_group": (FILL, CLERK),
    "entry_plan": (FILL, CLERK),
    "entry_vehicles": (FILL, CLERK),
    "entry_patrollers": (FILL, CLERK),
    "entry_attachments": (FILL, CLERK),
    "entry_detach": (DO, CLERK),
    "entry_confirm": (SEE, CLERK),
    # acts of the station
    "receive": (FILL, CLERK),
    "request_correction": (FILL, CLERK),
    "correction_letter": (SEE, READERS),
    "decline_letter": (SEE, READERS),
    "resubmit": (FILL, CLERK),
    "answer": (FILL, CLERK),
    "withdraw": (FILL, CLERK),
    "examination": (FILL, CLERK),
    "record_training": (FILL, CLERK),
    "record_qualification": (FILL, CLERK),
    "training_plan": (FILL, CLERK),
    "training_amend": (FILL, CLERK),
    "training_roster": (FILL, CLERK),
    "training_strike": (DO, CLERK),
    "training_hold": (FILL, CLERK),
    "training_correct": (FILL, CLERK),
    "training_cancel": (FILL, CLERK),
    "training_link": (DO, CLERK),
    "attach": (FILL, CLERK),
    "forward": (FILL, CHIEFS),
    "number_document": (FILL, CLERK | CHIEFS),
    "arrive": (FILL, CLERK),
    "take_in_after": (FILL, CLERK),
    "return_undelivered": (FILL, CLERK),
    "receipt_slip": (SEE, READERS),
    "deliver": (FILL, CLERK),
    "hand_over_cards": (FILL, CLERK),
    "instruction_letter": (SEE, CLERK),
    "report": (FILL, CLERK),
    "report_together": (FILL, CLERK),
    "assign": (FILL, CLERK | CHIEFS),
    "assign_together": (FILL, CLERK | CHIEFS),
    "correct_register": (FILL, CLERK),
    "close_register": (FILL, CHIEFS),
    "closed_book": (SEE, READERS),
    "book_supplement": (SEE, READERS),
    # later requests
    "reissue_new": (FILL, CLERK),
    "reissue_amend": (FILL, CLERK),
    "give_back": (FILL, CLERK),
    "change_new": (FILL, CLERK),
    "change_amend": (FILL, CLERK),
    "collect": (FILL, CLERK),
    "correct_entry": (FILL, HQ_CLERK),
    # commissions
    "commissions": (SEE, READERS),
    "commission": (SEE, READERS),
    "commission_letter": (SEE, READERS),
    "commission_release_letter": (SEE, READERS),
    "commission_new": (FILL, CLERK),
    "commission_edit": (FILL, CLERK),
    "commission_link": (FILL, CLERK),
    "commission_decide": (FILL, CHIEFS),
    "commission_release": (FILL, CHIEFS),
    "commission_report": (FILL, CLERK),
    "meet_deadline": (FILL, CLERK),
    "demonstrations": (SEE, READERS),
    "demonstration_ask": (FILL, CHIEFS),
    "demonstration_new": (FILL, CLERK),
    "demonstration_exempt": (FILL, CLERK),
    "demonstration_amend": (FILL, CLERK),
    "take_back": (FILL, CLERK),
    "send_stickers_up": (FILL, CLERK),
    # acts of headquarters
    "decide": (FILL, HEADQUARTERS),
    "decide_together": (FILL, HEADQUARTERS),
    "send_back": (FILL, HEADQUARTERS),
    "acknowledge": (FILL, HEADQUARTERS),
    "print_out": (FILL, HQ_CLERK),
    "seal": (FILL, HQ_CLERK),
    "dispatch": (FILL, HQ_CLERK),
    "dispatch_slip": (SEE, READERS),
    "recall": (FILL, HEADQUARTERS),
    "replace": (FILL, HQ_CLERK),
    "send_after": (FILL, HQ_CLERK),
    "destroy_returned": (FILL, HQ_CLERK),
    # returns, and what transport offices are told
    "returns": (SEE, READERS),
    "return_notice": (SEE, READERS),
    "return_form": (SEE, READERS),
    "return_receive": (FILL, CLERK),
    "return_forward": (FILL, CHIEFS),
    "return_number": (FILL, CLERK | CHIEFS),
    "return_assign": (FILL, CLERK | CHIEFS),
    "return_assign_together": (FILL, CLERK | CHIEFS),
    "return_send_back": (FILL, HEADQUARTERS),
    "return_answer": (FILL, CLERK),
    "return_accept": (FILL, HQ_CLERK),
    "return_found": (FILL, CLERK),
    "return_send_found": (FILL, CLERK),
    "return_destroy_found": (FILL, HQ_CLERK),
    "office_notices": (SEE, HEADQUARTERS),
    "office_notice": (SEE, HEADQUARTERS),
    "office_notice_new": (FILL, HQ_CLERK),
    # revocation
    "revocations": (SEE, READERS),
    "revocation": (SEE, READERS),
    "revocation_form": (SEE, READERS),
    "revocation_new": (FILL, CLERK),
    "revocation_amend": (FILL, CLERK),
    "revocation_guide": (FILL, CLERK),
    "revocation_result": (FILL, CLERK),
    "revocation_beyond": (FILL, CLERK),
    "revocation_statement": (FILL, CLERK),
    "revocation_attach": (FILL, CLERK),
    "revocation_correct": (FILL, CLERK),
    "revocation_dismiss": (FILL, CLERK),
    "revocation_answer": (FILL, CLERK),
    "revocation_deliver": (FILL, CLERK),
    "revocation_undelivered": (FILL, CLERK),
    "revocation_publish": (FILL, CLERK),
    "revocation_delivery_report": (FILL, CLERK),
    "revocation_detach": (DO, CLERK),
    "revocation_report": (FILL, CHIEFS),
    "revocation_number": (FILL, CLERK | CHIEFS),
    "revocation_assign": (FILL, CLERK | CHIEFS),
    "revocation_assign_together": (FILL, CLERK | CHIEFS),
    "revocation_decide": (FILL, HEADQUARTERS),
    "revocation_acknowledge": (FILL, HEADQUARTERS),
    "revocation_send_notice": (FILL, HQ_CLERK),
    "revocation_transport": (FILL, HQ_CLERK),
    # headquarters' remarks on clocks
    "clock_remarks": (SEE, READERS),
    "clock_remark": (SEE, READERS),
    "clock_remark_new": (FILL, HEADQUARTERS),
    "clock_remark_answer": (FILL, CLERK | CHIEFS),
    "clock_remark_again": (FILL, HEADQUARTERS),
    "clock_remark_settle": (FILL, HEADQUARTERS),
    # 統計
    "statistics": (SEE, READERS | {"supervisor", "community"}),
    "statistics_days": (SEE, READERS | {"supervisor", "community"}),
    "statistics_cases": (SEE, READERS),
    "statistics_reasons": (SEE, READERS),
    "statistics_training": (SEE, READERS),
    "statistics_in_force": (SEE, READERS),
    "statistics_councils": (SEE, CHIEFS | {"supervisor", "community", "inspector"}),
}
BY_OTHER_KEY = {  # addresses whose key is not that of an application
    "attachment": "attachment", "paper": "paper", "remake_paper": "paper", "group": "group", "application_again": "group",
    "ledger_sheet": "sheet", "ledger_paper": "sheet", "meet_deadline": "deadline", "correct_register": "entry",
    "closed_book": "book", "book_supplement": "book", "office_change": "moved",
    "postings_preview": "postings", "postings_undo": "postings", "lot": "lot", "stocktaking": "stocktaking",
    "activity": "group", "reissue_new": "group", "reissue_amend": "reissue",
    "change_new": "group", "change_amend": "change", "collect": "change", "correct_entry": "standing",
}  # fmt: skip
BY_OTHER_KEY |= {name: "revocation" for name in EXPECTED if name.startswith("revocation")} | {
    "revocation_new": "group"
}
BY_OTHER_KEY |= {name: "disposal" for name in EXPECTED if name.startswith("disposal")}
BY_OTHER_KEY |= {"hold_lift": "hold", "person_request": "asked"}
BY_OTHER_KEY |= dict.fromkeys(("print_run", "print_cancel", "print_again", "print_file"), "printing")
BY_OTHER_KEY |= {name: "clock_remark" for name in EXPECTED if name.startswith("clock_remark")}
BY_OTHER_KEY |= {"clock_remark_new": "deadline"}
BY_OTHER_KEY |= {"demonstration_new": "group", "demonstration_exempt": "group"}
BY_OTHER_KEY |= dict.fromkeys(("demonstration_amend", "take_back", "send_stickers_up"), "run")
BY_OTHER_KEY |= {f"registration_{page}": "batch" for page in ("preview", "columns", "apply", "undo")}
BY_OTHER_KEY |= {
    f"training_{page}": "course"
    for page in ("course", "amend", "roster", "strike", "hold", "correct", "cancel", "link", "sheet", "backs")
}
BY_OTHER_KEY |= {
    f"commission{page}": "commission"
    for page in ("", "_letter", "_release_letter", "_edit", "_link", "_decide", "_release", "_report")
}
COUNCILS = (
    access_councils,
    access_lists,
    access_meetings,
    access_opinions,
    access_people,
    access_supervision,
)
for table in COUNCILS:
    EXPECTED |= table.EXPECTED
    BY_OTHER_KEY |= table.KEYS
COUNCIL_DESK = frozenset({"koban", "supervisor", "community"})
MAY_ALSO_CHANGE = {"casework_loginsession", "casework_readlog"}  # by a page that is only read
LISTS = (
    "home",
    "cases",
    "groups",
    "register",
    "ledger",
    "deadlines",
    "notices",
    "trainings",
    "training_due",
    "commissions",
    "groups_quiet",
    "information",
    "returns",
    "clock_remarks",
)
COUNCIL_LISTS = (
    "home", "councils", "council_members", "council_meetings", "council_opinions", "council_visits", "council_instructions",
    "council_supports", "council_remarks", "council_years", "council_clocks", "notices",
)  # fmt: skip
BY_OTHER_KEY |= {
    name: "returned" for name in EXPECTED if name.startswith("return_") and name != "return_undelivered"
}
BY_OTHER_KEY |= {"transfer_station": "station", "transfer_sheet": "station", "transfer_drop": "handover"}
BY_OTHER_KEY |= {"return_receive": "group", "office_notice": "notice"}
BY_OTHER_KEY |= dict.fromkeys(("reset_confirm", "reset_drop"), "reset")


# --- the addresses -------------------------------------------------------------------------------------------------


def addresses(resolver=None, namespace="") -> dict[str, list[str]]:
    """Every named address: its name → the names of what it takes; the admin's are walked apart."""
    found = {}
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            if pattern.namespace != "admin":
                found |= addresses(pattern, pattern.namespace or namespace)
        else:
            found[f"{namespace}:{pattern.name}" if namespace else pattern.name] = list(
                pattern.pattern.converters
            )
    return found


ADDRESSES = addresses()


def test_every_address_has_a_row_in_both_tables_and_every_row_an_address():
    assert set(EXPECTED) == set(ADDRESSES)
    assert set(ACCESS) - {"admin:*"} == set(ADDRESSES)
    assert None not in ADDRESSES


def test_no_address_stands_twice():
    patterns = [reverse(name, args=["1"] * len(takes)) for name, takes in ADDRESSES.items()]
    assert len(patterns) == len(set(patterns))


# --- the world -----------------------------------------------------------------------------------------------------


@dataclass
class Record:
    """What one station has of everything that an address may name."""

    application: int
    draft: int
    group: int
    sheet: int
    paper: int
    attachment: int
    deadline: int
    clock_remark: int
    entry: int
    book: int
    postings: int
    batch: int
    course: int
    lot: int
    stocktaking: int
    commission: int
    reissue: int
    run: int
    change: int
    standing: int
    returned: int
    notice: int
    revocation: int
    evidence: int
    council: int
    term: int
    meeting: int
    opinion: int
    support: int
    remark: int
    year: int
    council_list: int
    council_paper: int
    printing: int
    station: int
    handover: int
    comment: int
    moved: int
    reset: int
    disposal: int
    hold: int
    asked: int


@dataclass
class World:
    mine: Record
    next_door: Record
    far: Record
    persons: dict[str, Staff | None]
    clients: dict[str, Client] = field(default_factory=dict)

    def client(self, person) -> Client:
        if person not in self.clients:
            self.clients[person] = client = Client(raise_request_exception=False)
            if staff := self.persons[person]:
                client.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")
            if person == "disabled":
                Staff.objects.filter(pk=staff.pk).update(is_active=False)
        return self.clients[person]


def record_of(desks) -> Record:
    case, draft = application_at(S.DELIVERED, desks), application_at(S.DRAFT, desks)
    make_papers(case)
    run = walk(demonstration(desks, case.certification), S.DELIVERED, desks)
    found = revocations.find(desks, case.group)
    revocations.prepare(found, desks)
    disposals.beside(desks, case)
    return Record(
        disposal=Disposal.objects.get(station=desks.station).pk, hold=Hold.objects.get(station=desks.station).pk,
        asked=PersonRequest.objects.get(station=desks.station).pk,
        reset=reset_of(desks).pk, station=desks.station.pk, handover=transfers.waiting(desks).pk, comment=Comment.write(case, "証明書の受領待ち", desks.clerk).pk,
        run=run.pk, printing=prints.printed(case, desks).pk, application=case.pk, draft=draft.pk, group=case.group_id, sheet=case.group.ledger.pk,
        paper=IssuedPaper.objects.of_case(case).first().pk, attachment=Attachment.objects.of_case(case).first().pk,
        course=trainings.plan(desks, [case.group.patrollers.first()]).pk,
        deadline=Deadline.objects.of_case(case).first().pk, clock_remark=remarks.made(desks, case).pk, entry=case.register_entries.get().pk, postings=personnel_list(desks).pk,
        book=close_register(desks.station, 2024, by=desks.chief, on=DAY).pk,
        batch=ledger_file(desks).pk, commission=commissions.released(desks, group=case.group).pk,
        lot=stock.lot_of_its_own(desks).pk, stocktaking=stock.counted(desks).pk,
        reissue=reissue(desks, standing=case.certification).pk,
        change=change(desks, {"kind": "area", "after": {"patrol_area": "坂上町"}}, standing=case.certification).pk,
        standing=case.certification_id,
        **a_return(desks), moved=offices.koban_closed(desks.station).pk,
        revocation=found.pk, evidence=Attachment.objects.of_case(found).first().pk, **of_the_councils(desks.station),
    )  # fmt: skip


def of_the_councils(station) -> dict[str, int]:
    at = councils.everything(station)
    rows = {
        "council": Council,
        "term": Term,
        "meeting": Meeting,
        "opinion": Opinion,
        "support": SupportRequest,
        "remark": Remark,
        "year": YearReport,
    }
    paper = IssuedPaper.objects.get(form="L10", station=station)
    return {name: model.objects.get(station=station).pk for name, model in rows.items()} | {
        "council_paper": paper.pk,
        "council_list": members_list(at).pk,
    }


def members_list(at) -> ImportBatch:
    content = f"協議会,氏名,任期開始日\n{at.koban},髙橋 守,R8.4.1".encode()
    return ImportBatch.receive(at.supervisor, ImportBatch.Kind.COUNCILS, "委員.csv", content)


def a_return(desks) -> dict[str, int]:
    notice = returns.return_at("transport_notified", desks)
    make_papers(notice)
    told = OfficeNotice.objects.get(clocks__contains=[notice.transport_clocks().get().pk])
    return {"returned": notice.pk, "notice": told.pk}


def reset_of(desks) -> SecondFactorReset:
    asker = people.administrator(desks.station.prefecture).staff
    values = {"staff": desks.clerk.staff, "prefecture": desks.station.prefecture}
    return SecondFactorReset.objects.create(
        asked_by=asker, asked_as="システム管理係", reason="紛失", **values
    )


def ledger_file(desks) -> ImportBatch:
    content = "証明書番号,団体名,代表者,証明日\n第R5-0901号,坂上町防犯隊,髙橋,R5.4.1".encode()
    return ImportBatch.receive(desks.clerk, ImportBatch.Kind.STANDING, "台帳.csv", content)


def personnel_list(desks) -> ImportBatch:
    values = {"prefecture": desks.station.prefecture, "made_by": desks.clerk.staff, "kind": "postings"}
    set_scope([])  # the administrator's office has no stations
    batch = ImportBatch.objects.create(
        file_name="異動.csv", content="職員番号,氏名\nA1,新田 和".encode(), **values
    )
    scope.restore()
    return batch


@pytest.fixture(scope="module")
def _made_once(django_db_setup, django_db_blocker):
    """The records and people of three stations; each test's own transaction lies inside this one."""
    with django_db_blocker.unblock(), transaction.atomic():
        mine, next_door = Desks(StationFactory()), Desks(StationFactory())
        far = Desks(StationFactory(prefecture__code="24", prefecture__name="三重県"))
        records = [record_of(desks) for desks in (mine, next_door, far)]
        write_known_values()
        yield records, people_of(mine), sorted(scope.STATIONS)
        transaction.set_rollback(True)


PERSONAL = {  # field of a person → a value that stands nowhere else, and the ways in which pages write it
    "group.phone": ("0599-11-2222",),
    "representative.address": ("四季町字代表9番",),
    "representative.birth_date": ("昭和6年2月3日", "S6.2.3", "1931-02-03"),
    "patroller.address": ("四季町字実施8番",),
    "patroller.phone": ("0599-33-4444",),
    "patroller.birth_date": ("昭和7年3月4日", "S7.3.4", "1932-03-04"),
    "car.owner": ("持主 朔",),
    "member.address": ("四季町字委員7番",),
    "member.phone": ("0599-55-6666",),
    "member.birth_date": ("昭和8年4月5日", "S8.4.5", "1933-04-05"),
}
OF_A_CASE = {"group.phone", "representative.birth_date", "patroller.birth_date", "car.owner"}
TYPED_ALONE = {
    "representative.address",
    "patroller.address",
    "patroller.phone",
}  # on the pages of entry; two of them where headquarters corrects one
OF_MEMBERS = {"member.address", "member.phone", "member.birth_date"}
FIELDS = {  # person → what some page shows; who is not named reads none: the community division sees no member's data
    "clerk": OF_A_CASE | TYPED_ALONE, "chief": OF_A_CASE | OF_MEMBERS, "deputy": OF_A_CASE | OF_MEMBERS, "hq_clerk": OF_A_CASE | {"representative.address", "patroller.address"},
    "hq_deciding": OF_A_CASE, "inspector": OF_A_CASE, "koban": OF_MEMBERS, "supervisor": OF_MEMBERS,
}  # fmt: skip


def write_known_values() -> None:
    Group.objects.update(
        phone="0599-11-2222", representative_address="四季町字代表9番", representative_birth_date="1931-02-03"
    )
    Patroller.objects.update(address="四季町字実施8番", phone="0599-33-4444", birth_date="1932-03-04")
    Vehicle.objects.update(owner_name="持主 朔")
    Person.objects.update(address="四季町字委員7番", phone="0599-55-6666", birth_date="1933-04-05")


def shown_on(page: str) -> set[str]:
    return {field for field, ways in PERSONAL.items() if any(way in page for way in ways)}


def people_of(desks) -> dict[str, Staff | None]:
    station, prefecture = desks.station, desks.station.prefecture
    posts = {
        "clerk": desks.clerk, "chief": desks.chief, "deputy": people.deputy(desks.chief), "hq_clerk": desks.hq_clerk,
        "hq_deciding": desks.director, "koban": people.koban_officer(Council.objects.filter(station=station).order_by("pk").first().koban),
        "supervisor": people.station_actor(station, Role.STATION_SUPERVISOR),
        "community": people.headquarters(prefecture, "", role=Role.COMMUNITY_DIVISION, duty="councils"),
        "inspector": people.inspector(prefecture), "administrator": people.administrator(prefecture),
        "disabled": people.clerk(station),
    }  # fmt: skip
    Staff.objects.filter(pk=posts["administrator"].staff.pk).update(is_administrator=True)
    return {name: actor.staff for name, actor in posts.items()} | {
        "anonymous": None,
        "unposted": StaffFactory(),
    }


@pytest.fixture
def world(_made_once, db, monkeypatch):
    monkeypatch.setattr("casework.press.Press.pdf", lambda *args: b"%PDF-1.7\n%%EOF\n")
    records, persons, stations = _made_once
    scope.STATIONS.update(stations)
    scope.restore()
    return World(*records, persons)


def address(name, record) -> str:
    number = "12" if name == "return_form" else "1"
    keys = {
        "pk": getattr(record, BY_OTHER_KEY.get(name, "application")), "chapter": "01-start", "code": "BP-5-1", "number": number, "source": "cases", "listing": "cases", "kind": "groups", "page": "application", "deadline": record.deadline, "comment": record.comment,
        "attachment": record.evidence if name == "revocation_detach" else record.attachment, "form": "L10", "place": 0, "row": 2, "provider_id": "headquarters",
    }  # fmt: skip
    keys |= {"kind": "members"} if name == "council_import_template" else {}
    return reverse(name, kwargs={key: keys[key] for key in ADDRESSES[name]})


def ask(client, method, path, **how):
    """One request whose effects are undone; then the tests' own scope again."""
    point, cookies = transaction.savepoint(), client.cookies.copy()
    answer = getattr(client, method.lower())(path, **how)
    transaction.savepoint_rollback(point)
    client.cookies = cookies  # also after a log-out
    scope.restore()
    return answer


# --- the walk --------------------------------------------------------------------------------------------------------


NOT_THERE = {  # nobody has a second factor here, and no provider is named
    "openid_connect_login", "openid_connect_callback", "mfa_deactivate_totp", "mfa_remove_webauthn",
}  # fmt: skip
OF_OTHERS = {
    ("hq_deciding", "reset_confirm"),
    ("hq_deciding", "reset_drop"),
}  # of a station's clerk: the chief's


def expected(name, method, person) -> set[int]:
    """The status; several where the answer depends on what the case needs next."""
    methods, who = EXPECTED[name]
    takes = method in methods.split()
    if who == PUBLIC:
        return ({404} if name in NOT_THERE else {200, 302, 422}) if takes else {405}
    if person in {"anonymous", "disabled"}:
        return {302}
    if name in NOT_THERE:
        return {404, 302}  # after the password was asked once more
    if takes and (person, name) in OF_OTHERS:
        return {404}
    if who == SIGNED_IN or person in who:
        return {200, 302, 422} if takes else {405}
    return {403}


@pytest.mark.parametrize("group", [PERSONS[:4], PERSONS[4:6], PERSONS[6:8], PERSONS[8:]], ids="-".join)
@pytest.mark.parametrize(
    "methods", [("GET", "POST"), pytest.param(("HEAD",), marks=pytest.mark.nightly)], ids="-".join
)
def test_each_person_opens_what_the_table_says_and_nothing_else(world, group, methods, record_property):
    asked, differences, seen = 0, [], {person: set() for person in group}
    for person, name, method in itertools.product(group, ADDRESSES, methods):
        answer = ask(world.client(person), method, address(name, world.mine))
        wanted = expected(name, method, person)
        asked += 1
        if "GET" in methods and not answer.streaming:
            seen[person] |= shown_on(answer.content.decode(errors="replace"))
        if answer.status_code not in wanted:
            differences.append((person, name, method, answer.status_code, wanted))
        elif wanted == {302} and not answer["Location"].startswith("/login/?next="):
            differences.append((person, name, method, answer["Location"]))
    record_property("T01 address, method and person as the table says", asked - len(differences))
    assert differences == []
    if "GET" in methods:
        record_property("T01 personal fields by person as the table says", len(PERSONAL) * len(group))
        assert seen == {person: FIELDS.get(person, set()) for person in group}


@pytest.mark.parametrize("method", sampled(METHODS, by_day=["GET", "POST"]))
@pytest.mark.parametrize(
    "person", sampled(sorted(READERS | COUNCIL_DESK), by_day=["clerk", "hq_clerk", "supervisor"])
)
def test_a_record_of_another_station_answers_exactly_as_one_that_is_not(
    world, person, method, record_property
):
    """Also its length and its words: nothing tells that it exists."""
    missing = Record(**dict.fromkeys(vars(world.mine), 0))
    asked, differences = 0, []
    for name, takes in ADDRESSES.items():
        methods, who = EXPECTED[name]
        if (
            method not in methods.split()
            or person not in who
            or not {"pk", "attachment", "deadline"} & set(takes)
        ):
            continue
        for record in foreign_to(person, world):
            path = address(name, record)
            nowhere = _same_length(path, address(name, missing))
            theirs, nobodys = (ask(world.client(person), method, place) for place in (path, nowhere))
            told = [_bare(a.content.decode(), at) for a, at in ((theirs, path), (nobodys, nowhere))]
            asked += 1
            if told[0] != told[1] or (theirs.status_code, nobodys.status_code) != (404, 404):
                differences.append((person, name, theirs.status_code, nobodys.status_code))
    record_property("T01 records of other stations that answer as none", asked - len(differences))
    assert differences == []


def foreign_to(person, world) -> list[Record]:
    return (
        [world.far] if person in HEADQUARTERS | {"inspector", "community"} else [world.next_door, world.far]
    )


def _same_length(path, nowhere) -> str:
    """The address of nothing, its keys written as long as those of the record; a form's number stays."""
    pairs = zip(re.findall(r"\d+", path), re.findall(r"\d+", nowhere), strict=True)
    written = iter(key if key == none else "9" * len(key) for key, none in pairs)
    return re.sub(r"\d+", lambda _: next(written), path)


def _bare(page, path) -> str:
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)
    return page.replace(path, "")


def test_lists_and_search_show_no_record_of_another_station(world):
    shown = []
    for person, name, query in itertools.product(
        sorted(READERS), LISTS, ("", "?q=桜見坂", "?q=第R8-0001号", "?page=2")
    ):
        page = ask(world.client(person), "GET", reverse(name) + query).content.decode()
        for record in foreign_to(person, world):
            links = (
                f"/cases/{record.application}/", f"/groups/{record.group}/", f"/ledger/{record.sheet}/",
                f"/trainings/{record.course}/", f"/commissions/{record.commission}/",
                f"/trainings/{record.course}/", f"/returns/{record.returned}/", f"/remarks/{record.clock_remark}/",
            )  # fmt: skip
            shown += [(person, name, query, link) for link in links if link in page]
    assert shown == []


def test_the_councils_lists_show_no_record_of_another_station(world):
    shown = []
    for person, name, query in itertools.product(
        sorted(COUNCIL_DESK | CHIEFS), COUNCIL_LISTS, ("", "?q=試験", "?view=list")
    ):
        page = ask(world.client(person), "GET", reverse(name) + query).content.decode()
        for record in foreign_to(person, world):
            links = (
                f"/councils/{record.council}/", f"/councils/terms/{record.term}/", f"/councils/meetings/{record.meeting}/",
                f"/councils/opinions/{record.opinion}/",
            )  # fmt: skip
            shown += [(person, name, query, link) for link in links if link in page]
    assert shown == []


def test_somebody_disabled_or_moved_is_out_with_the_next_request(world):
    path = reverse("home")
    clerk, chief = world.client("clerk"), world.client("chief")
    assert ask(clerk, "GET", path).status_code == 200
    assert chief.get(path).status_code == 200  # the session keeps its posting
    scope.restore()
    Staff.objects.filter(pk=world.persons["clerk"].pk).update(is_active=False)
    Posting.objects.filter(staff=world.persons["chief"]).update(ends_on="2026-01-01")
    assert ask(clerk, "GET", path).status_code == 302
    assert ask(chief, "GET", path).status_code == 302


# --- what a page that is only read writes (T19) ------------------------------------------------------------------------


def written() -> dict[str, tuple]:
    """Rows written in this transaction, by table, rolled back or not."""
    with connection.cursor() as cursor:
        cursor.execute("select relname, n_tup_ins, n_tup_upd, n_tup_del from pg_stat_xact_user_tables")
        return {name: tuple(counts) for name, *counts in cursor.fetchall()}


@pytest.mark.parametrize("method", sampled(["GET", "HEAD"], by_day=["GET"]))
@pytest.mark.parametrize(
    "person", sampled(PERSONS, by_day=["clerk", "hq_clerk", "hq_deciding", "supervisor"])
)
def test_reading_writes_nothing_but_session_and_read_log(world, method, person, record_property):
    asked, changed = 0, {}
    for name in ADDRESSES:
        who = EXPECTED[name][1]
        if person != "anonymous" and who not in (PUBLIC, SIGNED_IN) and person not in who:
            continue
        client, path = world.client(person), address(name, world.mine)
        before = written()
        ask(client, method, path)
        asked += 1
        touched = {table for table, counts in written().items() if counts != before.get(table, (0, 0, 0))}
        if touched - MAY_ALSO_CHANGE:
            changed[person, name] = touched - MAY_ALSO_CHANGE
    record_property("T19 pages that write nothing when they are read", asked - len(changed))
    assert changed == {}


def test_each_view_of_personal_data_leaves_exactly_one_row(world, record_property):
    """Pages with names, addresses or documents of people; blanks and lists of numbers are none."""
    personal = {
        "disposal", "hold_new", "hold_lift", "persons", "person_request", "person_request_new", "inspection_history", "inspection_views", "inspection_corrections", "views_review", "views_paper", "transfer_station", "print_run", "print_file", "comment_write", "comment_correct", "application", "application_form", "attachment", "paper", "group", "entry_group", "entry_plan",
        "entry_vehicles", "entry_patrollers", "entry_attachments", "entry_confirm", "record_training", "register",
        "record_qualification", "training_due", "training_course", "training_roster", "training_hold", "training_correct",
        "training_sheet", "training_backs", "activity", "groups_quiet", "information", "information_letters",
        "register_paper", "ledger_sheet", "ledger_paper", "correction_letter", "decline_letter", "instruction_letter", "dispatch_slip",
        "closed_book", "book_supplement", "receipt_slip", "registration_preview", "notices", "council_clocks",
        "council_import_preview", "council_import_row",
        "council", "council_term", "council_meeting", "council_members", "council_nominate", "council_roster_paper", "council_paper",
        "council_appointments", "council_renewal", "council_opinion", "council_opinions", "council_visits", "council_meeting_hold",
    }  # fmt: skip
    rows = {}
    for name in sorted(personal):
        person = next(
            each
            for each in ("clerk", "supervisor", "chief", "hq_clerk", "inspector")
            if each in EXPECTED[name][1]
        )
        client, path = world.client(person), address(name, world.mine)
        before = written().get("casework_readlog", (0, 0, 0))[0]
        assert ask(client, "GET", path).status_code == 200, name
        rows[name] = written().get("casework_readlog", (0, 0, 0))[0] - before
    record_property(
        "T11 pages of personal data that leave exactly one row", sum(n == 1 for n in rows.values())
    )
    assert rows == dict.fromkeys(personal, 1)


def test_no_view_leaves_two_rows(world, record_property):
    """T11, over every page and everybody who may open it by day: one row or none."""
    looked, twice = 0, {}
    for person, name in itertools.product(("clerk", "chief", "hq_deciding", "inspector"), ADDRESSES):
        methods, who = EXPECTED[name]
        if who in (PUBLIC, SIGNED_IN) or person not in who or "GET" not in methods.split():
            continue
        before = written().get("casework_readlog", (0, 0, 0))[0]
        ask(world.client(person), "GET", address(name, world.mine))
        looked += 1
        if (rows := written().get("casework_readlog", (0, 0, 0))[0] - before) > 1:
            twice[person, name] = rows
    record_property("T11 views that leave one row or none", looked - len(twice))
    assert twice == {}


def test_inspector_and_administrator_act_on_no_case(world, record_property):
    """T01: whatever they send to whatever address, no state and no book changes; the door refuses them besides."""
    kept = {
        "casework_statechange",
        "casework_changepayload",
        "blue_patrol_registerentry",
        "casework_issuednumber",
    }
    asked, changed = 0, {}
    for person, name in itertools.product(("inspector", "administrator"), ADDRESSES):
        before = written()
        ask(world.client(person), "POST", address(name, world.mine))
        asked += 1
        touched = {table for table in kept if written().get(table) != before.get(table)}
        if touched:
            changed[person, name] = touched
    record_property("T01 requests of inspector and administrator that change nothing", asked - len(changed))
    assert changed == {}


# --- forged requests ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", sampled(PERSONS, by_day=["anonymous", "clerk"]))
def test_every_unsafe_request_needs_the_pages_token(world, person, record_property):
    client, passed = Client(enforce_csrf_checks=True), []
    if staff := world.persons[person]:
        client.force_login(staff, backend="allauth.account.auth_backends.AuthenticationBackend")
    for name in ADDRESSES:
        answer = ask(client, "POST", address(name, world.mine))
        if answer.status_code != 403 or "画面が古くなりました" not in answer.content.decode():
            passed.append((name, answer.status_code))
    record_property("T19 addresses that refuse a form without its token", len(ADDRESSES) - len(passed))
    assert passed == []


@pytest.mark.parametrize("method", sampled(NEVER, by_day=["PUT"]))
def test_other_methods_are_refused_to_everybody(world, method, record_property):
    persons = PERSONS if method != "PUT" else ("anonymous", "clerk")
    answers = [
        ask(world.client(person), method, address(name, world.mine)).status_code
        for person, name in itertools.product(persons, ADDRESSES)
    ]
    record_property("T01 addresses that refuse other methods", len(answers))
    assert set(answers) == {405}


# --- headers and cookies (T16) ------------------------------------------------------------------------------------------


def visitors(name) -> list[str]:
    """Nobody; the first who may; the first who may not."""
    who = EXPECTED[name][1]
    may = [person for person in PERSONS[3:] if who in (PUBLIC, SIGNED_IN) or person in who]
    return ["anonymous", *may[:1], *[person for person in PERSONS[3:] if person not in may][:1]]


@pytest.mark.usefixtures("service")
def test_every_address_says_every_header_whoever_asks_and_whatever_it_answers(world, record_property):
    faults, statuses, cookies = {}, Counter(), 0
    for name, method in itertools.product(ADDRESSES, ("GET", "POST", "PUT")):
        for person in visitors(name):
            answer = ask(world.client(person), method, address(name, world.mine), secure=True)
            statuses[answer.status_code] += 1
            cookies += len(answer.cookies)
            if wrong := wrongs(answer):
                faults[name, person, method, answer.status_code] = wrong
    f"{statuses.total()} answers of {len(ADDRESSES)} addresses {dict(sorted(statuses.items()))}, {cookies} cookies"
    record_property("T16 answers with every header and strict cookies", statuses.total() - len(faults))
    assert faults == {}
    assert {200, 302, 403, 404, 405} <= set(statuses)
    assert cookies > len(ADDRESSES)


# --- malformed forms (T13) -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("batch", batches(by_day=3, by_night=10, in_full=100))
def test_a_hundred_malformed_forms_end_in_a_page(world, batch, record_property):
    """Sent by whoever may send them, with the names of the page's own fields; no fault, never late, no memory kept."""
    rng, before = random.Random(f"forms {batch}"), malformed.resident()
    posts = [name for name in ADDRESSES if "POST" in EXPECTED[name][0].split()]
    faults, slowest, statuses = [], 0.0, Counter()
    for turn in range(100):
        name = rng.choice(posts)
        client, path = world.client(visitors(name)[1]), address(name, world.mine)
        body, kind = malformed.form(rng, malformed.fields_of(ask(client, "GET", path).content))
        begun = time.monotonic()
        answer = ask(client, "POST", path, data=body, content_type=kind)
        slowest = max(slowest, time.monotonic() - begun)
        statuses[answer.status_code] += 1
        if answer.status_code >= 500:
            faults.append((batch, turn, name, answer.status_code))
    grown = (malformed.resident() - before) / 1024 / 1024
    record_property("T13 malformed forms that end in a page", 100 - len(faults))
    record_property("T13 seconds of the slowest form", round(slowest, 2))
    assert faults == []
    assert slowest < 60
    assert grown < 200


# --- the admin site ----------------------------------------------------------------------------------------------------


def test_the_admin_site_is_open_to_administrators_alone(world):
    pages = [reverse("admin:index")]
    for model in admin.site._registry:
        names = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        pages += [reverse(f"{names}_changelist"), reverse(f"{names}_add")]
        if first := model._default_manager.first():
            pages.append(reverse(f"{names}_change", args=[first.pk]))
    wanted = {"administrator": 200, "anonymous": 302, "disabled": 302}
    differences = []
    for person, page in itertools.product(PERSONS, pages):
        status = ask(world.client(person), "GET", page).status_code
        if status != wanted.get(person, 403):
            differences.append((person, page, status))
    assert differences == []


def test_the_admin_site_keeps_no_case_and_no_history():
    apps = {model._meta.label for model in admin.site._registry}
    assert not {label for label in apps if label.startswith(("blue_patrol.", "liaison_councils."))}
    assert not apps & {
        "casework.StateChange",
        "casework.ReadLog",
        "casework.IssuedNumber",
        "casework.ChainHead",
    }

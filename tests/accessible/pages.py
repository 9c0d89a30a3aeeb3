"""Which page is looked at as whom and of which record; what is no page is named here, and the walk proves it."""

import itertools
import re

from django.db import transaction
from django.test import Client
from django.urls import reverse

from casework.scope import PUBLIC
from tests.blue_patrol.acting import client_of
from tests.blue_patrol.test_idempotency import ACTS, ready
from tests.factories import scope
from tests.factories.applications import Desks
from tests.factories.places import StationFactory
from tests.test_access import ADDRESSES, BY_OTHER_KEY, EXPECTED, PERSONS, address, ask

OPENED = sorted(name for name, (methods, _) in EXPECTED.items() if "GET" in methods.split())
FILES = (  # answer with a file, never with a page
    "health",
    "application_form", "attachment", "book_supplement", "closed_book", "commission_letter", "commission_release_letter",
    "council_calendar", "council_candidates_paper", "council_import_template", "council_meeting_letters", "council_meeting_paper",
    "council_meeting_public", "council_meeting_roster", "council_officers_paper", "council_opinion_paper", "council_paper",
    "council_plan_paper", "council_resignation_letter", "council_roster_paper", "council_setup_paper", "council_year_draft",
    "council_year_paper", "dispatch_slip", "form_blank", "ledger_paper", "office_notice", "paper", "print_file",
    "receipt_slip", "register_paper", "return_form", "revocation_form", "views_paper",
)  # fmt: skip
PARTS = (
    "groups_resembling",  # a part of the page of the entry, looked at there
    "mfa_deactivate_totp", "openid_connect_login", "openid_connect_callback",  # not there without an app, a provider
)  # fmt: skip
LEADS_ON = (  # to another page of the walk
    "assign_together", "change_amend", "find", "mfa_activate_totp", "mfa_add_webauthn", "mfa_authenticate",
    "mfa_generate_recovery_codes", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_remove_webauthn", "print_out", "return_assign_together",
    "revocation_assign_together", "seal", "transfer_sheet", "transfers",
)  # fmt: skip
FORMLESS = (  # the stage has no record that is ready for the act: what is looked at says what is wanting
    "clock_remark_again", "collect", "comment_correct", "commission_report", "correct_entry", "person_request_new", "council_appointments", "council_establish", "council_import_row",
    "council_meeting_report", "council_opinion_read_back", "council_remark_again", "council_renewal", "council_suspend",
    "council_term_appoint", "council_year_reopen", "council_year_see", "entry_attachments", "give_back",
    "information_give", "office_notice_new", "postings_preview", "postings_undo", "return_destroy_found", "return_found",
    "return_send_found", "revocation_acknowledge", "revocation_correct", "revocation_publish", "revocation_report",
    "revocation_result", "revocation_transport", "send_stickers_up", "sessions", "transfer_station",
)  # fmt: skip
NEVER_REFUSED = (  # take an empty form and nonsense: ticks alone, rows that may stay empty, a choice sent by GET
    "account_logout", "acknowledge", "change_new", "decide_together", "entry_patrollers",
    "office_change_new", "report_together", "training_roster", "views_review",
)  # fmt: skip
FIXED = {
    "listing": "cases",
    "page": "application",
    "source": "cases",
    "kind": "groups",
    "number": "1",
    "form": "L10",
}
HAS_FORM = re.compile(r'<button type="submit"[^>]*button-(main|bad)')


def who_opens(name: str) -> list[str]:
    """The persons to whom the access table opens it, the desk's first."""
    who = EXPECTED[name][1]
    return ["clerk"] if isinstance(who, str) else [person for person in PERSONS if person in who]


def client_for(world, name, person) -> Client:
    return Client() if EXPECTED[name][1] == PUBLIC else world.client(person)


def opened(world, name):
    """(path, answer) for the first person of the table, on the world's record."""
    path = address(name, world.mine)
    return path, ask(client_for(world, name, who_opens(name)[0]), "GET", path)


def with_form(stage, name):
    """(path, answer, client) of the first record and person for whom the form of the act is open; None: of no one."""
    if name in LEADS_ON:
        return None
    if name in ACTS:
        _, actor, _, place = ready(name, Desks(StationFactory()))
        client, path = client_of(actor), reverse(name, args=[place.pk])
        return path, ask(client, "GET", path), client
    kind = BY_OTHER_KEY.get(name, "application")
    for person, path in itertools.product(who_opens(name), paths(name, stage.records.get(kind, []))):
        client = client_for(stage, name, person)
        answer = ask(client, "GET", path)
        if answer.status_code == 200 and HAS_FORM.search(main_of(answer)):
            return path, answer, client
    return None


def paths(name, keys) -> list[str]:
    takes = ADDRESSES[name]
    if not set(takes) <= {"pk", *FIXED}:
        return []
    if "pk" not in takes:
        return [reverse(name, kwargs={each: FIXED[each] for each in takes})]
    return [
        reverse(name, kwargs={"pk": key} | {each: FIXED[each] for each in takes if each != "pk"})
        for key in keys
    ]


def refused(screen, client):
    """What the form of the page shown answers when it is sent empty, or else with nonsense; None: it takes both."""
    for typed in ("", "〓"):
        sent = screen.emptied(typed)
        if sent is None:
            return None
        path, data = sent
        point = transaction.savepoint()
        answer = client.post(path, data, content_type="application/x-www-form-urlencoded")
        transaction.savepoint_rollback(point)
        scope.restore()
        if answer.status_code in {200, 422} and b"data-summary" in answer.content:
            return answer
    return None


def main_of(answer) -> str:
    return answer.content.decode().partition("<main")[2]

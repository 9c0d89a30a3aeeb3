"""Double click and back button on every form that acts (T06): the tests of the pages run once more, each form they send sent again."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.urls import get_resolver, resolve

from casework.views.acts import ActOnce
from tests.blue_patrol.test_idempotency import ACTS
from tests.test_access import EXPECTED

ROOT = Path(__file__).parents[1]
SENDS = re.compile(r"client_of|click\(|send\(|\.post\(")
LEFT_OUT = {
    "walks",
    "repeats",
    "accessible",
    "handbook_pictures",
    "paper_pictures",
    "flows",
    "faults",
    "figures",
}
ONE_S_OWN = {  # forms without a key: of the log-in, of what one keeps for oneself, and those that only look
    "account_login", "mfa_authenticate", "account_logout", "account_reauthenticate", "account_change_password", "switch_posting",
    "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_generate_recovery_codes",
    "mfa_add_webauthn", "mfa_remove_webauthn", "sessions", "openid_connect_login", "openid_connect_callback", "saved_filters",
    "saved_filter_delete", "notice_open", "notices_read",
}  # fmt: skip

BEGINS = {name for name in EXPECTED if name.endswith("_new")} | {  # a new form of these begins something new
    "comment_write", "application_again", "registration_upload", "registration_typed", "postings_upload", "council_import_upload",
    "training_plan", "take_stock", "write_off", "information_give", "demonstration_ask", "demonstration_exempt", "entry_attachments",
}  # fmt: skip
SAID_AGAIN = {  # how a file is read, which is written as it is
    "registration_columns", "council_import_columns", "council_import_others", "council_import_row",
}  # fmt: skip


WRITTEN_AGAIN = {
    "change_amend",
    "reissue_amend",
    "commission_edit",
}  # merged with itself: one row more, nothing changed


def senders() -> list[str]:
    """The files of tests that send forms, without browsers, threads and walks."""
    files = [path for path in ROOT.rglob("test_*.py") if not LEFT_OUT & set(path.relative_to(ROOT).parts)]
    return sorted(
        str(path) for path in files if path.name != "test_access.py" and SENDS.search(path.read_text("utf-8"))
    )


pytestmark = pytest.mark.xdist_group(
    "twice"
)  # one run of the pages' tests for both, and begun early: it is long


@pytest.fixture(scope="module")
def verdict(tmp_path_factory):
    """What became of every form that was sent again: the tests themselves have their verdict by day."""
    told = tmp_path_factory.mktemp("twice") / "verdict.json"
    database = f"{os.environ.get('TEST_DATABASE', 'test_app')}_twice"
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "tests.repeats.twice",
        "--create-db",
    ]
    command += ["--tb=no", "--show-capture=no", "-m", "not nightly and not browser", *senders()]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    environment |= {"TWICE_FILE": str(told), "TEST_DATABASE": database}
    ran = subprocess.run(
        command, cwd=ROOT.parent, env=environment, check=False, capture_output=True, text=True
    )
    assert ran.returncode in (0, 1), (
        f"{ran.stdout[-3000:]}\n{ran.stderr[-3000:]}"
    )  # 1: a test saw the second form
    return json.loads(told.read_text(encoding="utf-8"))


@pytest.mark.nightly
def test_a_double_click_on_any_form_is_one_act_with_one_answer(verdict, record_property):
    sent = verdict["sent"]
    record_property(f"T06 forms of {len(sent)} addresses sent twice", sum(sent.values()))
    faults = [each for each in verdict["faults"] if bears_a_key(each.rsplit(": ", 1)[0])]
    record_property("T06 second effects", len(faults))
    assert faults == []
    unsent = (
        {name for name, (methods, _) in EXPECTED.items() if "POST" in methods}
        - set(sent)
        - set(ACTS)
        - ONE_S_OWN
    )
    record_property(
        "T06 addresses that no test of a page sends to, which claim the key by the same code", len(unsent)
    )
    assert {name for name in unsent if not issubclass(view_of(name), ActOnce)} <= {
        "persons",
        "person_sheet",
    }  # they look


def view_of(name: str) -> type:
    """The class behind an address."""
    found = get_resolver().reverse_dict.getlist(name)
    (path, *_), *_ = found[0][0]
    return resolve("/" + path % dict.fromkeys(found[0][0][0][1], 1)).func.view_class


def bears_a_key(name: str) -> bool:
    """An act's form does; the admin's forms of master data, one's own and those of how a file is read do not."""
    return name not in ONE_S_OWN | SAID_AGAIN and not name.startswith("admin:")


def acts_again(answers: dict[str, int]) -> bool:
    """Under a new key; a form that was also sent with its page's revision is judged by that alone."""
    with_revision = {answer for answer in answers if not answer.endswith("of no revision")}
    return any(answer.startswith("302 added rows") for answer in with_revision or answers)


@pytest.mark.nightly
def test_the_back_button_and_a_new_click_are_refused_or_change_nothing_more(verdict, record_property):
    """A page that is out of date says so; one that begins something (a note, a new draft) may begin another."""
    again = {name for name, answers in verdict["back"].items() if bears_a_key(name) and acts_again(answers)}
    record_property("T06 addresses that refuse a page of before", len(verdict["back"]) - len(again))
    record_property("T06 addresses that begin something anew", len(again))
    assert again <= BEGINS | WRITTEN_AGAIN

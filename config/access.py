"""Every URL's rule, one table: the name of a URL → the permission that opens it.

PUBLIC answers anybody, SIGNED_IN any log-in, POSTED any post; the rest are permissions of casework.permissions.
A URL without a row does not answer, and a test fails. The case itself is asked again by queryset and door.
"""

from casework.scope import POSTED, PUBLIC, SIGNED_IN

ACCESS = {
    # log-in and frame
    "account_login": PUBLIC,
    "mfa_authenticate": PUBLIC,
    "account_logout": SIGNED_IN,
    "account_reauthenticate": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "switch_posting": POSTED,
    "admin:*": "administer",
    # pages
    "home": POSTED,
    "waiting": "headquarters_home",
    "cases": "read_cases",
    "application": "read_cases",
    "application_form": "read_cases",
    "attachment": "read_cases",
    "paper": "read_cases",
    "groups": "read_cases",
    "group": "read_cases",
    "register": "read_books",
    "register_paper": "read_books",
    "ledger": "read_books",
    "ledger_sheet": "read_books",
    "ledger_paper": "read_books",
    "deadlines": "read_cases",
    "forms": "read_forms",
    "form_blank": "read_forms",
    # entry of an application
    "application_new": "enter_application",
    "groups_resembling": "enter_application",
    "application_again": "enter_application",
    "entry_group": "enter_application",
    "entry_plan": "enter_application",
    "entry_vehicles": "enter_application",
    "entry_patrollers": "enter_application",
    "entry_attachments": "enter_application",
    "entry_detach": "enter_application",
    "entry_confirm": "enter_application",
    # acts
    "receive": "station_act",
    "request_correction": "station_act",
    "correction_letter": "read_cases",
    "decline_letter": "read_cases",
    "resubmit": "station_act",
    "answer": "station_act",
    "withdraw": "station_act",
    "examination": "examine",
    "record_training": "station_act",
    "attach": "station_act",
    "forward": "forward",
    "decide": "decide",
    "send_back": "send_back",
    "acknowledge": "acknowledge",
    "print_out": "headquarters_act",
    "seal": "headquarters_act",
    "dispatch": "headquarters_act",
    "dispatch_slip": "read_cases",
    "arrive": "station_act",
    "deliver": "station_act",
    "hand_over_cards": "station_act",
    "instruction_letter": "station_act",
    "report": "station_act",
    "meet_deadline": "keep_deadlines",
    "remake_paper": "make_paper",
}

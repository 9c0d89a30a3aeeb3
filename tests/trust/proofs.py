"""Which tests prove which goal of reliability and security (T01 to T27): beginnings of node ids, read through by hand.

``docs/trust.md`` says what each goal asks; ``tests/test_evidence.py`` holds that every line here names a test.
"""

PROOFS: dict[str, tuple[str, ...]] = {
    "T01": ("tests/test_access.py", "tests/casework/test_permissions.py"),
    "T02": ("tests/casework/test_scope.py", "tests/casework/test_walls.py", "tests/casework/test_scope_threads.py", "tests/blue_patrol/test_odd_input.py"),
    "T03": (
        "tests/casework/test_machines.py",
        "tests/blue_patrol/test_application_machine.py", "tests/blue_patrol/test_credential_machine.py",
        "tests/blue_patrol/test_return_machine.py", "tests/blue_patrol/test_revocation_machine.py",
        "tests/blue_patrol/test_certification.py", "tests/blue_patrol/test_clock_remarks.py::test_every_act",
        "tests/blue_patrol/test_commissions.py::test_the_machine_is_this_one",
        "tests/liaison_councils/test_terms.py::test_every_act", "tests/liaison_councils/test_years.py::test_every_act",
        "tests/liaison_councils/test_opinions.py::test_the_whole_machine_by_every_role", "tests/liaison_councils/test_supervision.py::test_every_act",
    ),
    "T04": ("tests/walks/test_random_walks.py", "tests/walks/test_revocation_paths.py", "tests/walks/test_whole_life.py", "tests/walks/test_council_walks.py"),
    "T05": (
        "tests/walks/test_rivals.py",
        "tests/blue_patrol/test_races.py", "tests/blue_patrol/test_standing_races.py", "tests/blue_patrol/test_return_races.py",
        "tests/blue_patrol/test_change_races.py", "tests/blue_patrol/test_commission_races.py",
        "tests/blue_patrol/test_demonstration_races.py", "tests/blue_patrol/test_desk_races.py",
        "tests/blue_patrol/test_register_races.py", "tests/blue_patrol/test_stock_races.py",
        "tests/blue_patrol/test_together_races.py", "tests/blue_patrol/test_two_people_races.py",
        "tests/liaison_councils/test_council_races.py", "tests/liaison_councils/test_meeting_races.py",
        "tests/liaison_councils/test_import_races.py", "tests/offices/test_races.py",
    ),
    "T06": ("tests/blue_patrol/test_idempotency.py", "tests/blue_patrol/test_taken_in_once.py", "tests/repeats"),
    "T07": ("tests/faults/test_kill.py", "tests/faults/test_web.py", "tests/faults/test_worker.py", "tests/cluster/test_small.py", "tests/cluster/test_whole.py", "tests/cluster/test_once.py", "tests/cluster/test_alone.py"),
    "T08": ("tests/faults/test_outage.py", "tests/faults/test_clock.py", "tests/cluster/test_refusals.py"),
    "T09": ("tests/faults/test_backup.py",),
    "T10": ("tests/casework/test_history.py", "tests/casework/test_proof.py", "tests/blue_patrol/test_register_cover.py"),
    "T11": (
        "tests/blue_patrol/test_completeness.py", "tests/test_access.py::test_each_view_of_personal_data",
        "tests/test_access.py::test_no_view_leaves_two_rows", "tests/casework/test_inspection.py",
    ),
    "T12": ("tests/casework/test_walls.py", "tests/casework/test_walls_attacks.py"),
    "T13": (
        "tests/casework/test_sheets_nasty.py", "tests/casework/test_postings_import.py::test_a_nasty_file",
        "tests/blue_patrol/test_registration_pages.py::test_a_nasty_file", "tests/blue_patrol/test_hardening.py",
        "tests/liaison_councils/test_import_pages.py::test_a_nasty_file", "tests/blue_patrol/test_entry_attachments.py",
        "tests/uploads", "tests/test_access.py::test_a_hundred_malformed_forms",
    ),
    "T14": ("tests/test_text_torture.py", "tests/casework/test_typefaces.py", "tests/casework/test_names.py", "tests/casework/test_search.py"),
    "T15": ("tests/test_injection.py", "tests/casework/test_export.py", "tests/casework/test_watch.py"),
    "T16": (
        "tests/test_headers.py", "tests/test_access.py::test_every_address_says_every_header",
        "tests/blue_patrol/test_hardening.py::test_pages_behind_the_log_in_are_not_kept",
    ),
    "T17": ("tests/test_repository.py::test_no_secret", "tests/test_repository.py::test_the_settings_hold_no_key"),
    "T18": (
        "tests/casework/test_log_in.py", "tests/casework/test_hardening.py", "tests/casework/test_log_in_sessions.py",
        "tests/casework/test_second_factor.py", "tests/casework/test_identity.py", "tests/casework/test_shared_counts.py",
    ),
    "T19": ("tests/test_access.py::test_every_unsafe", "tests/test_access.py::test_reading_writes"),
    "T20": ("tests/accessible",),
    "T21": ("tests/casework/test_wareki.py", "tests/casework/test_dates.py"),
    "T22": ("tests/casework/test_numbers.py", "tests/blue_patrol/test_every_series.py"),
    "T23": ("tests/deploy/test_migrations.py", "tests/deploy/test_way_back.py"),
    "T24": ("tests/cluster/test_load.py", "tests/cluster/test_whole.py"),
    "T25": ("tests/casework/test_disposal.py", "tests/casework/test_person_traces.py", "tests/casework/test_person_pages.py", "tests/casework/test_retention_columns.py", "tests/casework/test_retention_pages.py"),
    "T26": ("tests/test_closed_network.py", "tests/deploy/test_installation.py"),
    "T27": ("tests/mutation",),
}  # fmt: skip
# Those that no run of pytest proves: what does, or that nothing does.
ELSEWHERE = {"T24": "bin/test --load, bin/test --cluster", "T27": "bin/test --mutation"}


def goals_of(node: str) -> list[str]:
    """The goals that a test is a proof of, by its node id."""
    return [goal for goal, starts in PROOFS.items() if any(node.startswith(start) for start in starts)]

"""The access walk's rows of the list, the year, one council and its acts: address → (methods, who); what its pk names."""

SEE, FILL = "GET HEAD", "GET HEAD POST"
CHIEFS = frozenset({"chief", "deputy"})
SUPERVISORS = CHIEFS | {"supervisor"}
READERS = SUPERVISORS | {"koban", "community", "inspector"}

EXPECTED = {
    "councils": (SEE, READERS),
    "council": (SEE, READERS),
    "council_setup_paper": (SEE, READERS),
    "council_plan_paper": (SEE, READERS),
    "council_roster_paper": (SEE, READERS),
    "council_officers_paper": (SEE, READERS),
    "council_new": (FILL, SUPERVISORS),
    "council_amend": (FILL, SUPERVISORS),
    "council_drop": (FILL, SUPERVISORS),
    "council_release": (FILL, SUPERVISORS),
    "council_instruct": (FILL, SUPERVISORS),
    "council_establish": (FILL, CHIEFS),
    "council_rename": (FILL, CHIEFS),
    "council_suspend": (FILL, CHIEFS),
    "council_resume": (FILL, CHIEFS),
    "council_abolish": (FILL, CHIEFS),
    "council_merge": (FILL, CHIEFS),
    "council_split": (FILL, CHIEFS),
    "council_officer": (FILL, CHIEFS),
    "council_visit": (FILL, frozenset({"koban", "supervisor"})),
}
KEYS = {name: "council" for name in EXPECTED if name not in ("councils", "council_new", "council_setup_paper", "council_plan_paper")}  # fmt: skip

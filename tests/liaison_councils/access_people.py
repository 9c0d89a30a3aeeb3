"""Who may open which page of the members, and whose key each address carries: read by the access walk."""

SEE, FILL = "GET HEAD", "GET HEAD POST"
CHIEFS = frozenset({"chief", "deputy"})
SUPERVISE = CHIEFS | {"supervisor"}
RUN = frozenset({"koban", "supervisor"})
READ = RUN | CHIEFS | {"community", "inspector"}

EXPECTED = {
    "council_members": (SEE, READ),
    "council_renewal": (FILL, SUPERVISE),
    "council_appointments": (FILL, CHIEFS),
    "council_letters": (SEE, SUPERVISE),
    "council_letters_print": ("POST", SUPERVISE),
    "council_nominate": (FILL, RUN),
    "council_candidates_paper": (SEE, SUPERVISE),
    "council_term": (SEE, READ),
    "council_term_amend": (FILL, RUN),
    "council_term_consult": (FILL, SUPERVISE),
    "council_term_appoint": (FILL, CHIEFS),
    "council_term_decline": (FILL, CHIEFS),
    "council_term_intend": (FILL, RUN),
    "council_term_person": (FILL, RUN),
    "council_term_expire": (FILL, SUPERVISE),
    "council_term_resign": (FILL, CHIEFS),
    "council_term_dismiss": (FILL, CHIEFS),
    "council_resignation_letter": (SEE, RUN | CHIEFS),
    "council_paper": (SEE, READ),
}
KEYS = {
    "council_nominate": "council", "council_candidates_paper": "council", "council_paper": "council_paper",
    **dict.fromkeys([name for name in EXPECTED if name.startswith("council_term")], "term"),
    "council_resignation_letter": "term",
}  # fmt: skip

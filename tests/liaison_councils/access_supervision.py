"""Who may open the addresses of supervision, for the access walk (tests/test_access.py), and which record each one names."""

SEE, FILL = "GET HEAD", "GET HEAD POST"
CHIEFS = frozenset({"chief", "deputy"})
RUN, DIVISION = frozenset({"koban", "supervisor"}), frozenset({"community"})
SUPERVISE = frozenset({"supervisor"}) | CHIEFS
READERS = RUN | CHIEFS | {"community", "inspector"}

EXPECTED = {
    "council_visits": (SEE, READERS),
    "council_instructions": (SEE, READERS),
    "council_supports": (SEE, READERS),
    "council_support": (SEE, READERS),
    "council_support_new": (FILL, RUN),
    "council_support_answer": (FILL, SUPERVISE),
    "council_support_withdraw": (FILL, SUPERVISE),
    "council_remarks": (SEE, READERS),
    "council_remark": (SEE, READERS),
    "council_remark_new": (FILL, DIVISION),
    "council_remark_answer": (FILL, SUPERVISE),
    "council_remark_again": (FILL, DIVISION),
    "council_remark_settle": (FILL, DIVISION),
    "council_clocks": (SEE, READERS),
    "council_years": (SEE, READERS),
    "council_year_draft": (SEE, READERS),
    "council_year_close": (FILL, SUPERVISE),
    "council_year": (SEE, READERS),
    "council_year_paper": (SEE, READERS),
    "council_year_see": (FILL, DIVISION),
    "council_year_reopen": (FILL, DIVISION),
}
KEYS = {
    "council_support": "support", "council_support_new": "council", "council_support_answer": "support", "council_support_withdraw": "support",
    "council_remark": "remark", "council_remark_answer": "remark", "council_remark_again": "remark", "council_remark_settle": "remark",
    "council_year": "year", "council_year_paper": "year", "council_year_see": "year", "council_year_reopen": "year",
}  # fmt: skip

"""Who may open the addresses of opinions, for the access walk (tests/test_access.py), and which record each one names."""

SEE, FILL = "GET HEAD", "GET HEAD POST"
CHIEFS = frozenset({"chief", "deputy"})
RUN = frozenset({"koban", "supervisor"})
SUPERVISE = frozenset({"supervisor"}) | CHIEFS
READERS = RUN | CHIEFS | {"community", "inspector"}

EXPECTED = {
    "council_opinions": (SEE, READERS),
    "council_opinion": (SEE, READERS),
    "council_opinion_paper": (SEE, READERS),
    "council_opinion_new": (FILL, RUN),
    "council_opinion_assign": (FILL, RUN),
    "council_opinion_answer": (FILL, RUN),
    "council_opinion_read_back": (FILL, RUN),
    "council_opinion_reopen": (FILL, SUPERVISE),
    "council_opinion_close": (FILL, SUPERVISE),
}
KEYS = dict.fromkeys(EXPECTED, "opinion") | {"council_opinion_new": "council"}
del KEYS["council_opinions"]

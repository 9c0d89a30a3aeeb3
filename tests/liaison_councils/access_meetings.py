"""Who opens which address of the meetings, for the access walk: url name → (methods, persons); what its key names."""

SEE, DO, FILL = "GET HEAD", "POST", "GET HEAD POST"
CHIEFS = frozenset({"chief", "deputy"})
RUNNERS = frozenset({"koban", "supervisor"})
READERS = RUNNERS | CHIEFS | {"community", "inspector"}
SUPERVISORS = frozenset({"supervisor"}) | CHIEFS

EXPECTED = {
    "council_meetings": (SEE, READERS),
    "council_calendar": (SEE, READERS),
    "council_meeting_new": (FILL, RUNNERS),
    "council_meeting": (SEE, READERS),
    "council_meeting_amend": (FILL, RUNNERS),
    "council_meeting_invite": (FILL, RUNNERS),
    "council_meeting_uninvite": (DO, RUNNERS),
    "council_meeting_announce": (FILL, RUNNERS),
    "council_meeting_replies": (FILL, RUNNERS),
    "council_meeting_postpone": (FILL, RUNNERS),
    "council_meeting_cancel": (FILL, RUNNERS),
    "council_meeting_hold": (FILL, RUNNERS),
    "council_meeting_attendance": (FILL, RUNNERS),
    "council_meeting_minutes": (FILL, RUNNERS),
    "council_meeting_approve": (FILL, SUPERVISORS),
    "council_meeting_report": (FILL, RUNNERS),
    "council_meeting_letters": (SEE, READERS),
    "council_meeting_roster": (SEE, READERS),
    "council_meeting_public": (SEE, READERS),
    "council_meeting_paper": (SEE, READERS),
}
KEYS = {
    name: "meeting"
    for name in EXPECTED
    if name not in {"council_meetings", "council_calendar", "council_meeting_new"}
}

"""The demonstration: invented offices, people and cases, walked through the door by the posts that act.

Offices, people and cases stand as rows in fixtures/demo; nothing here writes a state.
"""

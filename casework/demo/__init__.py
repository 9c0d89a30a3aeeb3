"""The demonstration: invented offices and people, and what each application walks through the door with them.

Offices, people and cases stand as rows in fixtures/demo; nothing here writes a state. An application with a module
``demo.shows`` takes part: ``make(today, press)`` loads it, ``count()`` says how many cases demo and real stations hold.
"""

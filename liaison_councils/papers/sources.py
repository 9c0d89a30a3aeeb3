"""Where the values of each paper come from: what casework's frozen papers and the pages look up by its number.

The plan of a year L8 is asked with its year, so it stands apart (``from_councils.year_plan_values``).
"""

from collections.abc import Callable

from casework import paper_registry, papers
from liaison_councils.papers import from_councils, from_meetings, from_people

SOURCES: dict[str, Callable[..., dict]] = {
    "L1": from_councils.setup_values,  # of a station
    "L2": from_people.candidates_values,
    "L3": from_councils.roster_values,
    "L4": from_people.letter_values,
    "L5": from_people.leaving_values,
    "L5-2": from_people.resignation_values,
    "L5-3": from_people.leaving_values,
    "L7": from_councils.officers_values,
    "L9": from_meetings.invitation_values,
    "L10": from_meetings.report_values,
    "L11": from_meetings.minutes_values,
    "L12": from_meetings.opinion_values,
    "L13": from_councils.year_values,
    "L14": from_meetings.attendance_values,
}


def register_sources() -> None:
    for number, values_of in SOURCES.items():
        form = papers.get(number)
        paper_registry.register(
            paper_registry.PaperSource(number, form.title, lambda form=form: form.template_version, values_of)
        )

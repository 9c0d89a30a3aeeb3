"""Where the values of each frozen paper come from: what casework looks up by the form's number."""

from collections.abc import Callable
from datetime import date

from casework import paper_registry, papers
from liaison_councils.models import Meeting, Term, YearReport


def term_values(term: Term, on: date) -> dict:
    return {"council": term.council.name, "name": term.person.name, "on": on.isoformat()}


def meeting_values(meeting: Meeting, on: date) -> dict:
    return {"councils": meeting.subject, "on": on.isoformat()}


def year_values(report: YearReport, on: date) -> dict:
    return {"station": str(report.station), "rows": report.rows, "on": on.isoformat()}


SOURCES: dict[str, Callable[..., dict]] = {
    "L4": term_values, "L5": term_values, "L5-3": term_values, "L9": meeting_values, "L10": meeting_values, "L11": meeting_values,
    "L13": year_values,
}  # fmt: skip


def register_sources() -> None:
    for number, values_of in SOURCES.items():
        form = papers.get(number)
        paper_registry.register(
            paper_registry.PaperSource(number, form.title, lambda form=form: form.template_version, values_of)
        )

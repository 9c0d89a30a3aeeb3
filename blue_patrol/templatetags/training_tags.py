"""What the pages of an application show of courses: people on an earlier roster, the prefecture's alternatives."""

from django import template

from blue_patrol.models.training.earlier_courses import attended_as_nobody

register = template.Library()


@register.inclusion_tag("blue_patrol/training/matches.html", takes_context=True)
def training_matches(context, case, page: str) -> dict:
    """Draw the people of the case who attended a course as nobody's patroller; ``page`` is where the act leads back."""
    people = list(case.roster().select_related("group")) if case else []
    return {
        "pairs": attended_as_nobody(people), "page": page, "case_pk": case.pk if case else None,
        "csrf_token": context.get("csrf_token"), "request": context.get("request"),
    }  # fmt: skip


@register.simple_tag
def training_alternatives(case) -> list[str]:
    """The qualifications that the case's prefecture takes in place of the course."""
    return case.training_alternatives()

"""Addresses of the acts and pages that a presenter points at."""

from django.urls import reverse


def to(name: str, *args) -> str:
    """The address of a named page."""
    return reverse(name, args=args)


def of_clock(clock) -> str:
    """Where a clock stands: on its application's page, or on its group's; ``group_pk`` is an annotation."""
    if clock.case_label == "blue_patrol.CertificationApplication":
        return f"{to('application', clock.case_pk)}#clocks"
    return f"{to('group', clock.group_pk)}#clocks"

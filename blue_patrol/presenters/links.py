"""Addresses of the acts and pages that a presenter points at."""

from django.urls import reverse


def to(name: str, *args) -> str:
    """The address of a named page."""
    return reverse(name, args=args)


CASE_PAGES = {  # whose cases have a page of their own
    "blue_patrol.CertificationApplication": "application",
    "blue_patrol.Revocation": "revocation",
}


def of_case(case) -> str:
    """The page of a case; "" where it has none."""
    page = CASE_PAGES.get(case._meta.label)
    return to(page, case.pk) if page else ""


def of_clock(clock) -> str:
    """Where a clock stands: on its case's page, or on its group's; ``group_pk`` is an annotation."""
    if page := CASE_PAGES.get(clock.case_label):
        return f"{to(page, clock.case_pk)}#clocks"
    return f"{to('group', clock.group_pk)}#clocks"

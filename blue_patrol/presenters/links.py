"""Addresses of the acts and pages that a presenter points at."""

from django.urls import reverse

CLOCK_PAGES = {  # case of a clock or of a paper -> its page
    "blue_patrol.CertificationApplication": "application",
    "blue_patrol.ReturnNotice": "return_notice",
}


def to(name: str, *args) -> str:
    """The address of a named page."""
    return reverse(name, args=args)


def of_clock(clock) -> str:
    """Where a clock stands: on its case's page, or on its group's; ``group_pk`` is an annotation."""
    if page := CLOCK_PAGES.get(clock.case_label):
        return f"{to(page, clock.case_pk)}#clocks"
    return f"{to('group', clock.group_pk)}#clocks"

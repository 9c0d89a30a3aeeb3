"""Addresses of the acts and pages that a presenter points at."""

from functools import lru_cache

from django.urls import reverse

from casework.models.shared import machine_of


@lru_cache(maxsize=20_000)  # a page of a prefecture names thousands; the address of a page never changes
def to(name: str, *args) -> str:
    """The address of a named page."""
    return reverse(name, args=args)


def page_of(label: str) -> str:
    """The name of the page of a machine's cases; "" for one that has none, and stands on its group's."""
    return getattr(machine_of(label), "page", "")


def of_case(case) -> str:
    """The page of a case; "" where it has none."""
    page = page_of(case._meta.label)
    return to(page, case.pk) if page else ""


def of_row(label: str, pk: int) -> str:
    """The page of a row by its model's label; "" where it has none."""
    page = page_of(label)
    return to(page, pk) if page else ""


def of_clock(clock) -> str:
    """Where a clock stands: on its case's page, or on its group's; ``group_pk`` is an annotation."""
    if page := page_of(clock.case_label):
        return f"{to(page, clock.case_pk)}#clocks"
    return f"{to('group', clock.group_pk)}#clocks"

"""The clocks: what starts them, when they are due, whose number it is."""

from datetime import date

import pytest

from blue_patrol.rules import deadlines


@pytest.mark.clause("BP-5-5-1")
@pytest.mark.parametrize(
    ("delivered", "due"),
    [
        (date(2023, 1, 25), date(2023, 2, 9)),
        (date(2026, 9, 9), date(2026, 9, 24)),
        (date(2026, 12, 28), date(2027, 1, 12)),
        (date(2024, 2, 14), date(2024, 2, 29)),
    ],
)
def test_the_entry_is_due_fifteen_days_from_delivery(delivered: date, due: date) -> None:
    assert deadlines.due_on("inspection_entry", delivered, 15) == due


@pytest.mark.clause("BP-5-5-3")
def test_the_report_of_delivery_is_prompt_and_shown_by_age() -> None:
    assert deadlines.due_on("delivery_report", date(2026, 9, 9)) is None
    assert deadlines.DELIVERY_REPORT.shown_by_age


@pytest.mark.clause("BP-11-2-b")
@pytest.mark.parametrize(
    ("last", "months", "due", "amber"),
    [
        (date(2023, 6, 27), 36, date(2026, 6, 27), date(2026, 3, 27)),
        (date(2024, 2, 29), 36, date(2027, 2, 28), date(2026, 11, 28)),
        (date(2023, 5, 31), 36, date(2026, 5, 31), date(2026, 2, 28)),
        (date(2023, 6, 27), 24, date(2025, 6, 27), date(2025, 3, 27)),
    ],
)
def test_retraining_turns_amber_three_months_before(last: date, months: int, due: date, amber: date) -> None:
    assert deadlines.due_on("retraining", last, months) == due
    assert deadlines.amber_from(due, 3) == amber


@pytest.mark.clause("BP-11-2-a")
@pytest.mark.parametrize(
    ("last", "times", "due"),
    [
        (date(2026, 6, 10), 1, date(2028, 3, 31)),
        (date(2026, 4, 1), 1, date(2028, 3, 31)),
        (date(2027, 3, 31), 1, date(2028, 3, 31)),
        (date(2027, 4, 1), 1, date(2029, 3, 31)),
        (date(2023, 1, 25), 1, date(2024, 3, 31)),
        (date(2026, 6, 10), 2, date(2027, 3, 31)),
        (date(2026, 10, 1), 2, date(2027, 9, 30)),
    ],
)
def test_information_is_due_by_the_end_of_the_next_fiscal_year(last: date, times: int, due: date) -> None:
    assert deadlines.due_on("information", last, times) == due


@pytest.mark.clause("BP-13")
def test_every_clock_cites_its_clause_and_takes_its_number_from_the_profile() -> None:
    assert [(kind.code, kind.clause, kind.number_key) for kind in deadlines.KINDS] == [
        ("inspection_entry", "BP-5-5-1", "inspection_entry_days"),
        ("delivery_report", "BP-5-5-3", ""),
        ("retraining", "BP-11-2-b", "retraining_months"),
        ("information", "BP-11-2-a", "information_times_a_year"),
        ("entry_deletion", "BP-9-1", "return_deletion_days"),
        ("transport_notice", "BP-9-2", ""),
        ("items_back", "BP-8-3", ""),
        ("change_deletion", "BP-7-2", "change_deletion_days"),
        ("things_back", "BP-7-1", ""),
        ("commission_report", "BP-12-3", ""),
        ("demonstration_return", "BP-10-5-1", ""),
    ]
    assert [kind.code for kind in deadlines.KINDS if kind.amber_key] == ["retraining"]
    assert deadlines.by_code("retraining").starts == "最後の講習"


@pytest.mark.clause("BP-9-1")
@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 9, 9), date(2026, 9, 24)),
        (date(2026, 12, 18), date(2027, 1, 2)),  # due days do not move for holidays
        (date(2024, 2, 14), date(2024, 2, 29)),
    ],
)
def test_the_deletion_is_due_fifteen_days_from_the_receipt_of_the_return(received: date, due: date) -> None:
    assert deadlines.due_on("entry_deletion", received, 15) == due


@pytest.mark.clause("BP-9-2")
def test_the_notice_to_the_transport_office_is_prompt_and_shown_by_age() -> None:
    assert deadlines.due_on("transport_notice", date(2026, 9, 9)) is None
    assert deadlines.TRANSPORT_NOTICE.shown_by_age


@pytest.mark.clause("BP-8-3")
def test_what_a_revoked_group_gives_back_is_prompt_and_shown_by_age() -> None:
    assert deadlines.due_on("items_back", date(2026, 9, 9)) is None
    assert deadlines.ITEMS_BACK.shown_by_age

"""Where the values of each form come from: what casework's frozen papers look up by the form's number."""

from collections.abc import Callable

from blue_patrol.papers import (
    from_books,
    from_case,
    from_changes,
    from_demonstrations,
    from_requests,
    from_return,
    from_revocation,
)
from casework import paper_registry, papers

CASE_FORMS: dict[str, Callable[..., dict]] = {
    "1": from_case.application_values,
    "2": from_case.application_values,
    "3": from_case.application_values,
    "4": from_case.application_values,
    "5": from_case.certificate_values,
    "6": from_case.certificate_values,
    "7": from_case.certificate_values,
    "8": from_requests.reissue_values,
    "9": from_changes.change_values,
    "10": from_changes.change_values,
    "13": from_case.application_values,
    "16": from_requests.transmittal_values,
    "18": from_return.forwarding_values,
    "19": from_demonstrations.demonstration_values,
    "20": from_demonstrations.demonstration_values,
    "20-2": from_demonstrations.demonstration_values,
    "21": from_demonstrations.demonstration_values,
}
BOOK_FORMS: dict[str, Callable[..., dict]] = {
    "14": from_books.register_values,
    "15": from_books.ledger_values,
}  # of a RegisterBook, of a LedgerSheet
REVOCATION_FORMS: dict[str, Callable[..., dict]] = {
    "11": from_revocation.revocation_values,
    "17": from_revocation.revocation_values,
}


def register_sources() -> None:
    for number, values_of in (CASE_FORMS | BOOK_FORMS | REVOCATION_FORMS).items():
        form = papers.get(number)
        paper_registry.register(
            paper_registry.PaperSource(number, form.title, lambda form=form: form.template_version, values_of)
        )

"""What of the cases can be printed together: those ticked in the list, or all that its filters find."""

from blue_patrol.models import Application, Procedure
from blue_patrol.views.case_search import CaseList
from casework.models import IssuedPaper
from casework.presenters import links
from casework.printing.sources import Chosen, PrintSource
from casework.sent import whole_number

MOST_CASES = 500


def choose(actor, params) -> Chosen:
    """``case=…`` names cases, otherwise the list's own filters do; papers lie case by case in the list's order."""
    ticked = [key for text in params.getlist("case") if (key := whole_number(text)) is not None]
    rows = Application.objects.of(actor).filter(pk__in=ticked) if ticked else CaseList(actor, params).rows
    keys = list(rows.order_by("-pk").values_list("pk", flat=True)[:MOST_CASES])
    papers = IssuedPaper.objects.of(actor).valid().filter(case_label__in=Procedure.values, case_pk__in=keys)
    return Chosen(papers.order_by("-case_pk", "pk"), f"事案{len(keys)}件", links.to("cases"))


CASES = PrintSource("cases", "make_paper", "blue_patrol.", choose, related=("group",))

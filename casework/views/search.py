"""検索: everything that the post may read, by kind, with the reason for each; or all of one kind, page by page."""

from django.views.generic import TemplateView

from casework import names
from casework.models import ReadLog
from casework.presenters import links
from casework.search.kinds import Kind, kinds_of
from casework.search.results import Result, first_of, results, rows_of
from casework.views.keyset import Keyset
from casework.views.lists import asked_text

FIRST, LONGEST = 5, 100
TOO_LONG = f"探す言葉は、{LONGEST}文字までで入力してください。"
NOTHING_TO_READ = "探す言葉を、文字か数字で入力してください。"


def fault_of(asked: str) -> str:
    """What keeps the words from being searched for, as a sentence; "" for nothing."""
    if names.graphemes(asked) > LONGEST:
        return TOO_LONG
    return "" if names.search_key(asked) else NOTHING_TO_READ


class Section:
    """The results of one kind on the page of all."""

    def __init__(self, kind: Kind, asked: str, actor):
        rows = first_of(kind, asked, actor, FIRST + 1)
        self.kind, self.has_more = kind, len(rows) > FIRST
        self.results = results(kind, asked, rows[:FIRST])

    @property
    def is_the_number(self) -> bool:
        """Whether the number that was typed is among them as a whole: then they come before all others."""
        return self.kind.text.number and any(result.is_whole for result in self.results)


class SearchPage(TemplateView):
    """``?q=``: at most five of each kind, a query a kind; ``&kind=``: all of one kind, one query a page."""

    template_name = "search/page.html"

    def get_context_data(self, **kwargs):
        actor, params = self.request.actor, self.request.GET
        kinds = kinds_of(actor)
        q = asked_text(params)
        fault = fault_of(q) if "q" in params else ""
        shown: dict = {"q": q, "fault": fault, "kinds": kinds, "is_headquarters": actor.station is None}
        if q and not fault:
            ReadLog.note(actor, f"検索「{q[:40]}」")
            kind = next((kind for kind in kinds if kind.code == params.get("kind")), None)
            shown |= self._of_one(kind, q) if kind else self._of_all(kinds, q)
        return super().get_context_data(**shown, **kwargs)

    def _of_all(self, kinds: list[Kind], q: str) -> dict:
        found = [Section(kind, q, self.request.actor) for kind in kinds]
        sections = [section for section in found if section.results]
        cases = links.to("cases") if self.request.actor.may("read_cases") else ""
        return {"sections": sorted(sections, key=lambda each: not each.is_the_number), "cases": cases}

    def _of_one(self, kind: Kind, q: str) -> dict:
        rows = rows_of(kind, q, self.request.actor)
        pages = Keyset(rows, self.request.GET, key=kind.order, descending=kind.newest_first)
        found: list[Result] = results(kind, q, pages.rows)
        return {"kind": kind, "pages": pages, "results": found}

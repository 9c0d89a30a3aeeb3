"""A run as its pages show it: how far, in what words, what became of each paper."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from casework.models import PrintRun
from casework.models.shared import machine_of
from casework.presenters import links
from casework.printing import sources
from casework.printing.tasks import KEPT
from casework.printing.upkeep import is_working

__all__ = ["KEPT_DAYS", "Line", "Progress", "is_working", "lines", "waiting_note"]

KEPT_DAYS = KEPT.days
PATIENCE = timedelta(minutes=1)
NOBODY = (
    "印刷の係（裏で動くプログラム）が動いていません。システム管理者へ知らせてください。動き始めると、続きから印刷します。"
    "急ぐときは、取り消して、書類を一つずつ開いてください。"
)
AFTER_OTHERS = "先に頼まれた印刷が{}件あります。終わりしだい始めます。"


@dataclass(frozen=True)
class Progress:
    """``run``: a PrintRun with its counts (``with_counts``)."""

    run: Any

    @property
    def settled(self) -> int:
        return self.run.printed + self.run.failed

    @property
    def percent(self) -> int:
        return self.settled * 100 // self.run.total if self.run.total else 100

    @property
    def word(self) -> str:
        run = self.run
        if run.cancelled_on:
            return "取消し"
        if run.ended_on:
            return "中断" if run.trouble else "一部できない" if run.failed else "完了"
        return "印刷中" if run.started_on else "順番待ち"

    @property
    def tone(self) -> str:
        tones = {"完了": "good", "一部できない": "bad", "中断": "bad", "印刷中": "go", "順番待ち": "care"}
        return tones.get(self.word, "plain")

    @property
    def step(self) -> str:
        """What is being done, for the line beside the bar."""
        run = self.run
        if self.settled < run.total:
            return f"{run.total}通のうち{self.settled}通が済みました"
        return f"{run.total}通が済みました。ファイルにまとめています"


def waiting_note(run: PrintRun) -> str:
    """Why nothing moves, after a minute; "" where there is nothing to say."""
    if run.is_over or run.made_on > timezone.now() - PATIENCE:
        return ""
    if not is_working():
        return NOBODY
    if run.started_on is None:
        before = PrintRun.objects.unfinished().filter(pk__lt=run.pk).count()
        return AFTER_OTHERS.format(before) if before else ""
    return ""


@dataclass(frozen=True)
class Line:
    """One paper: what it is, of which case with its page, its pages or why it could not be made."""

    place: int
    paper: str
    case: str
    url: str
    pages: int | None
    failure: str


def lines(run: PrintRun, actor) -> list[Line]:
    """Every paper of the run in its order; a query for the papers and one a kind of case."""
    items = list(run.items.select_related("paper").defer("paper__values"))
    keys: dict[str, set[int]] = {}
    for item in items:
        keys.setdefault(item.paper.case_label, set()).add(item.paper.case_pk)
    source = sources.get(run.source)
    related = source.related if source else ()
    found = [(label, case) for label, some in keys.items() for case in _cases(label, some, actor, related)]
    cases = {(label, case.pk): case for label, case in found}
    return [_line(item, cases.get((item.paper.case_label, item.paper.case_pk))) for item in items]


def _cases(label: str, keys: set[int], actor, related: tuple[str, ...]):
    rows = machine_of(label).objects.of(actor).filter(pk__in=keys)
    return rows.select_related(*related) if related else rows


def _line(item, case) -> Line:
    copy = "（写し）" if item.paper.mode == "copy" else ""
    words = str(getattr(case, "subject", case)) if case else ""
    url = links.of_case(case) if case else ""
    return Line(item.place, f"{item.paper}{copy}", words, url, item.pages, item.failure)

"""Print runs: asked for, and one that has ended with its file."""

from django.utils import timezone

from casework.models import IssuedPaper, PrintFile, PrintRun
from casework.printing import desk


def papers_of(*cases) -> list[IssuedPaper]:
    """The papers of cases in the order of their making."""
    return [paper for case in cases for paper in IssuedPaper.objects.of_case(case).valid().order_by("pk")]


def asked(papers, actor, **more) -> PrintRun:
    wish = {"source": "cases", "title": f"事案の書類 {len(papers)}通", "output": "one"} | more
    return desk.ask(papers, by=actor, **wish)


def printed(case, desks) -> PrintRun:
    """A run of a case's papers that has ended; its file holds no real print."""
    run = asked(papers_of(case), desks.clerk)
    run.items.update(pages=1)
    PrintFile.objects.create(
        prefecture_id=run.prefecture_id, stations=run.stations, run=run, number=1, name="まとめて印刷.pdf",
        media_type="application/pdf", pages=1, papers=1, size=14, content=b"%PDF-1.7\n%%EOF\n",
    )  # fmt: skip
    run.ended_on = timezone.now()
    run.save(update_fields=["ended_on"])
    return run

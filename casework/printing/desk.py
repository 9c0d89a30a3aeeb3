"""The desk of まとめて印刷: a run is asked for, called off, asked for again."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from casework.models import IssuedPaper, PrintFile, PrintItem, PrintRun
from casework.printing import tasks

MOST = 1000  # papers of a run


@transaction.atomic
def ask(
    papers: Iterable[IssuedPaper],
    *,
    by,
    source: str,
    title: str,
    output: str,
    again_of: PrintRun | None = None,
) -> PrintRun:
    """Record the run with its papers in their order and defer its jobs, all in one transaction."""
    run = PrintRun.objects.create(
        prefecture=by.prefecture, stations=sorted(by.station_ids), made_by=by.staff, posting=by.posting, source=source,
        title=title[:200], output=output, again_of=again_of,
    )  # fmt: skip
    items = PrintItem.objects.bulk_create(
        PrintItem(run=run, station_id=paper.station_id, place=place, paper=paper)
        for place, paper in enumerate(papers, 1)
    )
    tasks.defer_run(run, len(items))
    return run


def ask_again(run: PrintRun, *, by) -> PrintRun:
    """A run of what failed in an earlier one."""
    failed = IssuedPaper.objects.filter(pk__in=run.items.failed().values("paper")).defer("values")
    order = dict(run.items.failed().values_list("paper", "place"))
    papers = sorted(failed, key=lambda paper: order[paper.pk])
    title = run.title.removesuffix(AGAIN) + AGAIN
    return ask(papers, by=by, source=run.source, title=title, output=run.output, again_of=run)


AGAIN = "（作れなかった分）"


@transaction.atomic
def call_off(run_pk: int, *, by) -> bool:
    """Stop a run; the paper that is being made is finished. False where it had ended already."""
    run = PrintRun.objects.of(by).select_for_update().get(pk=run_pk)
    if run.is_over:
        return False
    run.cancelled_on = timezone.now()
    run.save(update_fields=["cancelled_on"])
    return True


def throw_away(before) -> int:
    """Empty the files made before a moment; their rows stay, and the papers' own bytes. Needs the scope of all."""
    return PrintFile.objects.filter(made_on__lt=before, content__isnull=False).update(content=None)

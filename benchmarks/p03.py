"""P03: the product's way to a paper (query, template, PDF) against bare WeasyPrint on the same HTML; the worst counts.

Cases of the demonstration, with all their cars and people; WeasyPrint with its default settings reads the style sheet
and the fonts anew each time, as a program does that calls it for one document.
"""

from benchmarks.chromium import page_of
from benchmarks.goals import Result
from benchmarks.timing import in_turn

RUNS = 15
TARGET = 0.75
FORMS = ("1", "2", "3", "4")


def measure() -> Result:
    from benchmarks.django_setup import demonstration

    with demonstration():
        worst = _worst()
    return Result("P03", worst, TARGET, worst <= TARGET, RUNS)


def _worst() -> float:
    from django.utils import timezone
    from weasyprint import HTML

    from blue_patrol.models import CertificationApplication
    from casework import paper_registry, papers
    from casework.press import BASE, press

    def ours_of(number):
        case = CertificationApplication.objects.get(pk=key)
        return papers.get(number).render(paper_registry.get(number).values_of(case, timezone.localdate()))

    key = CertificationApplication.objects.filter(state="reported").values_list("pk", flat=True).first()
    worst = 0.0
    for number in FORMS:
        case = CertificationApplication.objects.get(pk=key)
        html = page_of(papers.get(number), paper_registry.get(number).values_of(case, timezone.localdate()))
        ours, bare = in_turn(
            lambda number=number: ours_of(number),
            lambda html=html: HTML(string=html, base_url=BASE, url_fetcher=press().fetcher).write_pdf(),
            runs=RUNS,
        )
        print(f"form {number}: {ours * 1000:.0f} ms, bare WeasyPrint {bare * 1000:.0f} ms")
        worst = max(worst, ours / bare)
    return worst

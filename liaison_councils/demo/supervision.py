"""Visits, instruction, support and headquarters' guidance in the demonstration."""

from datetime import date, timedelta

from casework.demo.cast import Desk
from casework.workflow import perform
from casework.years import Year
from liaison_councils.demo import words
from liaison_councils.demo.founding import now
from liaison_councils.models import Council
from liaison_councils.models.opening import ask_support, remark

DAY = timedelta(days=1)


def of_council(desk: Desk, council: Council, number: int, today: date) -> None:
    council = now(council)
    if council.state != "active":
        return
    officer = desk.of_koban(council.koban)
    for place, term in enumerate(council.terms.on(today).order_by("pk")[:3]):
        told = {"term": term.pk, "whom": "", "content": words.VISITS[(number + place) % len(words.VISITS)]}
        perform(council, "visit", by=officer, on=today - (4 + 9 * place) * DAY, **told)
    if taught := sorted({str(posting.staff) for posting in council.operating_staff(today)}):
        told = {
            "taught": taught,
            "topics": ["purpose", "aim", "method"],
            "note": "会議の目的と、意見を引き出す進め方",
        }
        perform(council, "instruct", by=desk.supervisor, on=today - 100 * DAY, **told)
    if number % 4 == 0:
        ask_support(council, by=officer, on=today - 12 * DAY, **words.SUPPORT)


def of_station(desk: Desk, year: Year, today: date) -> None:
    """Headquarters has seen a council without a meeting."""
    late = Council.objects.filter(station=desk.station, name="坂下駐在所連絡協議会").first()
    if late:
        remark(
            desk.station,
            by=desk.division,
            on=today - 8 * DAY,
            council=late,
            text=words.REMARK,
            due_on=today + 14 * DAY,
        )

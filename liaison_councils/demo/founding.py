"""How the councils of the demonstration were set up, and who runs them."""

from datetime import date

from casework.demo.cast import Desk
from casework.workflow import perform
from casework.years import Year
from liaison_councils.models import Council
from liaison_councils.models.opening import plan_council


def found(desk: Desk, row: dict, year: Year, kobans: dict) -> Council:
    """A council of the list: planned lately, or set up years ago."""
    koban = kobans.get(row["koban"])
    asked = [part.partition(":") for part in row["areas"].split()]
    areas = [{"koban": kobans[name].pk, "part": part} for name, _, part in asked]
    told = {name: row[name] for name in ("kind", "name", "kana", "area", "purpose")}
    begun = year.bounds[0] if row["situation"] == "planned" else date(year.number - 8, 4, 1)
    council = plan_council(
        desk.station, by=desk.supervisor, on=begun, koban=koban.pk if koban else None, areas=areas, wished_on=None, **told
    )  # fmt: skip
    if row["situation"] == "planned":
        return council
    officer = desk.of_koban(koban).staff
    perform(
        council, "name_officer", by=desk.chief, on=begun, role="manager", staff=officer.pk, rank=officer.rank, name=officer.name
    )  # fmt: skip
    perform(
        now(council),
        "establish",
        by=desk.chief,
        on=begun,
        note="地域の特性による" if row["kind"] == "unit" else "",
    )
    return now(council)


def now(case):
    return type(case).objects.get(pk=case.pk)

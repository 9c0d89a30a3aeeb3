"""The first page of posts whose desk is the councils, and the section on the chief's."""

from datetime import date

from django.db.models import OuterRef

from casework import homes
from casework.models import ProfileValue
from casework.models.packed import counted, packed, part, unpacked
from casework.roles import Role
from casework.transfers import home as transfers
from casework.years import CALENDAR, FISCAL, Year
from liaison_councils.models import Council, Opinion, Remark, Term
from liaison_councils.models.values import ValuesOverTime
from liaison_councils.presenters import stations, todos
from liaison_councils.presenters import year as words
from liaison_councils.views import reading
from liaison_councils.views.councils import year_context

SHOWN = 8
STATION = OuterRef("pk")


def at_station(actor, today: date) -> dict:
    """What is due next at a koban or for who supervises: three queries."""
    year, values = ValuesOverTime.of(actor.prefecture.pk).year(None, today)
    councils = reading.councils_of(Council.objects.of(actor), year)
    rows = words.rows_of(councils, year, values.meetings_a_year, actor, today)
    is_koban = actor.role == Role.KOBAN_OFFICER
    own = [row for row in rows if row.is_own] if is_koban else rows
    coming = todos.in_order(own)
    office = reading.waiting_at(
        actor, [row.council for row in own], reading.amber(today, values.term_amber_months), year.previous()
    )
    stood = any(row.council.established_on and row.council.established_on < year.bounds[0] for row in rows)
    return year_context(year, values, own, today) | {
        "first": coming[0] if coming else None, "todos": coming[1 : SHOWN + 1], "office": office, "is_koban": is_koban,
        "unclosed": year.previous() if stood and not is_koban and not office.closed else None,
        "posts": transfers.told(office.deputies, actor),
        "may_import": actor.may("import_councils"),
        "one": f"&council={own[0].council.pk}" if is_koban and len(own) == 1 else "",
    }  # fmt: skip


def at_division(actor, today: date) -> dict:
    """The stations whose councils need a word, the worst first (LC-7-3)."""
    year, values = ValuesOverTime.of(actor.prefecture.pk).year(None, today)
    councils = reading.counted_councils(Council.objects.of(actor), year)
    rows = words.counted(councils, year, values.meetings_a_year, today)
    offices = reading.stations_of(actor, year)
    lines = stations.lines_of(offices, rows)
    weak = [
        line for line in lines if line.totals.lacking or line.totals.overdue or line.remarks or line.answered
    ]
    weak.sort(key=lambda line: (-line.answered, -line.totals.bad, -line.totals.overdue, -line.totals.care))
    return year_context(year, values, rows, today) | {
        "lines": weak[: SHOWN + 4], "sums": stations.sums_of(lines), "answered": [line for line in lines if line.answered],
        "years": stations.years_to_see(offices), "posts": transfers.told(offices[0].deputies if offices else [], actor),
        "may_import": actor.may("import_councils"),
    }  # fmt: skip


def rows_for_chief(today: date) -> dict:
    """Read with the station's row: its councils in the year, what waits for the chief, the values of the prefecture.

    The days are those of the fiscal and of the calendar year: which one the prefecture counts by is known only then.
    """
    years = Year.of(FISCAL, today), Year.of(CALENDAR, today)
    firsts, lasts = zip(*(year.bounds for year in years), strict=True)
    bounds, before = (min(firsts), max(lasts)), years[0].previous().bounds
    councils = reading.in_the_year(Council.objects.filter(station=STATION), bounds)
    ready = Term.objects.nominated().filter(station=STATION).exclude(consulted=[])
    values = ValuesOverTime.rows(profile__prefecture=OuterRef("prefecture"))
    return {
        "councils_of_year": packed(councils.order_by("order_key", "pk"), *reading.COLUMNS, **reading.around(bounds, before)),
        "councils_to_appoint": counted(ready, "station"),
        "councils_remarks": counted(Remark.objects.filter(station=STATION, state="made"), "station"),
        "councils_opinions": counted(Opinion.objects.open().filter(station=STATION), "station"),
        "councils_values": packed(values, "key", "content", profile=part("profile", "valid_from", "valid_to")),
    }  # fmt: skip


def for_chief(station, actor, today: date) -> dict:
    values = ValuesOverTime(unpacked(ProfileValue, station.councils_values))
    year, now = values.year(None, today)
    councils = [reading.unpack(each) for each in unpacked(Council, station.councils_of_year)]
    rows = words.rows_of(councils, year, now.meetings_a_year, actor, today)
    coming = todos.in_order(rows)
    return {
        "year": year, "totals": words.totals_of(rows), "minimum": now.meetings_a_year, "todos": coming[:3],
        "to_appoint": station.councils_to_appoint, "remarks": station.councils_remarks, "opinions": station.councils_opinions,
        "planned": [row.council for row in rows if row.council.state == "planned"],
    }  # fmt: skip


def register() -> None:
    """Called from ``LiaisonCouncilsConfig.ready()``."""
    homes.register_page(
        [Role.KOBAN_OFFICER, Role.STATION_SUPERVISOR],
        homes.Page("liaison_councils/home_station.html", at_station),
    )
    homes.register_page(
        [Role.COMMUNITY_DIVISION], homes.Page("liaison_councils/home_division.html", at_division)
    )
    homes.register_section(
        [Role.STATION_CHIEF], homes.Section("liaison_councils/home_chief.html", rows_for_chief, for_chief)
    )

"""What a file says and what stands in the database, put together: the reading and the plan of a batch."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q

from casework import sheets
from casework.models import HeadquartersDivision, ImportBatch, Koban, Post, Posting, Staff, Station
from casework.names import search_key
from casework.postings import offices as at
from casework.postings import plan, reading
from casework.postings.offices import Office, Offices
from casework.postings.sight import OfficeSight, sight
from casework.postings.verdicts import Held, Person, Plan, Seat, Verdict, World
from casework.roles import Role
from casework.sheets import Sheet
from casework.sheets.columns import Guess

SINGLE = frozenset({Role.STATION_CHIEF, Role.HQ_DECIDING})  # roles whose posts one person holds at a time
LONGEST_NUMBER = 10  # figures up to which lost zeros are looked for


@dataclass
class Reading:
    """A batch as it reads now. `plan` is None while columns are missing (their labels in `missing`)."""

    sheets: list[Sheet]
    sheet: Sheet
    guess: Guess
    day: date | None
    missing: list[str] = field(default_factory=list)
    plan: Plan | None = None
    offices: list[OfficeSight] = field(default_factory=list)


def read_batch(batch: ImportBatch, actor) -> Reading:
    """Read the kept file with the corrected columns and judge every row. Raises UnreadableSheet."""
    found = sheets.read(batch.file_name, bytes(batch.content))
    chosen = batch.columns
    sheet = next((s for s in found if s.name == chosen.get("sheet")), None) or reading.likeliest(found)
    picked = {int(index): name for index, name in chosen.get("fields", {}).items()}
    guess = reading.guess(sheet).corrected(picked if sheet.name == chosen.get("sheet") else {})
    day = date.fromisoformat(chosen["day"]) if chosen.get("day") else None
    told = Reading(found, sheet, guess, day, reading.missing(guess, day))
    if not told.missing:
        lines = reading.read_lines(sheet, guess, day)
        world = load(lines, actor)
        told.plan = plan.judge(lines, world)
        told.offices = sight(told.plan, world)
    return told


def load(lines: list[reading.Line], actor) -> World:
    """Everything the lines may meet, in a fixed number of queries; `actor` gives the prefecture."""
    prefecture = actor.prefecture
    offices = _offices(prefecture)
    posts = Post.objects.filter(Q(station__prefecture=prefecture) | Q(division__prefecture=prefecture))
    seats = {post.pk: _seat(post) for post in posts.select_related("station", "koban", "division")}
    days = [line.starts_on for line in lines if line.starts_on]
    people, held = _people_and_postings(lines, seats, min(days, default=date.max))
    named = Staff.objects.filter(name__in={line.name for line in lines}).exclude(staff_number__in=people)
    namesakes = defaultdict(list)
    for name, number in named.values_list("name", "staff_number").order_by("staff_number"):
        namesakes[name].append(number)
    by_key = {office.key: office for office in offices}
    found = Offices(offices, prefecture.police_name)
    return World(found, by_key, seats, people, held, dict(namesakes), actor.staff.staff_number)


def _offices(prefecture) -> list[Office]:
    stations = Station.objects.filter(prefecture=prefecture)
    koban = Koban.objects.filter(station__prefecture=prefecture).select_related("station")
    divisions = HeadquartersDivision.objects.filter(prefecture=prefecture)

    def office(kind, row, label, words, order):
        return Office(kind, row.pk, label, words, row.valid_from, row.valid_to, order)

    return [
        *(office(at.DIVISION, d, str(d), (search_key(d.name),), 0) for d in divisions),
        *(office(at.STATION, s, str(s), at.words_of_station(s.name), s.order + 1) for s in stations),
        *(office(at.KOBAN, k, f"{k.station} {k}", at.words_of_koban(k.station.name, str(k)), k.station.order + 1)
          for k in koban),
    ]  # fmt: skip


def _seat(post: Post) -> Seat:
    kind = at.KOBAN if post.koban_id else at.STATION if post.station_id else at.DIVISION
    return Seat(
        post.pk, (kind, post.koban_id or post.office.pk), post.title, str(post), Role(post.role) in SINGLE
    )


def _people_and_postings(lines, seats, first: date) -> tuple[dict[str, Person], dict[str, list[Held]]]:
    """The staff whom the list means, and their postings with those of the prefecture that reach the first day."""
    numbers = {number for line in lines for number in _spellings(line.staff_number)}
    staff = list(Staff.objects.filter(staff_number__in=numbers))
    since = first - timedelta(days=1) if first > date.min else first
    rows = (
        Posting.objects.filter(Q(post__in=list(seats)) | Q(staff__in=[person.pk for person in staff]))
        .filter(Q(ends_on=None) | Q(ends_on__gte=since))
        .select_related("staff", "post__station", "post__division", "post__koban")
    )
    elsewhere = set(
        Posting.objects.filter(staff__in=staff).exclude(post__in=list(seats)).values_list("staff", flat=True)
    )
    here = set(Posting.objects.filter(staff__in=staff, post__in=list(seats)).values_list("staff", flat=True))
    held: dict[str, list[Held]] = defaultdict(list)
    people = {person.staff_number: _person(person, person.pk in elsewhere - here) for person in staff}
    for row in rows:
        known = people.get(row.staff.staff_number) or _person(row.staff, False)
        held[known.number].append(Held(
            row.pk, known, row.post_id, row.label, row.capacity, row.starts_on, row.ends_on, row.post_id not in seats
        ))  # fmt: skip
    return people, dict(held)


def _person(staff: Staff, is_foreign: bool) -> Person:
    return Person(staff.pk, staff.staff_number, staff.name, staff.rank, staff.is_active, is_foreign)


def _spellings(number: str) -> list[str]:
    """The number, and what it was before a spreadsheet dropped its zeros."""
    if not number.isdecimal():
        return [number]
    return [number.zfill(length) for length in range(len(number), max(len(number), LONGEST_NUMBER) + 1)]


def in_words(counts: dict[str, int]) -> list[tuple[str, str, int]]:
    """(verdict, label, count) of the verdicts that occur."""
    return [(v.value, v.label, counts[v.value]) for v in Verdict if counts.get(v.value)]

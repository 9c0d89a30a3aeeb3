"""P14: queries beyond the frame's, exactly, at S=1, 10 and 20: lists <= 2, a case <= 7, the home page <= 4.

The frame's own are those of a page without data (/forms/); a page with personal data writes one read-log row besides.
The ratio is the most queries seen against those allowed, and the counts of all scales must be the same.
"""

from benchmarks.goals import Result

SCALES = (1, 10, 20)
ALLOWED = {"list": 2, "case": 7, "home": 4}
LISTS = ("/cases/", "/groups/", "/ledger/", "/deadlines/", "/deadlines/?within=met", "/cases/?order=kana")
ACTORS = ("station_clerk", "station_chief", "hq_clerk 係", "hq_deciding 課長")
READ_LOG = 1


def measure() -> Result:
    from benchmarks.generated import Generated

    seen = {}
    for scale in SCALES:
        with Generated(scale).held() as data:
            seen[scale] = counts(data.actors)
    print(f"{'page':42}{'allowed':>8}" + "".join(f"{f'S={scale}':>6}" for scale in SCALES))
    worst, same = 0.0, True
    for kind, page in sorted(set().union(*seen.values())):
        found = [seen[scale].get((kind, page)) for scale in SCALES]
        print(f"{page:42}{ALLOWED[kind]:>8}" + "".join(f"{'-' if n is None else n:>6}" for n in found))
        worst = max([worst, *(n / ALLOWED[kind] for n in found if n is not None)])
        same = same and len({n for n in found if n is not None}) == 1
    return Result("P14", worst, 1, worst <= 1 and same, 1)


def counts(actors) -> dict[tuple[str, str], int]:
    """(kind, page) → queries beyond the frame's; of the cases the most that one in that state takes."""
    from benchmarks.generated import see_all
    from blue_patrol.models import Application

    found: dict[tuple[str, str], int] = {}
    for who in ACTORS:
        count = counter(actors[who])
        frame = count("/forms/")
        for address in LISTS:
            found["list", f"{who} {address}"] = count(address) - frame - READ_LOG
        found["home", f"{who} /"] = count("/") - frame - READ_LOG
        see_all()
        cases = (
            Application.objects.of(actors[who])
            .order_by("state", "case_label", "-pk")
            .distinct("state", "case_label")
        )
        for case in list(cases):
            page = "case", f"{who} {type(case).__name__.removesuffix('Application')} {case.state}"
            found[page] = count(f"/cases/{case.pk}/") - frame - READ_LOG
    return found


def counter(actor):
    """count(address): how many queries a page takes, savepoints and session included."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from benchmarks.generated import reader

    read = reader(actor)

    def count(address: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            read(address)
        return len(seen)

    return count

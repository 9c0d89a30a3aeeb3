"""What people were told against what stands: each acknowledged act once, files whole, numbers without gaps, runs to their end."""

import io
import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from pypdf import PdfReader

from tests.faults.test_kill import APPLICATION, examine
from tests.faults.test_web import asked, examine_uploads

COMMENTS = "select text, count(*) from casework_comment where text like '書込み %%' group by text"
RUNS = "select id, ended_on is not null, trouble, (select count(*) from casework_printfile f where f.run_id = r.id) from casework_printrun r"
ITEMS = "select run_id, count(*), count(pages), sum(pages), sum(tries), string_agg(nullif(failure, ''), '; ') from casework_printitem group by run_id"
STEPS = f"select count(*) from casework_statechange where case_label = '{APPLICATION}' and case_pk = %s and after = %s and before <> after"
UNMADE = "select count(*) from casework_issuedpaper p join casework_printitem i on i.paper_id = p.id where p.file_id is null"


@dataclass
class Told:
    """The notes of the people, as far as they are whole."""

    events: list[dict] = field(default_factory=list)

    @classmethod
    def read(cls, log: Path) -> "Told":
        lines = log.read_text().splitlines(keepends=True)
        return cls([json.loads(line) for line in lines if line.startswith("{") and line.endswith("\n")])

    def done(self, what: str = "") -> list[dict]:
        return [each for each in self.events if each.get("done", "") and what in {"", each["done"]}]

    def of(self, kind: str) -> list[dict]:
        return [each for each in self.events if kind in each]

    def begun(self) -> Counter:
        return Counter(each["begun"] for each in self.events if "begun" in each)

    def retries(self) -> list[int]:
        """Of each person who came, how often something had to be asked again."""
        people = range(sum(each["up"] for each in self.of("up")))
        failed = Counter(each["user"] for each in self.of("failed"))
        return [failed[person] for person in people]


def examine_all(place, told: Told) -> dict[str, int]:
    """Anything wrong is an assertion; how much stands. People may go on meanwhile."""
    counted = examine_told(place, told)
    examine(place, decided(told))
    return counted


def examine_told(place, told: Told) -> dict[str, int]:
    """The same of what people did alone: nothing is asked of data that were there before them."""
    assert told.of("refused") == [], "somebody was refused what is allowed"
    counted = {"comments": comments(place, told)}
    attached = [(each["case"], each["name"], each["digest"]) for each in told.done("attach")]
    counted["files"] = examine_uploads(place, attached)
    for case, state in decided(told):
        assert asked(place, STEPS, case, state) == [(1,)], case
    counted["decisions"] = len(decided(told))
    counted["print runs"] = ordered(place, told)
    return counted


def decided(told: Told) -> list[tuple[int, str]]:
    return [(each["case"], "approved") for each in told.done("decide")]


def comments(place, told: Told) -> int:
    stored = dict(asked(place, COMMENTS))
    assert [words for words, times in stored.items() if times != 1] == [], "written twice"
    lost = [each for each in told.done("comment") if stored.get(each["text"]) != 1]
    assert lost == [], f"acknowledged and not there: {lost[:3]}"
    return len(stored)


def ordered(place, told: Told) -> int:
    """Every acknowledged order is a run of its own, and there are no more runs than orders."""
    numbers = [int(each["location"].rstrip("/").rsplit("/", 1)[1]) for each in told.done("print")]
    assert len(set(numbers)) == len(numbers), "two orders, one run"
    runs = {number for number, *_ in asked(place, RUNS)}
    assert set(numbers) <= runs
    assert len(runs) <= told.begun()["print"]
    return len(runs)


def have_ended(place) -> bool:
    return all(ended for _, ended, *_ in asked(place, RUNS))


def examine_prints(place, interrupted: int) -> int:
    """All runs at their end: every paper made once and in its file; begun again only what a fault had interrupted."""
    begun_again = 0
    counts = {run: rest for run, *rest in asked(place, ITEMS)}
    for run, ended, trouble, files in asked(place, RUNS):
        items, made, pages, tries, failures = counts[run]
        assert (ended, trouble, failures) == (True, "", None), f"run {run}"
        assert (made, files) == (items, 1), f"run {run}: {made} of {items}, {files} files"
        ((content, told),) = asked(place, "select content, pages from casework_printfile where run_id = %s", run)  # fmt: skip
        assert len(PdfReader(io.BytesIO(content)).pages) == pages == told
        begun_again += tries - items
    assert begun_again <= interrupted, "a paper is begun again only where its worker or the database was lost"
    assert asked(place, UNMADE) == [(0,)]
    return sum(made for _, made, *_ in counts.values())


OF_THE_CASES = "file_id is null and case_label = 'blue_patrol.CertificationApplication' and case_pk = any(%s)"


def make_what_is_missing(cluster, told: Told) -> None:
    """Papers of decisions whose web host was lost before it printed them: the worker's upkeep makes them, minutes later."""
    decided = [each["case"] for each in told.done("decide")]
    with cluster.primary.connect() as owner:
        owner.execute("set session_replication_role = replica")
        owner.execute(
            "update casework_issuedpaper set made_on = now() - interval '1 hour' where file_id is null"
        )
        owner.execute(
            f"update casework_issuedpaper set made_on = now() - interval '4 minutes' where {OF_THE_CASES}",
            [decided],
        )
    code = "from casework.printing.upkeep import make_missing_papers as make; make()"
    cluster.manage(cluster.workers["worker2"], "shell", "-v", "0", "-c", code)
    assert asked(cluster.place, f"select id from casework_issuedpaper where {OF_THE_CASES}", decided) == []

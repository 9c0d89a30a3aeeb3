"""P11: the search of names by one or two kanji against icontains over the same columns: an absent word, a frequent one's count."""

from benchmarks.goals import Result
from benchmarks.timing import in_turn

RUNS = 25
ABSENT, FREQUENT = 0.05, 0.10
NOBODY = "鑫"
SHARE = 0.025  # of the people: what a frequent name's share is here


def measure() -> Result:
    from benchmarks.generated import Generated

    with Generated(3).held() as data:
        actor = data.actors["hq_clerk 係"]
        frequent = a_frequent_name()
        parts = []
        for word, goal in ((NOBODY, ABSENT), (frequent, FREQUENT)):
            ours, theirs = in_turn(
                lambda w=word: ours_of(w, actor), lambda w=word: theirs_of(w, actor), runs=RUNS
            )
            found = ours_of(word, actor)
            print(
                f"{word}: {found} people; {ours * 1000:.2f} ms, icontains {theirs * 1000:.2f} ms ({ours / theirs:.3f})"
            )
            parts.append((ours / theirs, goal))
    ratio, target = max(parts, key=lambda part: part[0] / part[1])
    return Result("P11", ratio, target, all(part <= goal for part, goal in parts), RUNS)


def ours_of(word: str, actor) -> int:
    from casework.search.kinds import kinds_of
    from casework.search.results import rows_of

    kind = next(kind for kind in kinds_of(actor) if kind.code == "patrollers")
    return rows_of(kind, word, actor).order_by().count()


def theirs_of(word: str, actor) -> int:
    from django.db.models import Q

    from blue_patrol.models import Patroller

    held = Patroller.objects.of(actor).exclude(is_pending=True, removed_on__isnull=False)
    return held.filter(Q(name__icontains=word) | Q(kana__icontains=word)).count()


def a_frequent_name() -> str:
    """Two kanji that stand in the names of about every fortieth person."""
    from collections import Counter

    from blue_patrol.models import Patroller

    names = Counter(name[:2] for name in Patroller.objects.values_list("name", flat=True))
    total = names.total()
    return min(names, key=lambda name: abs(names[name] / total - SHARE))

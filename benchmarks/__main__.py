"""`python -m benchmarks [--all | --drop] [P01 …]`: list the goals, measure some and print one JSON line each, or drop the data."""

import sys
from importlib import import_module
from importlib.util import find_spec

from benchmarks.generated import drop_all
from benchmarks.goals import GOALS, Result


def has_script(goal: str) -> bool:
    return find_spec(f"benchmarks.{goal.lower()}") is not None


def list_goals() -> None:
    print("goal  script  what")
    for goal, what in GOALS.items():
        print(f"{goal}   {'yes' if has_script(goal) else '-':6}  {what}")


def measure(goals: list[str]) -> bool:
    """Measure one after another; True if every goal is met."""
    results: list[Result] = []
    for goal in goals:
        results.append(import_module(f"benchmarks.{goal.lower()}").measure())
        print(results[-1].line(), flush=True)
    print("\ngoal  ratio    target  n     ok")
    for result in results:
        met = "yes" if result.ok else "NO"
        print(f"{result.goal}   {result.ratio:<8.3f} {result.target:<7} {result.n:<5} {met}")
    return all(result.ok for result in results)


def main(arguments: list[str]) -> int:
    if not arguments:
        list_goals()
        return 0
    if arguments == ["--drop"]:
        drop_all()
        return 0
    wanted = (
        [goal for goal in GOALS if has_script(goal)]
        if arguments == ["--all"]
        else [a.upper() for a in arguments]
    )
    unknown = [goal for goal in wanted if goal not in GOALS or not has_script(goal)]
    if unknown:
        print(f"no script measures {', '.join(unknown)}", file=sys.stderr)
        return 2
    return 0 if measure(wanted) else 1


sys.exit(main(sys.argv[1:]))

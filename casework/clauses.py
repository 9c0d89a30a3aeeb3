"""The clauses of the two regulations and where they stand: in the product's code and in the tests that hold to them.

The list itself is clauses.csv: id, regulation, place, heading, duty and the part of the work that it belongs to.
Nothing here asks the database.
"""

import ast
import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = Path(__file__).with_name("clauses.csv")
DOCUMENT = ROOT / "docs" / "clauses.md"
PRODUCT = ("config", "casework", "blue_patrol", "liaison_councils")
PARTS = {
    1: "共通の仕組み（画面、入口、壁、書類）",
    2: "証明申請から交付・報告まで",
    3: "再交付、変更、取消し、返納、デモンストレーション等、講習、委嘱、全様式",
    4: "連絡協議会",
}
FINISHED_PARTS = {1, 2, 3, 4, 5, 6}  # every clause of these has a test, else the check fails
ID = re.compile(r"(?:BP|LC)(?:-(?:\d+|[a-j]|nao))+")
STEM = re.compile(r"(?:BP|LC)(?:-(?:\d+|[a-j]|nao))+-")


@dataclass(frozen=True)
class Clause:
    id: str
    regulation: str
    source: str
    heading: str
    duty: str
    part: int

    @property
    def is_heading(self) -> bool:
        """A heading of the regulation: cited, but without a duty of its own."""
        return self.duty.startswith("heading:")


@dataclass
class Places:
    """Clause id → file and lines in the product, and file → names of tests."""

    code: dict[str, dict[str, list[int]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    tests: dict[str, dict[str, list[str]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )


def load() -> list[Clause]:
    with SOURCE.open(encoding="utf-8", newline="") as lines:
        rows = [(row.pop("part"), row) for row in csv.DictReader(lines)]
    return [Clause(part=int(part), **row) for part, row in rows]


def find(clauses: list[Clause], root: Path = ROOT) -> Places:
    """Where each id stands; an f-string that ends in a figure (BP-5-2-d-{n}) names every clause under its stem."""
    places = Places()
    for folder in PRODUCT:
        for path in sorted((root / folder).rglob("*")):
            name = path.relative_to(root).as_posix()
            if "/migrations/" in name:
                continue
            for clause, line in _cited(path, clauses):
                places.code[clause][name].append(line)
    for path in sorted((root / "tests").rglob("test_*.py")):
        for clause, test in _marked(ast.parse(path.read_text(encoding="utf-8"))):
            places.tests[clause][path.relative_to(root).as_posix()].append(test)
    return places


def _cited(path: Path, clauses: list[Clause]) -> Iterator[tuple[str, int]]:
    if path.suffix == ".html":
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            yield from ((found, number) for found in ID.findall(line))
    elif path.suffix == ".py":
        tree = ast.parse(path.read_text(encoding="utf-8"))
        inside = {
            id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values
        }
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
                continue
            if id(node) in inside and STEM.fullmatch(node.value):
                yield from ((c.id, node.lineno) for c in clauses if c.id.startswith(node.value))
            elif ID.fullmatch(node.value):
                yield node.value, node.lineno


def _marked(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """(clause, test) for each marker: on a test, on a parameter of it, or on the whole file (pytestmark)."""
    tests = [
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    for test in tests:
        for decorator in test.decorator_list:
            yield from ((clause, test.name) for clause in _ids(decorator))
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(getattr(t, "id", "") == "pytestmark" for t in node.targets):
            yield from ((clause, "（すべて）") for clause in _ids(node.value))


def _ids(node: ast.AST) -> list[str]:
    calls = [
        n for n in ast.walk(node) if isinstance(n, ast.Call) and ast.unparse(n.func) == "pytest.mark.clause"
    ]
    return [argument.value for call in calls for argument in call.args if isinstance(argument, ast.Constant)]


def faults(clauses: list[Clause], places: Places) -> list[str]:
    """What is wrong: ids that no regulation has, and clauses of finished parts without a test."""
    known = {clause.id for clause in clauses}
    articles = {
        clause.id.rsplit("-", depth)[0] for clause in clauses for depth in (1, 2, 3)
    }  # code may name them
    strange = [
        ("コード", c, name) for c, where in places.code.items() if c not in known | articles for name in where
    ]
    strange += [("テスト", c, name) for c, where in places.tests.items() if c not in known for name in where]
    found = [f"{name}: {kind}の {clause} という条項はありません。" for kind, clause, name in sorted(strange)]
    return found + [
        f"{clause.id}（{clause.heading}）: 済んだ部分の条項ですが、テストがありません。"
        for clause in clauses
        if clause.part in FINISHED_PARTS and not clause.is_heading and clause.id not in places.tests
    ]


def document(clauses: list[Clause], places: Places) -> str:
    """docs/clauses.md: a table a part. Files without line numbers, so that it changes only when a place does."""
    tested = sum(clause.id in places.tests for clause in clauses)
    duties = sum(not clause.is_heading for clause in clauses)
    lines = [
        "# 条項とその置き場所", "",
        "`manage.py clauses` が作るので、手で直さないでください。行の番号は `manage.py clauses --where 条項` で分かります。", "",
        f"条項 {duties}（ほかに見出し {len(clauses) - duties}）のうち、テストのあるもの {tested}。", "",
    ]  # fmt: skip
    for part, title in PARTS.items():
        rows = [clause for clause in clauses if clause.part == part]
        done = "（済み）" if part in FINISHED_PARTS else ""
        lines += [f"## {part}　{title}{done}", ""]
        if not rows:
            lines += ["この部分だけの条項はありません。", ""]
            continue
        lines += ["| 条項 | 所在 | 内容 | コード | テスト |", "|---|---|---|---|---|"]
        lines += [_row(clause, places) for clause in rows] + [""]
    return "\n".join(lines)


def _row(clause: Clause, places: Places) -> str:
    code = "<br>".join(f"`{name}`" for name in places.code.get(clause.id, {}))
    tests = "<br>".join(
        f"`{name}` {'、'.join(dict.fromkeys(names))}"
        for name, names in places.tests.get(clause.id, {}).items()
    )
    return f"| {clause.id} | {clause.regulation} {clause.source} | {clause.heading} | {code} | {tests} |"

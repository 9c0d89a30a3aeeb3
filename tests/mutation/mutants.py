"""Small faults put into one function at a time: what a careless change would look like.

A mutant is told by its function, its operator and the text it changes, so that the list of equivalent ones
outlives lines that move.
"""

import ast
import copy
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType

OPPOSITE = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One fault: ``node`` and ``at`` are its place in the walk of its module's tree."""

    path: Path
    function: str
    line: int
    operator: str
    text: str
    node: int
    at: int

    @property
    def key(self) -> str:
        return f"{self.path.as_posix()}::{self.function} | {self.operator} | {self.text}"

    def code(self) -> CodeType:
        """The function's code with the fault in it. Raises LookupError where the fault leaves no such code."""
        tree = ast.parse(self.path.read_text())
        replace(tree, list(ast.walk(tree))[self.node], self.operator, self.at)
        return codes(compile(ast.fix_missing_locations(tree), str(self.path.resolve()), "exec"))[
            self.function, self.line
        ]


def codes(code: CodeType, found: dict | None = None) -> dict[tuple[str, int], CodeType]:
    """Every code object within ``code`` by its qualified name and first line."""
    found = {} if found is None else found
    for const in code.co_consts:
        if isinstance(const, CodeType):
            found[const.co_qualname, const.co_firstlineno] = const
            codes(const, found)
    return found


def mutants(path: Path) -> Iterator[Mutant]:
    """Every mutant of the functions and methods of a module, in order of lines."""
    source = path.read_text()
    tree = ast.parse(source)
    seen: Counter = Counter()
    numbers = {node: number for number, node in enumerate(ast.walk(tree))}
    for name, function in functions(tree.body):
        first = min([function.lineno, *(d.lineno for d in function.decorator_list)])
        for node in within(function):
            for operator, at in operators(node):
                text = _text(source, node)
                seen[name, operator, text] += 1
                again = f" ({nth})" if (nth := seen[name, operator, text]) > 1 else ""
                yield Mutant(path, name, first, operator, text + again, numbers[node], at)


def _text(source: str, node: ast.AST) -> str:
    """What is changed, in one line; for a mere number the line that it stands in."""
    whole = ast.get_source_segment(source, node) or ""
    if isinstance(node, ast.Constant):
        whole += f" in {source.splitlines()[node.lineno - 1].strip()}"
    return " ".join(whole.split())[:110]


def functions(body, prefix: str = "") -> Iterator[tuple[str, ast.FunctionDef]]:
    """The outermost functions with their qualified names."""
    for node in body:
        if isinstance(node, ast.FunctionDef):
            yield prefix + node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from functions(node.body, f"{prefix}{node.name}.")


def within(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """What runs in a call: statements and expressions, not signature, annotations and docstring."""
    for statement in function.body:
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            continue  # a docstring
        yield from _below(statement)


def _below(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "args") and not isinstance(node, ast.Call):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not isinstance(child, ast.JoinedStr):
                yield from _below(child)


def operators(node: ast.AST) -> list[tuple[str, int]]:
    """The faults that fit a node, each with its place among several of one kind."""
    match node:
        case ast.Compare(ops=ops):
            return [("compare", at) for at, op in enumerate(ops) if type(op) in OPPOSITE]
        case ast.BoolOp():
            return [("and-or", 0)]
        case ast.BinOp(op=op) if type(op) in OPPOSITE and not isinstance(
            node.left, ast.Constant | ast.JoinedStr
        ):
            return [("arithmetic", 0)]
        case ast.UnaryOp(op=ast.Not()):
            return [("drop-not", 0)]
        case ast.If() | ast.IfExp() | ast.While():
            return [("negate", 0)]
        case ast.comprehension(ifs=ifs):
            return [("drop-if", at) for at in range(len(ifs))]
        case ast.Constant(value=bool()):
            return [("flip", 0)]
        case ast.Constant(value=int()):
            return [("plus-one", 0)]
        case ast.Return(value=value) if value and not _is_nothing(value):
            return [("return-none", 0)]
        case ast.Expr(value=ast.Call()) | ast.AugAssign() | ast.Raise() | ast.Continue() | ast.Break():
            return [("drop", 0)]
    return []


def _is_nothing(value: ast.AST) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def replace(tree: ast.Module, node: ast.AST, operator: str, at: int) -> None:
    """Put the fault into the tree, in place."""
    match operator:
        case "compare":
            node.ops[at] = OPPOSITE[type(node.ops[at])]()
        case "and-or" | "arithmetic":
            node.op = OPPOSITE[type(node.op)]()
        case "negate":
            node.test = ast.UnaryOp(ast.Not(), node.test)
        case "drop-if":
            del node.ifs[at]
        case "flip":
            node.value = not node.value
        case "plus-one":
            node.value += 1
        case "return-none":
            node.value = ast.Constant(None)
        case "drop-not":
            _swap(tree, node, copy.copy(node.operand))
        case "drop":
            _swap(tree, node, ast.copy_location(ast.Pass(), node))


def _swap(tree: ast.Module, old: ast.AST, new: ast.AST) -> None:
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, name, new)
            elif isinstance(value, list) and any(child is old for child in value):
                value[:] = [new if child is old else child for child in value]

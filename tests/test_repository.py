"""Keeps the house (style.md, practice 12): budgets, bans, imports one way, pairs, no strangers in the repository."""

import ast
import io
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import models
from django.template import Template, engines
from django.template.loader import get_template
from django.template.loader_tags import ExtendsNode, IncludeNode

ROOT = Path(__file__).resolve().parents[1]
PRODUCT = ("config", "casework", "blue_patrol", "liaison_councils")
LINES = {"function": 30, "file": 300, "class": 150, "template": 120}
OURS = ("casework", "blue_patrol", "liaison_councils")


def committed() -> list[Path]:
    """What git keeps, and what is about to be added; not what is ignored."""
    told = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True
    )  # fmt: skip
    return [path for name in told.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]


FILES = committed()
NAMES = {path.relative_to(ROOT).as_posix(): path for path in FILES}
TREES = {
    name: ast.parse(path.read_text(encoding="utf-8"))
    for name, path in NAMES.items()
    if name.endswith(".py") and "/migrations/" not in name
}
CODE = {name: tree for name, tree in TREES.items() if name.startswith(PRODUCT) or "/" not in name}
TEMPLATES = {
    name: path for name, path in NAMES.items() if name.endswith(".html") and not name.startswith("tests/")
}


def _length(node) -> int:
    return node.end_lineno - node.lineno + 1


def _calls(tree, attribute):
    """Calls of a method of this name."""
    return [n for n in ast.walk(tree) if isinstance(n, ast.Call) and getattr(n.func, "attr", "") == attribute]


# --- budgets -------------------------------------------------------------------------------------------------------


def test_no_function_is_longer_than_a_screen():
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    assert [
        f"{name}:{node.lineno} {node.name}: {_length(node)}"
        for name, tree in CODE.items()
        for node in ast.walk(tree)
        if isinstance(node, functions) and _length(node) > LINES["function"]
    ] == []


def test_no_class_is_longer_than_five_screens():
    assert [
        f"{name}:{node.lineno} {node.name}: {_length(node)}"
        for name, tree in CODE.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and _length(node) > LINES["class"]
    ] == []


def test_no_file_of_code_is_longer_than_ten_screens():
    lengths = {name: len(NAMES[name].read_text(encoding="utf-8").splitlines()) for name in CODE}
    assert {name: lines for name, lines in lengths.items() if lines > LINES["file"]} == {}


def test_no_template_is_longer_than_four_screens():
    lengths = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in TEMPLATES.items()}
    assert {name: lines for name, lines in lengths.items() if lines > LINES["template"]} == {}


def test_the_settings_stay_one_file_that_is_read_at_one_sitting():
    assert len(NAMES["config/settings.py"].read_text(encoding="utf-8").splitlines()) <= 200


# --- bans ----------------------------------------------------------------------------------------------------------


def test_nothing_catches_every_exception():
    def is_broad(handler) -> bool:
        caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
        return any(c is None or getattr(c, "id", "") in {"Exception", "BaseException"} for c in caught)

    assert [
        f"{name}:{node.lineno}"
        for name, tree in CODE.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and is_broad(node)
    ] == []


def test_nothing_happens_behind_the_back_of_a_save():
    """No signal handlers: an effect is declared with its transition."""
    assert [
        f"{name}:{node.lineno}"
        for name, tree in CODE.items()
        for node in ast.walk(tree)
        if (isinstance(node, ast.FunctionDef) and any("receiver" in ast.unparse(d) for d in node.decorator_list))
        or (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("django.db.models.signals"))
    ] == []  # fmt: skip


def test_a_state_is_reloaded_by_its_key_and_never_refreshed():
    found = [
        f"{name}: {ast.unparse(call.func)}"
        for name, tree in TREES.items()
        for call in _calls(tree, "refresh_from_db")
    ]
    assert found == ["casework/models/base.py: models.Model.refresh_from_db"]


def test_no_state_is_written_past_the_door():
    written = [
        f"{name}:{call.lineno}"
        for name, tree in CODE.items()
        for method in ("update", "bulk_update", "update_or_create")
        for call in _calls(tree, method)
        if any(keyword.arg == "state" for keyword in call.keywords) or "'state'" in ast.unparse(call)
    ]
    assigned = [
        f"{name}:{node.lineno}"
        for name, tree in CODE.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and any(_is_state_of_a_case(target) for target in node.targets)
    ]
    assert written + assigned == []


def _is_state_of_a_case(target) -> bool:
    """An attribute named state of anything but the object itself: a page may keep its filter under that name."""
    return (
        isinstance(target, ast.Attribute)
        and target.attr == "state"
        and getattr(target.value, "id", "") != "self"
    )


def test_nothing_sleeps_and_nothing_is_left_for_later():
    later = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    waits = {"config/embedded/server.py"}  # the private server is waited for before any request
    sleeps = [name for name, tree in CODE.items() if _calls(tree, "sleep") and name not in waits]
    words = [
        name
        for name in TREES
        if name != "tests/test_repository.py" and later.search(NAMES[name].read_text("utf-8"))
    ]
    assert sleeps + words == []


def test_pages_carry_no_inline_style_and_no_inline_script():
    """The Content-Security-Policy would refuse them; papers are printed from files of their own."""
    pages = {name: path for name, path in TEMPLATES.items() if not name.startswith("forms_templates/")}
    style = re.compile(r"<[^>]*\sstyle\s*=|<style\b", re.IGNORECASE)
    script = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|<[^>]*\son[a-z]+\s*=|javascript:|hx-on", re.IGNORECASE)
    assert [
        f"{name}: {pattern.search(text)[0][:60]}"
        for name, path in pages.items()
        for text in [path.read_text(encoding="utf-8")]
        for pattern in (style, script)
        if pattern.search(text)
    ] == []


def test_the_forms_are_html_css_and_svg_alone():
    kinds = {path.suffix for name, path in NAMES.items() if name.startswith("forms_templates/")}
    assert kinds - {".md"} <= {".html", ".css", ".svg"}  # and a word to whoever replaces one


# --- pairs ---------------------------------------------------------------------------------------------------------


def test_every_who_has_its_when():
    """A field that names who did something stands beside the day on which it was done, or in a row with one day."""
    alone = []
    for model in [m for m in apps.get_models() if m._meta.app_label in OURS]:
        fields = {field.name for field in model._meta.get_fields() if not field.auto_created}
        alone += [
            f"{model._meta.label}.{name}"
            for name in sorted(fields)
            if name.endswith("_by") and f"{name[:-3]}_on" not in fields and "on" not in fields
        ]
    assert alone == []


def test_every_day_of_an_act_on_the_road_names_its_person():
    from casework.models import ForwardedCase
    from casework.models.forwarded import RoadDays

    days = {f.name[:-3] for f in RoadDays._meta.get_fields() if isinstance(f, models.DateField)} - {"applied"}
    assert days == set(RoadDays.STEPS)
    people = {f.name for f in ForwardedCase._meta.get_fields() if isinstance(f, models.ForeignKey)}
    assert {f"{step}_by" for step in days} <= people


@pytest.mark.django_db
def test_the_migrations_match_the_models():
    out = io.StringIO()
    call_command("makemigrations", "--check", "--dry-run", stdout=out)
    assert "No changes" in out.getvalue() or "変更は検出されませんでした" in out.getvalue()


# --- templates -----------------------------------------------------------------------------------------------------


def _template_names() -> dict[str, str]:
    """The name by which a template is loaded → its file."""
    found = {}
    for name in TEMPLATES:
        _, mark, rest = name.partition("/templates/")
        if mark:
            found[rest] = name
    return found


def _named_in_code(names: set[str]) -> set[str]:
    """Templates that the code names: by a string, or by an f-string whose ends fit."""
    found = set()
    for node in (node for tree in CODE.values() for node in ast.walk(tree)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.endswith(".html"):
            found.add(node.value)
        elif isinstance(node, ast.JoinedStr) and ast.unparse(node).endswith(".html'"):
            parts = [re.escape(p.value) if isinstance(p, ast.Constant) else r"\w+" for p in node.values]
            found |= {name for name in names if re.fullmatch("".join(parts), name)}
    return found


def _loaded_by(template) -> set[str]:
    """Names that a template extends or includes; one that is not literal makes its folder count."""
    found = set()
    for node in template.nodelist.get_nodes_by_type((ExtendsNode, IncludeNode)):
        target = node.parent_name if isinstance(node, ExtendsNode) else node.template
        if isinstance(target.var, str):
            found.add(str(target.var))
    return found


def test_no_template_lies_unused():
    names = _template_names()
    by_framework = {f"{code}.html" for code in (400, 403, 404, 429, 500)} | {
        "403_csrf.html",
        "account/lockout.html",
    }
    by_package = {name for name in names if name.startswith(("account/", "allauth/", "mfa/", "admin/"))}
    used = _named_in_code(set(names)) | by_framework | by_package
    for name in names:
        template = get_template(name).template
        assert isinstance(template, Template)
        used |= _loaded_by(template)
    unused = set(names) - used
    assert unused == set()


def test_every_template_that_the_code_names_exists():
    engine = engines["django"]
    ours = {
        name for name in _named_in_code(set(_template_names())) if "/" in name or re.match(r"\d{3}", name)
    }
    papers = {path.name for path in (ROOT / "forms_templates").iterdir()}
    missing = []
    for name in sorted(ours - papers):
        try:
            engine.get_template(name)
        except Exception as error:  # noqa: BLE001 -- whatever it is, it is told
            missing.append(f"{name}: {error}")
    assert missing == []


# --- strangers -----------------------------------------------------------------------------------------------------

ADDRESS = re.compile(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}(?=[/\"'\s)]|$)", re.IGNORECASE)
NAMESPACES = ("//www.w3.org",)  # names of vocabularies, never fetched


def test_pages_and_requirements_name_no_outside_address():
    """Closed networks: nothing is fetched from elsewhere, and no index is written down."""
    looked = [
        name for name in NAMES
        if name.startswith(("requirements/", "forms_templates/")) or "/templates/" in name or "/static/" in name
    ]  # fmt: skip
    assert [
        f"{name}: {found}"
        for name in looked
        for found in ADDRESS.findall(NAMES[name].read_text(encoding="utf-8", errors="ignore"))
        if not found.removeprefix("https:").removeprefix("http:").startswith(NAMESPACES)
    ] == []


def test_no_file_names_a_place_of_somebodys_machine():
    private = re.compile(r"(?<![\w./])/(?:work|home|root|Users)/\w")
    allowed = {"tests/test_repository.py"}
    assert [
        f"{name}: {private.search(text)[0]}"
        for name, path in NAMES.items()
        if name not in allowed
        for text in [path.read_text(encoding="utf-8", errors="ignore")]
        if private.search(text)
    ] == []


def test_no_secret_and_no_large_file_is_kept():
    secret = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b")
    assert [
        name
        for name, path in NAMES.items()
        if path.stat().st_size > 2_000_000 or secret.search(path.read_text(encoding="utf-8", errors="ignore"))
    ] == []


def test_the_settings_hold_no_key():
    assert settings.SECRET_KEY
    text = NAMES["config/settings.py"].read_text(encoding="utf-8")
    assert settings.SECRET_KEY not in text
    assert settings.HISTORY_KEY not in text
    assert settings.SECRET_KEY != settings.HISTORY_KEY


# --- imports -------------------------------------------------------------------------------------------------------


def test_imports_point_one_way():
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command as run; run()",
            "--no-cache",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout + told.stderr


def test_only_the_paper_press_knows_weasyprint_and_only_machines_know_their_engine():
    def importers(package):
        return {
            name
            for name, tree in CODE.items()
            for node in ast.walk(tree)
            if (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == package)
            or (
                isinstance(node, ast.Import)
                and any(alias.name.split(".")[0] == package for alias in node.names)
            )
        }

    assert importers("weasyprint") == {"casework/press.py"}
    engine = importers("django_fsm")
    assert {name for name in engine if "/models/" not in name} <= {"casework/workflow.py"}


def test_every_dependency_and_every_ignored_rule_says_why():
    lines = NAMES["pyproject.toml"].read_text(encoding="utf-8").splitlines()
    start = lines.index("dependencies = [")
    bare = [line for line in lines[start + 1 : lines.index("]", start)] if "#" not in line]
    start = lines.index("ignore = [")
    bare += [line for line in lines[start + 1 : lines.index("]", start)] if "#" not in line]
    assert bare == []

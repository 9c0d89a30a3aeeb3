"""The picture of a machine: nothing covers anything, nothing is missing, and every run draws the same."""

import random
from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from blue_patrol.models import CertificationApplication, Credential
from casework import pictures
from casework.drawing import Diagram, Edge, draw, lay_out
from casework.drawing.diagram import lines_of, longest_way, width
from casework.drawing.places import WIDTH
from casework.walls.triggers import machines

SVG = "{http://www.w3.org/2000/svg}"
WORDS = ["受理", "進達", "補正を求める", "再提出を受ける", "交付の報告", "既存証明の登録の取消し"]


def invented(seed: int) -> Diagram:
    """Any machine: up to fourteen states, ways in every direction, acts from many states into one."""
    pick = random.Random(seed)
    states = tuple(
        (f"s{n}", pick.choice(["下書き", "受理", "本部へ返送", "印"])) for n in range(pick.randint(2, 14))
    )
    names = [value for value, _ in states]
    edges = {("", names[0], "open")}
    edges |= {(a, b, f"to_{b}") for a, b in pairwise(names[: pick.randint(1, len(names))])}
    edges |= {(pick.choice(names), pick.choice(names), f"act_{n % 5}") for n in range(pick.randint(0, 16))}
    edges |= {("", pick.choice(names), "register"), (pick.choice(names), "", "undo")}
    words = {
        act: (pick.choice(WORDS), pick.choice(["", "第5の1", "第5の5(1)"])) for _, _, act in sorted(edges)
    }
    ways = tuple(Edge(before, after, act, *words[act]) for before, after, act in sorted(edges))
    return Diagram("試しの道すじ", states, ways)


REAL = [pictures.diagram_of(machine) for machine in machines()]
ALL = [*REAL, *(invented(seed) for seed in range(40))]
EACH = pytest.mark.parametrize(
    "diagram", ALL, ids=[*(machine.__name__ for machine in machines()), *map(str, range(40))]
)


def drawn(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314 - our own text


def marked(root: ET.Element, attribute: str) -> dict[str, ET.Element]:
    return {value: each for each in root.iter() if (value := each.get(attribute)) is not None}


@EACH
def test_no_box_meets_another_and_none_leaves_the_picture(diagram):
    layout = lay_out(diagram)
    assert set(layout.boxes) == {value for value, _ in diagram.states}
    assert [pair for pair in combinations(layout.boxes.values(), 2) if pair[0].meets(pair[1])] == []
    for box in layout.boxes.values():
        assert box.x >= 0
        assert box.y >= 0
        assert box.x + box.width <= layout.width
        assert box.y + box.height <= layout.height


@EACH
def test_no_word_covers_a_box_or_another_word(diagram):
    layout = lay_out(diagram)
    words = [word.rect for word in layout.words]
    assert [pair for pair in combinations(words, 2) if pair[0].meets(pair[1])] == []
    assert [(word, box) for word in words for box in layout.boxes.values() if word.meets(box)] == []
    assert all(word.x >= 0 and word.x + word.width <= layout.width for word in words)
    assert all(word.y >= 0 and word.y + word.height <= layout.height for word in words)


@EACH
def test_no_way_crosses_a_box(diagram):
    layout = lay_out(diagram)
    crossed = []
    for arrow in layout.arrows:
        for (a, b), (c, d) in pairwise(arrow.points):
            for state, box in layout.boxes.items():
                across = min(a, c) < box.x + box.width - 0.5 and max(a, c) > box.x + 0.5
                if across and min(b, d) < box.y + box.height - 0.5 and max(b, d) > box.y + 0.5:
                    crossed.append((arrow.edge.key, state))
    assert crossed == []


@EACH
def test_every_way_leaves_its_state_and_arrives_at_the_other(diagram):
    def touches(point, box) -> bool:
        return box.x <= point[0] <= box.x + box.width and box.y <= point[1] <= box.y + box.height

    layout = lay_out(diagram)
    assert sorted(arrow.edge.key for arrow in layout.arrows) == sorted(edge.key for edge in diagram.edges)
    for arrow in layout.arrows:
        assert all(a == c or b == d for (a, b), (c, d) in pairwise(arrow.points))
        assert not arrow.edge.source or touches(arrow.points[0], layout.boxes[arrow.edge.source])
        assert not arrow.edge.target or touches(arrow.points[-1], layout.boxes[arrow.edge.target])


@EACH
def test_the_text_is_well_formed_and_has_every_state_edge_word_and_clause(diagram):
    root = drawn(draw(diagram))
    assert set(marked(root, "data-state")) == {value for value, _ in diagram.states}
    assert set(marked(root, "data-edge")) == {"|".join(edge.key) for edge in diagram.edges}
    written = {
        "".join(part.itertext()) for part in root.iter(f"{SVG}g") if "machine-label" in part.get("class", "")
    }
    for edge in diagram.edges:
        assert edge.label + edge.clause in written


def test_it_is_the_same_at_every_run():
    assert [draw(invented(seed)) for seed in range(5)] == [draw(invented(seed)) for seed in range(5)]
    assert lay_out(invented(3)) == lay_out(invented(3))


@pytest.mark.parametrize("diagram", REAL, ids=[machine.__name__ for machine in machines()])
def test_the_machines_of_the_product_fit_the_page(diagram):
    assert lay_out(diagram).width <= WIDTH


def test_the_state_of_the_case_is_marked_by_word_and_shape_and_the_way_gone_by_ticks():
    diagram = pictures.diagram_of(CertificationApplication)
    done = {"draft", "received", ("", "open", "draft"), ("draft", "receive", "received")}
    root = drawn(draw(diagram, here="received", done=done, notes={"draft": "8月21日"}))
    states, edges = marked(root, "data-state"), marked(root, "data-edge")
    assert "いまここ" in "".join(states["received"].itertext())
    assert [e.get("class") for e in states["received"].iter() if e.get("class") == "machine-ring"] == [
        "machine-ring"
    ]
    assert [name for name, each in states.items() if "いまここ" in "".join(each.itertext())] == ["received"]
    assert [name for name, each in states.items() if "machine-done" in each.get("class")] == ["draft"]
    assert "8月21日" in "".join(states["draft"].itertext())
    assert {name for name, each in edges.items() if "machine-done" in each.get("class")} == {
        "|open|draft",
        "draft|receive|received",
    }
    assert "いまは「受理」です。" in root.find(f"{SVG}desc").text


def test_a_page_may_hold_it_no_style_and_no_script_inside():
    text = draw(pictures.diagram_of(CertificationApplication), here="draft")
    assert "style" not in text
    assert "script" not in text
    root = drawn(text)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby").split() == [root[0].get("id"), root[1].get("id")]


def test_what_is_written_is_escaped():
    odd = '<b>&"'
    text = draw(
        Diagram(odd, (("a", odd), ("b", "乙")), (Edge("a", "b", "act", odd, odd),)),
        notes={"a": odd},
        here="b",
    )
    root = drawn(text)
    assert root.find(f"{SVG}title").text == odd
    assert "<b>" not in text


def test_a_long_main_line_goes_on_in_the_next_row():
    states = tuple((f"s{n}", "本部へ返送") for n in range(20))
    edges = tuple(Edge(a, b, f"to_{b}", "交付の報告") for (a, _), (b, _) in pairwise(states))
    layout = lay_out(Diagram("長い道すじ", states, edges))
    assert layout.width <= WIDTH
    assert len({box.y for box in layout.boxes.values()}) > 1


def test_without_a_hint_the_main_line_is_the_longest_way():
    diagram = pictures.diagram_of(CertificationApplication)
    assert longest_way(diagram) == (
        "draft", "received", "forwarded", "approved", "dispatched", "arrived", "delivered", "reported",
    )  # fmt: skip
    assert pictures.diagram_of(Credential).line() == tuple(Credential.main_line)


def test_long_words_break_behind_a_particle():
    assert lines_of("受理") == ["受理"]
    assert lines_of("補正を求める") == ["補正を", "求める"]
    assert lines_of("本部への返送") == ["本部への", "返送"]
    assert width("第5の1", 10) < width("第五の一", 10)


# --- the command ----------------------------------------------------------------------------------------------


def test_the_command_draws_every_machine_and_the_check_sees_what_is_old(tmp_path, capsys):
    call_command("draw_machines", to=tmp_path)
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {f"{machine._meta.label}.svg" for machine in machines()} | {"README.md"}
    call_command("draw_machines", "--check", to=tmp_path)
    one = tmp_path / "blue_patrol.Credential.svg"
    one.write_text(one.read_text().replace("作成前", "作成後"))
    (tmp_path / "gone.Machine.svg").write_text("<svg/>")
    with pytest.raises(CommandError, match=r"blue_patrol\.Credential\.svg、gone\.Machine\.svg"):
        call_command("draw_machines", "--check", to=tmp_path)
    call_command("draw_machines", to=tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == names


def test_a_file_alone_carries_its_colours():
    text = pictures.standing_alone(Credential)
    root = drawn(text)
    style = root.find(f"{SVG}style").text
    assert "var(" not in style
    assert ".machine-box { fill: #fff; stroke: #666;" in style
    classes = {name for each in root.iter() for name in each.get("class", "").split()}
    assert not {
        name
        for name in classes - {"machine-edge", "machine-state", "machine-label", "machine-legend"}
        if f".{name}" not in style
    } - {"machine-main", "machine-end"}

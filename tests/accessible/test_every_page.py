"""WCAG 2.2 AA on every page of the access table, as it is opened, filled in and refused (T20).

By axe, and by the checks that axe lacks (checks.js): in light and dark, at 1280 and 320 px (which is 400 % zoom), with
wider spacing, in the system's colours, and on paper. A page that nobody of the walk reaches fails.
"""

import pytest

from tests.accessible.pages import (
    FILES,
    FORMLESS,
    LEADS_ON,
    NEVER_REFUSED,
    OPENED,
    PARTS,
    opened,
    refused,
    with_form,
)
from tests.test_access import EXPECTED

pytestmark = [pytest.mark.django_db, pytest.mark.browser, pytest.mark.xdist_group("access")]
PAGES = [name for name in OPENED if name not in (*FILES, *PARTS)]


def test_what_the_walk_leaves_out_is_in_the_access_table():
    assert set(OPENED) >= {*FILES, *PARTS, *LEADS_ON, *FORMLESS, *NEVER_REFUSED}


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_on_a_page_as_it_is_opened(screen, world, name):
    """Each page once, in light; the whole examination is the night's."""
    path, answer = opened(world, name)
    assert answer.status_code == (302 if name in LEADS_ON else 200), (
        f"{name} is reached by nobody of the walk"
    )
    if name not in LEADS_ON:
        screen.show(path, answer)
        assert screen.axe() + screen.check("structure") == []


@pytest.mark.nightly
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible(screen, world, stage, shots, name):
    has_form = "POST" in EXPECTED[name][0].split()
    found = with_form(stage, name) if has_form else None
    assert (found is None) == (name in FORMLESS or not has_form or name in LEADS_ON), name
    path, answer = found[:2] if found else opened(world, name)
    assert answer.status_code == (302 if name in LEADS_ON else 200), (
        f"{name} is reached by nobody of the walk"
    )
    if name in LEADS_ON:
        return
    screen.show(path, answer)
    if shots:
        screen.picture(shots, name)
    assert screen.everything() == []
    if found:
        again = refused(screen, found[2])
        assert (again is None) == (name in NEVER_REFUSED), name
        if again:
            screen.show(path, again)
            assert screen.refusal() == []


@pytest.mark.parametrize("name", FILES)
def test_what_is_no_page_is_a_file(world, name):
    _, answer = opened(world, name)
    assert answer.status_code == 200
    assert not answer["Content-Type"].startswith("text/html")

"""What is the same on every page and what is not: the frame in one order (3.2.3, 3.2.6), a title of its own (2.4.2)."""

import re
from collections import defaultdict

import pytest

from tests.accessible.pages import FILES, LEADS_ON, OPENED, PARTS
from tests.nights import sampled
from tests.test_access import BY_OTHER_KEY, EXPECTED, address, ask

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("access")]
WHO = ("clerk", "chief", "hq_clerk", "supervisor", "koban", "community", "administrator")


def pages_of(world, person):
    for name in OPENED:
        who = EXPECTED[name][1]
        if person in who and name not in (*FILES, *PARTS, *LEADS_ON):
            answer = ask(world.client(person), "GET", address(name, world.mine))
            if answer.status_code == 200:
                yield name, answer.content.decode()


def frame_of(page: str) -> tuple[str, ...]:
    """The links before and after the main part, without the figures that change."""
    around = page.partition("<main")[0] + page.partition("</main>")[2]
    links = re.findall(r"<a [^>]*>(.*?)</a>", around, re.DOTALL)
    return tuple(re.sub(r"<b>.*</b>|<[^>]+>|\s", "", link) for link in links)


@pytest.mark.parametrize("person", sampled(WHO, ["koban"]))
def test_the_frame_is_the_same_everywhere_and_no_two_pages_have_one_title(world, person):
    frames, titles = defaultdict(list), defaultdict(list)
    for name, page in pages_of(world, person):
        title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)[1].strip()
        titles[title, BY_OTHER_KEY.get(name, "application")].append(name)
        if 'class="site-nav"' in page:
            frames[frame_of(page)].append(name)
    assert len(frames) == 1, {frame: names[:3] for frame, names in frames.items()}
    assert len(next(iter(frames))) >= 5
    assert {title: names for title, names in titles.items() if len(names) > 1} == {}

"""What only a keyboard shows: the way past the frame, no trap, the two keys of our own, a password that is pasted."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from casework.models.road import RoadState as S
from tests.accessible.keys import Keys
from tests.factories import people
from tests.factories.places import PASSWORD, StationFactory
from tests.flows.town import Town, sees

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
]
SPOT = "(el => [...document.querySelectorAll('*')].indexOf(el))(document.activeElement)"


@pytest.fixture
def town(desk, live_server, shots):
    return Town(desk, live_server.url, shots, lambda: StationFactory(name="桜見坂", is_demo=True))


def test_tab_goes_down_each_page_to_its_end_and_back(town):
    """No trap (2.1.2): also in a form with rows, beside a paper in a frame, with the post switch open."""
    draft, waiting = town.case(S.DRAFT), town.case(S.FORWARDED)
    for who, path in [
        ("clerk", "/"),
        ("clerk", f"/cases/{draft.pk}/entry/vehicles/"),
        ("clerk", f"/cases/{draft.pk}/"),
        ("hq_clerk", f"/cases/{waiting.pk}/decide/"),
    ]:
        keys = Keys(town.go(who, path))
        keys.page.evaluate("document.querySelector('.skip').focus()")
        assert_passes(keys, "Tab")


def assert_passes(keys: Keys, key: str) -> None:
    """Each step leads on; at the end the focus leaves the page, and Shift leads back into it."""
    spots = []
    for _ in range(400):
        keys.press(key)
        spot = keys.page.evaluate(SPOT)
        if spots and spot < spots[-1]:
            break
        spots.append(spot)
    assert len(set(spots)) > 10, keys.page.url
    assert spots == sorted(spots), keys.page.url
    assert len(spots) < 400, keys.page.url
    keys.press("Shift+Tab", 2)
    assert keys.page.evaluate(SPOT) >= spots[-3]


def test_the_first_tab_leads_past_the_frame(town):
    keys = Keys(town.go("clerk"))
    keys.tab()
    expect(keys.page.locator(".skip")).to_be_in_viewport()
    keys.press("Enter")
    expect(keys.page.locator("main")).to_be_focused()
    keys.tab()
    assert keys.page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_keys_of_our_own_have_ctrl_and_typing_meets_none(town):
    """2.1.4: a sign alone does nothing."""
    case = town.case(S.RECEIVED)
    keys = Keys(town.go("clerk", f"/cases/{case.pk}/"))
    before = keys.page.evaluate(SPOT)
    for sign in "/?abcdefghijklmnopqrstuvwxyz0123456789":
        keys.press(sign)
    assert (keys.page.evaluate(SPOT), keys.page.url) == (before, f"{town.url}/cases/{case.pk}/")
    keys.press("Control+/")
    expect(keys.page.locator("#frame-q")).to_be_focused()


def test_the_cursor_stands_in_the_first_field_and_ctrl_enter_sends(town):
    case = town.case(S.RECEIVED)
    keys = Keys(town.go("clerk", reverse("withdraw", args=[case.pk])))
    expect(keys.field("on")).to_be_focused()
    keys.to(keys.field("note"))
    keys.go("Control+Enter")  # nothing written: the summary has the focus, not the field
    expect(keys.page.locator("[data-summary]")).to_be_focused()
    keys.fill("note", "代表者から申出があった")
    keys.go("Control+Enter")
    assert town.state(case) == S.WITHDRAWN


def test_escape_closes_the_post_switch_and_gives_the_focus_back(town):
    with town.stored():
        people.station_actor(town.desks.station, staff=town.desks.clerk.staff)
    keys = Keys(town.go("clerk"))
    summary = keys.page.locator("details.post summary")
    keys.to(summary)
    keys.press("Enter")
    keys.tab()
    keys.press("Escape")
    expect(summary).to_be_focused()
    assert not keys.page.evaluate("document.querySelector('details.post').open")


def test_a_password_may_be_pasted_and_is_not_asked_twice(chromium, live_server, town):
    """3.3.8: nothing has to be remembered or written over."""
    context = chromium.new_context(locale="ja-JP")
    page = context.new_page()
    page.goto(f"{live_server.url}/login/")
    keys = Keys(page)
    keys.to(page.locator("[name=login]"))
    keys.type(PASSWORD)
    keys.press("Control+a")
    keys.press("Control+x")
    keys.to(page.locator("[name=password]"))
    keys.press("Control+v")
    expect(page.locator("[name=password]")).to_have_value(PASSWORD)
    for name, word in (("login", "username"), ("password", "current-password")):
        expect(page.locator(f"[name={name}]")).to_have_attribute("autocomplete", word)
    context.close()


def test_what_was_recorded_is_told_as_a_status(town):
    case = town.case(S.RECEIVED, examined=True)
    page = town.go("chief", f"/cases/{case.pk}/forward/")
    keys = Keys(page)
    keys.choose("opinion", "fit")
    keys.go()
    expect(page.locator("[role=status]")).to_contain_text("進達")
    sees(page, str(timezone.localdate().month))

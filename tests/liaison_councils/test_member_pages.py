"""Members, candidates and one term as pages: chosen, shown, found, hidden (LC-3-2 … LC-3-6)."""

import datetime as dt

import pytest

from tests.blue_patrol.paging import get
from tests.factories.councils import active, appointed, desks, nominated

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 4, 1)


@pytest.fixture
def at():
    return desks(name="桜見坂")


def test_smoke(at):
    council = active(at)
    member, candidate = appointed(at, council), nominated(at, council)
    for actor in (at.supervisor, at.chief, at.officer, at.division):
        for url in (
            "/councils/members/",
            "/councils/members/?show=near",
            "/councils/members/?show=over",
            "/councils/members/?show=candidates",
            "/councils/members/?show=past",
            "/councils/members/?on=R8.4.2",
            f"/councils/terms/{member.pk}/",
            f"/councils/terms/{candidate.pk}/",
        ):
            r = get(actor, url)
            assert r.status_code == 200, url
    for name in ("intend", "person"):
        assert get(at.supervisor, f"/councils/terms/{member.pk}/{name}/").status_code == 200
    for name in ("amend", "consult"):
        assert get(at.supervisor, f"/councils/terms/{candidate.pk}/{name}/").status_code == 200
    for name in ("resign", "dismiss"):
        assert get(at.chief, f"/councils/terms/{member.pk}/{name}/").status_code == 200
    for name in ("appoint", "decline"):
        assert get(at.chief, f"/councils/terms/{candidate.pk}/{name}/").status_code == 200
    for q in ("", f"?previous={member.pk}", f"?replaces={member.pk}"):
        assert get(at.supervisor, f"/councils/{council.pk}/members/new/{q}").status_code == 200
    assert get(at.supervisor, "/councils/members/renewal/?until=R10.12.1").status_code == 200
    assert get(at.chief, "/councils/members/appointments/").status_code == 200
    assert get(at.supervisor, "/councils/members/letters/").status_code == 200
    assert get(at.supervisor, "/councils/members/letters/print/?on=2026-04-01").status_code == 200

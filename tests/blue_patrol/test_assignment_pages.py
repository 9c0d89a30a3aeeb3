"""担当 on the pages: taken over from one, filtered on the list, handed over for several with a result each."""

import uuid

import pytest
from django.urls import reverse

from blue_patrol.models import Application
from casework.assignment import assign
from casework.models import Comment
from casework.models.road import RoadState as S
from casework.presenters import links
from casework.workflow import perform
from tests.blue_patrol.acting import click, client_of, fault_beside, now, see, text
from tests.factories import people, scope
from tests.factories.applications import DAY, Desks, application_at
from tests.factories.places import StationFactory
from tests.factories.returns import return_at
from tests.factories.revocations import certified_group, find

pytestmark = pytest.mark.django_db


@pytest.fixture
def desks():
    return Desks(StationFactory())


@pytest.fixture
def colleague(desks):
    return people.clerk(desks.station)


def listed(actor, **query) -> set[int]:
    answer = client_of(actor).get(reverse("cases"), query)
    scope.restore()
    return {case.pk for case in answer.context["found"].pages.rows}


def test_one_takes_a_case_oneself(desks, colleague):
    case = application_at(S.RECEIVED, desks)
    page = text(see(colleague, "application", case))
    assert reverse("assign", args=[case.pk]) in page
    form = text(see(colleague, "assign", case))
    assert f"いまの担当は、{desks.clerk.staff}です。" in form
    assert f'<option value="{colleague.staff.pk}" selected>自分（{colleague.staff}）' in form
    assert click(colleague, "assign", case, to=colleague.staff.pk, note="").status_code == 302
    assert now(case).handler == colleague.staff


def test_the_note_stands_beside_the_case_and_the_history_names_both(desks, colleague):
    case = application_at(S.RECEIVED, desks)
    click(desks.clerk, "assign", case, to=colleague.staff.pk, note="車検証の写しを待っている。")
    page = text(see(desks.hq_clerk, "application", case))
    assert "車検証の写しを待っている。" in page
    assert "引継ぎ" in page
    assert f"{desks.clerk.staff} → {colleague.staff}" in page


def test_nobody_chosen_and_somebody_of_another_office_are_said_beside_the_field(desks):
    case = application_at(S.RECEIVED, desks)
    answer = click(desks.clerk, "assign", case, to="", note="覚え")
    assert "新しい担当を選んでください。" in fault_beside(answer, "to")
    assert "覚え" in text(answer)
    elsewhere = people.clerk(StationFactory()).staff
    answer = click(desks.clerk, "assign", case, to=elsewhere.pk)
    assert answer.status_code == 422
    assert fault_beside(answer, "to")
    assert now(case).handler == desks.clerk.staff


def test_a_case_that_was_given_away_meanwhile_is_told_with_what_was_typed(desks, colleague):
    case = application_at(S.RECEIVED, desks)
    seen = case.revision
    perform(case, "assign", by=desks.chief, to=desks.chief.staff.pk)
    answer = click(desks.clerk, "assign", case, revision=seen, to=colleague.staff.pk, note="覚え書き")
    assert answer.status_code == 409
    assert "「担当の変更」を記録しました" in text(answer)
    assert "覚え書き" in text(answer)
    assert now(case).handler == desks.chief.staff


def test_the_list_shows_mine_nobodys_and_those_of_one_person(desks, colleague):
    mine = application_at(S.RECEIVED, desks)
    theirs = application_at(S.RECEIVED, desks)
    perform(theirs, "assign", by=desks.chief, to=colleague.staff.pk)
    nobodys = application_at(S.DRAFT, desks)
    assert listed(desks.clerk, handler="me") == {mine.pk}
    assert listed(colleague, handler="me") == {theirs.pk}
    assert listed(desks.clerk, handler="none") == {nobodys.pk}
    assert listed(desks.chief, handler=str(colleague.staff.pk)) == {theirs.pk}
    everything = {mine.pk, theirs.pk, nobodys.pk}
    for sent in ("", "x", "0", "9" * 30, str(Desks(StationFactory()).clerk.staff.pk)):
        assert listed(desks.clerk, handler=sent) == everything, sent


def test_headquarters_chooses_a_person_of_the_station_it_chose(desks):
    case = application_at(S.RECEIVED, desks)
    application_at(S.RECEIVED, Desks(StationFactory()))
    person = str(desks.clerk.staff.pk)
    assert listed(desks.hq_clerk, station=str(desks.station.pk), handler=person) == {case.pk}
    page = text(client_of(desks.hq_clerk).get(reverse("cases")))
    scope.restore()
    assert ">だれもいない</option>" in page
    assert ">自分</option>" not in page


def test_several_are_handed_over_with_one_confirmation_and_a_result_each(desks, colleague):
    first, second = application_at(S.RECEIVED, desks), application_at(S.DRAFT, desks)
    ended = application_at(S.WITHDRAWN, desks)
    client, path = client_of(desks.clerk), reverse("assign_together")
    keys = [first.pk, second.pk, ended.pk]
    page = text(client.get(path, {"confirm": "1", "case": keys}))
    scope.restore()
    assert "<b>担当の変更2件</b>を記録します。" in page
    assert "いまの担当" in page
    sent = {
        "case": [first.pk, second.pk], f"revision-{first.pk}": first.revision, f"revision-{second.pk}": second.revision,
        "to": colleague.staff.pk, "note": "4月の異動による。", "act_key": str(uuid.uuid4()),
    }  # fmt: skip
    perform(second, "amend", by=desks.clerk, on=DAY, part="plan", changed=[])
    answer = client.post(path, sent)
    scope.restore()
    assert answer.status_code == 302
    result = text(client.get(answer.url))
    scope.restore()
    assert "<b>1件</b>を記録しました" in result
    assert "「記載」を記録しました" in result
    assert f"担当 {colleague.staff}" in result
    assert now(first).handler == colleague.staff
    assert now(second).handler != colleague.staff
    assert [note.case_pk for note in Comment.objects.filter(kind="hand_over")] == [first.pk]
    again = client.post(path, sent)
    scope.restore()
    assert again.url == answer.url
    assert Comment.objects.count() == 1


def test_nobody_to_hand_over_to_is_asked_again_with_the_cases_kept(desks):
    case = application_at(S.RECEIVED, desks)
    sent = {
        "case": case.pk,
        f"revision-{case.pk}": case.revision,
        "to": "",
        "note": "覚え",
        "act_key": str(uuid.uuid4()),
    }
    answer = client_of(desks.clerk).post(reverse("assign_together"), sent)
    scope.restore()
    assert answer.status_code == 422
    assert "新しい担当を選んでください。" in fault_beside(answer, "to")
    assert f'name="case" value="{case.pk}"' in text(answer)
    assert "覚え" in text(answer)


def test_without_a_tick_the_list_says_so(desks):
    application_at(S.RECEIVED, desks)
    answer = client_of(desks.clerk).get(reverse("assign_together"), {"confirm": "1"}, follow=True)
    scope.restore()
    assert "担当を替える事案を、一つ以上選んでください。" in text(answer)


def test_cases_of_another_station_are_left_out(desks, colleague):
    foreign = application_at(S.RECEIVED, Desks(StationFactory()))
    sent = {"case": foreign.pk, f"revision-{foreign.pk}": foreign.revision, "to": colleague.staff.pk, "act_key": str(uuid.uuid4())}  # fmt: skip
    answer = client_of(desks.clerk).post(reverse("assign_together"), sent, follow=True)
    scope.restore()
    assert "見られない事案" in text(answer)
    assert Application.objects.get(pk=foreign.pk).handler != colleague.staff


# --- returns and revocations: the same list, the same act --------------------------------------------------------------

OTHERS = {
    "returns": ("return_assign_together", lambda desks: return_at("received", desks)),
    "revocations": ("revocation_assign_together", lambda desks: find(desks, certified_group(desks))),
}


@pytest.fixture(params=OTHERS)
def other(request, desks):
    """(the name of the list, of its act, two open cases in the clerk's hands)."""
    act, make = OTHERS[request.param]
    return request.param, act, [make(desks), make(desks)]


def rows_of(actor, listing, **query) -> set[int]:
    answer = client_of(actor).get(reverse(listing), query)
    scope.restore()
    return {case.pk for case in answer.context["pages"].rows}


def test_the_other_lists_are_asked_for_the_handler_too(desks, colleague, other):
    listing, _, (mine, theirs) = other
    assign(now_of(theirs), colleague.staff, by=desks.chief)
    assert rows_of(desks.clerk, listing, handler="me") == {mine.pk}
    assert rows_of(desks.chief, listing, handler=str(colleague.staff.pk)) == {theirs.pk}
    assert rows_of(desks.clerk, listing, handler="none") == set()
    assert rows_of(desks.clerk, listing, handler="x") == {mine.pk, theirs.pk}
    assert rows_of(desks.hq_clerk, listing, station=desks.station.pk, handler=str(colleague.staff.pk)) == {
        theirs.pk
    }


def test_the_other_lists_hand_over_several_with_a_result_each(desks, colleague, other):
    listing, name, (first, second) = other
    page = text(client_of(desks.clerk).get(reverse(listing)))
    scope.restore()
    assert page.count('name="case"') == 2
    assert f'action="{reverse(name)}"' in page
    client, keys = client_of(desks.clerk), [first.pk, second.pk]
    confirm = text(client.get(reverse(name), {"confirm": "1", "case": keys}))
    scope.restore()
    assert "<b>担当の変更2件</b>を記録します。" in confirm
    sent = {"case": keys, "to": colleague.staff.pk, "note": "4月の異動による。", "act_key": str(uuid.uuid4())}
    sent |= {f"revision-{case.pk}": now_of(case).revision for case in (first, second)}
    assign(now_of(second), desks.chief.staff, by=desks.chief)
    answer = client.post(reverse(name), sent)
    scope.restore()
    result = text(client.get(answer.url))
    scope.restore()
    assert "<b>1件</b>を記録しました" in result
    assert "「担当の変更」を記録しました" in result
    assert f'href="{links.of_case(first)}"' in result
    assert [now_of(case).handler for case in (first, second)] == [colleague.staff, desks.chief.staff]
    assert [note.case_pk for note in Comment.objects.filter(kind="hand_over")] == [first.pk]


def test_headquarters_has_nothing_to_tick(desks, other):
    listing, name, _ = other
    page = text(client_of(desks.hq_clerk).get(reverse(listing)))
    scope.restore()
    assert reverse(name) not in page
    assert 'name="case"' not in page


def now_of(case):
    return type(case).objects.get(pk=case.pk)

"""書込み: written beside a record by whoever may act there, read by whoever may open its page, never changed."""

import re
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from blue_patrol.models import Commission, TrainingCourse
from casework import comments
from casework.models import Comment, StateChange
from casework.models.road import RoadState as S
from casework.roles import Role
from liaison_councils.models import Council, Meeting, Opinion
from tests.blue_patrol.acting import client_of, text
from tests.factories import commissions, councils, people, scope, trainings
from tests.factories.applications import Desks, application_at
from tests.factories.places import StationFactory
from tests.factories.returns import return_at
from tests.factories.revocations import certified_group, find

pytestmark = pytest.mark.django_db
SAID = "代表者は、平日の夜だけ電話に出る。"


@pytest.fixture
def desks():
    return Desks(StationFactory())


@pytest.fixture
def case(desks):
    return application_at(S.RECEIVED, desks)


def write(actor, row, said=SAID, page="application", key=None):
    path = reverse("comment_write", args=[page, row.pk])
    answer = client_of(actor).post(path, {"text": said, "act_key": str(key or uuid.uuid4())})
    scope.restore()
    return answer


def correct(actor, row, old, said, page="application"):
    path = reverse("comment_correct", args=[page, row.pk, old.pk])
    answer = client_of(actor).post(path, {"text": said, "act_key": str(uuid.uuid4())})
    scope.restore()
    return answer


def page_of(actor, row, page="application") -> str:
    answer = client_of(actor).get(reverse(page, args=[row.pk]))
    scope.restore()
    return text(answer)


def test_what_is_written_stands_on_the_page_with_its_author_as_of_then(desks, case):
    answer = write(desks.clerk, case)
    assert (answer.status_code, answer.url) == (302, f"{reverse('application', args=[case.pk])}#comments")
    (comment,) = Comment.objects.of_case(case)
    assert (comment.staff_name, comment.post_name) == (str(desks.clerk.staff), str(desks.clerk.post))
    type(desks.clerk.staff).objects.filter(pk=desks.clerk.staff.pk).update(name="改姓 透")
    page = page_of(desks.chief, case)
    assert SAID in page
    assert comment.staff_name in page
    assert "署の生活安全係、署長、本部の担当課と監察が見られます。書類には印刷されません。" in page


def test_it_is_no_act_and_moves_no_revision(desks, case):
    acts = StateChange.objects.count()
    write(desks.clerk, case)
    assert StateChange.objects.count() == acts
    assert type(case).objects.get(pk=case.pk).revision == case.revision


def test_every_page_with_comments_shows_them_and_takes_one(desks):
    councils.everything(desks.station)
    case = application_at(S.DELIVERED, desks)
    trainings.plan(desks, [case.group.patrollers.first()])
    commissions.commissioned(desks, case.group)
    rows = {
        "application": case, "group": case.group, "return_notice": return_at("received", desks),
        "revocation": find(desks, certified_group(desks)), "commission": Commission.objects.get(),
        "training_course": TrainingCourse.objects.first(), "council": Council.objects.first(),
        "council_meeting": Meeting.objects.first(), "council_opinion": Opinion.objects.first(),
    }  # fmt: skip
    supervisor = people.supervisor(desks.station)
    assert set(rows) == set(comments._boards)
    for page, row in rows.items():
        who = supervisor if page.startswith("council") else desks.clerk
        assert write(who, row, page=page).status_code == 302, page
        shown = page_of(who, row, page)
        assert SAID in shown, page
        assert f'action="{reverse("comment_write", args=[page, row.pk])}"' in shown, page


def test_what_stands_beside_a_group_outlasts_who_wrote_it(desks, case):
    write(desks.clerk, case.group, page="group")
    successor = people.clerk(desks.station)
    type(desks.clerk.staff).objects.filter(pk=desks.clerk.staff.pk).update(is_active=False)
    page = page_of(successor, case.group, "group")
    assert "引継ぎメモ" in page
    assert SAID in page
    address = f"{reverse('group', args=[case.group_id])}#comments"
    assert f'<a href="{address}">引継ぎメモが1件あります</a>' in page_of(successor, case)


def test_a_correction_strikes_the_old_and_leaves_it(desks, case):
    write(desks.clerk, case, "電話は03-0000-0001")
    (old,) = Comment.objects.all()
    assert f"{reverse('comment_correct', args=['application', case.pk, old.pk])}" in page_of(
        desks.clerk, case
    )
    assert correct(desks.clerk, case, old, "電話は03-0000-0002").status_code == 302
    _, new = Comment.objects.order_by("pk")
    assert new.strikes == old
    page = page_of(desks.hq_clerk, case)
    assert re.search(r"<s><p>電話は03-0000-0001</p></s>", page)
    assert "<p>電話は03-0000-0002</p>" in page
    again = correct(desks.clerk, case, old, "電話は03-0000-0003")
    assert again.status_code == 422
    assert "もう直してあります" in text(again)
    assert Comment.objects.count() == 2


def test_nobody_corrects_the_words_of_another(desks, case):
    write(desks.clerk, case)
    (old,) = Comment.objects.all()
    answer = correct(desks.chief, case, old, "違う")
    assert answer.status_code == 422
    assert "書いた本人が直します。" in text(answer)
    assert Comment.objects.count() == 1


def test_headquarters_writes_and_the_inspector_only_reads(desks, case):
    assert write(desks.hq_clerk, case).status_code == 302
    inspector = people.inspector(desks.station.prefecture)
    page = page_of(inspector, case)
    assert SAID in page
    assert reverse("comment_write", args=["application", case.pk]) not in page
    assert write(inspector, case).status_code == 422
    assert Comment.objects.count() == 1


def test_the_pages_own_permission_and_wall_hold(desks, case):
    assert write(people.supervisor(desks.station), case).status_code == 403
    assert write(Desks(StationFactory()).clerk, case).status_code == 404
    assert write(desks.clerk, case, page="no_such_page").status_code == 404
    far = application_at(S.RECEIVED, Desks(StationFactory()))
    write(desks.clerk, case)
    (own,) = Comment.objects.of_case(case)
    assert correct(desks.clerk, far, own, "違う").status_code == 404
    assert not Comment.objects.of_case(far).exists()


def test_nothing_written_is_said_beside_the_field_and_a_long_text_is_kept(desks, case):
    answer = write(desks.clerk, case, "　")
    assert answer.status_code == 422
    assert 'id="comment_text_error"' in text(answer)
    assert "書き込むことを入力してください。" in text(answer)
    long = "長" * 2001
    answer = write(desks.clerk, case, long)
    assert answer.status_code == 422
    assert long in text(answer)
    assert not Comment.objects.exists()


def test_the_second_click_writes_nothing(desks, case):
    key = uuid.uuid4()
    first, second = write(desks.clerk, case, key=key), write(desks.clerk, case, key=key)
    assert (second.status_code, second.url) == (302, first.url)
    assert Comment.objects.count() == 1


def test_the_earlier_ones_are_folded(desks, case):
    for number in range(12):
        Comment.write(case, f"{number}番目", desks.clerk)
    page = page_of(desks.clerk, case)
    assert "前の2件も表示する" in page
    assert page.index("0番目") < page.index("11番目")


def test_every_role_that_opens_no_case_is_refused(desks, case):
    for role in (Role.KOBAN_OFFICER, Role.STATION_SUPERVISOR):
        assert write(people.station_actor(desks.station, role), case).status_code == 403


def test_an_empty_text_and_two_corrections_of_one_are_refused_by_the_database(desks, case):
    old = Comment.write(case, SAID, desks.clerk)
    with pytest.raises(IntegrityError, match="says_something"), transaction.atomic():
        Comment.write(case, "", desks.clerk)
    Comment.write(case, "直し", desks.clerk, strikes=old)
    with pytest.raises(IntegrityError, match="strikes"), transaction.atomic():
        Comment.write(case, "また直し", desks.clerk, strikes=old)

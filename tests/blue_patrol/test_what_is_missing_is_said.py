"""Sentences that send an act back for one thing that is wanting or out of order."""

import datetime as dt

import pytest
from django.utils import timezone

from blue_patrol.models import Application, ChangeRequest, Kind, ReissueClaim
from blue_patrol.models import RevocationState as R
from blue_patrol.models.own_request import ask
from blue_patrol.models.returned.receipt import receive, standing_of
from blue_patrol.models.transport_notices import send
from casework.models.road import RoadState as S
from casework.workflow import Refused, perform
from tests.blue_patrol.test_register_corrections import as_it_is
from tests.factories import trainings
from tests.factories.applications import DAY, Desks, application_at
from tests.factories.demonstrations import OWN, PLAN, car_of, demonstration_at
from tests.factories.places import StationFactory
from tests.factories.requests import change, change_at, reissue
from tests.factories.requests import standing_of as active_standing
from tests.factories.returns import RETURNED, certified, office, receipt_of, return_at, tell_all
from tests.factories.returns import R as Returned
from tests.factories.revocations import HANDED, find, revocation_at

pytestmark = pytest.mark.django_db
BEFORE = DAY - dt.timedelta(days=1)
NAME = {"kind": "name", "after": {"name": "桜見坂見守り隊"}}


def tomorrow() -> dt.date:
    return timezone.localdate() + dt.timedelta(days=1)


@pytest.fixture
def desks():
    return Desks(StationFactory())


def said(act) -> set[str]:
    """The sentences with which it is refused."""
    with pytest.raises(Refused) as refused:
        act()
    return {reason.sentence for reason in refused.value.reasons}


def refused(case, name, by, on=DAY, **details) -> set[str]:
    return said(lambda: perform(case, name, by=by, on=on, **details))


# --- later requests --------------------------------------------------------------------------------------------------


@pytest.mark.clause("BP-7-1")
def test_a_change_without_its_day_its_matter_and_its_reason(desks):
    case = change(desks, NAME)
    case.change_items.all().delete()
    Application.objects.filter(pk=case.pk).update(applied_on=None)
    ChangeRequest.objects.filter(application=case).update(reason="　")
    assert {"申請年月日を入力してください。", "変更する事項を選んでください。", "変更の理由を書いてください。"} <= refused(
        case, "receive", desks.clerk
    )  # fmt: skip


@pytest.mark.clause("BP-6-1")
def test_a_reissue_without_its_day_its_things_and_its_story(desks):
    case = reissue(desks)
    case.handed_in.all().delete()
    Application.objects.filter(pk=case.pk).update(applied_on=None)
    ReissueClaim.objects.filter(application=case).update(circumstances=" ")
    assert {"申請年月日を入力してください。", "再交付を求めるものを選んでください。", "紛失などの状況を書いてください。"} <= refused(
        case, "receive", desks.clerk
    )  # fmt: skip


@pytest.mark.clause("BP-7-1")
def test_what_comes_later_is_chosen_is_out_and_comes_no_earlier_than_the_request(desks):
    standing = active_standing(desks, people=2)
    leaver = standing.group.patrollers.first()
    card = leaver.cards.get()
    item = {"kind": "patroller_removed", "patroller": leaver}
    case = change_at(S.RECEIVED, desks, item, standing=standing, causes={card.pk: "later"})
    assert refused(case, "collect", desks.clerk) == {"受け取ったもの、失ったものを選んでください。"}
    other = standing.credentials.get(kind=Kind.STICKER)
    here = "団体の手元に残っているものではありません。"
    assert refused(case, "collect", desks.clerk, credentials=[other.pk]) == {here}
    assert refused(case, "collect", desks.clerk, credentials=[card.pk], lost={card.pk: "転居"}) == {here}
    assert refused(case, "collect", desks.clerk, on=BEFORE, credentials=[card.pk]) == {
        "受理した日より前の日付は記録できません。"
    }


def test_headquarters_correction_of_a_slip(desks):
    standing = active_standing(desks)
    slip = {"what": "group:name", "after": "桜見坂学区防犯隊", "note": "書き誤り"}
    for changed, sentence in (
        ({"what": "group:pk"}, "訂正するものを選んでください。"),
        ({"after": "長" * 500}, "長すぎます。"),
        ({"after": "　"}, "正しい記載を入力してください。"),
    ):
        assert refused(standing, "correct_entry", desks.hq_clerk, **slip | changed) == {sentence}
    assert refused(standing, "correct_entry", desks.hq_clerk, on=tomorrow(), **slip) == {
        "先の日付は記録できません。"
    }


# --- handing over ----------------------------------------------------------------------------------------------------


@pytest.mark.clause("BP-5-5-2")
@pytest.mark.clause("BP-5-5-3")
def test_cards_handed_over_later_are_marked_by_day_and_by_name(desks):
    case = application_at(S.DELIVERED, desks, people=2, untrained=1)
    assert refused(case, "hand_over_cards", desks.clerk, on=BEFORE, credentials=[], receiver_name=" ") == {
        "証明書を交付した日からきょうまでの日にしてください。", "渡した実施者証に印を付けてください。", "受け取った人を書いてください。",
    }  # fmt: skip


@pytest.mark.clause("BP-5-5-3")
def test_a_row_of_the_register_is_corrected_no_earlier_than_it_was_written(desks):
    case = application_at(S.DELIVERED, desks)
    entry = case.register_entries.get()
    told = as_it_is(entry, receiver_name="青葉 護")
    sentence = "直す行を書いた日からきょうまでの日にしてください。"
    assert refused(case, "correct_register", desks.clerk, on=BEFORE, **told) == {sentence}
    assert refused(case, "correct_register", desks.clerk, on=tomorrow(), **told) == {sentence}


@pytest.mark.clause("BP-10-5-1")
def test_stickers_of_a_run_come_back_between_their_delivery_and_today(desks):
    case = demonstration_at(S.DELIVERED, desks)
    keys = list(case.out_things().values_list("pk", flat=True))
    for day in (BEFORE, tomorrow()):
        assert refused(case, "take_back", desks.clerk, on=day, credentials=keys, lost={}) == {
            "標章を交付した日からきょうまでの日にしてください。"
        }


@pytest.mark.clause("BP-10-1-2")
def test_the_chiefs_own_request_is_of_no_day_to_come(desks):
    standing = active_standing(desks)
    cars = [car_of(standing)]
    assert said(lambda: ask(by=desks.chief, plan=PLAN | OWN, cars=cars, on=tomorrow())) == {
        "先の日付は記録できません。"
    }


# --- training and information ----------------------------------------------------------------------------------------


@pytest.mark.clause("BP-11-1")
def test_a_course_is_recorded_no_earlier_than_it_was_held(desks):
    case = application_at(S.RECEIVED, desks)
    assert refused(case, "record_training", desks.clerk, on=tomorrow(), patrollers=[1], trainer="風間") == {
        "先の日付は記録できません。"
    }


@pytest.mark.clause("BP-5-2-c")
def test_a_qualification_names_its_people_and_a_day_that_has_come(desks):
    case = application_at(S.RECEIVED, desks)
    trainings.take_qualification(case.profile)
    seen = {"qualification": trainings.QUALIFICATION, "document_number": "第1号"}
    assert refused(case, "record_qualification", desks.clerk, on=tomorrow(), patrollers=[], **seen) == {
        "資格のある人を選んでください。", "先の日付は記録できません。",
    }  # fmt: skip


@pytest.mark.clause("BP-11-2-a")
def test_the_yearly_information_says_how_and_to_how_many(desks):
    standing = active_standing(desks, people=2)
    for reached in (0, 3):
        told = {"way": "?", "text": "自転車盗の手口", "reached": {str(standing.pk): reached}}
        assert refused(standing, "inform", desks.clerk, **told) == {
            "情報提供の方法を選んでください。",
            f"{standing.group.name}の実施者は2人です。伝えた人数を確かめてください。",
        }


@pytest.mark.clause("BP-11-1")
def test_a_roster_takes_somebody_and_nobody_twice(desks):
    group = certified(desks, people=2)
    one = group.patrollers.first()
    course = trainings.plan(desks, [one, trainings.outsider(one.name, one.birth_date)])
    assert refused(course, "enrol", desks.clerk, people=[]) == {"名簿に加える人を選んでください。"}
    course = trainings.hold(course, desks)
    unnamed = course.trainees.get(patroller=None)
    assert refused(course, "link", desks.clerk, trainee=unnamed.pk, patroller=one.pk) == {
        f"{one.name}さんは、この講習の名簿にすでにいます。"
    }


# --- what comes back -------------------------------------------------------------------------------------------------


@pytest.mark.clause("BP-9-1")
@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"on": BEFORE, "applied_on": None, "occurred_on": None}, "より前の日付は記録できません。"),
        ({"applied_on": RETURNED + dt.timedelta(days=1)}, "届出年月日は、受理した日より後にできません。"),
        ({"instructed": []}, "伝えること（教示）のすべてに印を付けてください。"),
        ({"things": []}, "この画面を開いてから変わりました。"),
    ],
    ids=["too early", "asked later", "not told", "another list"],
)
def test_what_a_return_is_refused_for(desks, changed, sentence):
    group = certified(desks)
    receipt = receipt_of(group, **changed)
    (found,) = said(lambda: receive(group, by=desks.clerk, receipt=receipt))
    assert sentence in found


@pytest.mark.clause("BP-9-1")
def test_what_turns_up_is_told_and_there_before_it_is_sent_or_destroyed(desks):
    group = certified(desks)
    gone = [thing for thing in standing_of(group).credentials.all() if thing.kind == Kind.STICKER]
    notice = receive(group, by=desks.clerk, receipt=receipt_of(group, missing=gone))
    found = {"things": [gone[0].pk], "note": "　"}
    assert refused(notice, "take_found", desks.clerk, RETURNED, **found) == {
        "どこで、どのように見付かったかを書いてください。"
    }
    done = return_at(Returned.ACCEPTED, Desks(StationFactory(prefecture=desks.station.prefecture)))
    own = Desks(done.station)
    assert refused(done, "send_found", own.clerk, RETURNED) == {"本部へ送るものは、署にありません。"}
    assert refused(done, "destroy_found", own.hq_clerk, RETURNED) == {
        "署から送られた証明書等は、ありません。"
    }


@pytest.mark.clause("BP-9-2")
def test_an_office_is_told_of_something_under_a_number_on_a_day_that_is_right(desks):
    return_at(Returned.ACCEPTED, desks)
    assert said(lambda: tell_all(desks, document_number="　")) == {"文書番号を書いてください。"}
    assert said(lambda: tell_all(desks, on=tomorrow())) == {"先の日付は記録できません。"}
    (early,) = said(lambda: tell_all(desks, on=DAY))
    assert early.startswith("通知の期限が始まった日")
    tell_all(desks)
    assert said(lambda: tell_all(desks)) == {"通知する自動車に印を付けてください。"}
    told = {"document_number": "生総発第9号", "on": RETURNED, "values_of": lambda notice, cars: {}}
    assert said(lambda: send(office(desks.station.prefecture), [1], by=desks.clerk, **told)) == {
        "本部の係の職が行います。"
    }


# --- revocation ------------------------------------------------------------------------------------------------------


@pytest.mark.clause("BP-8-1-nao")
def test_the_result_of_guidance_is_no_earlier_than_the_guidance(desks):
    case = find(desks, is_minor=True, severity_reason="")
    watch = {"method": "interview", "content": "週1回以上", "result": "watching", "result_note": ""}
    case = perform(case, "guide", by=desks.clerk, on=DAY + dt.timedelta(days=2), **watch)
    between = DAY + dt.timedelta(days=1)
    assert refused(case, "record_result", desks.clerk, between, result="corrected") == {
        "指導した日より前の日付は記録できません。"
    }


@pytest.mark.clause("BP-8-3")
def test_the_notice_is_received_by_somebody_of_a_kind(desks):
    case = revocation_at(R.NOTICE_SENT, desks)
    assert refused(case, "deliver_notice", desks.clerk, **HANDED | {"receiver_kind": "neighbour"}) == {
        "受け取った人の別を選んでください。"
    }

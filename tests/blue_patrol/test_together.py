"""Several cases with one confirmation: each by itself through the door, a result a case, one key for the whole."""

import re
import uuid

import pytest

from blue_patrol.models import CertificationApplication, Credential
from blue_patrol.rules import together
from blue_patrol.views.together import Together
from casework.models import ActKey, DecisionStep, IssuedNumber, StateChange
from casework.models.road import RoadState as S
from casework.workflow import perform
from tests.blue_patrol.acting import client_of, era
from tests.blue_patrol.paging import get, main, reads, words
from tests.blue_patrol.test_compared import forwarded_again, mended
from tests.factories import people, scope
from tests.factories.applications import DAY, Desks, application_at, judged
from tests.factories.places import StationFactory

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.clause("BP-5-4"),
    pytest.mark.usefixtures("without_bytes"),
]
HERE = "/decide/"


@pytest.fixture
def desks():
    return Desks(StationFactory())


def now(case):
    return CertificationApplication.objects.get(pk=case.pk)


def ready(desks, name, **group):
    """A forwarded case that waits for the last step."""
    case = application_at(S.FORWARDED, desks, name=name, **group)
    perform(case, "endorse", by=desks.hq_clerk, on=DAY)
    return perform(case, "endorse", by=desks.assistant, on=DAY)


def send(actor, cases, *, key=None, on=DAY, here=HERE, revisions=None):
    seen = revisions or {case.pk: now(case).revision for case in cases}
    form = {"act_key": str(key or uuid.uuid4()), "on": era(on), "case": [case.pk for case in cases]}
    response = client_of(actor).post(here, form | {f"revision-{pk}": number for pk, number in seen.items()})
    scope.restore()
    return response


def results(actor, response) -> dict:
    """Case → its row of the page that the act leads to."""
    assert response.status_code == 302, words(response)
    page = get(actor, response.url)
    assert page.status_code == 200
    return {row["case"]: row for _, _, row in page.context["rows"]}


# --- the table ----------------------------------------------------------------------------------------------------


def test_the_table_holds_my_step_alone_with_the_fit_ones_ticked(desks):
    mine = application_at(S.FORWARDED, desks, name="私の番の会")
    perform(application_at(S.FORWARDED, desks, name="先の番の会"), "endorse", by=desks.hq_clerk, on=DAY)
    response = get(desks.hq_clerk, HERE)
    page = main(response)
    assert "あなたの段階が1件あります。そのうち1件は、一緒に記録できます。" in page
    assert "私の番の会" in page
    assert "先の番の会" not in page
    assert f'name="case" value="{mine.pk}" checked' in response.content.decode()
    assert "すべて適" in page
    assert "そろっている" in page


def odd_cases(desks):
    """One case for each question, each at the clerk's step."""
    received = application_at(S.RECEIVED, desks, name="否の会")
    perform(received, "examine", by=desks.clerk, on=DAY, findings=judged(b="unfit"))
    perform(
        received, "forward", by=desks.chief, on=DAY, document_number="試生発第1号", opinion="unfit", remarks="見込みがない"
    )  # fmt: skip
    again = mended(application_at(S.SENT_BACK, desks, name="戻った会"), desks)
    changed = forwarded_again(application_at(S.UNDELIVERED, desks, name="前もした会"), desks, phone="0500-9")
    return [now(case) for case in (received, again, changed)]


def test_what_raises_a_question_is_marked_and_has_no_box(desks):
    odd = odd_cases(desks)
    plain = application_at(S.FORWARDED, desks, name="問いのない会")
    response = get(desks.hq_clerk, HERE)
    page = main(response)
    assert re.findall(r'name="case" value="(\d+)"', response.content.decode()) == [str(plain.pk)]
    assert page.count("一件ずつ見てください") == 3
    assert "「否」の項目が1つあります。署長の意見が「適当」ではありません" in page
    assert "2回目の審査です" in page
    assert "前回から1点変わりました" in page
    rows = results(desks.hq_clerk, send(desks.hq_clerk, [*odd, plain]))
    assert [rows[case.pk]["done"] for case in [*odd, plain]] == [False, False, False, True]
    assert rows[odd[0].pk]["why"][0].startswith("一件ずつ見てください。「否」の項目が1つあります。")
    assert not StateChange.objects.of_case(odd[0]).filter(transition="endorse").exists()
    assert perform(odd[0], "endorse", by=desks.hq_clerk, on=DAY)  # alone it can be decided


SIGHT = {
    "items": 12,
    "judged": 12,
    "unfit": 0,
    "is_favourable": True,
    "round": 1,
    "changed": 0,
    "has_papers": True,
}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, []),
        ({"unfit": 2}, ["「否」の項目が2つあります"]),
        ({"judged": 11}, ["調査12項目のうち1項目に結果がありません"]),
        ({"is_favourable": False}, ["署長の意見が「適当」ではありません"]),
        ({"round": 2}, ["2回目の審査です（再進達、または決裁の取消しの後）"]),
        ({"changed": 3}, ["前回から3点変わりました"]),
        ({"has_papers": False}, ["添付がそろっていません"]),
        ({"has_forwarding": False}, ["進達書がありません"]),
    ],
)
def test_each_question_alone_sends_a_case_to_its_own_page(changed, said):
    assert together.questions(together.Sight(**SIGHT | changed)) == said


def test_the_confirmation_says_what_will_be_recorded_by_whom_and_the_numbers(desks):
    case = ready(desks, "決める会", cars=2, people=3)
    page = main(get(desks.director, f"{HERE}?confirm=1&case={case.pk}&case=999999&case=x"))
    assert "決裁1件を記録します。まだ記録していません。" in page
    assert "証明書1枚・標章2枚・実施者証3枚の番号" in page
    assert f"{desks.director.staff.name}（課長専決）" in page
    assert "選んだうち1件は、いまあなたが一緒に記録できるものではありません" in page
    assert now(case).state == S.FORWARDED
    earlier = application_at(S.FORWARDED, desks)
    page = main(get(people.deputy(desks.hq_clerk), f"{HERE}?confirm=1&case={earlier.pk}"))
    assert "審査1件を記録します" in page
    assert "番号は付きません" in page
    assert "代決。後閲を待ちます" in page


def test_nothing_chosen_leads_back_to_the_table(desks):
    application_at(S.FORWARDED, desks, name="選ばない会")
    assert "そのうち1件は、一緒に記録できます" in main(get(desks.hq_clerk, f"{HERE}?confirm=1"))
    response = client_of(desks.hq_clerk).post(HERE, {"on": era(DAY)})
    scope.restore()
    assert response.status_code == 422


# --- the act ------------------------------------------------------------------------------------------------------


def test_several_decisions_each_with_its_own_history_row_and_numbers(desks):
    cases = [ready(desks, f"{n}の会") for n in "一二三"]
    rows = results(desks.director, send(desks.director, cases))
    assert all(row["done"] and row["word"] == "決裁" for row in rows.values())
    for case in cases:
        assert (now(case).state, now(case).decided_by) == (S.APPROVED, desks.director.staff)
        assert rows[case.pk]["made"] == f"証明書 {now(case).certification.number}"
        assert StateChange.objects.of_case(case).filter(transition="approve", on=DAY).count() == 1
    numbers = (
        IssuedNumber.objects.filter(kind="certificate").order_by("value").values_list("value", flat=True)
    )
    assert list(numbers) == [1, 2, 3]


def test_a_deputys_decisions_wait_to_be_seen(desks):
    cases = [application_at(S.FORWARDED, desks) for _ in range(2)]
    stand_in = people.deputy(desks.hq_clerk)
    assert all(row["done"] for row in results(stand_in, send(stand_in, cases)).values())
    assert DecisionStep.objects.later_reviews().count() == 2


def test_one_that_somebody_decided_meanwhile_leaves_the_others(desks):
    taken, left = ready(desks, "先に決まった会"), ready(desks, "残った会")
    seen = {case.pk: case.revision for case in (taken, left)}
    other = people.headquarters(desks.station.prefecture, "課長")
    perform(taken, "approve", by=other, on=DAY)
    answer = send(desks.director, [taken, left], revisions=seen)
    rows = results(desks.director, answer)
    assert (rows[taken.pk]["done"], rows[left.pk]["done"]) == (False, True)
    assert rows[taken.pk]["why"][0].startswith(f"{other.staff}（")
    assert "「決裁」を記録しました。" in rows[taken.pk]["why"][0]
    assert Credential.objects.filter(application=taken, kind="certificate").count() == 1
    page = main(get(desks.director, answer.url))
    assert "1件を記録しました。1件は記録できませんでした。" in page
    assert "先に決まった会" in page


def test_one_that_the_door_refuses_leaves_the_others_and_takes_no_number(desks):
    late, good = application_at(S.FORWARDED, desks, name="遅い会"), ready(desks, "よい会")
    for actor in (desks.hq_clerk, desks.assistant):
        perform(late, "endorse", by=actor, on=DAY.replace(day=3))
    rows = results(desks.director, send(desks.director, [now(late), good]))
    assert rows[late.pk]["why"] == ["前の段階の日より前の日付は記録できません。"]
    assert rows[good.pk]["done"]
    assert (now(late).state, now(good).state) == (S.FORWARDED, S.APPROVED)
    assert IssuedNumber.objects.filter(kind="certificate").count() == 1


def test_a_step_of_somebody_else_and_own_work_are_refused_by_the_door(desks):
    early = application_at(S.FORWARDED, desks, name="まだの会")
    own = application_at(S.FORWARDED, Desks(StationFactory()), name="自分の会")
    moved = people.headquarters(desks.station.prefecture, "係", staff=own.forwarded_by)
    rows = results(desks.director, send(desks.director, [early]))
    assert rows[early.pk]["why"] == ["いまの決裁の段階（係）の職が行います。"]
    own.forwarded_by.postings.exclude(post=moved.post).update(ends_on=DAY)
    page = main(get(moved, HERE))
    assert "決裁できない" in page
    rows = results(moved, send(moved, [own, early]))
    assert "あなたが調査または進達をした事案です" in rows[own.pk]["why"][0]
    assert rows[early.pk]["done"]


def test_a_station_may_not_and_another_prefecture_finds_nothing(desks):
    case = ready(desks, "よその会")
    assert send(desks.chief, [case]).status_code == 403
    elsewhere = StationFactory(prefecture__code="24", prefecture__name="三重県").prefecture
    stranger = people.headquarters(elsewhere, "課長")
    answer = send(stranger, [case])
    rows = results(stranger, answer)
    assert rows[case.pk]["why"] == ["この事案は見つかりません。"]
    assert "よその会" not in main(get(stranger, answer.url))
    assert now(case).state == S.FORWARDED


def test_what_was_not_confirmed_is_not_recorded(desks):
    case = ready(desks, "確かめない会")
    form = {"act_key": str(uuid.uuid4()), "on": era(DAY), "case": [case.pk]}
    answer = client_of(desks.director).post(HERE, form)
    scope.restore()
    assert results(desks.director, answer)[case.pk]["why"] == [
        "確かめた画面から送られていません。もう一度選んでください。"
    ]
    assert now(case).state == S.FORWARDED


@pytest.mark.parametrize("on", ["", "あす", "令和99年1月1日"])
def test_a_bad_day_comes_back_with_what_was_chosen(desks, on):
    case = ready(desks, "日の会")
    form = {"act_key": str(uuid.uuid4()), "on": on, "case": [case.pk], f"revision-{case.pk}": case.revision}
    response = client_of(desks.director).post(HERE, form)
    scope.restore()
    assert response.status_code == 422
    assert f'name="case" value="{case.pk}"' in response.content.decode()
    assert now(case).state == S.FORWARDED


def test_the_second_click_gets_the_first_results(desks):
    case, key = ready(desks, "二度の会"), uuid.uuid4()
    seen = {case.pk: case.revision}
    first = send(desks.director, [case], key=key, revisions=seen)
    rows = StateChange.objects.count()
    again = send(desks.director, [case], key=key, revisions=seen)
    assert (again.status_code, again.url) == (302, first.url)
    assert StateChange.objects.count() == rows
    assert results(desks.director, again)[case.pk]["done"]
    assert ActKey.objects.get(key=key).result[0]["case"] == case.pk


def test_results_are_shown_to_whoever_recorded_them_alone(desks):
    answer = send(desks.director, [ready(desks, "秘密の会")])
    assert get(desks.assistant, answer.url).status_code == 404
    assert get(desks.director, f"{HERE}?done={uuid.uuid4()}").status_code == 404
    assert get(desks.director, f"{HERE}?done=nonsense").status_code == 404


def test_a_page_takes_no_more_than_its_number(desks, monkeypatch):
    monkeypatch.setattr("blue_patrol.views.decide_together.DecideTogether.most", 1)
    first, second = ready(desks, "一番の会"), ready(desks, "二番の会")
    page = main(get(desks.director, f"{HERE}?confirm=1&case={first.pk}&case={second.pk}"))
    assert "二番の会 一度に1件までです" in page
    rows = results(desks.director, send(desks.director, [first, second]))
    assert list(rows) == [first.pk]
    assert now(second).state == S.FORWARDED


def test_each_page_leaves_one_row_of_the_read_log(desks):
    case = ready(desks, "読む会")
    for address in (HERE, f"{HERE}?confirm=1&case={case.pk}"):
        get(desks.director, address)
    assert reads(desks.director) == ["まとめて審査・決裁"] * 2


@pytest.mark.parametrize("rows", [1, 6])
def test_table_and_confirmation_take_two_queries(desks, rows):
    from tests.blue_patrol.test_query_counts import beyond_frame

    cases = [ready(desks, f"会{n}") for n in range(rows)]
    chosen = "".join(f"&case={case.pk}" for case in cases)
    assert beyond_frame(desks.director, HERE) == 2
    assert beyond_frame(desks.director, f"{HERE}?confirm=1{chosen}") == 2


# --- 交付の報告 ---------------------------------------------------------------------------------------------------


@pytest.mark.clause("BP-5-5-3")
def test_several_deliveries_are_reported_at_once(desks):
    here = "/cases/report/"
    cases = [application_at(S.DELIVERED, desks, name=f"{n}の会") for n in "一二"]
    other = application_at(S.ARRIVED, desks, name="まだの会")
    page = main(get(desks.clerk, here))
    assert "本部への報告を待つものが2件あります" in page
    assert "交付の報告2件を記録します" in main(
        get(desks.clerk, f"{here}?confirm=1&case={cases[0].pk}&case={cases[1].pk}")
    )
    rows = results(desks.clerk, send(desks.clerk, [*cases, other], here=here))
    assert [rows[case.pk]["done"] for case in [*cases, other]] == [True, True, False]
    assert rows[other.pk]["why"] == ["「受領」の事案では行えません。"]
    assert {now(case).state for case in cases} == {S.REPORTED}
    assert send(desks.chief, cases, here=here).status_code == 403


def test_every_page_of_the_kind_names_itself():
    for kind in Together.__subclasses__():
        assert kind.name
        assert kind.table_template or kind.table is not Together.table, (
            "neither a table of its own nor a list"
        )
        assert kind.otherwise

"""本部の指導 on an overdue clock: every act by every role, what stands against it, both homes, the pages."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from blue_patrol.models import ClockRemark
from casework.models import ActKey, Deadline, Notice, StateChange
from casework.models.road import RoadState as S
from casework.workflow import Refused, perform
from tests.blue_patrol import table
from tests.blue_patrol.acting import client_of, era
from tests.blue_patrol.paging import get, main
from tests.factories import people, remarks, scope
from tests.factories.applications import DAY, Desks, application_at
from tests.factories.places import StationFactory

pytestmark = pytest.mark.django_db
NEXT = DAY + dt.timedelta(days=1)
ACTS = {"answer": {"answer_text": "きょう報告する"}, "ask_again": {"note": "いつか"}, "settle": {}}
MAY = {
    "answer": {"clerk", "chief"},
    "ask_again": {"hq_clerk", "director"},
    "settle": {"hq_clerk", "director"},
}


@pytest.fixture
def desks():
    return Desks(StationFactory())


@pytest.fixture
def case(desks):
    return application_at(S.DELIVERED, desks)


def answered(desks, case):
    made = remarks.made(desks, case)
    perform(made, "answer", by=desks.clerk, on=DAY, answer_text="きょう報告する")
    return remarks.now(made)


def click(actor, name, pk, *, key=None, **sent):
    mark = {"act_key": str(key or uuid.uuid4())}
    if name != "clock_remark_new":
        mark["revision"] = ClockRemark.objects.get(pk=pk).revision
    response = client_of(actor).post(reverse(name, args=[pk]), mark | sent)
    scope.restore()
    return response


def settled(desks, case):
    made = remarks.made(desks, case)
    perform(made, "settle", by=desks.hq_clerk, on=DAY)
    return remarks.now(made)


def test_every_act_in_every_state_by_every_role(desks):
    assert table.declared(ClockRemark) == {
        "made": {"answer": "answered", "settle": "settled"},
        "answered": {"ask_again": "made", "settle": "settled"},
    }
    cases = {state: make(desks, application_at(S.DELIVERED, desks)) for state, make in (("made", remarks.made), ("answered", answered), ("settled", settled))}  # fmt: skip
    assert {state: row.state for state, row in cases.items()} == {state: state for state in cases}
    for state, row in cases.items():
        for name, details in ACTS.items():
            target = table.declared(ClockRemark).get(state, {}).get(name)
            for role in ("clerk", "chief", "hq_clerk", "director"):
                told = table.outcome(row, name, None, getattr(desks, role), **details)
                if target is None:
                    assert told == "refused", (state, name, role)
                elif role in MAY[name]:
                    assert told == target, (state, name, role)
                else:
                    assert told.endswith("職が行います。"), (state, name, role)


def test_only_the_division_in_charge_remarks(desks, case):
    with pytest.raises(Refused, match="本部の担当課"):
        remarks.made(desks, case, by=desks.clerk)
    councils = people.headquarters(desks.station.prefecture, "係", duty="traffic")
    with pytest.raises(Refused, match="主管する課"):
        remarks.made(desks, case, by=councils)


def test_a_remark_is_on_a_clock_that_has_run_out_one_at_a_time(desks, case):
    entry = Deadline.objects.of_case(case).get(kind="inspection_entry")
    with pytest.raises(Refused, match="まだ過ぎていません"):
        remarks.made(desks, clock=entry, on=entry.due_on)
    assert remarks.made(desks, clock=entry, on=entry.due_on + dt.timedelta(days=1)).state == "made"
    with pytest.raises(Refused, match="終わっていない指導"):
        remarks.made(desks, clock=entry, on=entry.due_on + dt.timedelta(days=1))
    perform(case, "report", by=desks.clerk, on=DAY)
    done = Deadline.objects.of_case(case).get(kind="delivery_report")
    with pytest.raises(Refused, match="もう済んでいます"):
        remarks.made(desks, clock=done)


@pytest.mark.parametrize(
    ("told", "said"),
    [({"text": " "}, "指導の内容を書いて"), ({"due_on": DAY - dt.timedelta(days=1)}, "指導した日より前"), ({"on": dt.date(2999, 1, 1)}, "先の日付")],
)  # fmt: skip
def test_what_is_typed_must_fit(desks, case, told, said):
    with pytest.raises(Refused, match=said):
        remarks.made(desks, case, **told)
    assert not ClockRemark.objects.exists()


def test_days_stand_in_order_and_an_answer_and_a_question_say_something(desks, case):
    made = remarks.made(desks, case, on=NEXT)
    with pytest.raises(Refused, match="前の手続の日"):
        perform(made, "answer", by=desks.clerk, on=DAY, answer_text="はい")
    with pytest.raises(Refused, match="回答を書いて"):
        perform(made, "answer", by=desks.clerk, on=NEXT, answer_text=" ")
    perform(made, "answer", by=desks.chief, on=NEXT, answer_text="あす")
    with pytest.raises(Refused, match="理由を書いて"):
        perform(made, "ask_again", by=desks.hq_clerk, on=NEXT, note="")
    perform(remarks.now(made), "ask_again", by=desks.director, on=NEXT, note="その後は")
    row = remarks.now(made)
    assert (row.state, row.answered_on, row.text.splitlines()[-1]) == ("made", None, "その後は")
    assert row.answer_text == "あす"


def test_it_waits_on_the_stations_home_then_on_headquarters_then_nowhere(desks, case):
    def homes():
        return tuple("本部の指導" in main(get(actor, "/")) for actor in (desks.clerk, desks.chief, desks.hq_clerk, desks.director))  # fmt: skip

    assert homes() == (False,) * 4
    made = remarks.made(desks, case, due_on=NEXT)
    assert homes() == (True, True, False, False)
    perform(made, "answer", by=desks.clerk, on=DAY, answer_text="きょう報告する")
    assert homes() == (False, False, True, True)
    assert desks.station.name in main(get(desks.hq_clerk, "/"))
    perform(remarks.now(made), "settle", by=desks.hq_clerk, on=DAY)
    assert homes() == (False,) * 4


def test_the_rows_of_the_clocks_lead_to_the_remark_and_headquarters_to_a_new_one(desks, case):
    clock = remarks.clock_of(case)
    new = reverse("clock_remark_new", args=[clock.pk])
    assert new in get(desks.hq_clerk, "/deadlines/").content.decode()
    assert new not in get(desks.clerk, "/deadlines/").content.decode()
    made = remarks.made(desks, clock=clock)
    for actor in (desks.clerk, desks.hq_clerk):
        page = get(actor, "/deadlines/").content.decode()
        assert reverse("clock_remark", args=[made.pk]) in page
        assert new not in page


def test_a_remark_is_written_answered_and_settled_on_its_pages(desks, case):
    clock = remarks.clock_of(case)
    sent = {"text": "いつ報告しますか", "due_on": "", "on": era(DAY)}
    first = click(desks.hq_clerk, "clock_remark_new", clock.pk, key=(key := uuid.uuid4()), **sent)
    assert first.status_code == 302
    again = click(desks.hq_clerk, "clock_remark_new", clock.pk, key=key, **sent)
    assert (again.status_code, again.url) == (302, first.url)
    made = ClockRemark.objects.get()
    assert ActKey.objects.get(key=key).location == f"/remarks/{made.pk}/"
    assert (
        click(desks.clerk, "clock_remark_answer", made.pk, answer_text="きょう", on=era(DAY)).status_code
        == 302
    )
    assert click(desks.hq_clerk, "clock_remark_again", made.pk, note="本当に", on=era(DAY)).status_code == 302
    assert (
        click(desks.chief, "clock_remark_answer", made.pk, answer_text="報告した", on=era(DAY)).status_code
        == 302
    )
    assert click(desks.director, "clock_remark_settle", made.pk, on=era(DAY)).status_code == 302
    page = main(get(desks.clerk, f"/remarks/{made.pk}/"))
    for sentence in (
        "指導しました。",
        "署として回答しました。",
        "もう一度たずねました。",
        "了としました。",
        "いつ報告しますか",
        "本当に",
    ):
        assert sentence in page, sentence
    assert "終わっていない指導はありません" in main(get(desks.clerk, "/remarks/"))
    assert "いつ報告しますか" in main(get(desks.hq_clerk, "/remarks/?state=all"))
    assert StateChange.objects.of_case(made).count() == 5


def test_what_was_typed_stays_when_it_is_refused(desks, case):
    clock = remarks.clock_of(case)
    response = click(desks.hq_clerk, "clock_remark_new", clock.pk, text="いつですか", due_on=era(DAY - dt.timedelta(days=3)), on=era(DAY))  # fmt: skip
    assert response.status_code == 422
    assert "いつですか" in response.content.decode()
    assert "指導した日より前" in main(response)
    remarks.made(desks, clock=clock)
    response = click(desks.hq_clerk, "clock_remark_new", clock.pk, text="もう一つ", due_on="", on=era(DAY))
    assert response.status_code == 422
    assert "もう一つ" in response.content.decode()


def test_a_remark_of_another_station_is_none(desks, case):
    other = Desks(StationFactory())
    made = remarks.made(desks, case)
    assert get(other.clerk, f"/remarks/{made.pk}/").status_code == 404
    assert get(other.hq_clerk, f"/remarks/{made.pk}/").status_code == 200


@pytest.mark.clause("BP-4")
def test_each_side_is_told_of_the_other_sides_word(desks, case):
    def told(actor):
        rows = Notice.objects.of(actor).filter(case_label=ClockRemark._meta.label).order_by("pk")
        return list(rows.values_list("kind", flat=True))

    row = remarks.made(desks, case)
    perform(row, "answer", by=desks.clerk, on=DAY, answer_text="あす報告します。")
    perform(remarks.now(row), "ask_again", by=desks.hq_clerk, on=DAY, note="報告がまだです。")
    assert told(desks.clerk) == told(desks.chief) == ["open", "ask_again"]
    assert told(desks.hq_clerk) == ["answer"]
    assert told(desks.director) == []

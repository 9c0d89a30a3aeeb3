"""意見・要望 (第6): every act in every state by every role; it comes back until it has been read out."""

import datetime as dt

import pytest
from django.db import transaction

from casework.models import StateChange
from casework.workflow import Refused, perform
from liaison_councils.models import Opinion
from liaison_councils.models.opening import raise_opinion
from tests.casework.test_walls import attempt
from tests.factories import councils, people
from tests.factories.councils import DAY, now
from tests.factories.places import KobanFactory, StationFactory
from tests.liaison_councils import table

pytestmark = pytest.mark.django_db
DAYS = [DAY + dt.timedelta(days=n) for n in range(0, 200, 10)]
MACHINE = {
    "received": {"assign": "received", "answer": "answered", "close_otherwise": "closed"},
    "answered": {"assign": "answered", "reopen": "received", "read_back": "closed", "close_otherwise": "closed"},
}  # fmt: skip
RUN, SUPERVISE = ("officer", "supervisor"), ("supervisor", "chief")
MAY = {"assign": RUN, "answer": RUN, "read_back": RUN, "reopen": SUPERVISE, "close_otherwise": SUPERVISE}
TYPED = {"kind": "traffic", "raiser": "resident", "raiser_name": "", "content": "直した", "section": "交通課"}


@pytest.fixture
def at():
    return councils.desks()


@pytest.fixture
def council(at):
    found = councils.active(at)
    councils.appointed(at, found)
    return found


def answered(at, opinion, on=DAYS[1], **told):
    perform(opinion, "answer", by=at.officer, on=on, **({"reply": "照明を頼んだ"} | told))
    return now(opinion)


def closed(at, opinion):
    perform(opinion, "close_otherwise", by=at.supervisor, on=DAYS[1], note="本人に伝えた")
    return now(opinion)


@pytest.mark.clause("LC-6")
def test_the_whole_machine_by_every_role(at, council):
    meeting = councils.held(at, council, on=DAYS[2])
    assert table.declared(Opinion) == MACHINE
    cases = {
        "received": councils.opinion(at, council),
        "answered": answered(at, councils.opinion(at, council)),
        "closed": closed(at, councils.opinion(at, council)),
    }
    acts = {
        "assign": TYPED, "answer": {"reply": "直した"}, "reopen": {"note": "違った"}, "read_back": {"meeting": meeting.pk},
        "close_otherwise": {"note": "同じ意見"},
    }  # fmt: skip
    found, wanted = table.tried(at, cases, acts, MAY, DAYS[2])
    assert found == wanted
    assert sum(bool(told) and told != "not you" for told in found.values()) == 14


@pytest.mark.clause("LC-6")
@pytest.mark.parametrize(
    ("name", "told", "said"),
    [
        ("answer", {"reply": " "}, "回答を書いてください"),
        ("assign", TYPED | {"content": " "}, "内容を書いてください"),
        ("close_otherwise", {"note": ""}, "理由を書いてください"),
    ],
)
def test_an_act_without_its_words_is_refused(at, council, name, told, said):
    with pytest.raises(Refused, match=said):
        perform(councils.opinion(at, council), name, by=at.supervisor, on=DAY, **told)


@pytest.mark.clause("LC-6")
def test_nobody_answers_before_somebody_is_in_charge(at, council):
    opinion = councils.opinion(at, council, section="")
    with pytest.raises(Refused, match="担当の課がまだ決まっていません"):
        answered(at, opinion)
    perform(opinion, "assign", by=at.officer, on=DAY, **TYPED)
    assert answered(at, now(opinion)).state == "answered"


@pytest.mark.clause("LC-6")
def test_an_answer_is_read_out_at_a_meeting_of_the_council_that_was_held_after_it(at, council):
    other = councils.active(at, name="ほかの協議会", at_koban=KobanFactory(station=at.station))
    councils.appointed(at, other)
    early, late = councils.held(at, council, on=DAYS[1]), councils.held(at, council, on=DAYS[3])
    planned, foreign = councils.announced(at, council, on=DAYS[5]), councils.held(at, other, on=DAYS[3])
    opinion = answered(at, councils.opinion(at, council), on=DAYS[2])
    for meeting, said in ((early, "回答した日より前"), (planned, "選んで"), (foreign, "選んで")):
        with pytest.raises(Refused, match=said):
            perform(opinion, "read_back", by=at.officer, on=DAYS[3], meeting=meeting.pk)
    perform(opinion, "read_back", by=at.officer, on=DAYS[3], meeting=late.pk)
    opinion = now(opinion)
    assert (opinion.state, opinion.read_out_at, opinion.closed_on) == ("closed", late, DAYS[3])
    assert StateChange.objects.last_of(opinion).clause == "LC-6"


@pytest.mark.clause("LC-6")
def test_an_opinion_comes_back_over_three_meetings_until_it_is_closed(at, council):
    """Raised at the first, unanswered at the second, answered and read out at the third: then it is gone."""
    first = councils.held(at, council, on=DAYS[1])
    opinion = now(raise_opinion(
        council, by=at.officer, on=DAYS[1], meeting=first, kind="crime", raiser="member", raiser_name="", content="暗い", section="生活安全課"
    ))  # fmt: skip
    other = councils.opinion(at, council, content="ほかの意見")
    agendas = [[row.content for row in council.opinions.open().order_by("pk")]]
    councils.held(at, council, on=DAYS[2])
    agendas.append([row.content for row in council.opinions.open().order_by("pk")])
    perform(other, "close_otherwise", by=at.supervisor, on=DAYS[3], note="本人に伝えた")
    opinion = answered(at, opinion, on=DAYS[3])
    third = councils.held(at, council, on=DAYS[4])
    agendas.append([row.content for row in council.opinions.open().order_by("pk")])
    perform(opinion, "read_back", by=at.officer, on=DAYS[4], meeting=third.pk)
    agendas.append([row.content for row in council.opinions.open()])
    assert agendas == [["暗い", "ほかの意見"], ["暗い", "ほかの意見"], ["暗い"], []]
    assert now(opinion).read_out_at == third


def test_a_reopened_answer_is_given_anew_and_only_then_read(at, council):
    meeting = councils.held(at, council, on=DAYS[3])
    opinion = answered(at, councils.opinion(at, council))
    perform(opinion, "reopen", by=at.supervisor, on=DAYS[1], note="照明は付かなかった")
    assert (now(opinion).state, now(opinion).answered_on) == ("received", None)
    with pytest.raises(Refused, match="の記録では行えません"):
        perform(now(opinion), "read_back", by=at.officer, on=DAYS[3], meeting=meeting.pk)
    again = answered(
        at, now(opinion), on=DAYS[2], reply="別の所に付けた", measure="市へ申入れ", measured_on=DAYS[1]
    )
    assert (again.reply, again.measure, again.measured_on) == ("別の所に付けた", "市へ申入れ", DAYS[1])


def test_the_days_of_the_acts_stand_in_order(at, council):
    opinion = councils.opinion(at, council, on=DAYS[2])
    with pytest.raises(Refused, match="前の手続の日"):
        answered(at, opinion, on=DAYS[1])
    with pytest.raises(Refused, match="先の日付"):
        answered(at, opinion, on=dt.date(2099, 1, 1))
    with pytest.raises(Refused, match="先の日付"):
        councils.opinion(at, council, on=dt.date(2099, 1, 1))


def test_a_meeting_that_is_named_is_the_councils_own_and_was_held_then(at, council):
    other = councils.active(at, name="ほかの協議会", at_koban=KobanFactory(station=at.station))
    meeting = councils.held(at, council, on=DAYS[2])
    told = {
        "by": at.supervisor,
        "kind": "crime",
        "raiser": "member",
        "raiser_name": "",
        "content": "x",
        "section": "",
    }
    with pytest.raises(Refused, match="この協議会の会議を選んで"):
        raise_opinion(other, on=DAYS[2], meeting=meeting, **told)
    with pytest.raises(Refused, match="会議を開いた日より前"):
        raise_opinion(council, on=DAYS[1], meeting=meeting, **told)
    assert raise_opinion(council, on=DAYS[2], meeting=meeting, **told).meeting == meeting


@pytest.mark.clause("LC-3-6", "LC-6")
def test_a_koban_officer_raises_and_answers_for_the_own_koban_alone(at, council):
    colleague = people.koban_officer(KobanFactory(station=at.station))
    told = {
        "on": DAY,
        "kind": "crime",
        "raiser": "member",
        "raiser_name": "",
        "content": "x",
        "section": "交通課",
    }
    with pytest.raises(Refused, match="この協議会の所管区の勤務員"):
        raise_opinion(council, by=colleague, **told)
    opinion = raise_opinion(council, by=at.officer, **told)
    with pytest.raises(Refused, match="この協議会の所管区の勤務員"):
        perform(opinion, "answer", by=colleague, on=DAY, reply="x")
    assert answered(at, now(opinion)).state == "answered"
    stranger = councils.desks()
    with pytest.raises(Refused, match="職が行います"):
        raise_opinion(council, by=stranger.supervisor, **told)


@pytest.mark.parametrize(
    ("typed", "asked"), [("駐輪場が髙い", "高い"), ("渡邊商店の前", "渡辺"), ("ﾊﾞｽ停が暗い", "バス停")]
)
def test_an_opinion_is_found_whatever_the_variant(at, council, typed, asked):
    found, _ = councils.opinion(at, council, content=typed), councils.opinion(at, council, content="ほか")
    assert list(Opinion.objects.found_by(asked)) == [found]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "statement",
    [
        "update liaison_councils_opinion set reply = 'x'",
        "update liaison_councils_opinion set state = 'closed'",
        "delete from liaison_councils_opinion",
    ],
)
def test_the_database_takes_no_write_without_an_act(statement):
    with transaction.atomic():
        at = councils.CouncilDesks(StationFactory())
        councils.opinion(at, councils.active(at))
    assert attempt(statement, stations=[at.station.pk]) != "done"

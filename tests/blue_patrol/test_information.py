"""The yearly information: one act for many groups, its clocks, the ledger, the pages and what is mailed (BP-11-2-a)."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from blue_patrol.models import Certification, InformationRecord, LedgerEvent, Patroller
from blue_patrol.papers.from_books import ledger_values
from casework.models import ChangePayload, Deadline, StateChange
from casework.models.road import RoadState as S
from casework.workflow import Refused, perform, perform_all
from tests.blue_patrol.acting import client_of, era, fault_beside, text
from tests.factories import people, scope
from tests.factories.applications import DAY, Desks, application_at
from tests.factories.places import StationFactory
from tests.nights import every_nth

pytestmark = pytest.mark.django_db
LATER = dt.date(2026, 9, 3)


@pytest.fixture
def desks():
    return Desks(StationFactory())


@pytest.fixture
def standings(desks):
    """Two groups with a standing each, of two and of three patrollers."""
    for name, number in (("桜見坂の会", 2), ("坂上町の会", 3)):
        application_at(S.DELIVERED, desks, name=name, people=number)
    return list(Certification.objects.order_by("pk"))


def inform(standings, desks, on=LATER, **details):
    values = {"way": "handout", "text": "自転車盗の手口", "reached": {str(each.pk): 2 for each in standings}}
    return perform_all(standings, "inform", by=desks.clerk, on=on, **values | details)


def clocks(standing) -> list[tuple]:
    rows = Deadline.objects.of_case(standing).filter(kind="information").order_by("starts_on")
    return list(rows.values_list("starts_on", "due_on", "done_on"))


def see(actor, name, **params):
    response = client_of(actor).get(reverse(name), params)
    scope.restore()
    return response


def send(actor, standings, key=None, **more):
    sent = {
        "standing": [each.pk for each in standings], "on": era(LATER), "way": "handout", "text": "自転車盗の手口",
        "act_key": str(key or uuid.uuid4()),
    } | {f"reached-{each.pk}": "2" for each in standings} | more  # fmt: skip
    response = client_of(actor).post(reverse("information_give"), sent)
    scope.restore()
    return response


# --- the act -------------------------------------------------------------------------------------------------------


@pytest.mark.clause("BP-11-2-a")
def test_one_act_ends_the_running_clock_of_every_group_and_starts_the_next(desks, standings):
    inform(standings, desks)
    for standing in standings:
        assert clocks(standing) == [
            (DAY, dt.date(2028, 3, 31), LATER),
            (LATER, dt.date(2028, 3, 31), None),
        ]
    inform(standings, desks, on=dt.date(2026, 9, 4))
    assert [done for _, _, done in clocks(standings[0])] == [LATER, dt.date(2026, 9, 4), None]


@pytest.mark.clause("BP-11-2-a")
def test_each_group_keeps_its_record_its_line_of_the_ledger_and_its_own_number_in_the_history(
    desks, standings
):
    reached = {str(standings[0].pk): 2, str(standings[1].pk): 3}
    inform(standings, desks, reached=reached)
    kept = InformationRecord.objects.order_by("certification_id")
    assert [(row.on, row.way, row.reached, row.told_by) for row in kept] == [
        (LATER, "handout", 2, desks.clerk.staff), (LATER, "handout", 3, desks.clerk.staff),
    ]  # fmt: skip
    for standing in standings:
        last = StateChange.objects.last_of(standing)
        assert (last.transition, last.clause, last.on) == ("inform", "BP-11-2-a", LATER)
        assert ChangePayload.objects.get(change=last).content["reached"] == reached[str(standing.pk)]


@pytest.mark.clause("BP-5-6", "BP-11-2-a")
def test_the_ledger_prints_it_under_trainings_and_information(desks, standings):
    inform(standings[:1], desks)
    printed = ledger_values(standings[0].group.ledger, LATER)
    assert printed["trainings"][-1] == {
        "on": LATER.isoformat(), "kind": "情報提供", "text": "配布　自転車盗の手口　実施者2人", "by": desks.clerk.staff.name,
        "struck_on": None,
    }  # fmt: skip


@pytest.mark.clause("BP-11-2-a")
@pytest.mark.parametrize(
    ("details", "said"),
    every_nth(
        [
            ({"on": dt.date(2099, 1, 1)}, "先の日付"),
            ({"on": DAY - dt.timedelta(days=1)}, "証明書を交付した日"),
            ({"way": "hearsay"}, "方法"),
            ({"text": " "}, "伝えたこと"),
            ({"reached": {}}, "実施者は2人"),
        ],
        3,
    ),
)
def test_one_group_that_cannot_be_recorded_keeps_all_from_it(desks, standings, details, said):
    with pytest.raises(Refused) as refused:
        inform(standings, desks, **details)
    assert said in str(refused.value)
    assert all(reason.clause == "BP-11-2-a" for reason in refused.value.reasons)
    assert not InformationRecord.objects.exists()
    assert not LedgerEvent.objects.filter(kind="情報提供").exists()


@pytest.mark.clause("BP-11-2-a")
@pytest.mark.parametrize(
    ("on", "said"), [(LATER, "すでに記録されています"), (dt.date(2026, 9, 2), "前の情報提供")]
)
def test_the_same_day_and_an_earlier_one_are_not_recorded_a_second_time(desks, standings, on, said):
    inform(standings[:1], desks)
    with pytest.raises(Refused, match=said):
        inform(standings, desks, on=on)
    assert InformationRecord.objects.count() == 1


@pytest.mark.clause("BP-11-2-a")
def test_a_clock_met_by_hand_starts_the_next_one_too(desks, standings):
    standing = standings[0]
    clock = Deadline.objects.of_case(standing).get(kind="information")
    perform(
        standing, "meet_deadline", by=desks.clerk, on=LATER, deadline=clock.pk, evidence="会報を全員に配った"
    )
    assert clocks(standing) == [(DAY, dt.date(2028, 3, 31), LATER), (LATER, dt.date(2028, 3, 31), None)]
    record = InformationRecord.objects.get()
    assert (record.way, record.text, record.reached) == ("other", "会報を全員に配った", 2)
    follower = Deadline.objects.of_case(standing).open().get(kind="information")
    with pytest.raises(Refused, match="すでに記録されています"):
        perform(
            standing, "meet_deadline", by=desks.clerk, on=LATER, deadline=follower.pk, evidence="もう一度"
        )


def test_only_the_stations_clerk_informs_and_only_groups_in_force(desks, standings):
    for actor in (desks.chief, desks.hq_clerk):
        with pytest.raises(Refused):
            perform(standings[0], "inform", by=actor, on=LATER, way="post", text="手口", reached={})
    pending = application_at(S.ARRIVED, desks, name="まだの会").certification
    with pytest.raises(Refused, match="交付前"):
        inform([pending], desks)


# --- the pages -----------------------------------------------------------------------------------------------------


@pytest.mark.clause("BP-11-2-a")
def test_the_list_says_in_words_how_each_group_stands(desks, standings):
    today = timezone.localdate()
    clock = Deadline.objects.of_case(standings[0]).filter(kind="information")
    for due, word in (
        (today - dt.timedelta(days=1), "期限を過ぎた"), (today + dt.timedelta(days=1), "期限まで3か月以内"),
    ):  # fmt: skip
        clock.update(due_on=due)
        shown = text(see(desks.clerk, "information"))
        assert f">{word}</span>" in shown
        assert ">これから</span>" in shown
        assert shown.index("桜見坂の会") < shown.index("坂上町の会")
    assert "坂上町の会" not in text(see(desks.clerk, "information", kind="soon"))
    inform(standings[1:], desks)
    assert ">済み</span>" in text(see(desks.clerk, "information"))


@pytest.mark.clause("BP-11-2-a")
def test_the_list_names_who_joined_since_the_last_information(desks, standings):
    inform(standings[:1], desks)
    group = standings[0].group
    assert "実施者証はまだ" not in text(see(desks.clerk, "information"))
    Patroller.objects.create(station=desks.station, group=group, name="新田 加わる")
    shown = text(see(desks.clerk, "information"))
    assert "新田 加わる" in shown
    assert "実施者証はまだ" in shown
    assert "実施 者0" not in shown


@pytest.mark.clause("BP-11-2-a")
def test_ticked_groups_are_recorded_together_and_the_page_tells_how_many(desks, standings):
    form = text(see(desks.clerk, "information_give", standing=[each.pk for each in standings]))
    assert "2団体" in form
    assert 'value="3"' in form
    assert f'value="{era(timezone.localdate())}"' in form
    answer = send(desks.clerk, standings)
    assert (answer.status_code, answer.url) == (302, reverse("information")), text(answer)
    assert InformationRecord.objects.count() == 2


def test_a_repeated_click_records_once(desks, standings):
    key = uuid.uuid4()
    first, again = send(desks.clerk, standings, key=key), send(desks.clerk, standings, key=key)
    assert (again.status_code, again.url) == (302, first.url)
    assert InformationRecord.objects.count() == 2


def test_a_second_entry_of_the_same_day_names_each_group(desks, standings):
    send(desks.clerk, standings[:1])
    answer = send(desks.clerk, standings)
    assert answer.status_code == 422
    assert "桜見坂の会：" in fault_beside(answer, "on")
    assert InformationRecord.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "field", "said"),
    every_nth(
        [
            ({"on": "令和81年1月1日"}, "on", "先の日付"),
            ({"on": "令和8年8月31日"}, "on", "証明書を交付した日"),
            ({"on": "きのう"}, "on", "日付として読めません"),
            ({"on": ""}, "on", "入力してください"),
            ({"way": ""}, "way", "方法を選んでください"),
            ({"text": ""}, "text", "伝えたことを入力してください"),
            ({"text": "あ" * 1001}, "text", "1000字まで"),
        ],
        4,
    ),
)
def test_a_fault_stands_beside_its_field_and_nothing_typed_is_lost(desks, standings, sent, field, said):
    answer = send(desks.clerk, standings, **{"text": "残る文"} | sent)
    assert answer.status_code == 422
    assert said in fault_beside(answer, field)
    assert "残る文" in text(answer) or "text" in sent
    assert not InformationRecord.objects.exists()


@pytest.mark.parametrize("number", every_nth(["0", "3", "", "多数"], 4))
def test_a_number_that_is_not_the_groups_stands_beside_it(desks, standings, number):
    name = f"reached-{standings[0].pk}"
    answer = send(desks.clerk, standings[:1], **{name: number})
    assert answer.status_code == 422
    assert fault_beside(answer, name)


@pytest.mark.parametrize("ticks", every_nth([[], ["x"], ["999999"]], 3))
def test_without_a_group_nothing_is_recorded_and_it_says_so(desks, standings, ticks):
    shown = client_of(desks.clerk).get(reverse("information_give"), {"standing": ticks})
    answer = client_of(desks.clerk).post(reverse("information_give"), {"standing": ticks, "on": era(LATER)})
    scope.restore()
    assert (shown.status_code, answer.status_code) == (200, 422)
    assert "団体に印が付いていません" in text(shown)
    assert "団体に印が付いていません" in text(answer)


def test_a_group_of_another_desk_among_the_ticks_is_left_out_with_a_word(desks, standings):
    other = application_at(S.DELIVERED, Desks(StationFactory()), name="となりの会").certification
    answer = send(desks.clerk, [standings[0], other])
    assert answer.status_code == 422
    assert "選んだうち1団体は" in text(answer)
    assert "となりの会" not in text(answer)
    assert not InformationRecord.objects.exists()


@pytest.mark.clause("BP-11-2-a")
def test_headquarters_sees_the_stations_counts_and_the_groups_of_the_one_it_chooses(desks, standings):
    director = people.headquarters(desks.station.prefecture, "課長")
    shown = text(see(director, "information"))
    assert "署ごとの情報提供" in shown
    assert "2団体" in shown
    assert "桜見坂の会" not in shown
    chosen = text(see(director, "information", station=desks.station.pk))
    assert "桜見坂の会" in chosen
    assert "情報提供を記録する" not in chosen


@pytest.mark.clause("BP-11-2-a")
def test_the_addresses_and_the_letters_of_the_ticked_groups_are_printed(desks, standings):
    ticked = {"standing": [standings[0].pk]}
    sheet = text(see(desks.clerk, "information_letters", **ticked))
    letter = text(see(desks.clerk, "information_letters", sheet="letters", **ticked))
    for page in (sheet, letter):
        assert "桜見坂の会" in page
        assert "愛知県桜見市坂上町一丁目2番3号" in page
        assert "坂上町の会" not in page
    assert "□" in sheet
    assert "青色防犯パトロールに関する情報の提供について" in letter


# --- who is due for training, by station -----------------------------------------------------------------------------


@pytest.mark.clause("BP-11-2-b")
def test_headquarters_sees_by_station_who_is_due_for_training(desks):
    case = application_at(S.DELIVERED, desks, people=3, untrained=1)
    today = timezone.localdate()
    clocks = Deadline.objects.of_case(case.certification).filter(kind="retraining").order_by("pk")
    first, second = clocks.values_list("pk", flat=True)
    Deadline.objects.filter(pk=first).update(due_on=today - dt.timedelta(days=1))
    Deadline.objects.filter(pk=second).update(
        due_on=today + dt.timedelta(days=80)
    )  # amber from three months before
    director = people.headquarters(desks.station.prefecture, "課長")
    shown = text(see(director, "trainings"))
    station = desks.station.pk
    for kind in ("never", "overdue", "amber"):
        assert f'href="{reverse("training_due")}?station={station}&amp;kind={kind}">1人</a>' in shown
    assert "署ごとの人数" not in text(see(desks.clerk, "trainings"))
    assert "署ごとの人数" not in text(see(director, "trainings", station=station))

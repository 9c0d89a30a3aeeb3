"""デモンストレーション等 (第10): both ways to headquarters, the stickers of the day, their way back."""

import pytest

from blue_patrol.models import (
    Application,
    Credential,
    DemonstrationApplication,
    Kind,
    LedgerEvent,
    Place,
    RegisterEntry,
    RegisterNote,
)
from blue_patrol.papers.from_books import register_row
from casework import wareki
from casework.models import Deadline, DecisionStep, IssuedNumber, IssuedPaper, RouteStep
from casework.models.road import RoadState as S
from casework.workflow import Refused, perform
from tests.factories.applications import DAY, REASONS, Desks, deliver, steps, walk
from tests.factories.demonstrations import (
    OWN,
    PLAN,
    RUN_DAY,
    car_of,
    demonstration,
    demonstration_at,
    own_request,
    places,
    take_back,
)
from tests.factories.places import StationFactory
from tests.factories.requests import standing_of
from tests.nights import every_nth

pytestmark = pytest.mark.django_db
SHORT = wareki.format_short(DAY)


@pytest.fixture
def desks():
    return Desks(StationFactory())


def go(case, desks, *states):
    for state in states:
        steps(case, desks)[state]()
        case = Application.objects.get(pk=case.pk)
    return case


TO_DELIVERY = (S.APPROVED, S.DISPATCHED, S.ARRIVED, S.DELIVERED)


@pytest.mark.clause("BP-10-1-1-a")
@pytest.mark.clause("BP-10-1-1-b")
def test_the_road_of_a_bodys_request_from_form_19_to_headquarters_and_back(desks):
    case = demonstration_at(S.DELIVERED, desks)
    assert type(case) is DemonstrationApplication
    assert list(IssuedPaper.objects.of_case(case).values_list("form", flat=True).order_by("pk")) == [
        "20",
        "21",
    ]
    assert places(case) == [Place.WITH_GROUP]
    case = take_back(case, desks)
    assert (case.state, places(case)) == (S.DELIVERED, [Place.SURRENDERED])
    case = perform(case, "report", by=desks.clerk, on=DAY)
    assert (case.state, places(case)) == (S.REPORTED, [Place.SENT_TO_HQ])
    case = perform(case, "destroy_returned", by=desks.hq_clerk, on=DAY)
    assert places(case) == [Place.DESTROYED]


@pytest.mark.clause("BP-10-1-2")
def test_the_chiefs_own_request_has_no_applicant_and_starts_as_forwarded_with_form_20_2(desks):
    case = own_request(desks)
    assert (case.state, case.group, case.received_on, case.receipt_number) == (S.FORWARDED, None, None, "")
    assert (case.forwarded_on, case.forwarded_by) == (DAY, desks.chief.staff)
    assert [paper.form for paper in IssuedPaper.objects.of_case(case)] == ["20-2"]
    assert [step.title for step in case.open_steps()] == ["係"]
    case = go(case, desks, *TO_DELIVERY)
    case = perform(take_back(case, desks), "report", by=desks.clerk, on=DAY)
    assert (case.state, str(case.subject)) == (S.REPORTED, PLAN["title"])


@pytest.mark.clause("BP-10-1-2")
def test_only_the_chief_asks_and_with_an_outline(desks):
    standing = standing_of(desks)
    from blue_patrol.models.own_request import ask

    with pytest.raises(Refused, match="署長の職が行います。"):
        ask(by=desks.clerk, plan=PLAN | OWN, cars=[car_of(standing)], on=DAY)
    with pytest.raises(Refused, match="概要を書くか、概要を記載した書類を添えてください。"):
        ask(by=desks.chief, plan=PLAN | OWN | {"outline": " "}, cars=[car_of(standing)], on=DAY)
    assert not DemonstrationApplication.objects.exists()


@pytest.mark.clause("BP-10-1-2")
def test_what_headquarters_sends_back_of_the_chiefs_own_is_mended_and_forwarded_again(desks):
    case = go(own_request(desks), desks, S.SENT_BACK)
    with pytest.raises(Refused, match="署長の要請による運行に、申請者はいません。"):
        perform(case, "request_correction", by=desks.clerk, on=DAY, reasons=REASONS)
    case = perform(case, "amend", by=desks.clerk, on=DAY, part="request", changed=[])
    answers = {str(reason.pk): "直した" for reason in case_reasons(case)}
    case = perform(case, "answer", by=desks.clerk, on=DAY, answers=answers)
    case = perform(case, "forward", by=desks.chief, on=DAY, opinion="fit")
    assert (case.state, case.round) == (S.FORWARDED, 2)
    assert IssuedPaper.objects.of_case(case).filter(form="20-2").count() == 2


def case_reasons(case):
    from casework.models import ReturnReason

    return ReturnReason.objects.of_case(case).unanswered()


def test_a_bodys_request_that_was_sent_back_is_amended_by_way_of_a_correction(desks):
    case = demonstration_at(S.SENT_BACK, desks)
    with pytest.raises(Refused, match="申請者に直してもらうときは、補正を求めてください。"):
        perform(case, "amend", by=desks.clerk, on=DAY, part="request", changed=[])


def said(case, name, by, **details) -> str:
    with pytest.raises(Refused) as refused:
        perform(case, name, by=by, on=DAY, **details)
    return str(refused.value)


@pytest.mark.clause("BP-10-1-1-a")
def test_receipt_waits_for_letter_requester_and_cars(desks):
    standing = standing_of(desks)
    bare = demonstration(desks, standing, letter=False, cars=[], requester_name="")
    text = said(bare, "receive", desks.clerk)
    for sentence in (
        "要請文書の写しを添付してください。", "要請団体の名称を書いてください。", "運行する自動車を選んでください。",
    ):  # fmt: skip
        assert sentence in text
    DemonstrationApplication.objects.filter(pk=bare.pk).update(applied_on=None, certification=None)
    text = said(bare, "receive", desks.clerk)
    for sentence in ("有効な証明のない団体は、申請できません。", "申請年月日を入力してください。"):
        assert sentence in text


@pytest.mark.clause("BP-10-6")
def test_forwarding_waits_for_the_word_on_the_traffic(desks):
    case = demonstration(desks, affects_traffic=None)
    case = walk(case, S.RECEIVED, desks)
    assert "交通への影響があるかどうかを選んでください。" in said(case, "forward", desks.chief, document_number="桜生発第9号", opinion="fit")  # fmt: skip


@pytest.mark.clause("BP-10-1-1-a")
@pytest.mark.parametrize(
    "name", every_nth(["愛知県警察", "愛知県桜見坂警察署", "愛知県警察本部 生活安全総務課"], 3)
)
def test_the_prefectures_police_is_no_requesting_body(desks, name):
    case = demonstration(desks, requester_name=name)
    assert "県の警察は、要請団体になれません。" in said(case, "receive", desks.clerk)


@pytest.mark.clause("BP-10-1-1-b")
def test_a_car_without_a_valid_sticker_is_refused_at_every_desk(desks):
    standing = standing_of(desks, cars=2)
    case = demonstration(desks, standing)
    sticker = standing.credentials.filter(kind=Kind.STICKER).first()
    lost = f"{sticker.vehicle}の車は、標章の交付を確かめられません。"
    case = walk(case, S.RECEIVED, desks)
    perform(sticker, "lose", by=desks.clerk, on=DAY)
    from tests.factories.applications import judged

    perform(case, "examine", by=desks.clerk, on=DAY, findings=judged(case.asked()))
    assert lost in said(case, "forward", desks.chief, opinion="fit")


@pytest.mark.clause("BP-10-1-1-b")
def test_a_sticker_lost_after_the_forwarding_stops_the_decision(desks):
    standing = standing_of(desks)
    case = demonstration_at(S.FORWARDED, desks, standing=standing)
    perform(standing.credentials.get(kind=Kind.STICKER), "lose", by=desks.clerk, on=DAY)
    perform(case, "endorse", by=desks.hq_clerk, on=DAY)
    perform(case, "endorse", by=desks.assistant, on=DAY)
    assert "標章の交付を確かめられません。" in said(case, "approve", desks.director)
    assert not Credential.objects.filter(kind=Kind.DEMONSTRATION).exists()


@pytest.mark.clause("BP-10-1-2")
@pytest.mark.clause("BP-10-3-2")
def test_groups_of_several_stations_run_in_one_event_with_a_row_of_the_register_each(desks):
    other = Desks(StationFactory(prefecture=desks.station.prefecture))
    mine, theirs = standing_of(desks, name="桜見坂の会"), standing_of(other, name="南浜田の会")
    case = go(own_request(desks, mine, theirs), desks, *TO_DELIVERY)
    rows = list(RegisterEntry.objects.filter(application=case))
    assert [(row.group, row.group_name, row.station) for row in rows] == [
        (mine.group, "桜見坂の会", desks.station), (None, "南浜田の会", desks.station),
    ]  # fmt: skip
    assert {thing.certification for thing in case.credentials.all()} == {None}


@pytest.mark.clause("BP-10-2")
def test_the_decision_makes_a_sticker_a_car_numbered_by_the_prefectures_year_and_freezes_form_21(desks):
    first = demonstration_at(S.APPROVED, desks, standing=standing_of(desks, cars=2))
    second = demonstration_at(S.APPROVED, desks)
    numbers = [list(case.credentials.values_list("number", flat=True)) for case in (first, second)]
    assert numbers == [["第D8-001号", "第D8-002号"], ["第D8-003号"]]
    values = IssuedPaper.objects.of_case(first).get(form="21").values
    assert [car["demonstration_sticker_number"] for car in values["vehicles"]] == ["D8-001", "D8-002"]
    assert values["stickers_delivered_on"] is None


def test_a_decision_taken_back_voids_the_numbers_and_takes_new_ones(desks):
    case = demonstration_at(S.APPROVED, desks)
    case = perform(case, "recall", by=desks.director, on=DAY, note="誤り")
    assert places(case) == [Place.VOID]
    assert IssuedNumber.objects.get(kind="demonstration").void_reason == "決裁の取消し"
    case = go(case, desks, S.APPROVED)
    assert list(case.things().values_list("number", flat=True)) == ["第D8-002号"]


def test_a_sticker_that_arrives_spoiled_is_made_anew_and_delivered(desks):
    case = demonstration_at(S.DISPATCHED, desks)
    (thing,) = case.credentials.all()
    case = perform(case, "arrive", by=desks.clerk, on=DAY, spoiled={str(thing.pk): "折れている"})
    assert "まだ署にありません。" in said(case, "deliver", desks.clerk)
    case = perform(case, "replace", by=desks.hq_clerk, on=DAY)
    new = case.things().get()
    assert (new.number, new.run_car_id, new.replaces_id) == ("第D8-002号", thing.run_car_id, thing.pk)
    assert IssuedNumber.objects.get(text="第D8-001号").voided_on == DAY


@pytest.mark.clause("BP-10-6")
def test_traffic_is_consulted_and_concurs_only_where_the_road_is_affected(desks):
    profile = desks.station.prefecture.profiles.get()
    RouteStep.objects.filter(profile=profile, matter="demonstration", order__gt=1).update(order=9)
    RouteStep.objects.create(
        profile=profile, matter="demonstration", order=2, kind="concurrence", title="交通", level="課長", duty="traffic"
    )  # fmt: skip
    standing = standing_of(desks)
    quiet = demonstration_at(S.FORWARDED, desks, standing=standing)
    titles = DecisionStep.objects.of_case(quiet).values_list("title", flat=True)
    assert "交通" not in titles
    case = demonstration(desks, standing, affects_traffic=True, permit_needed=None)
    case = walk(case, S.RECEIVED, desks)
    text = said(case, "forward", desks.chief, opinion="fit")
    assert "交通部門と協議した日と結果を書いてください。" in text
    assert "道路使用許可の要・不要を選んでください。" in text
    consulted = {"traffic_consulted_on": DAY, "traffic_result": "車列を分ける", "permit_needed": True}
    case = demonstration(desks, standing, affects_traffic=True, **consulted)
    case = walk(case, S.FORWARDED, desks)
    assert "交通" in DecisionStep.objects.of_case(case).values_list("title", flat=True)


@pytest.mark.clause("BP-10-3-1")
@pytest.mark.clause("BP-10-4")
@pytest.mark.clause("BP-10-5-1")
@pytest.mark.clause("BP-10-6")
def test_nothing_is_delivered_before_all_is_told(desks):
    case = demonstration_at(S.ARRIVED, desks)
    assert case.instructions() == ("run_notes", "run_display", "run_traffic", "run_return")
    with pytest.raises(Refused, match="伝えること（教示）のすべてに印を付けてください。"):
        deliver(case, desks, instructed=[{"code": "run_notes", "text": "裏面の注意"}])


@pytest.mark.clause("BP-10-3-2")
@pytest.mark.clause("BP-10-5-1")
def test_delivery_writes_the_register_no_ledger_no_report_and_counts_from_the_run(desks):
    standing = standing_of(desks)
    lines = LedgerEvent.objects.count()
    case = demonstration_at(S.DELIVERED, desks, standing=standing)
    row = RegisterEntry.objects.get(application=case)
    assert (row.kind, row.group, row.sticker_numbers, row.remarks) == (
        "demonstration", standing.group, ["第D8-001号"], PLAN["title"],
    )  # fmt: skip
    assert LedgerEvent.objects.count() == lines
    clock = Deadline.objects.of_case(case).get()
    assert (clock.kind, clock.due_on, clock.starts_on) == ("demonstration_return", None, RUN_DAY)


@pytest.mark.clause("BP-10-5-2")
def test_the_day_of_the_return_goes_to_the_remarks_of_the_original_row(desks):
    case = demonstration_at(S.DELIVERED, desks, standing=standing_of(desks, cars=3))
    first, second, third = case.out_things()
    case = take_back(case, desks, [first])
    entry = RegisterEntry.objects.get(application=case)
    by = desks.clerk.staff.name
    assert register_row(entry).added == (f"返納　{SHORT}　D8-001　{by}",)
    assert "団体に残っている標章があります" in said(case, "report", desks.clerk)
    case = take_back(case, desks, [second], lost={str(third.pk): "運行の途中で落とした"})
    entry = RegisterEntry.objects.get(application=case)
    assert register_row(entry).added == (
        f"返納　{SHORT}　D8-001　{by}", f"返納　{SHORT}　D8-002　{by}", f"不明　{SHORT}　D8-003　{by}",
    )  # fmt: skip
    assert register_row(entry).remarks == PLAN["title"]
    assert Deadline.objects.of_case(case).get().done_on == DAY
    case = perform(case, "report", by=desks.clerk, on=DAY)
    assert places(case) == [Place.LOST, Place.SENT_TO_HQ, Place.SENT_TO_HQ]
    assert not RegisterNote.objects.filter(entry=entry, kind="reported").exists()


@pytest.mark.clause("BP-10-5-2")
def test_only_what_is_out_comes_back_and_what_is_lost_has_a_reason(desks):
    case = demonstration_at(S.DELIVERED, desks)
    (thing,) = case.out_things()
    nothing = said(case, "take_back", desks.clerk, credentials=[], lost={})
    assert "返納された標章に印を付けてください。" in nothing
    both = said(case, "take_back", desks.clerk, credentials=[thing.pk], lost={str(thing.pk): "不明"})
    assert "返納か不明のどちらか一つを選んでください。" in both
    silent = said(case, "take_back", desks.clerk, credentials=[], lost={str(thing.pk): " "})
    assert "返らない理由を書いてください。" in silent
    foreign = said(case, "take_back", desks.clerk, credentials=[thing.pk + 1000], lost={})
    assert "返納か不明のどちらか一つを選んでください。" in foreign


def test_a_run_has_no_acts_of_training(desks):
    case = demonstration_at(S.DELIVERED, desks)
    for name in ("record_training", "record_qualification", "hand_over_cards"):
        assert "の事案では行えません。" in said(case, name, desks.clerk)


def test_what_cannot_be_delivered_goes_back_and_its_number_is_void(desks):
    case = demonstration_at(S.UNDELIVERED, desks)
    assert places(case) == [Place.SENT_TO_HQ]
    assert IssuedNumber.objects.get(kind="demonstration").void_reason == "交付不能"
    assert case.group.certifications.get().state == "active"


@pytest.mark.clause("BP-10-3-2")
def test_a_row_of_a_run_is_corrected_and_the_return_goes_to_the_row_that_holds(desks):
    case = demonstration_at(S.DELIVERED, desks)
    wrong = RegisterEntry.objects.get(application=case)
    details = {name: getattr(wrong, name) for name in case.CORRECTED} | {"receiver_name": "冬木 晶"}
    case = perform(
        case, "correct_register", by=desks.clerk, on=DAY, entry=wrong.pk, note="受領者の誤り", **details
    )  # fmt: skip
    case = take_back(case, desks)
    right = RegisterEntry.objects.get(strikes=wrong)
    assert (right.receiver_name, right.kind) == ("冬木 晶", "demonstration")
    (note,) = RegisterNote.objects.filter(entry__in=[wrong, right])
    assert (note.kind, note.entry) == ("returned", right)

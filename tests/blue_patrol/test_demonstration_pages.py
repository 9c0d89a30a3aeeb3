"""The pages of a run: typed at the counter and by the chief, mended, returned, listed."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from blue_patrol.models import (
    Application,
    Credential,
    DemonstrationApplication,
    DemonstrationExemption,
    Kind,
    Place,
)
from casework.models import Attachment, IssuedPaper, ReadLog, StateChange
from casework.models.road import RoadState as S
from casework.scope import scope_of
from casework.workflow import perform
from tests.blue_patrol.acting import client_of, fault_beside, text
from tests.factories import people, scope
from tests.factories.applications import DAY, PDF, Desks, walk
from tests.factories.demonstrations import OWN, PLAN, demonstration, demonstration_at, own_request, take_back
from tests.factories.places import PrefectureFactory, StationFactory
from tests.factories.requests import change_at, standing_of
from tests.nights import every_nth, sampled

pytestmark = pytest.mark.django_db
EVENT = {
    **{name: PLAN[name] for name in (
        "kind", "kind_text", "title", "purpose", "place", "route", "participants", "responsible_name", "responsible_phone",
    )},
    "held_on": "令和8年10月11日", "starts_at": "10:00", "ends_at": "11時30分", "reserve_on": "令和8年10月12日",
    "affects_traffic": "False", "traffic_consulted_on": "", "traffic_result": "", "permit_needed": "False", "permit_number": "",
}  # fmt: skip
BODY = {
    "applied_on": "令和8年9月1日", "requester_name": "桜見坂市防犯協会連合会", "requester_representative": "会長　緑川 峰雄",
    "requester_phone": "0500-000-0440", "received_on": "令和8年9月1日",
}  # fmt: skip


@pytest.fixture
def desks():
    return Desks(StationFactory())


def letter(content=PDF, name="要請書.pdf"):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def get(actor, name, *args):
    response = client_of(actor).get(reverse(name, args=args))
    scope.restore()
    return response


def post(actor, name, *args, **data):
    sent = {"act_key": str(uuid4())} | data
    response = client_of(actor).post(reverse(name, args=args), sent)
    scope.restore()
    return response


def act(actor, name, case, **data):
    revision = Application.objects.get(pk=case.pk).revision
    return post(actor, name, case.pk, revision=revision, **data)


def body_of(standing, **changed) -> dict:
    cars = {f"car-{car.pk}": "on" for car in standing.group.vehicles.all()}
    return {**EVENT, **BODY, **cars, "letter": letter()} | changed


@pytest.mark.clause("BP-10-1-1-a")
def test_a_bodys_request_is_typed_on_one_page_with_its_letter_and_received(desks):
    standing = standing_of(desks)
    page = get(desks.clerk, "demonstration_new", standing.group_id)
    sticker = standing.credentials.get(kind=Kind.STICKER)
    assert sticker.number in text(page)
    assert "交付を確認" in text(page)
    answer = post(desks.clerk, "demonstration_new", standing.group_id, **body_of(standing))
    case = DemonstrationApplication.objects.get()
    assert answer.url == reverse("application", args=[case.pk])
    assert (case.state, case.demonstration.requester_name) == (S.RECEIVED, BODY["requester_name"])
    assert Attachment.objects.of_case(case).get().kind == "request_letter"
    assert [car.sticker_number for car in case.taking_part()] == [sticker.number]
    days = StateChange.objects.of_case(case).values_list("on", flat=True)
    assert set(days) == {case.received_on}, (
        "typed in later: the draft and its letter are of the day of the receipt"
    )
    shown = text(get(desks.clerk, "application", case.pk))
    for words in (PLAN["title"], BODY["requester_name"], sticker.number, "10:00から11:30まで"):
        assert words in shown


@pytest.mark.clause("BP-10-1-1-a")
@pytest.mark.parametrize(
    ("changed", "field", "words"),
    every_nth(
        [
            (
                {"requester_name": "愛知県桜見坂警察署"},
                "requester_name",
                "県の警察は、要請団体になれません。",
            ),
            ({"letter": ""}, "letter", "要請文書の写しを選んでください"),
            ({"ends_at": "9:00"}, "ends_at", "始まる時刻より後にしてください。"),
            ({"starts_at": "朝"}, "starts_at", "時刻を24時間制で入力してください。"),
            ({"reserve_on": "令和8年10月1日"}, "reserve_on", "予備日は、運行の日より後の日にしてください。"),
            ({"kind": "other"}, "kind_text", "その他の種別を書いてください。"),
            ({"affects_traffic": ""}, "affects_traffic", "選んでください"),
        ],
        4,
    ),
)
def test_bad_input_is_said_beside_its_field_and_nothing_typed_is_lost(desks, changed, field, words):
    standing = standing_of(desks)
    answer = post(desks.clerk, "demonstration_new", standing.group_id, **body_of(standing, **changed))
    assert answer.status_code == 422
    assert words in fault_beside(answer, field)
    assert EVENT["purpose"] in text(answer)
    assert not DemonstrationApplication.objects.exists()


@pytest.mark.clause("BP-10-1-1-b")
def test_a_car_without_a_sticker_cannot_be_chosen(desks):
    standing = standing_of(desks)
    sticker = standing.credentials.get(kind=Kind.STICKER)
    perform(sticker, "lose", by=desks.clerk, on=DAY)
    assert "有効な標章なし" in text(get(desks.clerk, "demonstration_new", standing.group_id))
    answer = post(desks.clerk, "demonstration_new", standing.group_id, **body_of(standing))
    assert "有効な標章がありません" in fault_beside(answer, f"car-{sticker.vehicle_id}")


def test_a_second_click_makes_no_second_request(desks):
    standing = standing_of(desks)
    key = str(uuid4())
    for _ in range(2):
        answer = post(desks.clerk, "demonstration_new", standing.group_id, **body_of(standing, act_key=key))
        assert answer.status_code == 302
    assert DemonstrationApplication.objects.count() == 1


def ask_of(*numbers, **changed) -> dict:
    cars = {f"car-{n}": number for n, number in enumerate(numbers, 1)}
    return {
        **EVENT,
        **cars,
        "outline": OWN["outline"],
        "outline_file": "",
        "document_number": "",
        "rows": "6",
    } | changed


@pytest.mark.clause("BP-10-1-2")
def test_the_chief_asks_with_cars_of_another_station_named_by_sticker_or_plate(desks):
    other = Desks(StationFactory(prefecture=desks.station.prefecture, name="南浜田"))
    mine, theirs = standing_of(desks), standing_of(other, name="南浜田の会")
    own, foreign = (each.credentials.get(kind=Kind.STICKER) for each in (mine, theirs))
    sent = ask_of(own.number.strip("第号"), str(foreign.vehicle))
    answer = post(desks.chief, "demonstration_ask", **sent)
    assert answer.status_code == 422
    assert "南浜田署の車です" in fault_beside(answer, "group-2")
    assert ReadLog.objects.filter(what="ほかの署の標章の確認", staff=desks.chief.staff).exists()
    answer = post(desks.chief, "demonstration_ask", **sent, **{"group-2": "南浜田の会"})
    case = DemonstrationApplication.objects.get()
    assert answer.url == reverse("application", args=[case.pk])
    assert [(car.vehicle, car.group_name, car.station_name) for car in case.taking_part()] == [
        (own.vehicle, mine.group.name, desks.station.name), (None, "南浜田の会", "南浜田"),
    ]  # fmt: skip
    assert case.state == S.FORWARDED


@pytest.mark.clause("BP-10-1-2")
def test_what_is_no_valid_sticker_is_refused_by_its_row(desks):
    standing = standing_of(desks)
    sticker = standing.credentials.get(kind=Kind.STICKER)
    answer = post(desks.chief, "demonstration_ask", **ask_of("R1-9999-01", sticker.number, sticker.number))
    assert "県内に見つかりません" in fault_beside(answer, "car-1")
    assert "同じ車が、上の行にもあります。" in fault_beside(answer, "car-3")
    perform(sticker, "lose", by=desks.clerk, on=DAY)
    answer = post(desks.chief, "demonstration_ask", **ask_of(sticker.number))
    assert "いま有効ではありません" in fault_beside(answer, "car-1")
    nothing = post(desks.chief, "demonstration_ask", **ask_of(outline=""))
    assert "一台以上書いてください" in fault_beside(nothing, "car-1")
    assert "概要を書くか" in fault_beside(nothing, "outline")
    assert not DemonstrationApplication.objects.exists()


def test_a_row_more_keeps_what_was_typed(desks):
    answer = post(desks.chief, "demonstration_ask", **ask_of("R1-9999-01", more="1"))
    assert answer.status_code == 200
    assert 'name="car-7"' in text(answer)
    assert "R1-9999-01" in text(answer)
    assert PLAN["title"] in text(answer)


@pytest.mark.clause("BP-10-1-2")
def test_the_window_shows_no_other_stations_sticker_but_number_plate_validity_and_station(desks):
    other = Desks(StationFactory(prefecture=desks.station.prefecture, name="南浜田"))
    theirs = (
        standing_of(other, name="南浜田の会").credentials.select_related("vehicle").get(kind=Kind.STICKER)
    )
    far = StationFactory(prefecture=PrefectureFactory(code="24", name="三重県"))
    for actor, seen in ((desks.clerk, True), (people.clerk(far), False), (other.clerk, False)):
        with scope_of(actor), connection.cursor() as cursor:
            cursor.execute("select * from blue_patrol_sticker_elsewhere(%s, '')", [theirs.number])
            rows = cursor.fetchall()
        scope.restore()
        assert rows == ([(theirs.number, theirs.vehicle.plate, True, "南浜田")] if seen else [])


def test_a_draft_is_mended_on_the_same_page(desks):
    case = demonstration(desks)
    page = text(get(desks.clerk, "demonstration_amend", case.pk))
    assert PLAN["title"] in page
    assert "checked" in page
    car = case.taking_part()[0].vehicle_id
    sent = {**EVENT, **BODY, f"car-{car}": "on", f"driver-{car}": "冬木 晶", "title": "春の出発式"}
    sent.pop("received_on")
    assert act(desks.clerk, "demonstration_amend", case, **sent).status_code == 302
    case = Application.objects.get(pk=case.pk)
    assert (case.demonstration.title, case.taking_part()[0].driver) == ("春の出発式", "冬木 晶")


def test_the_chiefs_own_that_was_sent_back_is_mended_on_its_page(desks):
    case = own_request(desks)
    perform(case, "send_back", by=desks.hq_clerk, on=DAY, reasons=[{"item": "様式第20の2", "text": "経路"}])
    page = text(get(desks.clerk, "demonstration_amend", case.pk))
    assert case.taking_part()[0].sticker_number in page
    answer = act(
        desks.clerk, "demonstration_amend", case, **ask_of(case.taking_part()[0].sticker_number, route="坂上町から坂下町まで")
    )  # fmt: skip
    assert answer.status_code == 302
    assert Application.objects.get(pk=case.pk).demonstration.route == "坂上町から坂下町まで"


@pytest.mark.clause("BP-10-5-1")
@pytest.mark.clause("BP-10-5-2")
def test_the_stickers_come_back_and_go_up_from_the_cases_page(desks):
    case = demonstration_at(S.DELIVERED, desks, standing=standing_of(desks, cars=2))
    page = text(get(desks.clerk, "application", case.pk))
    assert "標章の返納を記録する" in page
    assert "団体に残っている標章があります" in page
    first, second = case.out_things()
    assert first.number in text(get(desks.clerk, "take_back", case.pk))
    sent = {"on": "令和8年9月1日", f"thing-{first.pk}": "back", f"thing-{second.pk}": "lost"}
    answer = act(desks.clerk, "take_back", case, **sent)
    assert "返らない理由を書いてください。" in fault_beside(answer, f"note-{second.pk}")
    answer = act(desks.clerk, "take_back", case, **sent, **{f"note-{second.pk}": "途中で落とした"})
    assert answer.status_code == 302
    page = text(get(desks.clerk, "application", case.pk))
    assert "途中で落とした" in page
    assert "返納された標章を本部へ送る" in page
    year = text(get(desks.clerk, "register"))
    assert "返納" in year
    assert get(desks.clerk, "report", case.pk).url == reverse("send_stickers_up", args=[case.pk])
    assert act(desks.clerk, "send_stickers_up", case, on="令和8年9月1日").status_code == 302
    assert Application.objects.get(pk=case.pk).state == S.REPORTED
    for page in (get(desks.clerk, "application", case.pk), get(desks.clerk, "demonstrations")):
        assert '">返送</span>' in text(page)
        assert '">報告済</span>' not in text(page), "nothing is reported of a run"
    states = Credential.objects.filter(application=case).order_by("pk").values_list("state", flat=True)
    assert list(states) == [Place.SENT_TO_HQ, Place.LOST]


@pytest.mark.clause("BP-10-3-1")
@pytest.mark.clause("BP-10-4")
def test_at_the_counter_four_things_are_read_aloud(desks):
    case = demonstration_at(S.ARRIVED, desks)
    page = text(get(desks.clerk, "deliver", case.pk))
    for words in (
        "裏に、注意事項があります",
        "後ろから見えるように",
        "緊急自動車ではありません",
        "この標章を警察署へ返してください",
    ):
        assert words in page
    assert "証明台帳に" not in page
    (thing,) = case.things()
    told = {
        "instructed": ["run_notes", "run_display", "run_traffic", "run_return"],
        "receiver_name": "青葉 守",
    }
    answer = act(
        desks.clerk, "deliver", case, on="令和8年9月1日", credentials=[str(thing.pk)], receiver_kind="representative", **told
    )  # fmt: skip
    assert answer.status_code == 302
    assert Application.objects.get(pk=case.pk).state == S.DELIVERED


def test_the_events_are_listed_by_their_days(desks):
    standing = standing_of(desks)
    demonstration(desks, standing, title="のちの出発式")
    own_request(desks, standing, title="署の合同パトロール")
    page = text(get(desks.clerk, "demonstrations"))
    assert "のちの出発式" in page
    assert "署長の要請" in page
    assert reverse("demonstration_ask") not in page
    assert reverse("demonstration_ask") in text(get(desks.chief, "demonstrations"))


SENT = [S.FORWARDED, S.APPROVED, S.ARRIVED, S.DELIVERED]  # where a chief's own request starts


@pytest.mark.parametrize(
    ("own", "state"),
    sampled(
        [*((False, state) for state in (S.DRAFT, S.RECEIVED, *SENT)), *((True, state) for state in SENT)],
        by_day=[(False, S.RECEIVED), (True, S.DELIVERED)],
    ),
)
def test_every_desk_opens_the_case_and_its_papers_in_any_state(desks, state, own):
    if own:
        case = own_request(desks)
        from tests.blue_patrol.test_demonstration import TO_DELIVERY, go

        case = go(case, desks, *TO_DELIVERY[: [S.FORWARDED, *TO_DELIVERY].index(state)])
    else:
        case = demonstration_at(state, desks)
    for actor in (desks.clerk, desks.chief, desks.hq_clerk, desks.director):
        assert get(actor, "application", case.pk).status_code == 200
        for page in ("home", "cases", "deadlines", "custody", "custody_things", "demonstrations"):
            assert get(actor, page).status_code == 200
    assert get(desks.clerk, "group", case.group_id).status_code == 200 if case.group else True
    if state == S.FORWARDED:
        assert PLAN["place"] in text(get(desks.hq_clerk, "decide", case.pk))
    if state == S.RECEIVED:
        assert get(desks.clerk, "examination", case.pk).status_code == 200
        assert get(desks.chief, "forward", case.pk).status_code == 200
    if state in (S.DRAFT, S.RECEIVED):
        assert get(desks.clerk, "attach", case.pk).status_code == 200
    for name in ("record_training", "hand_over_cards"):
        assert get(desks.clerk, name, case.pk).status_code == 404
    for paper in IssuedPaper.objects.of_case(case):
        assert paper.form in ("20", "20-2", "21")


def test_another_stations_run_and_group_answer_404(desks):
    other = Desks(StationFactory(prefecture=desks.station.prefecture))
    case = demonstration_at(S.DELIVERED, other)
    for name in ("application", "demonstration_amend", "take_back", "send_stickers_up"):
        assert get(desks.clerk, name, case.pk).status_code == 404
    for name in ("demonstration_new", "demonstration_exempt"):
        assert get(desks.clerk, name, case.group_id).status_code == 404
    assert PLAN["title"] not in text(get(desks.clerk, "demonstrations"))


@pytest.mark.clause("BP-10-1-1-nao")
def test_a_joint_patrol_where_areas_overlap_is_recorded_without_an_application(desks):
    standing = standing_of(desks)
    sent = {
        "title": "合同パトロール", "held_on": "令和8年10月11日", "partner_name": "坂下の会", "partner_area": "坂下町、桜見坂学区",
        "ground": "overlap", "reason": "桜見坂小学校区は、両方の実施地域に入る。",
    }  # fmt: skip
    assert post(desks.clerk, "demonstration_exempt", standing.group_id, **sent).status_code == 302
    kept = DemonstrationExemption.objects.get()
    assert (kept.group, kept.ground, kept.change) == (standing.group, "overlap", None)
    assert "坂下の会" in text(get(desks.clerk, "demonstrations"))
    assert not DemonstrationApplication.objects.exists()


@pytest.mark.clause("BP-10-1-1-nao")
def test_where_no_district_is_shared_the_clerk_confirms_and_an_extension_needs_a_delivered_change(desks):
    standing = standing_of(desks)
    sent = {
        "title": "合同パトロール", "held_on": "令和8年10月11日", "partner_name": "坂下の会", "partner_area": "坂下町",
        "ground": "overlap", "reason": "川沿いで重なる。",
    }  # fmt: skip
    answer = post(desks.clerk, "demonstration_exempt", standing.group_id, **sent)
    assert answer.status_code == 422
    assert "重なりが見つかりません" in text(answer)
    sure = sent | {"ack-overlap": "on"}
    assert post(desks.clerk, "demonstration_exempt", standing.group_id, **sure).status_code == 302
    extended = sent | {"ground": "extended"}
    answer = post(desks.clerk, "demonstration_exempt", standing.group_id, **extended)
    assert "実施地域の変更の記録が、この団体にありません" in fault_beside(answer, "ground")
    area = {"kind": "area", "after": {"patrol_area": "桜見坂小学校区及び坂下町"}}
    changed = change_at(S.DELIVERED, desks, area, standing=standing)
    assert post(desks.clerk, "demonstration_exempt", standing.group_id, **extended).status_code == 302
    assert DemonstrationExemption.objects.get(ground="extended").change == changed
    late = extended | {"held_on": "令和8年9月1日"}
    answer = post(desks.clerk, "demonstration_exempt", standing.group_id, **late)
    assert "実施地域の変更の記録が、この団体にありません" in fault_beside(answer, "ground")


def clicked(desks, name):
    """(who, the record's key, what is sent) of each page that acts."""
    standing = standing_of(desks)
    sticker = standing.credentials.get(kind=Kind.STICKER)
    if name == "demonstration_ask":
        return desks.chief, [], ask_of(sticker.number)
    if name == "demonstration_exempt":
        sent = {
            "title": "合同",
            "held_on": "令和8年10月11日",
            "partner_name": "坂下の会",
            "partner_area": "桜見坂学区",
        }
        return desks.clerk, [standing.group_id], sent | {"ground": "overlap", "reason": "学区"}
    case = demonstration(desks, standing)
    if name == "demonstration_amend":
        sent = {
            **EVENT,
            **BODY,
            f"car-{sticker.vehicle_id}": "on",
            "revision": Application.objects.get(pk=case.pk).revision,
        }
        return desks.clerk, [case.pk], {key: value for key, value in sent.items() if key != "received_on"}
    case = walk(case, S.DELIVERED, desks)
    sent = {"on": "令和8年9月1日", f"thing-{case.out_things().get().pk}": "back"}
    if name == "send_stickers_up":
        case = take_back(case, desks)
    return desks.clerk, [case.pk], sent | {"revision": case.revision}


@pytest.mark.parametrize(
    "name",
    every_nth(
        ["demonstration_ask", "demonstration_exempt", "demonstration_amend", "take_back", "send_stickers_up"],
        3,
    ),
)
def test_the_second_click_gets_the_first_result(desks, name):
    actor, keys, sent = clicked(desks, name)
    assert 'name="act_key"' in text(get(actor, name, *keys))
    key = str(uuid4())
    first = post(actor, name, *keys, **sent, act_key=key)
    assert first.status_code == 302, text(first)
    rows = StateChange.objects.count(), DemonstrationExemption.objects.count()
    again = post(actor, name, *keys, **sent, act_key=key)
    assert (again.status_code, again.url) == (302, first.url)
    assert (StateChange.objects.count(), DemonstrationExemption.objects.count()) == rows

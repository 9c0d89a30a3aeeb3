"""標章照会: any writing, any station of the prefecture, every end of a sticker; nothing of a person; every look noted."""

import pytest

from blue_patrol.models import Credential, Kind, Vehicle
from blue_patrol.models.sticker_look_up import read
from blue_patrol.rules import plates
from blue_patrol.rules.sticker_verdicts import StickerFacts, Verdict, by_car
from casework.models.road import RoadState as S
from casework.workflow import perform
from tests.blue_patrol.paging import get, main, queries, reads
from tests.factories import people, returns
from tests.factories.applications import Desks, application_at, walk
from tests.factories.demonstrations import RUN_DAY, demonstration
from tests.factories.places import KobanFactory, PrefectureFactory, StationFactory
from tests.factories.requests import standing_of
from tests.nights import every_nth

pytestmark = pytest.mark.django_db


@pytest.fixture
def desks():
    return Desks(StationFactory())


def sticker_of(standing) -> Credential:
    return standing.credentials.select_related("vehicle").get(kind=Kind.STICKER)


def asked(actor, text: str):
    return get(actor, f"/stickers/?q={text}")


def verdicts(actor, text: str) -> list[str]:
    return [answer.word for answer in asked(actor, text).context["answers"]]


def with_plate(standing, plate: str) -> Credential:
    Vehicle.objects.filter(group=standing.group).update(plate=plate)
    return sticker_of(standing)


# --- what is read ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    every_nth([
        "名古屋 500 さ 12-34", "名古屋５００サ１２３４", "名古屋500さ12ー34", "500 さ 12-34", "さ1234", "1234", "１２－３４",
        "名古屋1234", "名古屋さ1234", "名古屋 500 さ 1234",
    ], 4),
)  # fmt: skip
def test_a_plate_is_found_in_any_writing_and_without_its_area(desks, text):
    with_plate(standing_of(desks), "名古屋|500|さ|1234")
    assert verdicts(desks.clerk, text) == ["有効"]


@pytest.mark.parametrize(
    ("text", "serial"),
    [("・・12", "12"), ("・・・1", "1"), ("さ・1-23", "123"), ("00-12", "12"), ("9999", "9999")],
)
def test_dots_and_noughts_before_a_number_are_not_of_it(text, serial):
    assert {part.serial for part in plates.read_partly(text)} == {serial}


@pytest.mark.parametrize(
    "text", ["", "名古屋", "0000", "12345", "名古屋500", "500さ", "🚗", "さ", "'; drop table"]
)
def test_what_has_no_number_of_a_plate_is_none(text):
    assert [part for part in plates.read_partly(text) if part.serial != "500"] == []


def test_a_kana_area_is_read_as_an_area_and_as_area_and_letter():
    parts = [(part.area, part.kana) for part in plates.read_partly("なにわ1234")]
    assert parts == [("なにわ", ""), ("なに", "わ")]


@pytest.mark.parametrize("shape", ["{}", "第{}号", " {} ", "Ｒ"])
def test_a_stickers_number_is_found_in_any_writing(desks, shape):
    number = sticker_of(standing_of(desks)).number.removeprefix("第").removesuffix("号")
    wide = number.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789-R"})
    text = wide if shape == "Ｒ" else shape.format(number)
    assert verdicts(desks.clerk, text) == ["有効"]


def test_text_without_a_number_is_a_fault_and_is_not_noted(desks):
    page = asked(desks.clerk, "青葉守")
    assert "車両番号か標章の番号を入力してください" in main(page)
    assert not any("照会" in each for each in reads(desks.clerk))
    assert asked(desks.clerk, "%00").status_code == 200


# --- what is answered ----------------------------------------------------------------------------------------------------------


def test_a_valid_one_shows_area_station_and_day_and_nothing_of_a_person(desks):
    standing = standing_of(desks)
    page = asked(desks.clerk, sticker_of(standing).number).content.decode().split('role="status"')[1]
    assert all(word in page for word in ("○", "有効", standing.patrol_area, f"{desks.station.name}警察署"))
    group = standing.group
    hidden = (
        group.name,
        group.representative_name,
        group.phone,
        group.address,
        *(p.name for p in group.patrollers.all()),
    )
    assert [word for word in hidden if word in page] == []


def test_koban_officers_of_another_station_see_the_same_and_another_prefecture_nothing(desks):
    number = sticker_of(standing_of(desks)).number
    near = KobanFactory(station=StationFactory(prefecture=desks.station.prefecture, name="南浜田"))
    assert verdicts(people.koban_officer(near), number) == ["有効"]
    far = StationFactory(prefecture=PrefectureFactory(code="24", name="三重県"))
    assert verdicts(people.clerk(far), number) == []
    assert "該当なし" in main(asked(people.clerk(far), number))


def test_each_look_is_noted_with_what_was_asked(desks):
    number = sticker_of(standing_of(desks)).number
    asked(desks.clerk, number)
    asked(desks.clerk, "9" * 200)
    assert reads(desks.clerk)[-2:] == [f"標章照会（{number}）", "標章照会（（長い番号））"]


def test_a_lost_a_returned_a_revoked_one(desks):
    lost = sticker_of(standing_of(desks, name="甲"))
    perform(lost, "lose", by=desks.clerk)
    assert verdicts(desks.clerk, lost.number) == ["紛失の届あり"]
    back = sticker_of(standing_of(desks, name="乙"))
    perform(back, "surrender", by=desks.clerk)
    assert verdicts(desks.clerk, back.number) == ["返納済み"]
    group = returns.revoked(desks, name="丙")
    gone = Credential.objects.filter(certification__group=group, kind=Kind.STICKER).first()
    page = asked(desks.clerk, gone.number)
    assert [answer.word for answer in page.context["answers"]] == ["取消し"]
    assert "終わった日" in main(page)


def test_one_that_is_being_made_is_not_yet_valid(desks):
    case = application_at(S.DISPATCHED, desks)
    (thing,) = case.credentials.filter(kind=Kind.STICKER)
    assert verdicts(desks.clerk, thing.number) == ["まだ交付していない"]


def test_a_runs_sticker_says_when_and_where_and_its_car_stays_valid(desks):
    standing = standing_of(desks)
    walk(demonstration(desks, standing), S.DELIVERED, desks)
    run = Credential.objects.get(kind=Kind.DEMONSTRATION)
    page = asked(desks.clerk, run.number)
    assert [answer.word for answer in page.context["answers"]] == ["デモ用のみ"]
    text = main(page)
    assert "桜見坂市役所前駐車場" in text
    assert f"{RUN_DAY.month}月{RUN_DAY.day}日" in text
    assert all(word not in text for word in ("灯野 ひかり", "秋月 透", "0500-000-0330"))
    (car,) = asked(desks.clerk, plates.display(sticker_of(standing).vehicle.plate)).context["answers"]
    assert (car.word, [word for _, word in car.others]) == ("有効", ["デモ用のみ"])
    perform(sticker_of(standing), "lose", by=desks.clerk)
    (car,) = asked(desks.clerk, plates.display(sticker_of(standing).vehicle.plate)).context["answers"]
    assert (car.word, [word for _, word in car.others]) == ("デモ用のみ", ["紛失の届あり"])


def test_a_car_with_a_new_sticker_is_valid_and_its_lost_one_is_told_beside_it():
    def fact(number, place, **told):
        return StickerFacts(**{
            "kind": "sticker", "number": number, "plate": "名古屋|500|さ|1", "place": place, "standing": "active",
            "closed_on": None, "is_of_car": True, "handed_over_on": None, "patrol_area": "", "station": "", "held_on": None,
            "reserve_on": None, "venue": "",
        } | told)  # fmt: skip

    ((best, other),) = by_car([fact("1", "lost"), fact("2", "with_group")])
    assert (best.number, other.number) == ("2", "1")
    assert fact("1", "with_group", is_of_car=False).verdict == Verdict.ENDED
    assert fact("1", "with_group", standing="ended").verdict == Verdict.ENDED
    assert fact("1", "destroyed", standing="revoked").verdict == Verdict.REVOKED
    assert fact("1", "void", standing="revoked").verdict == Verdict.VOID
    old = fact("D1", "sent_to_hq", kind="demonstration", standing="")
    assert by_car([fact("1", "lost"), old]) == [[fact("1", "lost")]]


def test_several_cars_are_shown_and_too_many_ask_for_more(desks):
    for number, area in enumerate(
        ("名古屋", "三河", "尾張小牧", "一宮", "春日井", "豊田", "岡崎", "豊橋", "三重", "鈴鹿", "安城")
    ):
        with_plate(standing_of(desks, name=f"第{number}隊"), f"{area}|500|さ|1234")
    page = asked(desks.clerk, "1234")
    assert len(page.context["answers"]) == 10
    assert "地域名・分類番号・かなも入力してください" in main(page)
    (only,) = asked(desks.clerk, "三河1234").context["answers"]
    assert only.plate == "三河|500|さ|1234"


def test_a_look_takes_one_query_beside_the_frame_and_its_note(desks):
    number = sticker_of(standing_of(desks)).number
    assert queries(desks.clerk, f"/stickers/?q={number}") - queries(desks.clerk, "/stickers/") == 2


def test_what_is_asked_is_text_and_never_sql_or_markup(desks):
    for text in ("1' or '1'='1", "<script>1</script>", "{1,2}", '"1"'):
        page = asked(desks.clerk, text)
        assert page.status_code == 200
        assert "<script>1" not in page.content.decode()
        assert bool(read(text))

"""The search page: what is found, why, by whom; whatever is typed gets an answer; one query a kind."""

import html
import re
from urllib.parse import urlencode

import pytest
from django.db import connection

from blue_patrol.models import Credential, Group, Patroller, Vehicle
from casework.models.road import RoadState as S
from casework.scope import set_scope
from casework.search.kinds import kinds_of
from casework.search.results import first_of, rows_of
from casework.walls.searched import build_search
from tests.blue_patrol.paging import get, main, queries, reads
from tests.blue_patrol.test_query_counts import FRAME_HEADQUARTERS, FRAME_STATION, READ_LOG
from tests.casework.variant_pairs import PAIRS, STRANGERS
from tests.conftest import owner_connection
from tests.factories import people
from tests.factories.applications import Desks, application_at, make_group
from tests.factories.places import StationFactory
from tests.factories.requests import change_at
from tests.nights import sampled

pytestmark = pytest.mark.django_db


@pytest.fixture
def desks():
    return Desks(StationFactory())


def search(actor, text, **more):
    return get(actor, f"/search/?{urlencode({'q': text} | more)}")


def marks(response) -> list[str]:
    return [html.unescape(each) for each in re.findall(r"<mark>(.*?)</mark>", response.content.decode())]


def kind(code, actor):
    return next(each for each in kinds_of(actor) if each.code == code)


def found(code, text, actor) -> set[str]:
    return {row.name for row in rows_of(kind(code, actor), text, actor)}


def test_each_of_the_pairs_finds_the_other_and_the_stored_text_is_what_was_typed(desks):
    group = make_group(desks.station, people=0)
    typed = sorted({name for pair in PAIRS for name in pair})
    Patroller.objects.bulk_create(  # whoever writes past ``save`` and its keys is found all the same
        Patroller(station=desks.station, group=group, name=f"{name} 守") for name in typed
    )
    missed = [
        pair
        for pair in PAIRS
        for asked, stored in (pair, pair[::-1])
        if f"{stored} 守" not in found("patrollers", asked, desks.clerk)
    ]
    assert missed == []
    assert set(Patroller.objects.values_list("name", flat=True)) == {f"{name} 守" for name in typed}


def test_strangers_do_not_find_each_other(desks):
    group = make_group(desks.station, people=0)
    names = sorted({name for pair in STRANGERS for name in pair})
    Patroller.objects.bulk_create(Patroller(station=desks.station, group=group, name=name) for name in names)
    mixed = [
        pair
        for pair in STRANGERS
        for asked, stored in (pair, pair[::-1])
        if stored in found("patrollers", asked, desks.clerk)
    ]
    assert mixed == []


def test_a_name_changed_by_sql_alone_is_found_under_its_new_form(desks):
    group = make_group(desks.station)
    with connection.cursor() as cursor:
        cursor.execute("update blue_patrol_group set name = '緑ヶ峰見守り隊' where id = %s", [group.pk])
    assert found("groups", "ミドリ", desks.clerk) == set()
    assert found("groups", "緑ケ峰", desks.clerk) == {"緑ヶ峰見守り隊"}
    assert found("groups", "桜見坂", desks.clerk) == set()


def test_the_reason_and_the_mark(desks):
    make_group(desks.station, representative_name="齋藤 守", representative_kana="さいとう まもる")
    answer = search(desks.clerk, "斎藤")
    text = main(answer)
    assert marks(answer) == ["齋藤"]
    assert "代表者の氏名（異体字：斎藤→齋藤）" in text
    assert "齋藤 守" in text
    by_reading = search(desks.clerk, "ｻｲﾄｳ")
    assert "代表者のよみ：さいとう まもる" in main(by_reading)
    assert marks(by_reading) == ["さいとう"]


def test_one_character_is_enough_and_wildcards_are_characters(desks):
    make_group(desks.station, name="100%青葉_隊")
    for text, expected in (
        ("青", {"100%青葉_隊"}),
        ("%", {"100%青葉_隊"}),
        ("_", {"100%青葉_隊"}),
        ("青%葉", set()),
        ("青_", set()),
    ):
        assert found("groups", text, desks.clerk) == expected, text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "探す言葉を、文字か数字で入力してください。"),
        (" 　\t", "探す言葉を、文字か数字で入力してください。"),
        ("\0", "探す言葉を、文字か数字で入力してください。"),
        ("\U000e0100", "探す言葉を、文字か数字で入力してください。"),
        ("あ" * 101, "探す言葉は、100文字までで入力してください。"),
        ("🚓", "当てはまるものはありません"),
        ("\\", "当てはまるものはありません"),
        ("'; drop", "当てはまるものはありません"),
        ("第号", "当てはまるものはありません"),
        ("\x01\x02", "当てはまるものはありません"),
    ],
)
def test_whatever_is_typed_gets_a_sentence(desks, typed, sentence):
    make_group(desks.station)
    answer = search(desks.clerk, typed)
    assert answer.status_code == 200
    assert sentence in main(answer)


def test_a_number_is_found_however_it_is_written_and_comes_first(desks):
    case = application_at(S.DELIVERED, desks, name="1234の会")
    car = case.group.vehicles.get()
    Vehicle.objects.filter(pk=car.pk).update(plate="名古屋|500|へ|1234")
    for text in ("名古屋500へ1234", "名古屋 ５００ ヘ １２－３４", "名古屋500へ12-34"):
        answer = search(desks.clerk, text)
        assert "登録番号" in main(answer)
        assert "名古屋 500 へ 12-34" in marks(answer)
    assert "12-34" in marks(search(desks.clerk, "１２ー３４"))
    number = Credential.objects.filter(kind="card").values_list("number", flat=True).first()
    headings = re.findall(r'<h2 id="found-(\w+)"', search(desks.clerk, number).content.decode())
    assert headings[0] == "cards"


def test_receipt_and_document_numbers_lead_to_the_case(desks):
    case = application_at(S.FORWARDED, desks)
    address = f'href="/cases/{case.pk}/"'
    assert case.receipt_number
    for text, reason in ((case.receipt_number, "受理番号"), ("桜見坂生発1", "進達の文書番号")):
        answer = search(desks.clerk, text)
        assert reason in main(answer)
        assert address in answer.content.decode()


def test_the_former_name_of_a_group_finds_it(desks):
    change_at(
        S.REPORTED, desks,
        {"kind": "representative", "after": {"representative_name": "白石 環", "representative_title": "隊長"}},
    )  # fmt: skip
    text = main(search(desks.clerk, "青葉守"))
    assert "旧名称・前の氏名" in text
    assert "前の代表者の氏名" in text
    assert "白石 環に変更" in text


def test_five_of_a_kind_and_the_rest_by_pages(desks):
    for number in range(57):
        make_group(desks.station, cars=0, people=0, name=f"桜{number:02d}隊", name_kana=f"さくら{number:02d}")
    answer = search(desks.clerk, "桜")
    assert len(marks(answer)) == 5
    assert "団体をすべて見る" in main(answer)
    page = search(desks.clerk, "桜", kind="groups")
    assert len(marks(page)) == 50
    following = re.search(r'href="\?([^"]+)" rel="next"', page.content.decode())[1]
    assert len(marks(get(desks.clerk, f"/search/?{html.unescape(following)}"))) == 7
    assert search(desks.clerk, "桜", kind="nonsense").status_code == 200


def test_what_was_asked_for_exactly_comes_first(desks):
    for name in ("桜隊の友", "桜隊の輪", "桜隊"):
        make_group(desks.station, cars=0, people=0, name=name, name_kana="ん" if name == "桜隊" else "あ")
    rows = first_of(kind("groups", desks.clerk), "桜隊", desks.clerk, 2)
    assert [row.name for row in rows] == ["桜隊", "桜隊の友"]


def test_nobody_finds_what_is_not_on_the_desk(desks):
    make_group(desks.station)
    neighbour = people.clerk(StationFactory(prefecture=desks.station.prefecture))
    stranger = people.clerk(StationFactory())
    for other in (neighbour, stranger):
        assert "当てはまるものはありません" in main(search(other, "桜見坂"))
        with connection.cursor() as cursor:  # nor by the function itself, whatever is asked of it
            set_scope(other.station_ids)
            cursor.execute("select casework_find_groups('桜', false)")
            assert cursor.fetchall() == []
    set_scope(desks.hq_clerk.station_ids)
    headquarters = main(search(desks.hq_clerk, "桜見坂"))
    assert desks.station.name in headquarters


def test_without_a_scope_the_function_answers_nobody(desks):
    make_group(desks.station)
    with connection.cursor() as cursor:
        cursor.execute("select set_config('casework.stations', '', true)")
        with pytest.raises(Exception, match="no scope is set"):
            cursor.execute("select casework_find_groups('桜', false)")


def test_each_post_finds_what_it_may_read(desks):
    supervisor = people.station_actor(desks.station, people.Role.STATION_SUPERVISOR)
    codes = {each.code for each in kinds_of(supervisor)}
    assert codes == {"members", "councils", "former_councils"}
    assert not codes & {each.code for each in kinds_of(desks.clerk)}
    assert codes < {each.code for each in kinds_of(desks.chief)}
    make_group(desks.station)
    assert "当てはまるものはありません" in main(search(supervisor, "桜見坂"))


def test_a_search_is_a_read_and_says_what_was_asked_for(desks):
    search(desks.clerk, "青葉 守")
    search(desks.clerk, "")
    assert reads(desks.clerk) == ["検索「青葉 守」"]


@pytest.mark.parametrize("rows", sampled([1, 3, 12], by_day=[3]))
def test_a_search_takes_a_query_a_kind_and_a_page_of_one_kind_one(desks, rows):
    for _ in range(rows):
        application_at(S.DELIVERED, desks)
    for actor, frame in ((desks.clerk, FRAME_STATION), (desks.director, FRAME_HEADQUARTERS)):
        beyond = frame + READ_LOG
        for text in ("桜", "R", "1"):
            assert queries(actor, f"/search/?q={text}") - beyond == len(kinds_of(actor))
            assert queries(actor, f"/search/?q={text}&kind=cards") - beyond == 1
        assert queries(actor, "/search/?q=") == frame


def test_the_index_answers_under_row_level_security(desks):
    """A policy keeps operators that might leak from an index; the function of the database looks past it."""
    with connection.cursor() as cursor:
        cursor.execute("select indexdef from pg_indexes where indexname = 'casework_search_groups'")
        assert "gin (casework_grams(" in cursor.fetchone()[0]
        cursor.execute("select prosecdef from pg_proc where proname = 'casework_find_groups'")
        assert cursor.fetchone()[0] is True
        cursor.execute(
            "select has_function_privilege('public', 'casework_find_groups(text, boolean)', 'execute')"
        )
        assert cursor.fetchone()[0] is False


def test_an_index_can_be_made_anew_without_a_search_path():
    """As a restored backup does, and autovacuum."""
    with owner_connection() as owner:
        owner.execute("set search_path = ''")
        names = owner.execute(
            "select indexname from pg_indexes where indexname like 'casework_search_%'"
        ).fetchall()
        assert len(names) > 5
        for (name,) in names:
            owner.execute(f"reindex index public.{name}")


def test_an_index_is_made_anew_only_when_what_it_is_made_of_changes():
    made = "select obj_description('casework_search_groups'::regclass, 'pg_class'), 'casework_search_groups'::regclass::oid"
    with owner_connection() as owner:
        before = owner.execute(made).fetchone()
        build_search(owner.cursor(), {"blue_patrol_group"})
        assert owner.execute(made).fetchone() == before
        owner.execute("comment on index casework_search_groups is 'of an older release'")
        build_search(owner.cursor(), {"blue_patrol_group"})
        after = owner.execute(made).fetchone()
    assert after[0] == before[0]
    assert after[1] != before[1]


def test_several_groups_of_one_name_are_all_there(desks):
    keys = {make_group(desks.station, cars=0, people=0).pk for _ in range(3)}
    rows = first_of(kind("groups", desks.clerk), "桜見坂学区防犯パトロール隊", desks.clerk, 6)
    assert {row.pk for row in rows} == keys == set(Group.objects.values_list("pk", flat=True))

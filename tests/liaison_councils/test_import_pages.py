"""Lists of councils and members on the screen: handed in, corrected, answered, registered once, taken back."""

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse

from casework.models import ImportBatch, StateChange
from liaison_councils.models import Council, ListRegistration, Person, Term
from liaison_councils.models.registration.lists import COUNCIL_LISTS
from tests.blue_patrol.acting import client_of, fault_beside, text
from tests.casework.nasty import ALL, every_run
from tests.factories import councils as world
from tests.factories import scope
from tests.factories.places import StationFactory
from tests.liaison_councils.lists import (
    TODAY,
    a_known_person,
    apply,
    as_csv,
    as_workbook,
    councils,
    members,
    page,
    press,
    received,
    row_page,
    second,
    send,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    return world.desks()


@pytest.fixture
def whole(at) -> bytes:
    koban = str(at.koban)
    return as_workbook(
        協議会=councils({"交番・駐在所": koban}, {"交番・駐在所": "月面交番"}),
        委員=members({"協議会": koban}, {"協議会": koban, "氏名": "委員　一郎", "生年月日": ""}, {"協議会": koban, "氏名": "東 二", "ふりがな": "", "任期開始日": "だいたい"}),
    )  # fmt: skip


def see(actor, name, *args, query=""):
    response = client_of(actor).get(reverse(name, args=args) + query)
    scope.restore()
    return response


def as_read(batch) -> dict:
    """The form of the columns as the page shows it."""
    reading = COUNCIL_LISTS.reading_of(batch, today=TODAY)
    told = {}
    for place, sheet in enumerate(reading.sheets):
        told |= {f"s{place}-kind": sheet.kind, f"s{place}-heading": "1"}
        told |= {f"s{place}-c{column.index}": column.field for column in sheet.guess.columns}
    return told


def test_a_file_is_kept_and_shown_row_by_row_before_anything_is_stored(at, whole):
    response = send(at.supervisor, whole, "名簿.xlsx")
    batch = received()
    assert response.url == reverse("council_import_preview", args=[batch.pk])
    shown = text(page(at.supervisor, batch))
    for words in (
        "直してください",
        "月面交番",
        "3行目",
        "協議会1、委員1人",
        "目安です",
        "設置の手続や委嘱状は、作りません",
    ):
        assert words in shown, words
    assert "答えてください" in shown  # the third row has the name of the second, and no day of birth
    assert not Council.objects.exists()


def test_one_act_registers_what_is_good_and_a_second_click_changes_nothing(at, whole):
    send(at.supervisor, whole, "名簿.xlsx")
    batch, key = received(), uuid4()
    assert apply(at.supervisor, batch, key=key).status_code == 302
    assert (Council.objects.count(), Term.objects.count()) == (1, 1)
    changes = StateChange.objects.count()
    press(at.supervisor, "council_import_apply", batch, key=key, on="令和8年10月1日", evidence="x")
    assert "登録済みです" in text(apply(at.supervisor, batch))
    assert StateChange.objects.count() == changes
    shown = text(page(at.supervisor, batch))
    assert "設置等状況一覧" in shown
    assert "協議会 1、委員 1" in shown
    assert send(at.supervisor, whole, "別名.xlsx").url.endswith(f"/{batch.pk}/")
    assert ImportBatch.objects.count() == 1


def test_a_faulty_cell_is_typed_again_on_the_screen_and_keeps_what_was_typed(at, whole):
    send(at.supervisor, whole, "名簿.xlsx")
    batch = received()
    shown = text(row_page(at.supervisor, batch, 4, place=1))
    assert "いまの字：日付として読めません" in shown
    assert 'value="だいたい"' in shown
    typed = {"c1": "東\ue000 二", "c7": "R8.4.1"}
    refused = row_page(at.supervisor, batch, 4, place=1, **typed)
    assert refused.status_code == 422
    assert fault_beside(refused, "c1")
    assert "R8.4.1" in text(refused)
    cells = {f"c{n}": cell for n, cell in enumerate([str(at.koban), "東 二", "", "男", "S35.1.9", "農業", "住民", "R8.4.1", "R10.3.31"])}  # fmt: skip
    assert row_page(at.supervisor, batch, 4, place=1, **cells).status_code == 302
    assert "東 二" in text(page(at.supervisor, batch, "?show=new"))
    press(at.supervisor, "council_import_columns", batch, **as_read(received()))
    assert received().columns["委員"]["cells"]["4"]["7"] == "R8.4.1"  # a correction of columns leaves it
    apply(at.supervisor, received())
    assert set(Term.objects.values_list("person__name", flat=True)) == {"委員 一郎", "東 二"}
    assert row_page(at.supervisor, batch, 4, place=1).status_code == 302  # too late


def test_who_somebody_is_is_answered_on_the_screen(at):
    term, home = a_known_person(at), second(at)
    rows = members(*({"協議会": home.name, "氏名": name, "生年月日": ""} for name in ("高橋 守", "髙橋守")))
    send(at.supervisor, as_csv(rows))
    batch = received()
    shown = text(page(at.supervisor, batch))
    assert "答えてください" in shown
    assert "すべて別の人とする" in shown
    question = text(row_page(at.supervisor, batch, 2))
    assert "髙橋 守（昭和35年1月2日生、町内会長）と同じ人" in question
    blank = {f"c{n}": cell for n, cell in enumerate(rows[1])}
    assert row_page(at.supervisor, batch, 2, **blank, who=f"p{term.person_id}").status_code == 302
    assert press(at.supervisor, "council_import_others", batch).status_code == 302
    apply(at.supervisor, received())
    assert {each.person.name: each.person_id == term.person_id for each in home.terms.all()} == {
        "髙橋 守": True, "髙橋守": False,
    }  # fmt: skip


def test_headquarters_is_told_no_birth_of_a_member_it_may_not_read(at):
    a_known_person(at)
    home = second(at)
    send(
        at.division,
        as_csv(members({"署": at.station.name, "協議会": home.name, "氏名": "高橋 守", "生年月日": ""})),
    )
    question = text(row_page(at.division, received(), 2))
    assert "記録にいる髙橋 守と同じ人" in question
    assert "昭和35年" not in question


def test_columns_are_corrected_and_the_verdicts_follow(at):
    send(at.supervisor, as_csv([["どこ", "だれ", "いつから"], [str(at.koban), "東 二", "R8.4.1"]]))
    batch = received()
    assert "種類が分かりません" in text(page(at.supervisor, batch))
    world.active(at)
    told = {"s0-kind": "members", "s0-heading": "1"}
    assert press(at.supervisor, "council_import_columns", batch, **told).status_code == 302
    assert "「氏名」" in text(page(at.supervisor, batch))
    told |= {"s0-c0": "council", "s0-c1": "name", "s0-c2": "starts_on"}
    assert (
        press(at.supervisor, "council_import_columns", batch, **told | {"s0-c2": "name"}).status_code == 422
    )
    assert press(at.supervisor, "council_import_columns", batch, **told).status_code == 302
    apply(at.supervisor, received())
    assert Term.objects.get().ends_on == dt.date(2028, 3, 31)


def test_a_list_is_taken_back_with_a_reason_and_not_after_a_later_act(at, whole):
    send(at.supervisor, whole, "名簿.xlsx")
    batch = received()
    apply(at.supervisor, batch)
    assert press(at.supervisor, "council_import_undo", batch, note="").status_code == 422
    assert press(at.supervisor, "council_import_undo", batch, note="古い名簿").status_code == 302
    assert not Council.objects.exists()
    assert not Person.objects.exists()
    assert "古い名簿" in text(page(at.supervisor, batch))
    send(at.supervisor, whole, "名簿.xlsx")
    again = received()
    assert again.pk != batch.pk
    apply(at.supervisor, again)
    world.meeting(at, Council.objects.get(), on=dt.date(2026, 11, 20), entered=TODAY)
    shown = text(page(at.supervisor, again))
    assert "いまは取り消せません" in shown
    assert "会議・意見・委員などの記録が加わりました" in shown
    assert press(at.supervisor, "council_import_undo", again, note="だめ").status_code == 422
    assert ListRegistration.objects.filter(state="registered").count() == 1


def test_what_changed_after_the_look_is_looked_at_again(at, whole):
    send(at.supervisor, whole, "名簿.xlsx")
    response = apply(at.supervisor, received(), seen="0" * 64)
    assert response.status_code == 422
    assert "もう一度確かめてください" in text(response)
    assert 'value="令和8年10月1日"' in text(response)
    assert not Council.objects.exists()


def test_another_offices_file_is_not_there(at, whole):
    send(at.supervisor, whole, "名簿.xlsx")
    batch = received()
    stranger = world.CouncilDesks(StationFactory(prefecture=at.station.prefecture)).supervisor
    assert page(stranger, batch).status_code == 404
    assert row_page(stranger, batch, 2).status_code == 404
    for name in ("apply", "undo", "columns", "others"):
        assert press(stranger, f"council_import_{name}", batch).status_code == 404


@pytest.mark.parametrize(("place", "row"), [(0, 99), (9, 2), (0, 0)])
def test_a_row_that_is_not_there_is_not_found(at, whole, place, row):
    send(at.supervisor, whole, "名簿.xlsx")
    assert row_page(at.supervisor, received(), row, place=place).status_code == 404


@pytest.mark.parametrize("kind", ["councils", "members"])
def test_an_empty_list_is_read_back_as_its_kind(at, kind):
    for query, name in (("", "空.xlsx"), ("?file=csv", "空.csv")):
        response = see(at.supervisor, "council_import_template", kind, query=query)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        assert send(at.supervisor, content, name).status_code == 302
        shown = text(page(at.supervisor, received()))
        assert "種類が分かりません" not in shown
        assert "の列が、まだ決まっていません" not in shown
        assert "読み取った行がありません" in shown
    assert see(at.supervisor, "council_import_template", "cars").status_code == 404


def test_the_way_leads_from_the_councils_and_the_homes(at):
    to = f'href="{reverse("council_imports")}"'
    for actor in (at.supervisor, at.division):
        assert to in text(see(actor, "home"))
        assert to in text(see(actor, "councils", query="?view=list"))
    assert to not in text(see(at.officer, "home"))
    assert to not in text(see(at.chief, "councils", query="?view=list"))


@pytest.mark.parametrize("name", every_run(16))
def test_a_nasty_file_is_shown_or_refused_on_the_page(at, name):
    file_name, content = ALL[name]()
    response = send(at.supervisor, content, file_name)
    if response.status_code == 422 or not content:
        assert fault_beside(response, "file")
        assert not ImportBatch.objects.exists()
    else:
        assert response.status_code == 302
        assert page(at.supervisor, received()).status_code == 200

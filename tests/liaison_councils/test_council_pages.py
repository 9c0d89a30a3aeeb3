"""連絡協議会 on the screens: list, page, forms, papers; clicks once, another koban's refused, another station's nowhere."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from casework.models import ReadLog, StateChange
from casework.workflow import perform
from liaison_councils.models import Council, CouncilEvent, StaffInstruction, Visit
from liaison_councils.papers import from_councils
from liaison_councils.rules import composition
from tests.blue_patrol.acting import era, fault_beside, text
from tests.blue_patrol.paging import get, main, pdf_text
from tests.factories import councils as make
from tests.factories import people
from tests.factories.councils import DAY, now
from tests.factories.places import KobanFactory, PostingFactory, StationFactory
from tests.liaison_councils.clicking import send

pytestmark = pytest.mark.django_db
NEXT = DAY + dt.timedelta(days=30)
ACTS = {  # address → who acts
    "council_amend": "supervisor", "council_drop": "supervisor", "council_release": "supervisor", "council_instruct": "supervisor",
    "council_establish": "chief", "council_rename": "chief", "council_suspend": "chief", "council_resume": "chief", "council_abolish": "chief",
    "council_merge": "chief", "council_split": "chief", "council_officer": "chief", "council_visit": "officer",
}  # fmt: skip
PAPERS = ("council_roster_paper", "council_officers_paper")


@pytest.fixture
def at():
    return make.desks(name="桜見坂")


def plan(at, **changed) -> dict:
    """The form of a plan as it is filled in."""
    return {
        "kind": "area", "koban": at.koban.pk, "name": f"{at.koban}連絡協議会", "kana": "", "area": "坂上町一円", "purpose": "",
        "wished_on": era(NEXT), "on": era(DAY), f"area-{at.koban.pk}": "on", f"part-{at.koban.pk}": "",
    } | changed  # fmt: skip


def officer(**changed) -> dict:
    return {"role": "manager", "staff": "", "rank": "警部補", "name": "桐谷 冴", "on": era(DAY)} | changed


# --- from the plan to the end -------------------------------------------------------------------------------------------


@pytest.mark.clause("LC-3-1", "LC-3-6")
def test_a_council_from_the_plan_to_its_end(at):
    answer = send(at.supervisor, "council_new", **plan(at))
    case = Council.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/councils/{case.pk}/")
    page = main(get(at.chief, answer.url))
    assert "運営責任者がまだ指定されていません。指定する" in page
    assert send(at.chief, "council_officer", case, **officer()).status_code == 302
    assert send(at.chief, "council_establish", case, on=era(DAY), note="").status_code == 302
    page = main(get(at.supervisor, answer.url))
    assert "活動中" in page
    assert "運営責任者 警部補 桐谷 冴令和8年4月1日 指定" in page
    for name, sent in (
        ("council_suspend", {"note": "委員が決まらない"}), ("council_resume", {"note": ""}), ("council_abolish", {"note": "交番の統合"}),
    ):  # fmt: skip
        assert send(at.chief, name, case, on=era(NEXT), **sent).status_code == 302
    page = main(get(at.supervisor, answer.url))
    assert "廃止" in page
    for verb in (
        "設置の準備を始め",
        "指定し",
        "設置を記録し",
        "休止を記録し",
        "再開を記録し",
        "廃止を記録し",
    ):
        assert f"{verb}ました。" in page
    assert list(case.events.values_list("kind", flat=True)) == ["establish", "suspend", "resume", "abolish"]


@pytest.mark.clause("LC-3-1")
def test_the_name_is_offered_from_the_koban(at):
    page = text(get(at.supervisor, f"/councils/new/?koban={at.koban.pk}"))
    assert f'value="{at.koban}連絡協議会"' in page
    answer = send(at.supervisor, "council_new", **plan(at, name="", kana="よみ", offer="1"))
    assert answer.status_code == 200
    assert f'value="{at.koban}連絡協議会"' in text(answer)
    assert 'value="よみ"' in text(answer)
    assert not Council.objects.exists()
    abroad = KobanFactory(station=StationFactory())
    assert get(at.supervisor, f"/councils/new/?koban={abroad.pk}").status_code == 404


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(at):
    sent = plan(at, koban="", kana="さくら", name="桜")
    answer = send(at.supervisor, "council_new", **sent)
    assert answer.status_code == 422
    assert "交番・駐在所を選びます" in fault_beside(answer, "koban")
    assert 'value="さくら"' in text(answer)
    answer = send(at.supervisor, "council_new", **plan(at, kind="occupational"))
    assert "職種・目的を書きます" in fault_beside(answer, "purpose")
    answer = send(at.supervisor, "council_new", **plan(at, name=""))
    assert "名称を入力してください" in fault_beside(answer, "name")
    empty = {f"area-{at.koban.pk}": "", "koban": ""}
    answer = send(at.supervisor, "council_new", **plan(at, kind="unit") | empty)
    assert "対象とする所管区を選んでください" in fault_beside(answer, f"area-{at.koban.pk}")
    make.active(at)
    answer = send(at.supervisor, "council_new", **plan(at))
    assert "同じ名称の協議会がすでにあります" in fault_beside(answer, "name")
    assert Council.objects.count() == 1


@pytest.mark.clause("LC-4-1-1")
def test_areas_are_ticked_whole_or_written_in_parts(at):
    second = KobanFactory(station=at.station)
    parts = {f"part-{second.pk}": "桜見台団地\n駅西\n\n", f"area-{second.pk}": ""}
    assert send(at.supervisor, "council_new", **plan(at, kind="unit") | parts).status_code == 302
    case = Council.objects.get()
    areas = [(area.koban_id, area.part) for area in case.covered()]
    assert areas == [(at.koban.pk, ""), (second.pk, "桜見台団地"), (second.pk, "駅西")]
    page = text(get(at.supervisor, f"/councils/{case.pk}/amend/"))
    assert "桜見台団地\n駅西" in page
    changed = plan(at, kind="unit") | {f"part-{second.pk}": "駅西"}
    assert send(at.supervisor, "council_amend", case, **changed).status_code == 302
    assert [area.part for area in now(case).covered()] == ["", "駅西"]
    long = {f"part-{second.pk}": "長" * 121}
    answer = send(at.supervisor, "council_amend", case, **plan(at, kind="unit") | long)
    assert "120字まで" in fault_beside(answer, f"part-{second.pk}")


@pytest.mark.clause("LC-3-1")
def test_a_second_council_over_an_area_is_asked_for_its_reason(at):
    make.active(at)
    second = make.planned(at, kind="unit", name="二つ目")
    send(at.chief, "council_officer", second, **officer())
    assert "原則は一つなので、二つ設ける理由を書いてください" in main(
        get(at.chief, f"/councils/{second.pk}/establish/")
    )
    answer = send(at.chief, "council_establish", second, on=era(DAY), note="")
    assert "同じ所管区を対象としています" in fault_beside(answer, "note")
    assert (
        send(at.chief, "council_establish", second, on=era(DAY), note="団地が離れている").status_code == 302
    )


@pytest.mark.clause("LC-4-1-1")
def test_names_and_areas_are_changed_with_their_reason(at):
    case, second = make.active(at), KobanFactory(station=at.station)
    sent = {
        "name": "新しい名称", "kana": "", "area": "x", "purpose": "", "on": era(NEXT), f"area-{second.pk}": "on", "note": "",
    }  # fmt: skip
    answer = send(at.chief, "council_rename", case, **sent)
    assert "理由を入力してください" in fault_beside(answer, "note")
    assert send(at.chief, "council_rename", case, **sent | {"note": "交番の移転"}).status_code == 302
    assert [area.koban for area in now(case).covered()] == [second]
    assert CouncilEvent.objects.get(kind="rename").name == "新しい名称"


@pytest.mark.clause("LC-4-1-1")
def test_councils_are_merged_and_one_that_is_prepared_is_set_up_in_the_same_act(at):
    second = KobanFactory(station=at.station)
    old = [make.active(at), make.active(at, at_koban=second)]
    new = make.planned(at, kind="unit", name="桜見連絡協議会")
    sent = {"into": [new.pk], "together": [old[1].pk], "note": "統合", "on": era(NEXT)}
    answer = send(at.chief, "council_merge", old[0], **sent)
    assert "「桜見連絡協議会」は、まだ設置できません。運営責任者がまだ指定されていません。" in fault_beside(
        answer, "into"
    )
    send(at.chief, "council_officer", new, **officer())
    wrong = send(at.chief, "council_merge", old[0], **sent | {"together": [new.pk]})
    assert wrong.status_code == 422
    both = send(at.chief, "council_merge", old[0], **sent | {"into": [old[1].pk]})
    assert "いっしょに終わる協議会に選べません" in fault_beside(both, "together")
    assert send(at.chief, "council_merge", old[0], **sent).status_code == 302
    assert [now(each).state for each in (*old, new)] == ["abolished", "abolished", "active"]


@pytest.mark.clause("LC-4-1-1")
def test_a_council_is_split_into_those_that_were_prepared(at):
    old = make.active(at)
    new = [
        make.planned(at, kind="unit", name=f"桜見{part}", areas=[{"koban": at.koban.pk, "part": part}])
        for part in "東西"
    ]
    for each in new:
        send(at.chief, "council_officer", each, **officer())
    sent = {"into": [each.pk for each in new], "note": "分割", "on": era(NEXT)}
    stale = send(at.chief, "council_split", old, revision=now(old).revision - 1, **sent)
    assert stale.status_code == 409
    assert send(at.chief, "council_split", old, **sent).status_code == 302
    assert [now(each).state for each in (old, *new)] == ["abolished", "active", "active"]
    assert old.events.get(kind="split").others == [each.pk for each in new]


def test_what_waits_is_said_before_an_end_and_what_it_brings(at):
    case = make.active(at)
    assert "委員の任期は、この日に終わります" in main(get(at.chief, f"/councils/{case.pk}/abolish/"))
    make.meeting(at, case, on=NEXT)
    page = main(get(at.chief, f"/councils/{case.pk}/abolish/"))
    assert "結果を記録していない会議が1回あります" in page
    assert "廃止を記録する" not in page
    page = main(get(at.chief, f"/councils/{case.pk}/"))
    assert page.count("結果を記録していない会議が1回あります") == 1
    assert "休止を記録する・統合する・分割する・廃止を記録する" in page
    plan_of_it = make.planned(at, name="準備", kind="unit")
    make.nominated(at, plan_of_it)
    assert "候補者・委員が1人います" in main(get(at.supervisor, f"/councils/{plan_of_it.pk}/drop/"))


# --- the people who run it ---------------------------------------------------------------------------------------------------


@pytest.mark.clause("LC-3-6")
def test_the_manager_is_chosen_from_the_postings_or_typed(at):
    case = make.planned(at)
    page = main(get(at.chief, f"/councils/{case.pk}/officer/"))
    assert f"{at.officer.staff}（{at.koban} 交番勤務員）" in page
    assert f"{at.supervisor.staff}（地域課指導係）" in page
    chosen = officer(staff=at.officer.staff.pk, rank="", name="")
    assert send(at.chief, "council_officer", case, **chosen).status_code == 302
    held = now(case).current_officers()[0]
    assert (held.staff, held.rank, held.name) == (
        at.officer.staff,
        at.officer.staff.rank,
        at.officer.staff.name,
    )
    both = send(at.chief, "council_officer", case, **officer(staff=at.officer.staff.pk))
    assert "どちらか一つ" in fault_beside(both, "name")
    neither = send(at.chief, "council_officer", case, **officer(name=""))
    assert "氏名を書いてください" in fault_beside(neither, "name")
    stranger = people.koban_officer(KobanFactory(station=StationFactory()))
    answer = send(at.chief, "council_officer", case, **officer(staff=stranger.staff.pk, name=""))
    assert "一覧から選び直してください" in fault_beside(answer, "staff")


@pytest.mark.clause("LC-3-6")
def test_the_page_names_all_staff_of_the_day_and_who_is_no_longer_there(at):
    case = make.active(at)
    other = people.koban_officer(at.koban)
    page = main(get(at.supervisor, f"/councils/{case.pk}/"))
    assert "運営担当者 2人（所管区の勤務員の全員）" in page
    assert str(other.staff) in page
    at.officer.posting.ends_on = DAY
    at.officer.posting.save()
    page = main(get(at.supervisor, f"/councils/{case.pk}/"))
    assert f"{at.officer.staff}は、きょう所管区の交番等に配置されていません" in page
    assert "運営担当者 1人" in page


@pytest.mark.clause("LC-3-6")
def test_a_designation_is_released_on_its_page(at):
    case = make.active(at)
    held = case.officers.get()
    assert str(held) in main(get(at.supervisor, f"/councils/{case.pk}/release/"))
    early = send(at.supervisor, "council_release", case, officer=held.pk, on=era(DAY - dt.timedelta(days=1)))
    assert "指定した日より前" in fault_beside(early, "on")
    assert send(at.supervisor, "council_release", case, officer=held.pk, on=era(NEXT)).status_code == 302
    assert "指定されている人はいません" in main(get(at.supervisor, f"/councils/{case.pk}/release/"))
    page = main(get(at.supervisor, f"/councils/{case.pk}/"))
    assert "まだ指定されていない" in page
    assert "前に指定した人" in page


@pytest.mark.clause("LC-7-1-a")
def test_instruction_is_ticked_from_the_staff_of_the_day(at):
    case = make.active(at)
    sent = {
        "topics": ["purpose", "method"],
        "taught": [str(at.officer.staff)],
        "others": "巡査 甲\n",
        "note": "要点",
        "on": era(NEXT),
    }
    nothing = send(
        at.supervisor, "council_instruct", case, **sent | {"topics": [], "taught": [], "others": ""}
    )
    assert "指導した相手を選んでください" in fault_beside(nothing, "taught")
    assert "指導した内容を選んでください" in fault_beside(nothing, "topics")
    assert send(at.supervisor, "council_instruct", case, **sent).status_code == 302
    assert StaffInstruction.objects.get().taught == [str(at.officer.staff), "巡査 甲"]
    assert "目的・方法" in main(get(at.supervisor, f"/councils/{case.pk}/"))


@pytest.mark.clause("LC-3-8")
def test_a_visit_takes_a_member_and_one_line(at):
    case = make.active(at)
    member = make.appointed(at, case)
    sent = {"term": member.pk, "whom": "", "content": "再任の内諾を得た", "on": era(NEXT)}
    assert send(at.officer, "council_visit", case, **sent).status_code == 302
    assert Visit.objects.get().whom == member.person.name
    both = send(at.officer, "council_visit", case, **sent | {"whom": "町内会長"})
    assert "どちらか一つ" in fault_beside(both, "whom")
    neither = send(at.officer, "council_visit", case, **sent | {"term": ""})
    assert "訪問した相手を選ぶか" in fault_beside(neither, "whom")
    assert (
        send(at.officer, "council_visit", case, **sent | {"term": "", "whom": "町内会長"}).status_code == 302
    )
    page = main(get(at.officer, f"/councils/{case.pk}/"))
    assert f"R8. 5. 1 {member.person.name} 再任の内諾を得た" in page


@pytest.mark.clause("LC-3-6")
def test_another_kobans_officer_sees_the_council_and_is_told_who_runs_it(at):
    case = make.active(at)
    stranger = people.koban_officer(KobanFactory(station=at.station))
    page = main(get(stranger, f"/councils/{case.pk}/"))
    assert "この協議会の所管区の勤務員か、署の地域課の指導者が行います。 要綱 第3の6" in page
    sent = {"whom": "甲", "content": "x", "on": era(NEXT)}
    answer = send(stranger, "council_visit", case, **sent)
    assert answer.status_code == 422
    assert "署の地域課の指導者が行います。（要綱 第3の6）" in main(answer)
    assert not Visit.objects.exists()


# --- the page ------------------------------------------------------------------------------------------------------------------


@pytest.mark.clause("LC-3-5")
def test_members_stand_with_their_terms_and_who_stays_beyond_them(at):
    case = make.active(at, on=dt.date(2024, 4, 1))
    begun = dt.date(2024, 4, 1)
    make.appointed(
        at,
        case,
        on=begun,
        typed=make.person(name="任期の過ぎた人"),
        starts_on=begun,
        ends_on=dt.date(2026, 3, 31),
    )
    make.appointed(
        at,
        case,
        typed=make.person(name="任期中の人", birth_date=dt.date(1990, 1, 1), sex="female"),
        ends_on=dt.date(2099, 3, 31),
    )
    make.nominated(at, case, typed=make.person(name="候補の人"))
    page = main(get(at.supervisor, f"/councils/{case.pk}/"))
    assert "委員 2人" in page
    assert "満了後任が決まるまで続けるまだ聞いていない" in page
    assert "任期中の人" in page
    assert "候補の人" in page


@pytest.mark.clause("LC-3-3")
def test_the_balance_hides_small_numbers_beyond_the_station(at):
    case = make.active(at)
    for sex in ("male", "male", "male", "male", "female"):
        make.appointed(at, case, typed=make.person(sex=sex), ends_on=dt.date(2099, 1, 1))
    within = main(get(at.supervisor, f"/councils/{case.pk}/")).split("委員の偏り")[1]
    assert "女1人男4人" in within
    assert "委員がすべて" not in within
    assert "選出の別が「住民」だけです。" in within
    for actor in (at.division, people.inspector(at.station.prefecture)):
        page = main(get(actor, f"/councils/{case.pk}/"))
        assert f"女{composition.SMALL}人未満男4人" in page
        assert "選出の別が「住民」だけです。" not in page
        assert "町内会長" not in page
        assert "歳" not in page


def test_opinions_that_wait_stand_first(at):
    case = make.active(at)
    done = make.opinion(at, case, on=NEXT, content="済んだ意見")
    perform(done, "close_otherwise", by=at.supervisor, on=NEXT, note="x")
    make.opinion(at, case, content="待つ意見")
    page = main(get(at.supervisor, f"/councils/{case.pk}/"))
    assert page.index("待つ意見") < page.index("済んだ意見")
    assert "読上げ済み" in page


def test_meetings_are_numbered_within_their_year(at):
    case = make.active(at, on=dt.date(2025, 4, 1))
    begun = dt.date(2025, 4, 1)
    make.appointed(at, case, on=begun, starts_on=begun, ends_on=dt.date(2099, 1, 1))
    for on in (dt.date(2025, 5, 1), dt.date(2026, 2, 1), dt.date(2026, 5, 1)):
        make.held(at, case, on=on, entered=on)
    page = main(get(at.supervisor, f"/councils/{case.pk}/"))
    order = [
        page.index(words)
        for words in ("定期 第1回 R8. 5. 1", "定期 第2回令和7年度 R8. 2. 1", "定期 第1回令和7年度 R7. 5. 1")
    ]
    assert order == sorted(order)
    assert "委員1/1" in page


def test_the_page_is_noted_in_the_read_log_once(at):
    case = make.active(at)
    get(at.supervisor, f"/councils/{case.pk}/")
    assert list(ReadLog.objects.values_list("what", "object_pk")) == [("連絡協議会", case.pk)]


# --- the list --------------------------------------------------------------------------------------------------------------------


def test_the_list_is_narrowed_by_text_state_kind_and_station(at):
    make.active(at, name="渡邊町連絡協議会", kind="unit")
    make.active(at, name="金融機関の会", kind="occupational", koban=None, purpose="特殊詐欺の防止", areas=[])
    ended = make.active(at, name="廃止の会", kind="unit")
    perform(ended, "abolish", by=at.chief, on=NEXT, note="x")

    def found(query: str, actor=at.supervisor) -> str:
        return main(get(actor, f"/councils/?view=list&{query}"))

    assert "渡邊町" in found("q=渡辺町")
    assert "渡邊町" not in found("q=金融")
    assert "金融機関の会" in found("q=特殊詐欺")
    assert "金融機関の会" in found("kind=occupational")
    assert "渡邊町" not in found("kind=occupational")
    assert "廃止の会" not in found("")
    assert "廃止の会" in found("state=abolished")
    assert "当てはまる協議会はありません" in found("q=どこにもない")
    assert "渡邊町" in found(f"state=nonsense&kind=x&station={at.station.pk}", at.division)
    assert "渡邊町" in found("q=%00")


@pytest.mark.clause("LC-3-1")
def test_areas_without_a_council_and_with_two_are_shown(at):
    bare, preparing = KobanFactory(station=at.station), KobanFactory(station=at.station)
    make.planned(at, at_koban=preparing)
    make.active(at)
    make.active(at, kind="unit", name="二つ目")
    split = KobanFactory(station=at.station)
    for part in ("東", "西"):
        make.active(at, kind="unit", koban=split.pk, name=part, areas=[{"koban": split.pk, "part": part}])
    make.active(at, kind="occupational", name="職種の会", purpose="x", areas=[{"koban": bare.pk, "part": ""}])
    page = main(get(at.supervisor, "/councils/?view=list"))
    without, double = page.split("協議会のない所管区")[1].split("二つの協議会がある所管区")
    assert str(bare) in without
    assert "設置の準備を始める" in without
    assert f"{preparing} 準備中" in without
    assert str(split) not in without + double
    assert str(at.koban) not in without
    assert f"{at.koban} {at.koban}連絡協議会 二つ目" in double
    assert f"/councils/new/?koban={bare.pk}" in text(get(at.supervisor, "/councils/?view=list"))
    assert "設置の準備を始める" not in main(get(at.officer, "/councils/?view=list"))


# --- the first pages -----------------------------------------------------------------------------------------------------------------


@pytest.mark.clause("LC-3-6")
def test_a_koban_officers_first_page_is_the_own_council(at):
    make.active(at, at_koban=KobanFactory(station=at.station), name="よその協議会")
    assert "所管区の協議会は、まだありません" in main(get(at.officer, "/"))
    make.active(at)
    page = main(get(at.officer, "/"))
    assert f"まず行うこと{at.koban}連絡協議会の定期会議を" in page.replace(" ", "")
    assert "よその協議会" not in page


def test_a_supervisors_first_page_counts_what_waits(at):
    case = make.active(at)
    make.opinion(at, case)
    make.nominated(at, case)
    page = main(get(at.supervisor, "/"))
    assert "回答がまだの意見1件" in page
    assert "選考中の候補者1人" in page


@pytest.mark.clause("LC-7-3")
def test_the_divisions_first_page_names_the_stations_that_need_a_word(at):
    assert "いまはありません。すべての署で" in main(get(at.division, "/"))
    case = make.active(at)
    make.meeting(at, case, on=NEXT)
    page = main(get(at.division, "/"))
    assert "桜見坂警察署の状況を確かめる" in page
    assert "様式" in page.split("開ける頁")[1]


def test_the_chiefs_first_page_has_the_councils_beside_the_desk(at):
    assert "協議会は、まだありません。" in main(get(at.chief, "/"))
    case = make.active(at)
    make.planned(at, name="準備の会", kind="unit")
    term = make.nominated(at, case)
    perform(term, "consult", by=at.supervisor, on=DAY, section="生活安全課", opinion="異存ない")
    page = main(get(at.chief, "/"))
    assert "1の協議会のうち、1で定期会議が年2回に足りません" in page
    assert "準備の会の設置" in page
    assert "委嘱を待つ候補者 1人" in page
    assert "私の机" in page


# --- papers ----------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "gathered", "form"),
    [
        ("council_setup_paper", "setup_values", "L1"), ("council_roster_paper", "roster_values", "L3"),
        ("council_officers_paper", "officers_values", "L7"), ("council_plan_paper", "year_plan_values", "L8"),
    ],
)  # fmt: skip
def test_papers_are_printed_from_the_values_of_today(at, monkeypatch, name, gathered, form):
    """The values come from the function of this name; the year as the page showed it."""
    asked = []
    monkeypatch.setattr(from_councils, gathered, lambda *told: asked.append(told) or {})
    case = make.active(at)
    keys = [case.pk] if name in PAPERS else []
    answer = get(at.supervisor, reverse(name, args=keys) + ("" if keys else "?year=2025"))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert pdf_text(answer)
    assert asked[0][0] == (case if keys else at.station)
    if form == "L8":
        assert asked[0][1].number == 2025
    assert ReadLog.objects.count() == 1


def test_headquarters_chooses_a_station_before_its_paper(at):
    answer = get(at.division, "/councils/setup/")
    assert (answer.status_code, answer.url) == (302, "/councils/?view=list")
    assert get(at.division, "/councils/plan/?station=999").status_code == 302


# --- walls -----------------------------------------------------------------------------------------------------------------------------


def test_another_stations_council_is_not_found(at):
    case, stranger = make.active(at), make.desks()
    assert get(stranger.supervisor, f"/councils/{case.pk}/").status_code == 404
    for name, who in ACTS.items():
        assert get(getattr(stranger, who), reverse(name, args=[case.pk])).status_code == 404
    for name in PAPERS:
        assert get(stranger.officer, reverse(name, args=[case.pk])).status_code == 404
    assert case.name not in main(get(stranger.supervisor, f"/councils/?view=list&station={at.station.pk}"))
    assert case.name not in main(get(stranger.supervisor, f"/councils/?station={at.station.pk}"))


def test_each_act_opens_for_its_post_and_for_no_other(at):
    case = make.active(at)
    for name, who in ACTS.items():
        assert get(getattr(at, who), reverse(name, args=[case.pk])).status_code == 200
        outsider = at.chief if who == "officer" else at.officer
        assert get(outsider, reverse(name, args=[case.pk])).status_code == 403


@pytest.mark.parametrize(
    ("name", "who", "sent"),
    [
        ("council_visit", "officer", {"whom": "甲", "content": "x"}), ("council_suspend", "chief", {"note": "x"}),
        ("council_officer", "chief", {"role": "manager", "staff": "", "rank": "", "name": "甲"}), ("council_abolish", "chief", {"note": "x"}),
    ],
)  # fmt: skip
def test_the_second_click_gets_the_first_result_and_does_nothing(at, name, who, sent):
    case, key = make.active(at), uuid.uuid4()
    sent = sent | {"on": era(NEXT)}
    first = send(getattr(at, who), name, case, key=key, **sent)
    assert first.status_code == 302, text(first)
    rows = StateChange.objects.count()
    again = send(getattr(at, who), name, case, key=key, **sent)
    assert (again.status_code, again.url) == (302, first.url)
    assert StateChange.objects.count() == rows
    late = send(getattr(at, who), name, case, revision=0, **sent)
    assert late.status_code in {409, 422}
    assert StateChange.objects.count() == rows


def test_a_plan_typed_once_is_one_council(at):
    key = uuid.uuid4()
    first, again = (send(at.supervisor, "council_new", key=key, **plan(at)) for _ in range(2))
    assert first.url == again.url
    assert Council.objects.count() == 1


def test_a_second_person_in_the_koban_is_offered_too(at):
    PostingFactory(post=at.officer.post)
    case = make.active(at)
    assert "運営担当者 2人" in main(get(at.officer, f"/councils/{case.pk}/"))

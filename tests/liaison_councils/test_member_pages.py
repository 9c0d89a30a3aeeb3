"""Members, candidates and one term as pages: chosen, shown, found, hidden (LC-3-2 … LC-3-6)."""

import datetime as dt
import html
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.models import IssuedPaper, ProfileValue, StateChange, StoredFile
from casework.paper_desk import make_bytes
from casework.workflow import perform
from liaison_councils.models import Person, Term
from liaison_councils.models.opening import renew
from liaison_councils.rules.terms import DAY as ONE
from tests.blue_patrol.acting import era, fault_beside
from tests.blue_patrol.paging import get, main, reads
from tests.factories import people
from tests.factories.councils import active, appointed, desks, nominated, now, person
from tests.factories.places import KobanFactory, StationFactory
from tests.liaison_councils.clicking import address, beyond_frame, send
from tests.nights import sampled

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
FOUNDED = dt.date(2020, 4, 1)


@pytest.fixture
def at():
    return desks(name="桜見坂")


@pytest.fixture
def council(at):
    return active(at, FOUNDED)


def member(at, council, ends_on, name="委員 花子", **changed):
    """In office for two years up to the day."""
    starts = ends_on - dt.timedelta(days=729)
    typed = None if "person" in changed else person(name=name, kana=changed.pop("kana", ""))
    return appointed(
        at, council, on=min(starts, TODAY), typed=typed, starts_on=starts, ends_on=ends_on, **changed
    )


def candidate(**changed) -> dict:
    """The form of a new candidate."""
    told = {
        "name": "大山 太郎", "kana": "おおやま たろう", "birth_date": "S35.1.2", "sex": "male", "address": "", "phone": "",
        "occupation": "町内会長", "body": "", "category": "resident", "reason": "信望が厚い", "starts_on": era(TODAY),
        "ends_on": era(TODAY + dt.timedelta(days=729)), "on": era(TODAY),
    }  # fmt: skip
    return told | changed


def choose(at, council, by=None, query="", **changed):
    return send(by or at.supervisor, "council_nominate", council, query=query, **candidate(**changed))


def values(response) -> dict:
    """name → value of the text inputs of a page."""
    page = response.content.decode()
    found = re.findall(r'<input type="text" name="([\w-]+)" value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in found}


# --- the candidate ---------------------------------------------------------------------------------------------------


@pytest.mark.clause("LC-3-3")
@pytest.mark.parametrize("typed", ["S35.1.2", "昭和35年1月2日", "1960-1-2", "昭和３５．１．２"])
def test_a_candidate_is_typed_once_in_any_spelling_of_a_date(at, council, typed):
    response = choose(at, council, birth_date=typed)
    term = Term.objects.get()
    assert response.url == reverse("council_term", args=[term.pk])
    assert (term.person.name, term.person.birth_date) == ("大山 太郎", dt.date(1960, 1, 2))
    assert (term.category, term.reason, term.state) == ("resident", "信望が厚い", "nominated")


@pytest.mark.clause("LC-3-3")
@pytest.mark.parametrize(
    ("field", "sent", "said"),
    [
        ("name", "", "氏名を入力してください。"),
        ("birth_date", "来年", "日付"),
        ("birth_date", "令和99年1月1日", ""),
        ("birth_date", "明治20年1月1日", "生年月日を確かめてください。"),
        ("reason", "", "選考の理由を入力してください。"),
        ("category", "", "選出の別を選んでください。"),
        ("ends_on", "令和2年1月1日", "任期の末日は、初日より前にできません。"),
        ("on", "令和50年1月1日", "までの日を入力してください。"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(at, council, field, sent, said):
    response = choose(at, council, **{field: sent, "occupation": "団子屋"})
    assert response.status_code == 422
    found = fault_beside(response, field)
    assert found.startswith("誤り：")
    assert said in found
    assert values(response)["occupation"] == "団子屋"
    assert Term.objects.count() == Person.objects.count() == 0


@pytest.mark.clause("LC-3-5")
def test_the_offered_term_follows_without_a_gap_takes_the_rest_or_begins_today(at, council):
    ends = TODAY + dt.timedelta(days=20)
    term = member(at, council, ends)

    def offered(query):
        found = values(get(at.supervisor, address("council_nominate", council, query=query)))
        return [found["starts_on"], found["ends_on"]]

    def two_years(day):
        return era(day.replace(year=day.year + 2) - ONE)

    assert offered("") == [era(TODAY), two_years(TODAY)]
    follows = [era(ends + ONE), two_years(ends + ONE)]
    assert offered(f"?previous={term.pk}") == follows
    assert offered(f"?replaces={term.pk}") == follows
    perform(term, "resign", by=at.chief, on=TODAY, last_on=TODAY - dt.timedelta(days=9), note="転居")
    assert offered(f"?replaces={term.pk}") == [era(TODAY), era(ends)]
    ProfileValue.objects.filter(key="council_replacement_serves").update(content="full")
    assert offered(f"?replaces={term.pk}") == [era(TODAY), two_years(TODAY)]


@pytest.mark.clause("LC-3-5")
def test_a_reappointment_types_nobody_again(at, council):
    term = member(at, council, TODAY + dt.timedelta(days=20))
    query = f"?previous={term.pk}"
    page = get(at.supervisor, address("council_nominate", council, query=query))
    assert 'name="name"' not in page.content.decode()
    sent = candidate(
        **{n: v for n, v in values(page).items() if n in ("starts_on", "ends_on")}, previous=term.pk
    )
    assert send(at.supervisor, "council_nominate", council, **sent).status_code == 302
    new = Term.objects.nominated().get()
    assert (new.person, new.previous, new.ordinal) == (term.person, term, 2)
    assert Person.objects.get().name == "委員 花子"
    assert "再任（候補）" in main(get(at.supervisor, f"/councils/terms/{term.pk}/"))


@pytest.mark.clause("LC-3-3")
def test_people_of_one_name_or_reading_are_shown_and_never_merged(at, council):
    """髙 and 高 are one name; who it is the officer says."""
    elsewhere = active(at, FOUNDED, at_koban=KobanFactory(station=at.station))
    known = member(
        at, elsewhere, TODAY + dt.timedelta(days=300), name="髙山 太郎", kana="たかやま たろう"
    ).person
    for typed in ({"name": "高山太郎", "kana": ""}, {"name": "鷹山 多朗", "kana": "タカヤマ タロウ"}):
        response = choose(at, council, **typed)
        assert response.status_code == 422
        assert "誤り：同じ氏名か読みの人が、記録にいます。" in fault_beside(response, "chosen")
        assert elsewhere.name in main(response)
        assert values(response)["name"] == typed["name"]
    assert Term.objects.count() == Person.objects.count() == 1
    assert choose(at, council, name="高山太郎", kana="", chosen="same-999999").status_code == 422
    assert choose(at, council, name="高山太郎", kana="", chosen="other").status_code == 302
    assert set(Person.objects.values_list("name", flat=True)) == {"髙山 太郎", "高山太郎"}
    assert Term.objects.nominated().get().person != known


@pytest.mark.parametrize(
    ("how", "name", "occupation", "address"),
    [
        ("same", "髙山 太郎", "町内会長", "愛知県桜見市坂上町一丁目"),
        ("update", "高山太郎", "団子屋", "愛知県桜見市坂上町一丁目"),
    ],
)
def test_the_known_person_is_written_over_only_when_told_so_and_never_with_blanks(
    at, council, how, name, occupation, address
):
    elsewhere = active(at, FOUNDED, at_koban=KobanFactory(station=at.station))
    known = member(at, elsewhere, TODAY + dt.timedelta(days=300), name="髙山 太郎").person
    assert (
        choose(
            at, council, name="高山太郎", kana="", occupation="団子屋", chosen=f"{how}-{known.pk}"
        ).status_code
        == 302
    )
    person = Person.objects.get()
    assert (person.name, person.occupation, person.address) == (name, occupation, address)
    assert StateChange.objects.filter(transition="amend").count() == (how == "update")


@pytest.mark.clause("LC-3-3")
def test_the_balance_is_shown_with_the_candidate_and_saves_nothing(at, council):
    for _ in range(5):
        member(at, council, TODAY + dt.timedelta(days=700))
    response = choose(at, council, look="1", name="", reason="")
    assert response.status_code == 200
    assert "候補者を含む委員の偏り 委員5人" in main(response)
    response = choose(at, council, look="1", sex="female", reason="")
    assert "この人を入れた委員の偏り 委員6人" in main(response)
    assert "委員がすべて男です" not in main(response)
    assert "誤り" not in main(response)
    assert values(response)["name"] == "大山 太郎"
    assert "委員がすべて男です" in main(choose(at, council, look="1"))
    assert not Term.objects.nominated().exists()


@pytest.mark.clause("LC-3-6")
def test_another_koban_is_told_why_not_and_another_station_that_there_is_no_such_council(at, council):
    other = people.koban_officer(KobanFactory(station=at.station))
    page = get(other, address("council_nominate", council))
    assert "この協議会の所管区の勤務員か、署の地域課の指導者が行います。" in main(page)
    assert choose(at, council, by=other).status_code == 422
    assert choose(at, council, by=at.officer).status_code == 302
    term = Term.objects.get()
    assert send(other, "council_term_amend", term, **candidate()).status_code == 422
    foreign = people.supervisor(StationFactory())
    assert get(foreign, address("council_nominate", council)).status_code == 404
    assert get(foreign, address("council_term", term)).status_code == 404
    assert send(foreign, "council_term_consult", term).status_code == 404
    assert Term.objects.count() == 1


def test_a_candidacy_follows_a_term_of_its_own_council_alone(at, council):
    elsewhere = active(at, FOUNDED, at_koban=KobanFactory(station=at.station))
    term = member(at, elsewhere, TODAY)
    for query in (f"?previous={term.pk}", f"?replaces={term.pk}", "?previous=99999"):
        assert get(at.supervisor, address("council_nominate", council, query=query)).status_code == 404


# --- the acts ------------------------------------------------------------------------------------------------------------


@pytest.mark.clause("LC-3-4")
def test_several_opinions_are_written_at_once_and_half_a_row_is_refused(at, council):
    term = nominated(at, council, on=TODAY)
    half = send(
        at.supervisor,
        "council_term_consult",
        term,
        **{"section-0": "交通課", "opinion-1": "よい", "on": era(TODAY)},
    )
    assert "意見を書いてください。" in fault_beside(half, "opinion-0")
    assert "部門を書いてください。" in fault_beside(half, "section-1")
    none = send(at.supervisor, "council_term_consult", term, on=era(TODAY))
    assert "部門を書いてください。" in fault_beside(none, "section-0")
    more = send(at.supervisor, "council_term_consult", term, more="1", rows="3", **{"section-0": "交通課"})
    assert "4つ目の部門" in main(more)
    assert values(more)["section-0"] == "交通課"
    sent = {
        "section-0": "交通課",
        "opinion-0": "異存ない",
        "section-3": "刑事課",
        "opinion-3": "よい",
        "rows": "4",
    }
    assert send(at.supervisor, "council_term_consult", term, **sent, on=era(TODAY)).status_code == 302
    assert [(row["section"], row["opinion"]) for row in now(term).consulted] == [
        ("交通課", "異存ない"),
        ("刑事課", "よい"),
    ]


@pytest.mark.clause("LC-3-5")
def test_a_term_is_led_from_the_candidate_to_its_end_on_its_pages(at, council):
    term = nominated(at, council, on=TODAY, starts_on=TODAY, ends_on=TODAY + dt.timedelta(days=729))
    assert "他部門の意見をまだ聴いていません。" in main(get(at.chief, f"/councils/terms/{term.pk}/appoint/"))
    changed = candidate(name="大山 次郎", reason="別の理由")
    assert send(at.officer, "council_term_amend", term, **changed).status_code == 302
    assert (now(term).person.name, now(term).reason) == ("大山 次郎", "別の理由")
    opinion = {"section-0": "交通課", "opinion-0": "異存ない", "on": era(TODAY)}
    send(at.supervisor, "council_term_consult", term, **opinion)
    assert (
        send(at.chief, "council_term_appoint", term, document_number="第9号", on=era(TODAY)).status_code
        == 302
    )
    assert (
        send(at.officer, "council_term_intend", term, intent="again", note="電話", on=era(TODAY)).status_code
        == 302
    )
    person = candidate(name="大山 次郎", phone="0500-111-2222") | {"note": "番号が変わった"}
    assert send(at.officer, "council_term_person", term, **person).status_code == 302
    assert (
        send(
            at.chief,
            "council_term_resign",
            term,
            last_on=era(TODAY),
            note="転居",
            document_number="第10号",
            on=era(TODAY),
        ).status_code
        == 302
    )
    page = main(get(at.supervisor, f"/councils/terms/{term.pk}/"))
    for said in (
        "候補者に選びました",
        "交通課：異存ない",
        "委嘱状の番号 第9号",
        "再任の内諾あり",
        "電話番号 0500-111-2222",
        "辞職を承認しました",
        "文書番号 第10号",
        "辞職 第10号",
        "後任を選ぶ",
    ):
        assert said in page
    assert "再任の候補にする" not in page


def test_a_stale_page_is_told_so_and_a_second_click_led_to_the_first_result(at, council):
    term = nominated(at, council, on=TODAY)
    seen = term.revision
    send(
        at.supervisor,
        "council_term_consult",
        term,
        **{"section-0": "交通課", "opinion-0": "よい", "on": era(TODAY)},
    )
    assert send(at.officer, "council_term_amend", term, revision=seen, **candidate()).status_code == 409
    key = "6d1f0a3e-5b64-4a6e-9f0b-0c6f4d3a1b77"
    for _ in range(2):
        assert choose(at, council, act_key=key, name="二度 押").status_code == 302
    assert Term.objects.filter(person__name="二度 押").count() == 1


def test_a_term_is_declared_over_only_once_its_days_have_run_out(at, council):
    running, over = member(at, council, TODAY), member(at, council, TODAY - ONE)
    assert "満了を記録する" not in main(get(at.supervisor, f"/councils/terms/{running.pk}/"))
    page = main(get(at.supervisor, f"/councils/terms/{over.pk}/"))
    assert "満了（引継ぎ待ち）" in page
    assert "満了を記録する" in page


# --- the list ------------------------------------------------------------------------------------------------------------


def listed(actor, query="") -> list[str]:
    """Names in the order of the list."""
    page = get(actor, f"/councils/members/{query}").content.decode()
    return re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a>', page)


@pytest.mark.clause("LC-3-5")
def test_the_views_of_the_list(at, council):
    """Near up to the profile's three months; over stays visible; ended and candidates apart."""
    member(at, council, TODAY, "近い 一")
    member(at, council, TODAY + dt.timedelta(days=80), "近い 二")
    member(at, council, TODAY + dt.timedelta(days=100), "遠い 人")
    member(at, council, TODAY - ONE, "過ぎた 人")
    nominated(at, council, on=TODAY, typed=person(name="候補 人"))
    gone = member(at, council, TODAY + dt.timedelta(days=50), "辞めた 人")
    perform(gone, "resign", by=at.chief, on=TODAY, last_on=TODAY - ONE, note="転居")
    assert set(listed(at.supervisor)) == {"近い 一", "近い 二", "遠い 人", "過ぎた 人"}
    assert listed(at.supervisor, "?show=near") == ["近い 一", "近い 二"]
    assert listed(at.supervisor, "?show=over") == ["過ぎた 人"]
    assert listed(at.supervisor, "?show=candidates") == ["候補 人"]
    assert listed(at.supervisor, "?show=past") == ["辞めた 人"]
    assert "満了（引継ぎ待ち）末日から1日" in main(get(at.supervisor, "/councils/members/?show=over"))


@pytest.mark.clause("LC-3-2")
def test_membership_on_a_past_day_is_answered_from_the_terms(at, council):
    term = member(at, council, TODAY - dt.timedelta(days=10), "前の 人")
    perform(term, "resign", by=at.chief, on=TODAY, last_on=TODAY - dt.timedelta(days=30), note="転居")
    for day, names in ((30, ["前の 人"]), (29, []), (739, ["前の 人"]), (740, [])):
        assert listed(at.supervisor, f"?on={era(TODAY - dt.timedelta(days=day))}") == names
    for wrong, said in (("いつか", "誤り："), (era(TODAY + ONE), "きょうまでの日を入力してください。")):
        page = get(at.supervisor, f"/councils/members/?on={wrong}")
        assert said in main(page)
        assert wrong in page.content.decode()


def test_members_are_found_by_any_variant_of_the_name_and_by_council(at, council):
    elsewhere = active(at, FOUNDED, at_koban=KobanFactory(station=at.station))
    member(at, council, TODAY, "渡邉 正弘", kana="わたなべ まさひろ")
    member(at, elsewhere, TODAY, "齋藤 花子", kana="さいとう はなこ")
    for q in ("渡辺", "渡邊正弘", "ワタナベ", "わたなべ　ま"):
        assert listed(at.supervisor, f"?q={q}") == ["渡邉 正弘"]
    assert listed(at.supervisor, f"?council={elsewhere.pk}") == ["齋藤 花子"]
    assert listed(at.supervisor, "?q=山田") == []
    assert listed(at.supervisor, "?council=x&show=nothing&station=9") == ["齋藤 花子", "渡邉 正弘"]
    assert listed(people.supervisor(StationFactory())) == []


PERSONAL = (
    "いいんのよみ",
    "団子屋",
    "0500-000-0001",
    "坂上町一丁目",
    "1960",
    "昭和35",
    "電話で内諾",
    "信望が厚い",
    "異存ない",
)


@pytest.mark.clause("LC-7-3")
def test_headquarters_sees_name_council_and_term_and_nothing_else_of_a_person(at, council):
    term = member(at, council, TODAY + ONE, kana="いいんのよみ")
    send(
        at.officer,
        "council_term_person",
        term,
        **candidate(name="委員 花子", kana="いいんのよみ", occupation="団子屋"),
    )
    send(at.officer, "council_term_intend", term, intent="again", note="電話で内諾", on=era(TODAY))
    paper = IssuedPaper.objects.of_case(term).get()
    for who in (at.division, people.inspector(at.station.prefecture)):
        for page in ("/councils/members/", "/councils/members/?show=near", f"/councils/terms/{term.pk}/"):
            text = get(who, page).content.decode()
            assert "委員 花子" in text
            assert [word for word in PERSONAL if word in text] == []
        assert get(who, f"/councils/papers/{paper.pk}/").status_code == 404
    here = main(get(at.supervisor, f"/councils/terms/{term.pk}/"))
    assert [
        word
        for word in ("いいんのよみ", "団子屋", "昭和35", "電話で内諾", "信望が厚い", "異存ない")
        if word not in here
    ] == []


def test_the_whole_service_names_every_council_of_the_station_and_the_gaps(at, council):
    elsewhere = active(at, FOUNDED, at_koban=KobanFactory(station=at.station))
    first = member(at, council, TODAY - dt.timedelta(days=900))
    perform(first, "expire", by=at.supervisor, on=TODAY)
    second = member(at, council, TODAY + dt.timedelta(days=100), person=first.person)
    member(at, elsewhere, TODAY + dt.timedelta(days=90), person=first.person)
    page = main(get(at.supervisor, f"/councils/terms/{second.pk}/"))
    gap = (first.ends_on + ONE, second.starts_on - ONE)
    assert f"{era(gap[0])}から{era(gap[1])}までは、委員ではありませんでした。" in page
    assert f"{council.name} 通算2期" in page
    assert f"{elsewhere.name} 通算1期" in page
    assert second.ordinal == 2


# --- what it costs, who looked -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", sampled([1, 4, 30], by_day=[4]))
def test_a_list_takes_three_queries_whatever_its_rows(at, council, rows):
    for number in range(rows):
        term = member(at, council, TODAY + dt.timedelta(days=number))
    renew(term, by=at.supervisor, on=TODAY, years=2, reason="再任")
    for query in (
        "",
        "?show=near",
        "?show=over",
        "?show=candidates",
        "?show=past",
        f"?q=花子&on={era(TODAY)}",
    ):
        page = f"/councils/members/{query}"
        assert beyond_frame(at.supervisor, page) == 3, query
        assert beyond_frame(at.division, page) == 3, query


@pytest.mark.parametrize("rounds", [1, 5])
def test_a_term_takes_seven_queries_however_long_the_service(at, council, rounds):
    term = member(at, council, TODAY - dt.timedelta(days=730 * rounds - 500))
    for _ in range(rounds):
        day = term.ends_on
        new = renew(now(term), by=at.supervisor, on=day, years=2, reason="再任")
        perform(new, "consult", by=at.supervisor, on=day, section="交通課", opinion="よい")
        term = perform(now(new), "appoint", by=at.chief, on=day)
    renew(now(term), by=at.supervisor, on=TODAY, years=2, reason="再任")
    found = {
        (who.role, key): beyond_frame(who, f"/councils/terms/{key}/")
        for who in (at.officer, at.supervisor, at.chief)
        for key in Term.objects.values_list("pk", flat=True)
    }
    assert max(found.values()) <= 7, found


def test_whoever_looks_is_noted(at, council):
    term = member(at, council, TODAY)
    get(at.supervisor, "/councils/members/")
    get(at.supervisor, f"/councils/terms/{term.pk}/")
    get(at.supervisor, f"/councils/terms/{term.pk}/person/")
    get(at.supervisor, f"/councils/{council.pk}/members/new/")
    get(at.supervisor, f"/councils/papers/{IssuedPaper.objects.get().pk}/")
    assert reads(at.supervisor) == ["委員一覧", "委員", "委員の手続", "候補者の選考", "協議会の書類"]


def test_a_frozen_letter_is_the_same_bytes_for_ever(at, council):
    term = member(at, council, TODAY)
    paper = IssuedPaper.objects.of_case(term).get()
    first = get(at.officer, f"/councils/papers/{paper.pk}/")
    assert first.content[:5] == b"%PDF-"
    send(at.officer, "council_term_person", term, **candidate(name="改名 した人"))
    assert get(at.officer, f"/councils/papers/{paper.pk}/").content == first.content
    assert not StoredFile.objects.exists()  # reading keeps nothing
    make_bytes(paper.pk, at.officer)
    assert get(at.officer, f"/councils/papers/{paper.pk}/").content == first.content
    assert get(people.supervisor(StationFactory()), f"/councils/papers/{paper.pk}/").status_code == 404


def test_the_sheet_to_resign_on_is_for_members_of_the_own_station(at, council):
    term, waiting = member(at, council, TODAY), nominated(at, council, on=TODAY)
    sheet = f"/councils/terms/{term.pk}/resignation/"
    assert get(at.division, sheet).status_code == 403
    assert get(people.supervisor(StationFactory()), sheet).status_code == 404
    assert get(at.officer, f"/councils/terms/{waiting.pk}/resignation/").status_code == 404
    assert get(at.officer, sheet).content[:5] == b"%PDF-"
    assert get(at.supervisor, f"/councils/{council.pk}/members/candidates/").content[:5] == b"%PDF-"

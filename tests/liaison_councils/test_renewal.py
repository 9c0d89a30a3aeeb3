"""The renewal of spring: what ends is renewed, replaced or left in one form; the chief approves with one act (LC-3-5)."""

import datetime as dt
import io
import re

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from casework.models import IssuedPaper, StateChange
from casework.scope import scope_of
from casework.workflow import Refused, perform, perform_all
from liaison_councils.models import Person, Term
from liaison_councils.models.opening import renew
from liaison_councils.models.renewal import appoint_all, renew_all
from liaison_councils.rules import terms as rules
from tests.blue_patrol.acting import era, fault_beside
from tests.blue_patrol.paging import get, main, pdf_text, queries
from tests.blue_patrol.races import at_once, doing
from tests.factories import people
from tests.factories.councils import active, appointed, desks, nominated, now, person
from tests.factories.places import KobanFactory, StationFactory
from tests.liaison_councils.clicking import send

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
ENDS = TODAY + dt.timedelta(days=30)
FOUNDED = dt.date(2020, 4, 1)


@pytest.fixture
def at():
    return desks(name="桜見坂")


def ending(at, council, ends_on=ENDS, **changed):
    """A member whose term ends soon."""
    starts = ends_on - dt.timedelta(days=729)
    return appointed(at, council, on=starts, starts_on=starts, ends_on=ends_on, **changed)


def send_renewal(at, fates: dict, by=None, until=ENDS, **shared):
    """The whole form: {term: fate or {fate, name, …}}."""
    told = {"until": era(until), "reason": "引き続き地域の実情に詳しい", "on": era(TODAY)}
    told |= {"section-0": "生活安全課", "opinion-0": "異存ない"} | shared
    told["term"] = [term.pk for term in fates]
    for term, fate in fates.items():
        fields = fate if isinstance(fate, dict) else {"fate": fate}
        told |= {f"t{term.pk}-{name}": value for name, value in fields.items()}
    return send(by or at.supervisor, "council_renewal", **told)


def approve(at, terms, by=None, **told):
    fields = {"term": [term.pk for term in terms], "on": era(TODAY), "document_number": ""}
    fields |= {f"revision-{term.pk}": now(term).revision for term in terms} | told
    return send(by or at.chief, "council_appointments", **fields)


def candidates() -> list[Term]:
    return list(Term.objects.nominated().order_by("pk"))


# --- the renewal -----------------------------------------------------------------------------------------------------


@pytest.mark.clause("LC-3-5", "LC-3-4")
def test_one_form_renews_replaces_and_lets_go(at):
    council, other = active(at, FOUNDED), active(at, FOUNDED, at_koban=KobanFactory(station=at.station))
    again, replaced, later, leaves, waits = (ending(at, council) for _ in range(5))
    over = ending(at, other, TODAY - dt.timedelta(days=3))
    successor = {
        "fate": "replace",
        "name": "後任 花子",
        "kana": "こうにん",
        "birth_date": "S50.5.5",
        "sex": "female",
        "address": "桜見市坂上町2丁目",
        "phone": "0500-000-2222",
        "category": "school",
        "reason": "教頭",
    }
    fates = {
        again: "again",
        replaced: successor,
        later: "replace",
        leaves: "leaves",
        waits: "",
        over: "leaves",
    }
    response = send_renewal(at, fates, **{"section-1": "刑事課", "opinion-1": "よい"})
    assert response.status_code == 302
    renewed, new = candidates()
    assert (renewed.previous, renewed.person, renewed.reason, renewed.ordinal) == (
        again,
        again.person,
        "引き続き地域の実情に詳しい",
        2,
    )
    assert (new.replaces, new.person.name, new.category, new.reason) == (
        replaced,
        "後任 花子",
        "school",
        "教頭",
    )
    assert new.person.birth_date == dt.date(1975, 5, 5)
    assert (new.person.address, new.person.phone) == ("桜見市坂上町2丁目", "0500-000-2222")
    for term in (renewed, new):
        assert term.starts_on == ENDS + dt.timedelta(days=1)
        assert term.ends_on == rules.last_day(term.starts_on, 2)
        assert [row["section"] for row in term.consulted] == ["生活安全課", "刑事課"]
    assert (now(later).intent, now(later).intent_note) == ("leaves", "後任を選ぶ")
    assert (now(leaves).intent, now(leaves).state) == ("leaves", "appointed")
    assert (now(waits).intent, now(waits).revision) == ("", waits.revision)
    assert (now(over).state, now(over).end_reason) == ("expired", "満了で退任")
    assert {now(each).state for each in (again, replaced)} == {"appointed"}
    told = main(get(at.supervisor, response.url))
    assert "後任 花子" in told


def test_the_window_and_the_councils_say_who_is_listed(at):
    council, other = active(at, FOUNDED), active(at, FOUNDED, at_koban=KobanFactory(station=at.station))
    soon, here = ending(at, council), ending(at, other)
    far = ending(at, council, TODAY + dt.timedelta(days=200))
    over = ending(at, council, TODAY - dt.timedelta(days=40))
    renew(ending(at, council), by=at.supervisor, on=TODAY, years=2, reason="再任")

    def listed(query="") -> set[int]:
        page = get(at.supervisor, f"/councils/members/renewal/{query}").content.decode()
        return {int(key) for key in re.findall(r'name="term" value="(\d+)"', page)}

    assert listed() == {soon.pk, here.pk, over.pk}
    assert listed(f"?council={council.pk}") == {soon.pk, over.pk}
    assert listed(f"?until={era(TODAY + dt.timedelta(days=200))}") == {soon.pk, here.pk, over.pk, far.pk}
    assert listed(f"?until={era(TODAY)}") == {over.pk}
    for wrong in ("いつか", era(TODAY + dt.timedelta(days=900))):
        page = get(at.supervisor, f"/councils/members/renewal/?until={wrong}")
        assert "誤り：" in main(page)
        assert f'value="{wrong}"' in page.content.decode()


def test_what_was_heard_before_is_offered_and_the_rest_on_demand(at):
    term, other = _two(at)
    perform(term, "intend", by=at.officer, on=TODAY, intent="leaves", note="")
    page = get(at.supervisor, "/councils/members/renewal/").content.decode()
    assert _checked(page) == {term.pk: "leaves", other.pk: ""}
    page = get(at.supervisor, "/councils/members/renewal/?fill=again").content.decode()
    assert _checked(page) == {term.pk: "leaves", other.pk: "again"}


def _two(at):
    council = active(at, FOUNDED)
    return ending(at, council), ending(at, council)


def _checked(page: str) -> dict[int, str]:
    found = re.findall(r'name="t(\d+)-fate" value="(\w*)" checked', page)
    return {int(key): value for key, value in found}


def test_faults_stand_in_their_rows_and_nothing_typed_is_lost_or_stored(at):
    term, other = _two(at)
    fates = {
        term: {"fate": "replace", "name": "後任 花子", "occupation": "団子屋", "birth_date": "昨日"},
        other: "again",
    }
    response = send_renewal(at, fates, reason="", **{"opinion-0": ""})
    assert response.status_code == 422
    page = response.content.decode()
    assert "再任の理由を書いてください。" in fault_beside(response, "reason")
    assert "意見を書いてください。" in fault_beside(response, "opinion-0")
    for said in ("選考の理由を書いてください。", f"{term.person}さんの生年月日"):
        assert said in main(response)
    for typed in ("後任 花子", "団子屋", "昨日"):
        assert f'value="{typed}"' in page
    beside = [fault_beside(response, f"{name}") for name in (f"t{term.pk}-reason", f"t{term.pk}-birth_date")]
    assert [text.startswith("誤り：") for text in beside] == [True, True]
    assert _checked(page) == {term.pk: "replace", other.pk: "again"}
    assert "満了の後を、一人も選んでいません。" in main(send_renewal(at, {term: "", other: ""}))
    assert candidates() == []


@pytest.mark.clause("LC-3-3")
def test_a_successor_of_a_known_name_is_asked_about(at):
    term, other = _two(at)
    known = ending(
        at, active(at, FOUNDED, at_koban=KobanFactory(station=at.station)), typed=person(name="髙山 太郎")
    ).person
    typed = {"fate": "replace", "name": "高山太郎", "reason": "信望が厚い", "category": "resident"}
    response = send_renewal(at, {term: typed, other: "again"})
    assert response.status_code == 422
    assert "同じ氏名か読みの人が、記録にいます" in main(response)
    assert candidates() == []
    assert send_renewal(at, {term: typed | {"chosen": f"same-{known.pk}"}, other: "again"}).status_code == 302
    assert {each.person for each in candidates()} == {known, other.person}
    assert Person.objects.count() == 3


def test_all_or_none_and_whoever_was_quicker_is_named(at):
    term, other = _two(at)
    renew(other, by=at.supervisor, on=TODAY, years=2, reason="再任")
    response = send_renewal(at, {term: "again", other: "again"})
    assert response.status_code == 302  # the row that somebody else has renewed is no longer among them
    assert len(candidates()) == 2
    with pytest.raises(Refused, match="この任期の後任が、すでに選ばれています。") as refused:
        renew_all([term, other], by=at.supervisor, on=TODAY, years=2, reason="再任")
    assert len(refused.value.reasons) == 2
    assert str(term.person) in refused.value.reasons[0].sentence


@pytest.mark.clause("LC-3-5")
def test_renewing_many_is_what_renewing_one_by_one_is(at):
    council = active(at, FOUNDED)
    terms = [ending(at, council, ENDS + dt.timedelta(days=step)) for step in range(3)]
    one = [renew(term, by=at.supervisor, on=TODAY, years=2, reason="再任") for term in terms]
    seen = [_told(term) for term in one]
    for term in one:
        perform(term, "decline", by=at.chief, on=TODAY, note="やり直す")
    many = renew_all(terms, by=at.supervisor, on=TODAY, years=2, reason="再任")
    assert [_told(term) for term in many] == seen
    opened = StateChange.objects.filter(transition="open", case_pk__in=[term.pk for term in many])
    assert {row.payload.content["starts_on"] for row in opened} == {
        term.starts_on.isoformat() for term in many
    }


def _told(term):
    fields = (
        "council_id",
        "person_id",
        "previous_id",
        "category",
        "reason",
        "starts_on",
        "ends_on",
        "ordinal",
        "state",
    )
    return [getattr(now(term), name) for name in fields]


def test_the_supervisor_alone_renews_and_of_the_own_station_alone(at):
    term, _ = _two(at)
    assert "署の地域課の職が行います。" in main(get(at.chief, "/councils/members/renewal/"))
    assert send_renewal(at, {term: "again"}, by=at.chief).status_code == 422
    for who in (at.officer, at.division):
        assert send_renewal(at, {term: "again"}, by=who).status_code == 403
    assert send_renewal(at, {term: "again"}, by=people.supervisor(StationFactory())).status_code == 422
    assert candidates() == []


# --- the chief's one act ---------------------------------------------------------------------------------------------------


def heard(at, terms):
    new = renew_all(terms, by=at.supervisor, on=TODAY, years=2, reason="再任")
    perform_all(new, "consult", by=at.supervisor, on=TODAY, section="交通課", opinion="よい")
    return [now(term) for term in new]


@pytest.mark.clause("LC-3-5")
def test_one_act_appoints_all_and_ends_what_they_follow_without_a_gap(at):
    council = active(at, FOUNDED)
    old = [ending(at, council) for _ in range(3)]
    new = heard(at, old[:2])
    place = nominated(
        at,
        council,
        on=TODAY,
        replaces=old[2],
        starts_on=ENDS + dt.timedelta(days=1),
        ends_on=ENDS + dt.timedelta(days=730),
    )
    perform(place, "consult", by=at.supervisor, on=TODAY, section="交通課", opinion="よい")
    response = approve(at, [*new, place], document_number="試地発第3号")
    assert response.status_code == 302
    for before, after, note in zip(old, [*new, place], ["再任", "再任", "後任を委嘱"], strict=True):
        assert (now(before).state, now(before).ended_on, now(before).end_reason) == ("expired", ENDS, note)
        assert (now(after).state, now(after).document_number) == ("appointed", "試地発第3号")
        assert Term.objects.on(ENDS).filter(pk=before.pk).exists()
        assert not Term.objects.on(ENDS).filter(pk=after.pk).exists()
        assert Term.objects.on(ENDS + dt.timedelta(days=1)).filter(pk=after.pk).exists()
    page = main(get(at.chief, response.url))
    assert "3人を委嘱しました" in page
    assert page.count("満了（再任）") == 2
    again = approve(at, [*new, place], act_key=response.url.split("done=")[1])
    assert again.url == response.url


def test_who_cannot_be_appointed_is_named_and_the_others_stay_ticked(at):
    council = active(at, FOUNDED)
    new = heard(at, [ending(at, council)])
    unheard = nominated(at, council, on=TODAY)
    page = get(at.chief, "/councils/members/appointments/").content.decode()
    assert f'id="pick-{new[0].pk}" name="term" value="{new[0].pk}" checked' in page
    assert f'id="pick-{unheard.pk}"' not in page
    assert "他部門の意見をまだ聴いていません。" in page
    response = approve(at, [*new, unheard])
    assert response.status_code == 422
    assert "一人も委嘱していません。" in main(response)
    assert f"{unheard.person}（{council}） 他部門の意見をまだ聴いていません。" in main(response)
    assert {now(term).state for term in (*new, unheard)} == {"nominated"}
    assert approve(at, []).status_code == 422
    assert "委嘱できない人が" in main(approve(at, new, **{f"revision-{new[0].pk}": 0}))
    assert "この画面を開いた後に、記録が変わりました。" in main(
        approve(at, new, **{f"revision-{new[0].pk}": 0})
    )
    assert fault_beside(approve(at, new, on="いつか"), "on")
    assert approve(at, new).status_code == 302
    gone = approve(at, new)
    assert "候補者ではなくなりました" in main(gone)
    assert IssuedPaper.objects.filter(form="L4", issued_on=TODAY).count() == 1


def test_the_chief_alone_appoints_and_of_the_own_station_alone(at):
    new = heard(at, [ending(at, active(at, FOUNDED))])
    for who in (at.supervisor, at.officer, at.division):
        assert approve(at, new, by=who).status_code == 403
    stranger = people.chief(StationFactory())
    assert "候補者はいません" in main(get(stranger, "/councils/members/appointments/"))
    assert approve(at, new, by=stranger).status_code == 422
    assert now(new[0]).state == "nominated"


@pytest.mark.django_db(transaction=True)
def test_two_chiefs_at_once_appoint_everybody_once():
    with transaction.atomic():
        at = desks()
        council = active(at, FOUNDED)
        new = heard(at, [ending(at, council) for _ in range(3)])
        deputy = people.deputy(at.chief)
    jobs = [
        doing(who, lambda who=who: appoint_all(new, by=who, on=TODAY, document_number=""))
        for who in (at.chief, deputy)
    ]
    assert sorted(at_once(*jobs)) == ["Refused", "done"]
    with scope_of(at.chief):
        assert StateChange.objects.filter(transition="appoint", on=TODAY).count() == 3
        assert IssuedPaper.objects.filter(form="L4", issued_on=TODAY).count() == 3


# --- the letters ------------------------------------------------------------------------------------------------------------


@pytest.mark.clause("LC-3-5")
def test_all_letters_of_a_day_are_one_print_of_the_kept_bytes(at):
    council = active(at, FOUNDED)
    other = active(at, FOUNDED, at_koban=KobanFactory(station=at.station))
    new = heard(at, [ending(at, home) for home in (council, other, other)])
    approve(at, new)
    day = {"on": TODAY.isoformat()}
    papers = IssuedPaper.objects.filter(form="L4", issued_on=TODAY)
    assert [paper.file for paper in papers] == [None] * 3
    assert len(PdfReader(io.BytesIO(send(at.supervisor, "council_letters_print", **day).content)).pages) == 3
    kept = list(papers.order_by("pk").values_list("file", flat=True))
    assert None not in kept
    merged = PdfReader(io.BytesIO(send(at.supervisor, "council_letters_print", **day).content)).pages
    assert list(papers.order_by("pk").values_list("file", flat=True)) == kept
    in_order = sorted(new, key=lambda term: (term.council.order_key, term.council_id, term.person.order_key))
    singles = [pdf_text(get(at.supervisor, f"/councils/papers/{_letter(term).pk}/")) for term in in_order]
    assert ["".join(sheet.extract_text().split()) for sheet in merged] == singles
    assert (
        len(
            PdfReader(
                io.BytesIO(send(at.chief, "council_letters_print", **day, council=council.pk).content)
            ).pages
        )
        == 1
    )
    single = get(at.supervisor, f"/councils/papers/{papers.first().pk}/")
    assert single.content[:5] == b"%PDF-"
    assert "3通を印刷" in main(get(at.supervisor, "/councils/members/letters/"))
    for wrong in ("2020-01-01", "x", "2026-13-45", ""):
        assert send(at.supervisor, "council_letters_print", on=wrong).url == "/councils/members/letters/"
    assert send(people.supervisor(StationFactory()), "council_letters_print", **day).status_code == 302


def _letter(term) -> IssuedPaper:
    return IssuedPaper.objects.of_case(term).get()


# --- what it costs ------------------------------------------------------------------------------------------------------------


def test_what_the_renewal_of_eighty_terms_costs(at):
    """Queries grow by the rows that are written and by nothing else: eighty terms take seconds."""
    cost = {}
    for number in (2, 8):
        council = active(at, FOUNDED, at_koban=KobanFactory(station=at.station))
        terms = [ending(at, council) for _ in range(number)]
        cost[number] = _queries(at, terms)
    grown = {name: (cost[8][name] - cost[2][name]) / 6 for name in cost[2]}
    assert grown["renewal page"] == 0
    assert grown["appointments page"] == 0
    assert grown["renewal"] == 1  # one opinion is written into each
    assert grown["appointment"] == 3  # the term, its letter, the end of the one before


def _queries(at, terms) -> dict[str, int]:
    found = {}
    pages = {
        "renewal page": (at.supervisor, "/councils/members/renewal/"),
        "appointments page": (at.chief, "/councils/members/appointments/"),
    }
    found["renewal page"] = queries(*pages["renewal page"])
    with CaptureQueriesContext(connection) as seen:
        assert send_renewal(at, dict.fromkeys(terms, "again")).status_code == 302
    found["renewal"] = len(seen)
    new = candidates()
    found["appointments page"] = queries(*pages["appointments page"])
    fields = {f"revision-{term.pk}": term.revision for term in new} | {
        "term": [term.pk for term in new],
        "on": era(TODAY),
    }
    with CaptureQueriesContext(connection) as seen:
        assert send(at.chief, "council_appointments", **fields).status_code == 302
    found["appointment"] = len(seen)
    return found

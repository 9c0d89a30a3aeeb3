"""One term of one member: its machine, who may do what, what stands in the way, and the walls beneath (LC-3-3 … LC-3-6)."""

import datetime as dt
import itertools
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import psycopg
import pytest
from django.db import connection, transaction

from casework.models import IssuedPaper, StateChange
from casework.scope import set_scope
from casework.workflow import Refused, perform
from liaison_councils.models import Person, Term, TermState
from liaison_councils.models.opening import nominate, renew
from liaison_councils.rules.terms import DAY as ONE
from tests.blue_patrol import table
from tests.casework.test_walls import attempt
from tests.conftest import owner_connection
from tests.factories import people
from tests.factories.councils import DAY, active, appointed, desks, nominated, now, person, term_span
from tests.factories.places import KobanFactory

pytestmark = pytest.mark.django_db
LATER = DAY + dt.timedelta(days=100)
STATES = ("nominated", "appointed", "not_appointed", "expired", "resigned", "dismissed")
MACHINE = {
    "nominated": {"amend": "nominated", "consult": "nominated", "appoint": "appointed", "decline": "not_appointed"},
    "appointed": {
        "intend": "appointed", "correct_person": "appointed", "expire": "expired", "resign": "resigned", "dismiss": "dismissed",
        "end_with_council": "expired",
    },
    "expired": {"resign": "resigned", "dismiss": "dismissed"},
}  # fmt: skip
RUNS, SUPERVISES, APPROVES = {"officer", "supervisor"}, {"supervisor", "chief"}, {"chief"}
WHO = {
    "amend": RUNS, "consult": SUPERVISES, "appoint": APPROVES, "decline": APPROVES, "intend": RUNS, "correct_person": RUNS,
    "expire": SUPERVISES, "resign": APPROVES, "dismiss": APPROVES, "end_with_council": APPROVES,
}  # fmt: skip
SENTENCES = {
    "officer": "交番・駐在所か、署の地域課の職が行います。", "supervisor": "署の地域課の指導者か署長の職が行います。",
    "chief": "署長の職が行います。",
}  # fmt: skip
LAST = {"last_on": LATER, "note": "転居のため"}
DETAILS = {
    "amend": {"category": "school", "reason": "別の理由", **term_span(), "person": {}},
    "consult": {"section": "交通課", "opinion": "異存ない"}, "appoint": {"document_number": ""}, "decline": {"note": "辞退"},
    "intend": {"intent": "again", "note": ""}, "correct_person": {"person": {"phone": "0500"}, "note": ""},
    "expire": {"note": ""}, "resign": LAST, "dismiss": LAST, "end_with_council": {"note": "協議会の廃止"},
}  # fmt: skip


@pytest.fixture
def at():
    return desks(name="桜見坂")


@pytest.fixture
def council(at):
    return active(at)


def ready(at, council, **changed):
    """A candidate on whom another section was heard."""
    term = nominated(at, council, **changed)
    perform(term, "consult", by=at.supervisor, on=DAY, section="生活安全課", opinion="異存ない")
    return now(term)


def led_to(state, at, council):
    act = {"not_appointed": "decline", "expired": "expire", "resigned": "resign", "dismissed": "dismiss"}
    term = ready(at, council)
    if state not in ("nominated", "not_appointed"):
        perform(term, "appoint", by=at.chief, on=DAY)
    if state in act:
        perform(now(term), act[state], by=at.chief, on=LATER, **DETAILS[act[state]])
    return now(term)


def test_the_machine_is_this_one():
    assert table.declared(Term) == MACHINE
    steps = {(state, to) for state, row in MACHINE.items() for to in row.values() if to != state}
    from_a_list = {("", "appointed"), ("appointed", "")}  # 名簿からの登録 and its undoing
    assert Term.edges() == {("", "nominated")} | from_a_list | steps


@pytest.mark.clause("LC-3-3", "LC-3-4", "LC-3-5", "LC-3-6")
@pytest.mark.parametrize("state", STATES)
def test_every_act_in_every_state_by_every_post(at, council, state):
    case = led_to(state, at, council)
    assert case.state == state
    posts = {name: getattr(at, name) for name in ("officer", "supervisor", "chief", "division")}
    found = {
        (name, post): table.outcome(case, name, None, by, on=LATER, **DETAILS[name])
        for name in WHO
        for post, by in posts.items()
    }
    expected = {}
    for name, post in found:
        to = MACHINE.get(state, {}).get(name, "refused")
        held = next(SENTENCES[who] for who in ("officer", "supervisor", "chief") if who in WHO[name])
        expected[name, post] = to if to == "refused" or post in WHO[name] else held
    assert found == expected


def refusal(case, name, by, on=DAY, **changed) -> str:
    return table.outcome(case, name, None, by, on=on, **DETAILS[name] | changed)


@pytest.mark.clause("LC-3-5")
def test_who_was_renewed_ahead_may_still_leave_before_the_last_day(at, council):
    first = led_to("expired", at, council)  # decided while its days run
    again = renew(first, by=at.supervisor, on=LATER, years=2, reason="引き続き適任")
    perform(first, "resign", by=at.chief, on=LATER, **LAST)
    assert (now(first).state, now(first).ended_on) == ("resigned", LATER)
    assert again.starts_on > LATER
    over = ready(at, council, starts_on=dt.date(2024, 5, 1), ends_on=dt.date(2026, 4, 30))
    perform(over, "appoint", by=at.chief, on=DAY)
    perform(now(over), "expire", by=at.chief, on=DAY)
    assert refusal(now(over), "resign", at.chief, LATER) == "任期は、すでに満了しています。"


# --- the candidate (第3の3・4) --------------------------------------------------------------------------------------


@pytest.mark.clause("LC-3-3")
def test_a_candidate_has_a_reason_and_a_term_that_ends_after_it_begins(at, council):
    case = nominated(at, council)
    for changed, said in (
        ({"reason": " "}, "選考の理由を書いてください。"),
        ({"ends_on": DAY - ONE}, "任期の末日は、初日より前にできません。"),
    ):
        assert refusal(case, "amend", at.officer, **changed) == said
        with pytest.raises(Refused, match=said):
            nominated(at, council, **changed)
    assert refusal(case, "amend", at.officer, ends_on=DAY) == "nominated"


@pytest.mark.clause("LC-3-4")
def test_nobody_is_appointed_before_another_section_was_heard(at, council):
    case = nominated(at, council)
    assert refusal(case, "appoint", at.chief) == "他部門の意見をまだ聴いていません。"
    for changed, said in (
        ({"section": " "}, "意見を聴いた部門を書いてください。"), ({"opinion": ""}, "意見を書いてください。")
    ):  # fmt: skip
        assert refusal(case, "consult", at.supervisor, **changed) == said
    for section in ("生活安全課", "交通課"):
        case = perform(now(case), "consult", by=at.supervisor, on=DAY, section=section, opinion="異存ない")
    assert [row["section"] for row in now(case).consulted] == ["生活安全課", "交通課"]
    assert refusal(now(case), "appoint", at.chief) == "appointed"


@pytest.mark.clause("LC-3-4")
def test_who_is_not_appointed_is_told_why_and_leaves_the_place_free(at, council):
    first = appointed(at, council)
    perform(first, "resign", by=at.chief, on=LATER, **LAST)
    case = ready(at, council, replaces=now(first), starts_on=LATER + ONE)
    assert refusal(case, "decline", at.chief, note=" ") == "理由を書いてください。"
    with pytest.raises(Refused, match="後任が、すでに選ばれています"):
        nominated(at, council, replaces=now(first), starts_on=LATER + ONE)
    perform(case, "decline", by=at.chief, on=LATER, note="辞退")
    assert nominated(at, council, replaces=now(first), starts_on=LATER + ONE).replaces_id == first.pk


@pytest.mark.clause("LC-3-6")
def test_an_officer_of_another_koban_is_refused_and_of_the_own_not(at, council):
    other = people.koban_officer(KobanFactory(station=at.station))
    said = "この協議会の所管区の勤務員か、署の地域課の指導者が行います。"
    with pytest.raises(Refused, match=said):
        nominate(council, by=other, on=DAY, typed=person(), category="resident", reason="x", **term_span())
    member, candidate = appointed(at, council), nominated(at, council)
    assert {refusal(member, name, other) for name in ("intend", "correct_person")} == {said}
    assert refusal(candidate, "amend", other) == said
    assert Term.objects.count() == 2
    assert Person.objects.count() == 2


def test_nobody_is_chosen_for_a_council_that_is_no_more(at, council):
    case = ready(at, council)
    perform(council, "suspend", by=at.chief, on=DAY, note="休止")
    with pytest.raises(Refused, match="協議会は「休止中」です。候補者を選べません。"):
        nominated(at, now(council))
    assert refusal(case, "appoint", at.chief) == "協議会は「休止中」です。"


# --- the appointment and the term (第3の5) ------------------------------------------------------------------------------


@pytest.mark.clause("LC-3-5")
def test_an_appointment_freezes_its_letter_and_a_departure_its_own(at, council):
    forms = {}
    for name in ("resign", "dismiss"):
        case = appointed(at, council)
        perform(case, name, by=at.chief, on=LATER, **LAST)
        papers = IssuedPaper.objects.of_case(case).order_by("pk")
        forms[name] = list(papers.values_list("form", "issued_on"))
        assert (now(case).ended_on, now(case).end_reason) == (LATER, "転居のため")
    assert forms == {"resign": [("L4", DAY), ("L5-3", LATER)], "dismiss": [("L4", DAY), ("L5", LATER)]}


@pytest.mark.clause("LC-3-5")
@pytest.mark.parametrize("name", ["resign", "dismiss"])
def test_a_departure_has_its_reason_and_lies_within_the_term(at, council, name):
    case = appointed(at, council)
    assert refusal(case, name, at.chief, LATER, note=" ") == "理由を書いてください。"
    for day in (DAY - ONE, case.ends_on + ONE, None):
        said = refusal(case, name, at.chief, LATER, last_on=day)
        assert said == "終える日は、任期の中の日にしてください。"
    for day in (DAY, case.ends_on):
        assert refusal(case, name, at.chief, LATER, last_on=day) == MACHINE["appointed"][name]


def test_no_act_lies_before_the_one_before_nor_tomorrow(at, council):
    case = appointed(at, council, on=LATER)
    assert "前の手続の日" in refusal(case, "dismiss", at.chief, DAY)
    assert refusal(case, "dismiss", at.chief, dt.date(2099, 1, 1)) == "先の日付は記録できません。"
    late = ready(at, council, starts_on=DAY, ends_on=DAY + ONE)
    assert refusal(late, "appoint", at.chief, LATER) == "任期の末日を過ぎてから委嘱することはできません。"


@pytest.mark.clause("LC-3-5")
def test_intent_is_one_of_three(at, council):
    case = appointed(at, council)
    assert refusal(case, "intend", at.officer, intent="perhaps") == "満了の後の意向を選んでください。"
    for intent in ("again", "leaves", ""):
        perform(now(case), "intend", by=at.officer, on=DAY, intent=intent, note="電話で聞いた")
        assert (now(case).intent, now(case).intent_note) == (intent, "電話で聞いた")


@pytest.mark.clause("LC-3-5")
def test_reappointments_follow_each_other_without_a_gap_over_four_rounds(at, council):
    start = dt.date(2020, 4, 1)
    term = appointed(at, council, on=start, starts_on=start, ends_on=dt.date(2021, 3, 31))
    for served in range(2, 6):
        new = now(renew(term, by=at.supervisor, on=start, years=1, reason="再任"))
        perform(new, "consult", by=at.supervisor, on=start, section="交通課", opinion="異存ない")
        perform(now(new), "appoint", by=at.chief, on=start)
        old, term = now(term), now(new)
        assert (old.state, old.ended_on, old.end_reason) == ("expired", old.ends_on, "再任")
        assert (term.starts_on, term.ordinal) == (old.ends_on + ONE, served)
    spans = sorted((term.starts_on, term.ends_on) for term in Term.objects.all())
    assert [later[0] - earlier[1] for earlier, later in itertools.pairwise(spans)] == [ONE] * 4


@pytest.mark.clause("LC-3-5")
def test_a_successor_ends_the_term_before_it_as_planned_and_begins_after_it(at, council):
    old = appointed(at, council)
    with pytest.raises(Refused, match=r"前任者の任期（.*まで）の後に始めてください。"):
        nominated(at, council, replaces=old, **term_span(LATER))
    new = ready(at, council, replaces=old, **term_span(old.ends_on + ONE))
    assert now(old).state == "appointed"
    perform(new, "appoint", by=at.chief, on=DAY)
    assert (now(old).state, now(old).ended_on) == ("expired", old.ends_on)
    assert now(old).end_reason == f"後任は{new.person}さん"


# --- one person, one council, one term at a time ---------------------------------------------------------------------------


@pytest.mark.clause("LC-3-5")
def test_the_door_refuses_terms_of_one_person_that_overlap(at, council):
    first = appointed(at, council)
    said = "この人の任期が、令和10年3月31日までの任期と重なります。"
    for start in (DAY - dt.timedelta(days=400), DAY, first.ends_on):
        with pytest.raises(Refused, match=said):
            nominated(
                at, council, person=first.person, starts_on=start, ends_on=start + dt.timedelta(days=700)
            )
    elsewhere = active(at, at_koban=KobanFactory(station=at.station))
    assert appointed(at, elsewhere, person=first.person).state == "appointed"
    case = ready(at, council, person=first.person, **term_span(first.ends_on + ONE))
    assert refusal(case, "amend", at.officer, starts_on=first.ends_on) == said
    with pytest.raises(Refused, match="すでにこの協議会の候補です"):
        nominated(at, council, person=first.person, **term_span(first.ends_on + ONE))


@pytest.mark.django_db(transaction=True)
def test_two_who_appoint_one_person_at_once_through_the_door_leave_one_term():
    with transaction.atomic():
        at = desks()
        council = active(at)
        known = nominated(at, active(at, at_koban=KobanFactory(station=at.station))).person
    start = Barrier(2)

    def go(_) -> str:
        try:
            with transaction.atomic():
                set_scope([at.station.pk])
                start.wait()
                appointed(at, council, person=known)
            return "done"
        except Refused as refused:
            return refused.reasons[0].sentence
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        told = sorted(pool.map(go, range(2)))
    assert told[0] == "done"
    assert "候補です" in told[1] or "重なります" in told[1]
    with transaction.atomic():
        set_scope([at.station.pk])
        assert Term.objects.in_force().filter(council=council).count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.clause("LC-3-5")
def test_the_database_lets_exactly_one_of_two_overlapping_appointments_pass():
    """Past the door and its triggers, as the owner: only the exclusion constraint is left."""
    with transaction.atomic():
        at = desks()
        council = active(at)
        known = nominated(at, council).person
        perform(now(Term.objects.get()), "decline", by=at.chief, on=DAY, note="x")
        other = nominated(at, council, person=known)
        perform(other, "decline", by=at.chief, on=DAY, note="x")
        keys = list(Term.objects.values_list("pk", flat=True))
    start = Barrier(2)

    def go(key) -> str:
        with owner_connection() as owner:
            owner.execute("set session_replication_role = replica")
            start.wait()
            try:
                owner.execute(
                    "update liaison_councils_term set state = 'appointed', appointed_on = starts_on where id = %s", [key]
                )  # fmt: skip
            except (psycopg.errors.ExclusionViolation, psycopg.errors.DeadlockDetected):
                return "refused"  # two that look at each other at one moment are told so, one of them passes
        return "done"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(go, keys)) == ["done", "refused"]
    left = next(key for key in keys if key not in _appointed(at))
    again = "update liaison_councils_term set state = 'appointed', appointed_on = starts_on where id = %s"
    for statement, told in (
        (again % left, "liaison_councils_terms_never_overlap"),
        (
            "update liaison_councils_term set ends_on = starts_on - 1",
            "liaison_councils_term_ends_after_start",
        ),
    ):
        assert _refused_to_the_owner(statement) == told


def _refused_to_the_owner(statement) -> str:
    """The constraint that stops even the owner with the triggers off; "" for none."""
    with owner_connection() as owner:
        owner.execute("set session_replication_role = replica")
        try:
            owner.execute(statement)
        except psycopg.errors.IntegrityError as error:
            return error.diag.constraint_name
    return ""


def _appointed(at) -> list[int]:
    with transaction.atomic():
        set_scope([at.station.pk])
        return list(Term.objects.in_force().values_list("pk", flat=True))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "statement",
    [
        "update liaison_councils_term set reason = 'x'",
        "update liaison_councils_term set ends_on = ends_on + 1",
        "update liaison_councils_term set state = 'nominated', appointed_on = null",
        "update liaison_councils_person set phone = 'x'",
        "delete from liaison_councils_term",
    ],
)
def test_the_database_takes_no_write_without_an_act(statement):
    with transaction.atomic():
        at = desks()
        appointed(at, active(at))
    assert attempt(statement, stations=[at.station.pk]) != "done"


def test_history_says_who_chose_heard_and_appointed(at, council):
    case = appointed(at, council)
    told = StateChange.objects.of_case(case).order_by("seq").values_list("transition", "clause", "staff")
    assert list(told) == [
        ("open", "LC-3-3", at.supervisor.staff.pk), ("consult", "LC-3-4", at.supervisor.staff.pk),
        ("appoint", "LC-3-5", at.chief.staff.pk),
    ]  # fmt: skip


def test_every_state_is_in_the_table():
    assert set(STATES) == set(TermState.values)

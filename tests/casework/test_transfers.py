"""人事異動: who leaves and comes, what is left behind, the hand-over now and on its day, the sheet."""

import datetime as dt
import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from blue_patrol.models import Application, ReturnNotice, Revocation
from casework.models import Actor, Comment, Handover, Posting, PrefectureProfile, StateChange
from casework.models.road import RoadState as S
from casework.transfers import acts, lots, moves
from casework.transfers.acts import Wish
from casework.transfers.sheet import people as on_the_sheet
from casework.transfers.tasks import carry_out_due
from casework.workflow import Refused, open_all, perform
from liaison_councils.models import Council
from tests.blue_patrol.acting import client_of
from tests.blue_patrol.paging import main, pdf_text
from tests.factories import councils, people, scope
from tests.factories.applications import Desks, application_at
from tests.factories.places import PostFactory, PostingFactory, StaffFactory, StationFactory
from tests.factories.returns import return_at
from tests.factories.revocations import GRAVE, certified_group, find
from tests.factories.transfers import come, leave, next_spring

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def desks():
    return Desks(StationFactory(name="桜見坂"))


@pytest.fixture
def later(monkeypatch):
    """The clock of this process moved to the morning of a day."""

    def move(day):
        moment = dt.datetime.combine(day, dt.time(0, 1), tzinfo=timezone.get_current_timezone())
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return move


def in_hand(person) -> list:
    """Every open case of a person, of any machine."""
    return [
        case
        for model in (Application, ReturnNotice, Revocation)
        for case in model.objects.open().filter(handler=person)
    ]


def history(case, transition) -> list[StateChange]:
    return list(StateChange.objects.of_case(case).filter(transition=transition))


def page(actor, station, day):
    answer = client_of(actor).get(reverse("transfer_station", args=[station.pk]), {"day": day.isoformat()})
    scope.restore()
    return answer


def send(actor, station, day, *, key=None, **typed):
    address = f"{reverse('transfer_station', args=[station.pk])}?day={day.isoformat()}"
    answer = client_of(actor).post(address, {"act_key": str(key or uuid4())} | typed)
    scope.restore()
    return answer


def to(person, kind="cases") -> str:
    return f"to-{kind}-{person.pk}"


def ask(desks, leaver, taker, day, note="", kind="cases"):
    return acts.ask(desks.station, [Wish((kind, leaver.pk), taker, note)], day=day, by=desks.chief)


# --- who leaves and comes --------------------------------------------------------------------------------------------


def test_who_leaves_and_who_comes_stand_beside_their_post(desks, today):
    gone = leave(desks.clerk, today)
    new = come(desks.clerk, today)
    PostingFactory(post=desks.chief.post, capacity=Posting.Capacity.DEPUTY, starts_on=today)
    clerk, chief = moves.on_day(Posting.objects.filter(post__station=desks.station), today)
    assert (clerk.leaves, clerk.comes) == ([gone], [new.posting])
    assert (chief.leaves, len(chief.comes)) == ([], 1)
    text = main(page(desks.chief, desks.station, today))
    assert f"生活安全係 {gone.staff} {new.staff}" in text


def test_who_stays_in_a_post_in_another_capacity_neither_leaves_nor_comes(desks, today):
    leave(desks.clerk, today)
    PostingFactory(post=desks.clerk.post, staff=desks.clerk.staff, starts_on=today, capacity="concurrent")
    assert moves.on_day(Posting.objects.filter(post__station=desks.station), today) == []


def test_the_sheet_names_every_post_that_is_left_and_first_the_one_of_the_things(desks, today):
    application_at(S.RECEIVED, desks)
    other = PostFactory(station=desks.station, title="地域課指導係", role="station_supervisor")
    PostingFactory(post=other, staff=desks.clerk.staff, capacity="concurrent", ends_on=today - DAY)
    leave(desks.clerk, today)
    moved = moves.on_day(Posting.objects.filter(post__station=desks.station), today)
    (told,) = on_the_sheet(lots.of_actor(desks.chief, desks.station, today), [], moved, only="")
    assert told.post == f"{desks.clerk.post}、{other}（兼務）"


def test_the_days_on_which_somebody_moves_are_offered_and_the_nearest_is_shown(desks, today):
    day = today + 10 * DAY
    leave(desks.clerk, day)
    come(desks.clerk, day)
    assert moves.days(Posting.objects.filter(post__station=desks.station), today) == [(day, 2)]
    answer = client_of(desks.chief).get(reverse("transfer_station", args=[desks.station.pk]))
    assert answer.context["day"] == day


# --- what is left behind ---------------------------------------------------------------------------------------------


def lots_of(desks, day, by=None):
    return lots.of_actor(by or desks.chief, desks.station, day)


def test_a_leaver_leaves_open_cases_of_every_kind_and_no_closed_one(desks, today):
    taken = application_at(S.RECEIVED, desks)
    application_at(S.WITHDRAWN, desks)
    found = find(desks, certified_group(desks))
    notice = return_at("received", desks)
    leave(desks.clerk, today)
    new = come(desks.clerk, today)
    (lot,) = lots_of(desks, today)
    assert {thing.key for thing in lot.things} >= {
        (taken._meta.label, taken.pk), (found._meta.label, found.pk), (notice._meta.label, notice.pk),
    }  # fmt: skip
    assert all(thing.case.state not in (S.WITHDRAWN, S.REPORTED) for thing in lot.things)
    assert (lot.leaver, lot.proposed.staff) == (desks.clerk.staff, new.staff)


def test_the_eve_shows_what_the_day_will_leave(desks, today):
    application_at(S.RECEIVED, desks)
    day = today + 5 * DAY
    leave(desks.clerk, day)
    assert lots_of(desks, today) == []
    assert len(lots_of(desks, day)) == 1


def test_who_stays_at_the_desk_in_another_post_leaves_nothing(desks, today):
    application_at(S.RECEIVED, desks)
    leave(desks.clerk, today)
    post = PostFactory(station=desks.station, title="生活安全課長")
    PostingFactory(post=post, staff=desks.clerk.staff, starts_on=today)
    assert lots_of(desks, today) == []


def test_a_post_of_another_kind_at_the_station_keeps_no_case(desks, today):
    application_at(S.RECEIVED, desks)
    leave(desks.clerk, today)
    people.supervisor(desks.station, staff=desks.clerk.staff)
    assert [lot.leaver for lot in lots_of(desks, today)] == [desks.clerk.staff]


def test_a_case_that_nobody_has_is_there_to_be_taken(desks, today):
    group = certified_group(desks)
    bare = Revocation(
        station=desks.station, group=group, certification=group.certifications.get(), found_on=today,
        profile=PrefectureProfile.in_force(desks.station.prefecture, today), **GRAVE,
    )  # fmt: skip
    (case,) = open_all([bare], by=desks.clerk, **GRAVE)
    (lot,) = lots_of(desks, today)
    assert (lot.leaver, [thing.key for thing in lot.things]) == (None, [(case._meta.label, case.pk)])
    assert "担当のいないもの" in main(page(desks.chief, desks.station, today))
    send(desks.chief, desks.station, today, **{"to-cases-0": desks.clerk.staff.pk})
    assert in_hand(desks.clerk.staff) == [case]


def test_several_who_leave_one_post_meet_several_who_come(desks, today):
    second = Actor.of(PostingFactory(post=desks.clerk.post, staff=StaffFactory()), "request")
    application_at(S.RECEIVED, desks)
    application_at(S.RECEIVED, Desks(desks.station, clerk=second, chief=desks.chief))
    for actor in (desks.clerk, second):
        leave(actor, today)
    new = [come(desks.clerk, today).staff for _ in range(2)]
    assert [lot.proposed.staff for lot in lots_of(desks, today)] == new


def test_where_nobody_comes_the_only_one_who_stays_is_proposed_and_of_several_none(desks, today):
    application_at(S.RECEIVED, desks)
    stays = PostingFactory(post=desks.clerk.post)
    leave(desks.clerk, today)
    assert lots_of(desks, today)[0].proposed == stays
    PostingFactory(post=desks.clerk.post)
    assert lots_of(desks, today)[0].proposed is None


@pytest.mark.clause("LC-3-6")
def test_a_council_is_left_when_its_officer_goes_to_another_koban_of_the_station(today):
    at = councils.desks(name="桜見坂")
    council = councils.active(at)
    leave(at.officer, today)
    other = people.koban_officer(councils.KobanFactory(station=at.station), staff=at.officer.staff)
    new = come(at.officer, today)
    (lot,) = lots.of_actor(at.chief, at.station, today)
    assert [thing.name for thing in lot.things] == [council.name]
    assert lot.proposed.staff == new.staff
    assert other.staff.pk not in {posting.staff_id for posting in lot.takers}
    assert at.supervisor.staff.pk in {posting.staff_id for posting in lot.takers}


# --- at once ---------------------------------------------------------------------------------------------------------


def test_everything_goes_over_in_one_act_with_one_history_row_each_and_the_note(desks, today):
    cases = [
        application_at(S.RECEIVED, desks),
        find(desks, certified_group(desks)),
        return_at("received", desks),
    ]
    mine = in_hand(desks.clerk.staff)
    leave(desks.clerk, today)
    new = come(desks.clerk, today).staff
    note = "代表者は、平日の夜だけ電話に出る。"
    answer = send(
        desks.chief,
        desks.station,
        today,
        **{to(desks.clerk.staff): new.pk, f"note-{desks.clerk.staff.pk}": note},
    )
    assert answer.status_code == 302
    assert in_hand(desks.clerk.staff) == []
    assert {(type(c), c.pk) for c in in_hand(new)} == {(type(c), c.pk) for c in mine}
    for case in cases:
        (row,) = history(case, "assign")
        assert (row.on, row.staff, row.post_name) == (today, desks.chief.staff, str(desks.chief.post))
        assert [comment.text for comment in Comment.objects.of_case(case)] == [note]
    (done,) = Handover.objects.all()
    assert (len(done.done), done.left, done.successor, done.done_on is not None) == (len(mine), [], new, True)
    assert "引き継ぐものはありません" not in main(page(desks.chief, desks.station, today))
    assert lots_of(desks, today) == []


def test_a_double_click_and_a_second_window_hand_over_once(desks, today):
    case = application_at(S.RECEIVED, desks)
    leave(desks.clerk, today)
    new, key = come(desks.clerk, today).staff, uuid4()
    typed = {to(desks.clerk.staff): new.pk}
    first = send(desks.chief, desks.station, today, key=key, **typed)
    again = send(desks.chief, desks.station, today, key=key, **typed)
    assert (first.status_code, again.status_code, again["Location"]) == (302, 302, first["Location"])
    assert ask(desks, desks.clerk.staff, new, today) == [], "another window: it is handed over already"
    assert len(history(case, "assign")) == 1
    assert Handover.objects.count() == 1


@pytest.mark.clause("LC-3-6")
def test_a_council_goes_to_the_successor_in_every_role_with_one_row(today):
    at = councils.desks(name="桜見坂")
    council = councils.active(at)
    leave(at.officer, today)
    new = come(at.officer, today).staff
    answer = send(at.chief, at.station, today, **{to(at.officer.staff, "councils"): new.pk})
    assert answer.status_code == 302
    council = Council.objects.get(pk=council.pk)
    held = [(each.role, each.staff, each.from_on, each.to_on) for each in council.officers.order_by("pk")]
    assert held == [("manager", at.officer.staff, councils.DAY, today), ("manager", new, today, None)]
    (row,) = history(council, "hand_over")
    assert (row.clause, row.post_name) == ("LC-3-6", str(at.chief.post))


def test_nothing_chosen_is_told_and_keeps_the_note(desks, today):
    application_at(S.RECEIVED, desks)
    leave(desks.clerk, today)
    answer = send(desks.chief, desks.station, today, **{f"note-{desks.clerk.staff.pk}": "鍵は金庫にある。"})
    assert answer.status_code == 422
    assert "引き受ける人を、一人以上選んでください。" in main(answer)
    assert "鍵は金庫にある。" in main(answer)


def test_somebody_of_another_station_takes_nothing(desks, today):
    application_at(S.RECEIVED, desks)
    leave(desks.clerk, today)
    foreign = people.clerk(StationFactory(name="南浜田")).staff
    assert send(desks.chief, desks.station, today, **{to(desks.clerk.staff): foreign.pk}).status_code == 422
    assert not Handover.objects.exists()


def test_headquarters_sees_and_prints_and_leaves_the_act_to_the_chief(desks, today):
    application_at(S.RECEIVED, desks)
    leave(desks.clerk, today)
    new = come(desks.clerk, today).staff
    text = main(page(desks.hq_clerk, desks.station, today))
    assert "引継ぎは、署長の職が行います。" in text
    assert send(desks.hq_clerk, desks.station, today, **{to(desks.clerk.staff): new.pk}).status_code == 422
    with pytest.raises(Refused):
        acts.ask(desks.station, [Wish(("cases", desks.clerk.staff.pk), new)], day=today, by=desks.hq_clerk)
    assert len(in_hand(desks.clerk.staff)) == 1


def test_headquarters_hands_over_where_nobody_is_in_the_chiefs_post(desks, today):
    case = application_at(S.RECEIVED, desks)
    for actor in (desks.clerk, desks.chief):
        leave(actor, today)
    new = come(desks.clerk, today).staff
    text = main(page(desks.hq_clerk, desks.station, today))
    assert "いま署長の職に人がいないため、本部の係が引継ぎを行います。" in text
    assert send(desks.director, desks.station, today, **{to(desks.clerk.staff): new.pk}).status_code == 422
    assert send(desks.hq_clerk, desks.station, today, **{to(desks.clerk.staff): new.pk}).status_code == 302
    assert in_hand(new) == [case]
    (row,) = history(case, "assign")
    assert row.post_name == str(desks.hq_clerk.post), "as itself, in the chief's place"
    with pytest.raises(Refused, match="署の生活安全係か署長"):
        perform(Application.objects.get(pk=case.pk), "assign", by=desks.hq_clerk, to=new.pk)


def test_what_headquarters_asked_for_is_carried_out_also_where_a_chief_has_come(desks, today, later):
    case, day = application_at(S.RECEIVED, desks), next_spring()
    leave(desks.chief, today)
    leave(desks.clerk, day)
    new = come(desks.clerk, day).staff
    (asked,) = acts.ask(
        desks.station, [Wish(("cases", desks.clerk.staff.pk), new)], day=day, by=desks.hq_clerk
    )
    come(desks.chief, day)
    later(day)
    scope.restore()
    with pytest.raises(Refused, match="署長の職が行います"):
        acts.drop(asked, by=desks.hq_clerk)
    assert carry_out_due() == 1
    scope.restore()
    assert in_hand(new) == [case]


def test_who_deputises_for_the_chief_hands_over(desks, today):
    case = application_at(S.RECEIVED, desks)
    for actor in (desks.clerk, desks.chief):
        leave(actor, today)
    deputy = PostingFactory(post=desks.chief.post, capacity=Posting.Capacity.DEPUTY, starts_on=today)
    new = come(desks.clerk, today).staff
    acting = Actor.of(Posting.objects.with_office().get(pk=deputy.pk), "request")
    assert send(acting, desks.station, today, **{to(desks.clerk.staff): new.pk}).status_code == 302
    assert in_hand(new) == [case]
    assert send(desks.hq_clerk, desks.station, today, **{to(desks.clerk.staff): new.pk}).status_code == 422


def test_headquarters_counts_what_is_left_at_every_station(desks, today):
    application_at(S.RECEIVED, desks)
    application_at(S.FORWARDED, desks)
    other = Desks(StationFactory(name="南浜田"))
    application_at(S.RECEIVED, other)
    leave(desks.clerk, today)
    answer = client_of(desks.hq_clerk).get(reverse("transfers"), {"day": today.isoformat()})
    scope.restore()
    assert "担当が署にいなくなるものが2件あります" in main(answer)
    assert [(line[0].name, line[1]) for line in answer.context["lines"]] == [("桜見坂", 1)]
    assert client_of(desks.chief).get(reverse("transfers"))["Location"] == reverse(
        "transfer_station", args=[desks.station.pk]
    )


# --- on the day ------------------------------------------------------------------------------------------------------


def test_what_is_asked_for_ahead_happens_on_the_day_and_not_before(desks, today, later):
    case, day = application_at(S.RECEIVED, desks), next_spring()
    leave(desks.clerk, day)
    new = come(desks.clerk, day).staff
    answer = send(desks.chief, desks.station, day, **{to(desks.clerk.staff): new.pk})
    assert answer.status_code == 302
    assert carry_out_due() == 0
    assert in_hand(desks.clerk.staff) == [case]
    text = main(page(desks.chief, desks.station, day))
    assert "の0時に、" in text
    late = application_at(S.RECEIVED, desks)  # taken in between asking and the day
    later(day)
    scope.restore()
    assert carry_out_due() == 1
    scope.restore()
    assert {each.pk for each in in_hand(new)} == {case.pk, late.pk}
    (row,) = history(case, "assign")
    assert (row.on, row.post_name) == (day, str(desks.chief.post))
    assert carry_out_due() == 0, "once"


def test_it_happens_also_where_the_chief_who_asked_leaves_the_same_day(desks, today, later):
    case, day = application_at(S.RECEIVED, desks), next_spring()
    new = come(desks.clerk, day).staff
    for actor in (desks.clerk, desks.chief):
        leave(actor, day)
    ask(desks, desks.clerk.staff, new, day)
    later(day)
    assert carry_out_due() == 1
    scope.restore()
    (row,) = history(case, "assign")
    assert (row.staff, row.post_name) == (desks.chief.staff, str(desks.chief.post))


def test_a_list_that_was_taken_back_hands_nothing_over_and_says_why(desks, today, later):
    case, day = application_at(S.RECEIVED, desks), next_spring()
    leave(desks.clerk, day)
    new = come(desks.clerk, day)
    (asked,) = ask(desks, desks.clerk.staff, new.staff, day)
    Posting.objects.filter(pk=desks.clerk.posting.pk).update(ends_on=None)
    later(day)
    assert carry_out_due() == 0
    scope.restore()
    assert in_hand(desks.clerk.staff) == [case]
    assert "この署の同じ職にいます" in Handover.objects.get(pk=asked.pk).trouble
    leave(desks.clerk, day)
    Posting.objects.filter(pk=new.posting.pk).delete()
    assert carry_out_due() == 0
    scope.restore()
    assert "引き受けられる職にいません" in Handover.objects.get(pk=asked.pk).trouble


def test_one_that_waits_is_asked_anew_or_dropped(desks, today, later):
    application_at(S.RECEIVED, desks)
    day = next_spring()
    leave(desks.clerk, day)
    first, second = come(desks.clerk, day).staff, come(desks.clerk, day).staff
    (asked,) = ask(desks, desks.clerk.staff, first, day)
    (again,) = ask(desks, desks.clerk.staff, second, day, note="金庫の鍵")
    assert (again.pk, again.successor, again.note) == (asked.pk, second, "金庫の鍵")
    drop = reverse("transfer_drop", args=[asked.pk])
    for _ in range(2):
        assert client_of(desks.chief).post(drop, {"act_key": str(uuid4())}).status_code == 302
        scope.restore()
    kept = Handover.objects.get(pk=asked.pk)
    assert (kept.dropped_by, kept.done_on) == (desks.chief.staff, None)
    later(day)
    assert carry_out_due() == 0


def test_another_station_asks_for_and_drops_nothing_here(desks, today):
    application_at(S.RECEIVED, desks)
    other = people.chief(StationFactory(name="南浜田"))
    day = next_spring()
    leave(desks.clerk, day)
    (asked,) = ask(desks, desks.clerk.staff, come(desks.clerk, day).staff, day)
    assert page(other, desks.station, day).status_code == 404
    assert client_of(other).post(reverse("transfer_drop", args=[asked.pk])).status_code == 404
    scope.restore()
    with pytest.raises(Refused):
        acts.ask(desks.station, [], day=day, by=other)


# --- the page and the sheet ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 10])
def test_the_page_takes_the_same_queries_whatever_is_left(desks, today, rows):
    at = councils.CouncilDesks(desks.station, chief=desks.chief)
    councils.active(at)
    for actor in (desks.clerk, at.officer):
        leave(actor, today)
    for _ in range(rows):
        application_at(S.RECEIVED, desks)
    client = client_of(desks.chief)
    with CaptureQueriesContext(connection) as seen:
        assert (
            client.get(
                reverse("transfer_station", args=[desks.station.pk]), {"day": today.isoformat()}
            ).status_code
            == 200
        )
    scope.restore()
    assert len(seen) - 10 <= 13, [query["sql"][:90] for query in seen]


def sheet(actor, station, day, **more):
    answer = client_of(actor).get(
        reverse("transfer_sheet", args=[station.pk]), {"day": day.isoformat()} | more
    )
    scope.restore()
    return answer


def test_the_sheet_names_what_goes_over_to_whom_before_and_after(desks, today):
    at = councils.CouncilDesks(desks.station, chief=desks.chief)
    council = councils.active(at)
    councils.opinion(at, council)
    councils.announced(at, council, on=today + 20 * DAY, entered=today)
    case = application_at(S.RECEIVED, desks, name="坂の上見守り隊")
    leave(desks.clerk, today)
    leave(at.officer, today)
    new, officer = come(desks.clerk, today).staff, come(at.officer, today).staff
    before = pdf_text(sheet(desks.chief, desks.station, today))
    for text in (
        "坂の上見守り隊",
        case.receipt_number,
        "調査と進達",
        council.name,
        "未了1件",
        "引継者",
        "引受者",
        "確認者（署長）",
    ):
        assert text in before, text
    for person in (desks.clerk.staff, at.officer.staff, new, officer):
        assert person.name.replace(" ", "") in before
    ask(desks, desks.clerk.staff, new, today, note="代表者は、夜に電話に出る。")
    after = pdf_text(sheet(desks.chief, desks.station, today, of=desks.clerk.staff.pk))
    assert "坂の上見守り隊" in after
    assert "代表者は、夜に電話に出る。" in after
    assert council.name not in after
    assert re.search(r"引継書", after)


def test_a_sheet_of_a_day_without_moves_leads_back_to_the_page(desks, today):
    answer = sheet(desks.chief, desks.station, today)
    assert answer.status_code == 302


def test_a_clock_of_a_case_stands_on_the_page(desks, today):
    application_at(S.DELIVERED, desks, name="坂の上見守り隊")
    leave(desks.clerk, today)
    text = main(page(desks.chief, desks.station, today))
    assert "坂の上見守り隊" in text
    assert "交付の報告" in text
    assert "検査証" in text

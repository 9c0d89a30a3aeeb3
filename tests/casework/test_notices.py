"""お知らせ: acts and clocks tell the desk that is next, once; reading is each person's own; nobody sees another's."""

import datetime as dt
import re

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app

from casework.management.commands import worker
from casework.models import Actor, Deadline, DecisionStep, Notice, NoticeRead, Posting, StateChange
from casework.models.notices import FRESH, MOST, TOLD_ROLES
from casework.models.road import RoadState as S
from casework.models.routes import StepKind
from casework.notices import nightly, tasks, telling
from casework.notices.shown import Unread
from casework.notices.telling import Tell
from casework.roles import Role
from casework.scope import scope_of, set_scope
from casework.workflow import Refused, perform
from liaison_councils.models import Remark
from liaison_councils.models.opening import remark
from tests.blue_patrol.acting import client_of
from tests.blue_patrol.paging import get, main, queries, reads
from tests.blue_patrol.races import at_once
from tests.factories import councils, people, scope
from tests.factories.applications import DAY, REASONS, Desks, application_at
from tests.factories.notices import notice
from tests.factories.places import PostingFactory, StaffFactory, StationFactory
from tests.nights import sampled

pytestmark = pytest.mark.django_db
PAGE, ALL = "/notices/", "/notices/?show=all"


@pytest.fixture
def desks():
    return Desks(StationFactory())


def told(actor) -> list[str]:
    """What the actor's post has been told, oldest first."""
    return list(Notice.objects.of(actor).order_by("pk").values_list("kind", flat=True))


def unread(actor) -> int:
    return Unread(actor).count()


def post(actor, name, **sent):
    answer = client_of(actor).post(reverse(name), sent)
    scope.restore()
    return answer


# --- by acts -------------------------------------------------------------------------------------------------------


def test_the_road_tells_whoever_is_next(desks):
    case = application_at(S.FORWARDED, desks)
    assert (told(desks.hq_clerk), told(desks.clerk)) == (["forward"], [])
    perform(case, "send_back", by=desks.hq_clerk, on=DAY, reasons=REASONS)
    sent_back = Notice.objects.of(desks.clerk).get()
    assert (sent_back.title, sent_back.clause, sent_back.day) == (
        "本部から差し戻されました",
        case.clause_of("send_back"),
        DAY,
    )
    assert (sent_back.case_label, sent_back.case_pk) == (case._meta.label, case.pk)
    assert told(desks.chief) == []


def test_decided_sent_and_reported(desks):
    application_at(S.REPORTED, desks)
    assert told(desks.clerk) == ["approve", "dispatch"]
    assert told(desks.hq_clerk) == ["forward", "report"]
    assert told(desks.assistant) == told(desks.director) == ["endorse"], "each when its turn came, once"


def test_a_withdrawal_is_told_to_headquarters_only_once_it_has_the_case(desks):
    for state, expected in ((S.RECEIVED, []), (S.FORWARDED, ["forward", "withdraw"])):
        case = application_at(state, desks)
        perform(case, "withdraw", by=desks.clerk, on=DAY, note="申出")
        assert told(desks.hq_clerk) == expected


def test_a_case_sent_back_twice_on_one_day_is_told_twice_but_no_act_is_told_twice(desks):
    case = application_at(S.SENT_BACK, desks)
    first = Notice.objects.of(desks.clerk).get()
    act = StateChange.objects.of_case(case).get(transition="send_back")
    columns = [f.attname for f in Notice._meta.concrete_fields if f.name not in ("id", "made_on")]
    again = {name: getattr(first, name) for name in columns}
    with pytest.raises(IntegrityError, match="casework_notice_once"), transaction.atomic():
        Notice.objects.create(**again)
    later = Notice.objects.create(**again | {"turn": first.turn + 3})
    assert (later.day, act.on) == (first.day, first.day)


def test_a_deciding_post_is_told_when_its_turn_comes_and_again_in_a_new_round(desks):
    case = perform(application_at(S.FORWARDED, desks), "endorse", by=desks.hq_clerk, on=DAY)
    assert (told(desks.assistant), told(desks.director)) == (["endorse"], [])
    turn = Notice.objects.of(desks.assistant).get()
    assert (turn.title, turn.level, turn.case_pk) == ("審査・決裁の順番が来ました", "補佐", case.pk)
    perform(case, "endorse", by=desks.assistant, on=DAY)
    assert (told(desks.assistant), told(desks.director)) == (["endorse"], ["endorse"])
    again = application_at(S.APPROVED, desks)
    perform(again, "recall", by=desks.director, on=DAY, note="番号の誤り")
    assert told(desks.hq_clerk)[-1] == "recall"
    perform(type(again).objects.get(pk=again.pk), "endorse", by=desks.hq_clerk, on=DAY)
    assert told(desks.assistant) == ["endorse"] * 3


def test_who_stands_in_for_a_deciding_post_is_told_as_it_is(desks):
    deputy = Posting.objects.create(
        staff=StaffFactory(), post=desks.assistant.post, capacity="deputy", starts_on=DAY
    )
    perform(application_at(S.FORWARDED, desks), "endorse", by=desks.hq_clerk, on=DAY)
    assert told(Actor.of(deputy)) == ["endorse"]


def test_of_steps_side_by_side_each_is_told_once(desks):
    case = application_at(S.FORWARDED, desks)
    traffic = people.headquarters(desks.station.prefecture, "課長", duty="traffic")
    step = case.round_steps()[1]
    DecisionStep.objects.create(
        station=desks.station, case_label=case._meta.label, case_pk=case.pk, round=case.round, order=step.order,
        kind=StepKind.CONCURRENCE, title="交通 合議", level="課長", duty="traffic",
    )  # fmt: skip
    case = perform(case, "endorse", by=desks.hq_clerk, on=DAY)
    assert told(traffic) == told(desks.assistant) == ["endorse"]
    perform(case, "endorse", by=desks.assistant, on=DAY)
    assert told(traffic) == told(desks.assistant) == ["endorse"]
    assert told(desks.director) == []


def test_an_act_that_is_refused_or_undone_tells_nothing(desks):
    case = application_at(S.FORWARDED, desks)
    with pytest.raises(Refused):
        perform(case, "send_back", by=desks.hq_clerk, on=DAY, reasons=[])
    undone = transaction.savepoint()
    perform(case, "send_back", by=desks.hq_clerk, on=DAY, reasons=REASONS)
    transaction.savepoint_rollback(undone)
    assert told(desks.clerk) == []


def test_an_act_that_tells_nobody_asks_nothing_more(desks):
    case = application_at(S.RECEIVED, desks)
    with CaptureQueriesContext(connection) as seen:
        perform(case, "request_correction", by=desks.clerk, on=DAY, reasons=REASONS)
    assert [q["sql"] for q in seen if "casework_notice" in q["sql"]] == []


def test_several_cases_of_one_act_are_told_in_one_query(desks):
    cases = [application_at(S.DISPATCHED, desks) for _ in range(3)]
    rows = Notice.objects.of(desks.clerk).filter(kind="dispatch")
    assert {row.case_pk for row in rows} == {case.pk for case in cases}
    act = StateChange.objects.last_of(cases[0])
    with CaptureQueriesContext(connection) as seen:
        telling.tell([(case, _Act(act)) for case in cases])
    assert len(seen) == 1
    assert rows.count() == 3, "the constraint holds: the same acts again tell nothing"


class _Act:
    def __init__(self, change):
        self.transition, self.on, self.before = change.transition, change.on, change.before


def test_headquarters_remark_and_the_answer_go_back_and_forth():
    at = councils.desks()
    made = _remark(at)
    assert told(at.supervisor) == told(at.chief) == ["open"]
    perform(Remark.objects.get(pk=made.pk), "answer", by=at.supervisor, on=DAY, answer_text="直しました")
    assert told(at.division) == ["answer"]
    assert told(at.officer) == []


def _remark(at) -> Remark:
    return remark(at.station, by=at.division, on=DAY, text="年2回の会議を開くこと", due_on=DAY)


def test_koban_officers_are_told_of_their_own_area_alone():
    at = councils.desks()
    other = councils.CouncilDesks(at.station, supervisor=at.supervisor, chief=at.chief, division=at.division)
    council = councils.active(at)
    councils.appointed(at, council)
    case = councils.held(at, council, on=DAY)
    perform(case, "approve_minutes", by=at.supervisor, on=DAY)
    assert told(at.officer) == ["approve_minutes"]
    assert told(other.officer) == told(at.supervisor) == []


def test_every_row_of_the_tables_names_an_act_and_a_role_that_is_told():
    tables = {label: telling.acts_of(label) for label in telling._table}
    assert len(tables) > 10
    for label, acts in tables.items():
        for name, each in acts.items():
            assert each.roles or each.step, (label, name)
            assert set(each.roles) <= TOLD_ROLES
            assert max(len(each.title), len(each.step)) <= Notice._meta.get_field("title").max_length
    with pytest.raises(ValueError, match="has no act fly"):
        telling.enter([Remark], {"fly": Tell("飛んだ", (Role.STATION_CLERK,))})
    assert "open" in telling.acts_of(Remark._meta.label)


def test_titles_name_nobody(desks):
    application_at(S.REPORTED, desks)
    assert [n.title for n in Notice.objects.all() if "桜見坂" in n.title or "青葉" in n.title] == []


# --- by clocks -----------------------------------------------------------------------------------------------------


@pytest.fixture
def delivered(desks):
    """A case whose entry of the car is due on 16 September."""
    case = application_at(S.DELIVERED, desks)
    clock = Deadline.objects.of_case(case).get(kind="inspection_entry")
    assert clock.due_on == dt.date(2026, 9, 16)
    return case


def clocks_told(actor) -> list[tuple[str, dt.date]]:
    rows = Notice.objects.of(actor).filter(kind__endswith=":inspection_entry").order_by("pk")
    return list(rows.values_list("kind", "day"))


def nights(*days: dt.date) -> None:
    for day in days:
        nightly.tell_of_clocks(day)
        scope.restore()


DUE = dt.date(2026, 9, 16)


def test_a_clock_is_told_a_week_before_and_once_it_is_past_each_once(desks, delivered):
    nights(DUE - dt.timedelta(days=8))
    assert clocks_told(desks.clerk) == []
    nights(*(DUE - dt.timedelta(days=n) for n in (7, 7, 6, 0)))
    assert clocks_told(desks.clerk) == [("due:inspection_entry", DUE)]
    nights(*(DUE + dt.timedelta(days=n) for n in (1, 1, 2, 200)))
    assert clocks_told(desks.clerk) == [("due:inspection_entry", DUE), ("past:inspection_entry", DUE)]
    assert Notice.objects.get(kind="past:inspection_entry").title == "期限を過ぎました：自動車検査証への記載"


def test_a_clock_that_is_met_or_void_is_not_told(desks, delivered):
    Deadline.objects.all().update(void_reason="試験")
    nights(DUE, DUE + dt.timedelta(days=1))
    assert clocks_told(desks.clerk) == []


def test_many_clocks_of_one_kind_case_and_day_are_one_notice(desks):
    case = application_at(S.DELIVERED, desks, cars=3)
    assert Deadline.objects.of_case(case).filter(kind="inspection_entry").count() == 3
    nights(DUE)
    assert clocks_told(desks.clerk) == [("due:inspection_entry", DUE)]


def test_a_new_due_day_is_told_anew(desks, delivered):
    nights(DUE)
    Deadline.objects.filter(kind="inspection_entry").update(due_on=DUE + dt.timedelta(days=3))
    nights(DUE)
    assert [day for _, day in clocks_told(desks.clerk)] == [DUE, DUE + dt.timedelta(days=3)]


def test_the_councils_clocks_go_to_the_supervisor_and_to_the_koban(desks):
    at = councils.desks()
    council = councils.active(at)
    councils.meeting(at, council, on=DUE)
    nights(DUE, DUE + dt.timedelta(days=2))
    for actor in (at.supervisor, at.officer):
        assert [kind for kind in told(actor) if ":" in kind] == [
            "due:council_meeting",
            "past:council_meeting",
        ]
    stranger = councils.CouncilDesks(at.station)
    assert [kind for kind in told(stranger.officer) if ":" in kind] == []


def test_every_prefecture_is_told_its_own(desks, delivered):
    far = Desks(StationFactory(prefecture__code="24", prefecture__name="三重県"))
    application_at(S.DELIVERED, far)
    nights(DUE)
    assert len(clocks_told(desks.clerk)) == len(clocks_told(far.clerk)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_nights_at_once_tell_once():
    with transaction.atomic():
        desks = Desks(StationFactory())
        for _ in range(5):
            application_at(S.DELIVERED, desks)
    jobs = [lambda: nightly.tell_of_clocks(DUE)] * 4
    assert at_once(*jobs) == [None] * 4
    with scope_of(desks.clerk):
        assert clocks_told(desks.clerk) == [("due:inspection_entry", DUE)] * 5


# --- whose they are ------------------------------------------------------------------------------------------------


def test_reading_is_each_persons_own(desks):
    made, colleague = (
        notice(desks.station),
        people.Actor.of(PostingFactory(post=desks.clerk.post, staff=StaffFactory())),
    )
    assert (unread(desks.clerk), unread(colleague)) == (1, 1)
    post(desks.clerk, "notices_read", notice=made.pk)
    assert (unread(desks.clerk), unread(colleague)) == (0, 1)
    post(desks.clerk, "notices_read", notice=made.pk)
    assert NoticeRead.objects.count() == 1


def test_whoever_left_the_post_sees_nothing_of_it_and_the_successor_does(desks):
    notice(desks.station)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Posting.objects.filter(pk=desks.clerk.posting.pk).update(ends_on=yesterday)
    elsewhere = people.clerk(StationFactory(), staff=desks.clerk.staff)
    assert unread(elsewhere) == 0
    assert "本部から差し戻されました" not in main(get(elsewhere, ALL))
    successor = people.Actor.of(PostingFactory(post=desks.clerk.post, staff=StaffFactory()))
    assert unread(successor) == 1
    assert "本部から差し戻されました" in main(get(successor, PAGE))


def test_the_post_in_force_decides_where_somebody_holds_two(desks):
    notice(desks.station)
    staff = desks.clerk.staff
    other = people.clerk(StationFactory(), staff=staff)
    client = client_of(desks.clerk)
    client.post(reverse("switch_posting"), {"posting": other.posting.pk})
    page = client.get(PAGE).content.decode()
    scope.restore()
    assert "本部から差し戻されました" not in page
    assert unread(desks.clerk) == 1


def test_no_other_role_station_or_prefecture_sees_it(desks):
    made = notice(desks.station)
    near, far = (
        Desks(StationFactory()),
        Desks(StationFactory(prefecture__code="24", prefecture__name="三重県")),
    )
    others = (
        desks.chief, desks.hq_clerk, desks.director, near.clerk, far.clerk, far.hq_clerk,
        people.supervisor(desks.station), people.community_division(desks.station.prefecture), people.inspector(desks.station.prefecture),
    )  # fmt: skip
    for actor in others:
        assert not Notice.objects.of(actor).exists()
        assert made.title not in main(get(actor, ALL))
        assert post(actor, "notice_open", notice=made.pk)["Location"] == PAGE
        post(actor, "notices_read", notice=made.pk, until="")
        post(actor, "notices_read", until=made.pk)
    assert not NoticeRead.objects.exists()


def test_row_level_security_hides_another_stations_notices(desks):
    notice(desks.station)
    set_scope([StationFactory(seen=False).pk])
    assert not Notice.objects.exists()
    with pytest.raises(Exception, match="row-level security"), transaction.atomic():
        notice(desks.station)
    scope.restore()


def test_a_notice_is_written_once(desks):
    made = notice(desks.station)
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        Notice.objects.filter(pk=made.pk).update(title="x")
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        Notice.objects.filter(pk=made.pk)._raw_delete("default")


# --- the count in the frame ----------------------------------------------------------------------------------------


def bell(actor) -> str:
    page = client_of(actor).get("/forms/").content.decode()
    scope.restore()
    found = re.search(r'<a class="bell"[^>]*>(.*?)</a>', page)
    return re.sub(r"<[^>]+>", "", found[1]) if found else "no bell"


def test_the_frame_shows_how_many_are_unread(desks):
    assert bell(desks.clerk) == "お知らせ"
    for turn in range(2):
        notice(desks.station, turn=turn)
    assert bell(desks.clerk).startswith("お知らせ2件")
    assert bell(people.inspector(desks.station.prefecture)) == "no bell"
    assert bell(people.administrator(desks.station.prefecture)) == "no bell"


def test_the_count_is_one_query_that_stops_at_a_hundred_and_looks_sixty_days_back(desks):
    Notice.objects.bulk_create(
        Notice(station=desks.station, role="station_clerk", kind="x", title="x", case_label="x", case_pk=n, day=DAY) for n in range(150)
    )  # fmt: skip
    with CaptureQueriesContext(connection) as seen:
        assert unread(desks.clerk) == MOST
    (asked,) = seen
    assert f"LIMIT {MOST}" in asked["sql"]
    assert "made_on" in asked["sql"]
    assert bell(desks.clerk).startswith("お知らせ99件以上")
    old = Notice.objects.of(desks.clerk).unread_by(
        desks.clerk.staff, timezone.now() + FRESH + dt.timedelta(minutes=1)
    )
    assert not old.exists()


def test_a_post_that_is_never_told_is_not_counted(desks):
    for actor, asked in ((people.inspector(desks.station.prefecture), 0), (desks.hq_clerk, 1)):
        with CaptureQueriesContext(connection) as seen:
            get(actor, "/forms/")
        assert sum("casework_notice" in query["sql"] for query in seen) == asked, actor.role


# --- the page ------------------------------------------------------------------------------------------------------


def test_opening_a_case_from_its_notice_marks_it_read(desks):
    case = application_at(S.SENT_BACK, desks)
    made = Notice.objects.of(desks.clerk).get()
    page = main(get(desks.clerk, PAGE))
    assert f"本部から差し戻されました桜見坂学区防犯パトロール隊 {case.receipt_number}" in page.replace(
        "　", " "
    )
    answer = post(desks.clerk, "notice_open", notice=made.pk)
    assert (answer.status_code, answer["Location"]) == (302, f"/cases/{case.pk}/")
    assert unread(desks.clerk) == 0
    assert "まだ読んでいないお知らせはありません" in main(get(desks.clerk, PAGE))
    assert "既読 本部から差し戻されました" in main(get(desks.clerk, ALL))
    assert "お知らせ" in reads(desks.clerk)


def test_all_are_marked_but_those_that_came_since_the_page_was_read(desks):
    seen = [notice(desks.station, turn=turn) for turn in range(3)]
    page = client_of(desks.clerk).get(PAGE).content.decode()
    scope.restore()
    (newest,) = re.findall(r'name="until" value="(\d+)"', page)
    assert int(newest) == seen[-1].pk
    later = notice(desks.station, turn=9)
    post(desks.clerk, "notices_read", until=newest)
    assert list(Notice.objects.of(desks.clerk).unread_by(desks.clerk.staff, timezone.now())) == [later]


def test_looking_writes_nothing_but_the_read_log(desks):
    notice(desks.station)
    get(desks.clerk, PAGE)
    assert not NoticeRead.objects.exists()
    assert client_of(desks.clerk).get(reverse("notice_open")).status_code == 405


@pytest.mark.parametrize(
    "sent", [{}, {"notice": "x"}, {"notice": "9" * 30}, {"until": "-1"}, {"notice": "0", "until": "0"}]
)
def test_nonsense_marks_nothing(desks, sent):
    notice(desks.station)
    for name in ("notice_open", "notices_read"):
        assert post(desks.clerk, name, **sent)["Location"] == PAGE
    assert not NoticeRead.objects.exists()


def test_a_case_that_the_post_does_not_see_is_not_named(desks):
    other = application_at(S.RECEIVED, Desks(StationFactory()))
    notice(desks.station, other)
    page = main(get(desks.clerk, PAGE))
    assert "いまの職からは見られない事案" in page
    assert "桜見坂" not in page
    answer = post(desks.clerk, "notice_open", notice=Notice.objects.of(desks.clerk).get().pk)
    assert answer["Location"] == PAGE


def test_clocks_of_a_standing_lead_to_its_group(desks):
    case = application_at(S.DELIVERED, desks)
    made = notice(desks.station, case.certification, kind="past:retraining")
    assert post(desks.clerk, "notice_open", notice=made.pk)["Location"] == f"/groups/{case.group_id}/"


@pytest.mark.parametrize("rows", sampled([1, 4, 30], by_day=[4]))
def test_the_page_takes_as_many_queries_however_many_rows(desks, rows):
    for _ in range(rows):
        application_at(S.SENT_BACK, desks)
    frame = queries(desks.clerk, "/forms/") + 1  # the read log
    assert queries(desks.clerk, PAGE) - frame == 3  # the rows, their cases, the cases' groups


def test_pages_of_fifty(desks):
    for turn in range(51):
        notice(desks.station, turn=turn)
    first = client_of(desks.clerk).get(PAGE).content.decode()
    scope.restore()
    assert first.count("既読にする<span") == 50
    assert "次へ" in first


# --- the jobs of the night -----------------------------------------------------------------------------------------


def test_the_worker_works_on_the_queue_of_the_notices_and_its_jobs_come_every_night(
    desks, delivered, monkeypatch
):
    assert {task.queue for task in (tasks.tell_of_clocks, tasks.send_digests)} <= set(worker.HOW["queues"])
    cron = {each.task.name: each.cron for each in app.periodic_registry.periodic_tasks.values()}
    assert (cron["tell_of_clocks"], cron["send_digests"]) == ("10 20 * * *", "30 21 * * *")
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: DUE)
    tasks.tell_of_clocks(timestamp=0)
    tasks.send_digests(timestamp=0)  # no server: nothing
    scope.restore()
    assert clocks_told(desks.clerk) == [("due:inspection_entry", DUE)]

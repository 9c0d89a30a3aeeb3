"""The year's end (第5の2): the table, its closing with reasons, what stays frozen, how it is opened again."""

import datetime as dt
import threading

import pytest
from django.db import connection, transaction

from casework.models import IssuedPaper, PrefectureProfile, Station
from casework.scope import set_scope
from casework.workflow import Refused, perform
from casework.years import Year
from liaison_councils.models import Council, Meeting, YearReport
from liaison_councils.models.closing import close_year
from liaison_councils.models.values import ValuesOverTime
from liaison_councils.models.year_rows import rows_of
from liaison_councils.rules.year_rows import YearRow, topics_of
from tests.blue_patrol.paging import get, main
from tests.casework.test_walls import attempt
from tests.factories import councils, people, scope
from tests.factories.councils import now
from tests.factories.places import KobanFactory, PrefectureFactory, StationFactory
from tests.liaison_councils import table
from tests.liaison_councils.clicking import beyond_frame

pytestmark = pytest.mark.django_db
Y = Year("fiscal", 2025)
BEGIN, END = Y.bounds
D = dt.date(2025, 5, 1)
CLOSED = dt.date(2026, 4, 10)


@pytest.fixture
def at():
    return councils.desks()


def council_of(at, on=BEGIN, members=2, **changed):
    koban = changed.pop("at_koban", None) or KobanFactory(station=at.station)
    council = councils.active(at, on=on, at_koban=koban, **changed)
    for _ in range(members):
        councils.appointed(
            at, council, on=on, starts_on=BEGIN, ends_on=dt.date(2027, 3, 31), typed=councils.person()
        )
    return council


def held(at, council, *days, **changed):
    return [councils.held(at, council, on=day, entered=day, **changed) for day in days]


def fulfilled(at, **changed):
    """A council that held its two meetings."""
    council = council_of(at, **changed)
    held(at, council, dt.date(2025, 6, 1), dt.date(2026, 2, 1))
    return council


def close(at, on=CLOSED, by=None, reasons=None):
    return now(close_year(at.station, Y, by=by or at.supervisor, on=on, reasons=reasons or {}))


def rows(at, today=CLOSED) -> dict[int, YearRow]:
    return {row.key: row for row in rows_of([at.station], Y, today)[at.station.pk]}


@pytest.mark.clause("LC-7-3")
def test_headquarters_first_page_lists_closed_years_until_they_are_confirmed(at):
    fulfilled(at)
    report = close(at)
    page = main(get(at.division, "/"))
    assert f"{at.station.name} 令和7年度" in page
    assert "令和8年4月10日に締めた" in page
    assert f'href="/councils/years/{report.pk}/"' in get(at.division, "/").content.decode()
    assert beyond_frame(at.division, "/", reads=0) == 3
    perform(report, "see", by=at.division, on=CLOSED)
    assert "確認を待つ年の締め" not in main(get(at.division, "/"))


# --- the table ---------------------------------------------------------------------------------------------------------

SQL = """
with m as (
  select s.council_id, m.id, m.kind, m.agenda, m.held_on from liaison_councils_meeting m
  join liaison_councils_sharedmeeting s on s.meeting_id = m.id
  where m.state in ('held', 'reported') and m.held_on between %(first)s and %(last)s
), p as (
  select p.council_id, count(*) asked, count(*) filter (where p.attended) came
  from liaison_councils_participant p join m on m.id = p.meeting_id and m.council_id = p.council_id
  where p.kind = 'member' group by p.council_id
)
select c.id,
  (select count(*) from m where m.council_id = c.id and m.kind = 'regular'),
  (select count(*) from m where m.council_id = c.id and m.kind = 'extraordinary'),
  coalesce(p.came, 0), coalesce(p.asked, 0),
  (select count(*) from liaison_councils_term t where t.council_id = c.id
    and t.state in ('appointed', 'expired', 'resigned', 'dismissed')
    and daterange(t.starts_on, least(t.ends_on, coalesce(t.ended_on, t.ends_on)), '[]') @> least(%(last)s, c.ended_on)),
  (select 2 * count(*) / 12 from generate_series(%(first)s::timestamp, %(last)s, '1 month') month where exists (
    select from (
      select kind, "on", lead("on") over (order by "on", id) until from liaison_councils_councilevent
      where council_id = c.id and kind <> 'rename'
    ) event
    where kind in ('establish', 'resume') and "on" < month + interval '1 month' and coalesce(until, 'infinity') >= month))
from liaison_councils_council c left join p on p.council_id = c.id
where c.station_id = %(station)s and c.established_on <= %(last)s and (c.ended_on is null or c.ended_on >= %(first)s)
"""


def year_of(prefecture, day) -> Year:
    return ValuesOverTime.of(prefecture.pk).year(None, day)[0]


def recomputed(at) -> dict[int, tuple]:
    with connection.cursor() as cursor:
        cursor.execute(SQL, {"first": BEGIN, "last": END, "station": at.station.pk})
        return {row[0]: row[1:] for row in cursor.fetchall()}


def varied(at) -> list[Council]:
    """Councils of every sort: full, short, founded late, ended early, with a shared and an extraordinary meeting, a member gone."""
    full, short, late = (
        fulfilled(at),
        council_of(at, members=3),
        council_of(at, on=dt.date(2025, 12, 20), members=1),
    )
    ended = council_of(at, members=2)
    held(at, ended, dt.date(2025, 5, 5))
    perform(now(ended), "abolish", by=at.chief, on=dt.date(2025, 9, 30), note="統廃合")
    case = councils.announced(at, short, late, on=dt.date(2026, 1, 15), entered=dt.date(2026, 1, 5))
    first = case.participants.filter(kind="member", council=short).first()
    councils.hold(
        at, case, dt.date(2026, 1, 15), present=[first.pk, *_members(case, late)], discussed="合同で話した"
    )
    sudden = councils.meeting(
        at, full, on=dt.date(2025, 7, 1), entered=dt.date(2025, 6, 30), kind="extraordinary", reason="空き巣"
    )
    councils.hold(at, sudden, dt.date(2025, 7, 1), present=_members(sudden, full)[:1], discussed="施錠")
    leaver = short.terms.order_by("pk").first()
    perform(leaver, "resign", by=at.chief, on=dt.date(2026, 2, 1), last_on=dt.date(2026, 1, 31), note="転居")
    resting = council_of(at, members=1)
    perform(now(resting), "suspend", by=at.chief, on=dt.date(2025, 6, 30), note="改築")
    perform(now(resting), "resume", by=at.chief, on=dt.date(2025, 9, 1), note="")
    return [full, short, late, now(ended), resting]


def _members(case, council) -> list[int]:
    return list(case.participants.filter(kind="member", council=council).values_list("pk", flat=True))


@pytest.mark.clause("LC-5-2", "LC-7-3")
def test_the_table_says_what_a_recomputation_in_sql_says(at):
    full, short, late, ended, resting = varied(at)
    stranger = councils.desks()
    fulfilled(stranger)
    found = {
        pk: (row.regular, row.extraordinary, row.attended, row.members_asked, row.members, row.minimum)
        for pk, row in rows(at).items()
    }
    assert found == recomputed(at)
    assert found == {
        full.pk: (2, 1, 5, 6, 2, 2), short.pk: (1, 0, 1, 3, 2, 2), late.pk: (1, 0, 1, 1, 1, 0), ended.pk: (1, 0, 2, 2, 2, 1),
        resting.pk: (0, 0, 0, 0, 1, 1),
    }  # fmt: skip
    assert [rows(at)[pk].missing for pk in (full.pk, short.pk, late.pk, ended.pk)] == [0, 1, 0, 0]


@pytest.mark.clause("LC-5-2")
def test_meetings_of_another_year_and_plans_count_for_nothing_in_it(at):
    council = council_of(at)
    held(at, council, BEGIN, END, END + dt.timedelta(days=1))
    councils.meeting(at, council, on=dt.date(2026, 3, 1), entered=dt.date(2026, 2, 1))
    row = rows(at)[council.pk]
    assert (row.regular, row.planned, row.overdue, row.missing) == (2, 0, 1, 0)
    assert rows(at, dt.date(2026, 2, 20))[council.pk].planned == 1


@pytest.mark.clause("LC-5-2")
def test_minimum_and_year_are_the_prefectures_of_the_day(at):
    council = council_of(at)
    profile = PrefectureProfile.in_force(at.station.prefecture, END)
    profile.values.filter(key="council_meetings_a_year").update(content=4)
    assert rows(at)[council.pk].minimum == 4
    assert year_of(at.station.prefecture, dt.date(2026, 2, 1)) == Y
    profile.values.filter(key="council_year").update(content="calendar")
    assert year_of(at.station.prefecture, dt.date(2026, 2, 1)) == Year("calendar", 2026)
    profile.values.filter(key__startswith="council_").delete()
    assert (rows(at)[council.pk].minimum, year_of(at.station.prefecture, D)) == (2, Y)


@pytest.mark.parametrize(("came", "asked", "rate"), [(0, 0, None), (1, 3, 33), (1, 8, 13), (2, 3, 67), (5, 5, 100), (0, 4, 0)])  # fmt: skip
def test_the_rate_is_rounded_halves_up(came, asked, rate):
    row = YearRow(1, "x", "所管区", "", "", 2, 2, 0, 0, 0, 5, came, asked)
    assert row.rate == rate
    assert YearRow.of(row.to_json()) == row


def test_topics_are_the_first_lines_without_repetition():
    assert topics_of(["自転車盗\n施錠", "", " 自転車盗 ", "水難"]) == ["自転車盗", "水難"]


# --- closing -----------------------------------------------------------------------------------------------------------


@pytest.mark.clause("LC-5-2", "LC-7-3")
def test_every_act_on_a_year_by_every_role(at):
    assert table.declared(YearReport) == {
        "closed": {"see": "seen", "reopen": "reopened"},
        "seen": {"reopen": "reopened"},
        "reopened": {"close_again": "closed"},
    }
    acts = {"see": {}, "reopen": {"note": "忘れ"}, "close_again": {"reasons": {}}}
    may = {"see": ("division",), "reopen": ("division",), "close_again": ("supervisor", "chief")}
    report = close(at)
    told = {}
    for state, name in (("closed", "see"), ("seen", "reopen"), ("reopened", None)):
        found, wanted = table.tried(at, {state: report}, acts, may, CLOSED)
        assert found == wanted
        told |= found
        if name:
            perform(report, name, by=at.division, on=CLOSED, **acts[name])
            report = now(report)
    assert sum(bool(each) and each != "not you" for each in told.values()) == 5


@pytest.mark.clause("LC-5-2")
def test_a_year_is_closed_after_its_last_day_alone(at):
    fulfilled(at)
    for day in (END, D):
        with pytest.raises(Refused, match="令和7年度は、まだ終わっていません。令和8年3月31日の翌日から"):
            close(at, on=day)
    with pytest.raises(Refused, match="先の日付"):
        close(at, on=dt.date(2099, 1, 1))
    report = close(at, on=END + dt.timedelta(days=1))
    assert (report.state, report.closed_on) == ("closed", END + dt.timedelta(days=1))
    with pytest.raises(Refused, match="すでに締められています"):
        close(at)


@pytest.mark.clause("LC-5-2")
def test_each_unmet_minimum_needs_its_own_reason(at):
    fulfilled(at)
    one, two = council_of(at, name="一"), council_of(at, name="二")
    with pytest.raises(Refused) as refused:
        close(at, reasons={str(one.pk): "会場が使えなかった", str(two.pk): " "})
    assert [(r.field, r.sentence) for r in refused.value.reasons] == [
        (f"reason_{two.pk}", "「二」は、定期会議が2回足りません。理由を書いてください。")
    ]
    report = close(at, reasons={str(one.pk): "会場が使えなかった", str(two.pk): "災害の対応"})
    assert {row.council: (row.missing, row.reason) for row in report.kept_rows() if row.missing} == {
        "一": (2, "会場が使えなかった"),
        "二": (2, "災害の対応"),
    }


@pytest.mark.clause("LC-7-1-b", "LC-5-2")
def test_no_year_is_closed_over_a_meeting_without_its_result(at):
    council = fulfilled(at)
    waiting = councils.meeting(at, council, on=dt.date(2026, 3, 20), entered=dt.date(2026, 2, 2))
    with pytest.raises(Refused, match="結果を記録していない会議が1回あります"):
        close(at)
    perform(waiting, "cancel", by=at.supervisor, on=dt.date(2026, 3, 20), note="会場の都合")
    assert close(at).state == "closed"


@pytest.mark.parametrize("who", ["officer", "division"])
def test_who_does_not_supervise_closes_nothing(at, who):
    fulfilled(at)
    with pytest.raises(Refused, match="署の地域課の指導者か署長の職が行います"):
        close(at, by=getattr(at, who))
    assert not YearReport.objects.exists()


@pytest.mark.clause("LC-5-2", "LC-7-3")
def test_a_closed_year_stays_what_it_was(at):
    """A council renamed and an attendance corrected later change the table of today, never the frozen one."""
    council = fulfilled(at, name="旧名協議会")
    report = close(at, by=at.chief)
    paper = IssuedPaper.objects.of_case(report).get()
    before = (report.rows, paper.values)
    assert paper.form == "L13"
    assert "旧名協議会" in str(paper.values)
    meeting = council.meetings.order_by("held_on").first()
    one = meeting.participants.filter(kind="member").first()
    perform(
        meeting, "correct_attendance", by=at.supervisor, on=CLOSED, present=[one.pk], more=[], note="誤り"
    )
    told = {"name": "新名協議会", "kana": "", "area": "x", "purpose": "", "note": "改称"}
    areas = [{"koban": area.koban_id, "part": area.part} for area in council.covered()]
    perform(now(council), "rename", by=at.chief, on=CLOSED, areas=areas, **told)
    today = rows(at)[council.pk]
    assert (today.council, today.attended) == ("新名協議会", 3)
    (kept,) = now(report).kept_rows()
    assert (kept.council, kept.attended) == ("旧名協議会", 4)
    assert (now(report).rows, IssuedPaper.objects.get(pk=paper.pk).values) == before


@pytest.mark.clause("LC-5-2", "LC-7-3")
def test_a_forgotten_meeting_waits_until_headquarters_reopens_the_year(at):
    council = council_of(at)
    held(at, council, dt.date(2025, 6, 1))
    report = close(at, reasons={str(council.pk): "開けなかった"})
    perform(report, "see", by=at.division, on=CLOSED)
    day = dt.date(2026, 3, 20)
    late = councils.announced(at, council, on=day, entered=dt.date(2026, 3, 1))

    def hold():
        return councils.hold(at, late, day, discussed="忘れていた")

    with pytest.raises(Refused, match=r"令和7年度は締めてあるので.*本部の地域課に、締めの取消しを求めて"):
        hold()
    with pytest.raises(Refused, match="理由を書いて"):
        perform(now(report), "reopen", by=at.division, on=CLOSED, note="")
    perform(now(report), "reopen", by=at.division, on=CLOSED, note="記録漏れ")
    assert IssuedPaper.objects.of_case(report).valid().count() == 0
    assert hold().state == "held"
    again = close(at)
    assert (again.pk, again.state, again.seen_on, again.kept_rows()[0].regular) == (
        report.pk,
        "closed",
        None,
        2,
    )
    void, valid = IssuedPaper.objects.of_case(report).order_by("pk")
    assert (void.voided_on, valid.voided_on) == (CLOSED, None)
    assert void.values != valid.values
    with pytest.raises(Refused, match="締めてあるので"):
        held(at, council, dt.date(2026, 3, 25))
    assert held(at, council, END + dt.timedelta(days=1))[0].state == "held"


def test_what_a_closed_year_does_not_touch_is_recorded_as_ever(at):
    fulfilled(at)
    stranger = councils.desks()
    close(at)
    (meeting,) = held(stranger, council_of(stranger), dt.date(2026, 3, 20))
    assert meeting.state == "held"


def test_another_prefectures_division_sees_and_reopens_nothing(at):
    report = close(at)
    stranger = people.community_division(PrefectureFactory(code="24", name="三重県"))
    for name, told in (("see", {}), ("reopen", {"note": "x"})):
        with pytest.raises(Refused, match="本部の地域課の職が行います"):
            perform(report, name, by=stranger, on=CLOSED, **told)


# --- races and walls -----------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first", ["close", "hold"])
def test_closing_and_recording_come_one_after_the_other(first):
    """Whoever is second waits and sees what the first did: no meeting is held beside a year that was frozen without it."""
    with transaction.atomic():
        at = councils.CouncilDesks(StationFactory())
        council = fulfilled(at)
        day = dt.date(2026, 3, 20)
        case = councils.announced(at, council, on=day, entered=dt.date(2026, 3, 1))
        perform(case, "postpone", by=at.supervisor, on=day, note="雪", planned_on=dt.date(2026, 4, 5))
        perform(now(case), "announce", by=at.supervisor, on=day)
        present = [row.pk for row in case.participants.all()]
    inside, said = threading.Event(), {}

    def close_it():
        return close_year(Station.objects.get(pk=at.station.pk), Y, by=at.chief, on=CLOSED, reasons={})

    def hold_it():
        held_case = Meeting.objects.get(pk=case.pk)
        return perform(held_case, "hold", by=at.supervisor, on=END, present=present, more=[], discussed="x")

    acts = {"close": close_it, "hold": hold_it}

    def run(name, *, leads):
        try:
            with transaction.atomic():
                set_scope([at.station.pk])
                if not leads:
                    inside.wait(20)
                acts[name]()
                if leads:
                    inside.set()
                    threading.Event().wait(1)  # the other one is at the lock now
                said[name] = "done"
        except Refused as refused:
            said[name] = str(refused)
        finally:
            inside.set()
            connection.close()

    second = "hold" if first == "close" else "close"
    threads = [
        threading.Thread(target=run, args=(name,), kwargs={"leads": name == first})
        for name in (first, second)
    ]
    [each.start() for each in threads]
    [each.join(60) for each in threads]
    assert said[first] == "done"
    with transaction.atomic():
        scope.restore()
        (row,) = YearReport.objects.get().kept_rows()
        recorded = Meeting.objects.held().filter(held_on__range=Y.bounds).count()
    assert row.regular == recorded == (2 if first == "close" else 3)
    assert (said[second] == "done") == (first == "hold")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "statement",
    [
        "update liaison_councils_yearreport set rows = '[]'",
        "update liaison_councils_yearreport set state = 'reopened'",
        "delete from liaison_councils_yearreport",
        (
            "insert into liaison_councils_yearreport (station_id, revision, year_kind, year, rows, closed_on, state) "
            "select station_id, 0, 'fiscal', 2024, '[]', closed_on, 'closed' from liaison_councils_yearreport"
        ),
    ],
)
def test_the_database_takes_no_write_without_an_act(statement):
    with transaction.atomic():
        at = councils.CouncilDesks(StationFactory())
        fulfilled(at)
        close(at)
    assert attempt(statement, stations=[at.station.pk]) != "done"


@pytest.mark.clause("LC-5-2")
def test_a_calendar_year_is_closed_and_refuses_its_own_days(at):
    """Where the prefecture counts by calendar years, February belongs to the next one."""
    council = council_of(at)
    held(at, council, dt.date(2025, 5, 1), dt.date(2025, 11, 1))
    close_year(at.station, Year("calendar", 2025), by=at.chief, on=dt.date(2026, 1, 5), reasons={})
    with pytest.raises(Refused, match="令和7年は締めてあるので"):
        held(at, council, dt.date(2025, 12, 25))
    assert held(at, council, dt.date(2026, 2, 1))[0].state == "held"

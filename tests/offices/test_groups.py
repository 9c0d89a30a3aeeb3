"""所管替え of single groups: what goes with them, what stays, what prevents it (decision 23)."""

import datetime as dt

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from blue_patrol.models import (
    Application,
    Certification,
    Credential,
    LedgerEvent,
    LedgerSheet,
    RegisterEntry,
    RegisterNote,
    close_register,
)
from blue_patrol.papers.from_books import RegisterBook
from blue_patrol.papers.from_closed_books import later_lines
from blue_patrol.presenters.book import year_totals
from casework.chain import verify
from casework.models import (
    Attachment,
    ChangeOfStation,
    ChangePayload,
    IssuedNumber,
    IssuedPaper,
    StateChange,
    StoredFile,
)
from casework.models.base import CHANGE_OF_STATION, Machine, OfficeRow, StationRow
from casework.models.road import RoadState as S
from casework.offices.act import change_station
from casework.offices.answers import ANSWERS, Follows, Stays, moving
from casework.scope import set_scope
from casework.workflow import Refused, Stale, open_all, perform
from tests.blue_patrol.acting import client_of
from tests.factories import offices, prints, requests, scope, trainings
from tests.factories.applications import (
    DAY,
    ROADS,
    Desks,
    application_at,
    deliver,
    make_group,
    make_papers,
    steps,
)
from tests.factories.demonstrations import car_of, demonstration, demonstration_at
from tests.factories.offices import MOVED, done, groups, tried
from tests.factories.places import StationFactory
from tests.nights import every_nth

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_bytes")]


def stations_of(model, keys) -> set[int]:
    return set(model._base_manager.filter(pk__in=keys).values_list("station", flat=True))


def now(case):
    return Application.objects.get(pk=case.pk)


# --- the list of answers ------------------------------------------------------------------------------------------------


def test_every_table_of_a_station_or_an_office_has_its_answer():
    walled = {m for m in apps.get_models() if issubclass(m, StationRow | OfficeRow) and not m._meta.proxy}
    assert set(ANSWERS) == walled
    assert [m for m in moving() if issubclass(m, OfficeRow)] == []
    assert [answer for answer in ANSWERS.values() if isinstance(answer, Stays) and not answer.why] == []


def test_what_is_followed_stands_before_what_follows_it():
    order = {model: place for place, model in enumerate(moving())}
    late = [
        (model, name)
        for model, answer in ANSWERS.items()
        if isinstance(answer, Follows)
        for name in answer.by
        if order[model._meta.get_field(name).related_model] >= order[model]
    ]
    assert late == []


# --- what goes with a group --------------------------------------------------------------------------------------------


def test_a_group_goes_with_all_that_hangs_on_it_and_another_group_of_the_station_stays(desks, new):
    case, other = application_at(S.REPORTED, desks), application_at(S.REPORTED, desks)
    reissue = requests.reissue(desks, standing=case.certification)
    outcome = tried(groups(case.group, to=new.station), desks.hq_clerk)
    done(groups(case.group, to=new.station), desks.hq_clerk)
    told = dict(outcome.counts)
    for model in moving():
        mine = model._base_manager.filter(station=new.station)
        if model not in (IssuedNumber, LedgerEvent, StoredFile):  # of which the act itself makes some
            assert mine.count() == told.get(str(model._meta.verbose_name), 0), model
    assert {
        "団体",
        "自動車",
        "実施者",
        "証明",
        "申請",
        "証明書等",
        "証明台帳",
        "期限",
        "添付書類",
        "作成した書類",
    } <= set(told)
    assert stations_of(Application, [case.pk, reissue.pk]) == {new.station.pk}
    assert stations_of(Application, [other.pk]) == {desks.station.pk}
    assert Certification.objects.get(pk=other.certification_id).station == desks.station
    assert now(reissue).handler is None


def test_both_desks_see_what_is_theirs_and_nothing_else(desks, new):
    case = application_at(S.REPORTED, desks)
    make_papers(case)
    paper, attachment = IssuedPaper.objects.of_case(case).first(), Attachment.objects.of_case(case).first()
    pages = [
        ("group", case.group_id), ("application", case.pk), ("ledger_sheet", case.group.ledger.pk), ("paper", paper.pk),
        ("attachment", attachment.pk),
    ]  # fmt: skip

    def answers(actor):
        found = [client_of(actor).get(reverse(name, args=[pk])).status_code for name, pk in pages]
        scope.restore()
        return found

    assert (answers(desks.clerk), answers(new.clerk)) == ([200] * 5, [404] * 5)
    done(groups(case.group, to=new.station), desks.hq_clerk)
    assert (answers(desks.clerk), answers(new.clerk)) == ([404] * 5, [200] * 5)
    assert answers(desks.hq_clerk) == [200] * 5
    found = client_of(new.clerk).get(reverse("search"), {"q": case.group.name}).content.decode()
    gone = client_of(desks.clerk).get(reverse("search"), {"q": case.group.name}).content.decode()
    scope.restore()
    assert reverse("group", args=[case.group_id]) in found
    assert reverse("group", args=[case.group_id]) not in gone


def test_every_page_of_the_old_desk_opens_without_the_group(desks, new):
    case = application_at(S.REPORTED, desks)
    requests.reissue(desks, standing=case.certification)
    trained = trainings.plan(desks, [case.group.patrollers.first()])
    perform(trained, "hold", by=desks.clerk, on=DAY, present=[trained.trainees.get().pk], place="署", trainer="署", topics=["patrol", "incidents"], remarks="")  # fmt: skip
    done(groups(case.group, to=new.station), desks.hq_clerk)
    client = client_of(desks.clerk)
    names = (
        "home", "cases", "groups", "groups_quiet", "register", "ledger", "deadlines", "trainings", "training_due", "information", "custody",
        "commissions", "returns", "revocations", "demonstrations", "stocktakings", "groups_left",
    )  # fmt: skip
    assert {name: client.get(reverse(name)).status_code for name in names} == dict.fromkeys(names, 200)
    for name in ("training_course", "training_sheet", "training_backs", "training_correct"):
        assert client.get(reverse(name, args=[trained.pk])).status_code == 200, name
    scope.restore()


def test_papers_keep_the_name_of_the_station_that_made_them(desks, new):
    case = application_at(S.REPORTED, desks)
    before = {paper.pk: paper.values for paper in IssuedPaper.objects.of_case(case)}
    done(groups(case.group, to=new.station), desks.hq_clerk)
    after = {paper.pk: paper.values for paper in IssuedPaper.objects.filter(station=new.station)}
    assert after == before
    assert any(
        str(desks.station) in str(values) or desks.station.name in str(values) for values in after.values()
    )


def test_bytes_that_both_stations_need_are_kept_by_both(desks, new):
    """Every attachment of the tests is the same file: it is stored once a station."""
    case, other = application_at(S.REPORTED, desks), application_at(S.REPORTED, desks)
    done(groups(case.group, to=new.station), desks.hq_clerk)
    mine, theirs = (Attachment.objects.of_case(each).first().file for each in (case, other))
    assert (mine.station, theirs.station) == (new.station, desks.station)
    assert mine.pk != theirs.pk
    assert mine.sha256 == theirs.sha256
    assert bytes(mine.content) == bytes(theirs.content)
    back = Desks(desks.station, hq_clerk=desks.hq_clerk)
    done(groups(now(case).group, to=back.station, on=MOVED + dt.timedelta(days=1)), desks.hq_clerk)
    assert Attachment.objects.of_case(case).first().file == theirs


# --- the history -------------------------------------------------------------------------------------------------------


def test_the_act_leaves_one_row_for_each_case_that_moved_and_one_at_either_station(desks, new):
    case = application_at(S.REPORTED, desks)
    last = StateChange.objects.order_by("-seq").first()
    things = set(case.credentials.values_list("pk", flat=True))
    change = done(groups(case.group, to=new.station), desks.hq_clerk)
    rows = list(StateChange.objects.filter(seq__gt=last.seq).order_by("seq"))
    told = [
        (row.case_label, row.case_pk, row.transition, row.station_id, row.before, row.after) for row in rows
    ]
    mine, label = new.station.pk, ChangeOfStation._meta.label
    moved = [(case._meta.label, case.pk, CHANGE_OF_STATION, mine, "reported", "reported")]
    moved += [
        ("blue_patrol.Certification", case.certification_id, CHANGE_OF_STATION, mine, "active", "active")
    ]
    moved += [
        ("blue_patrol.Credential", pk, CHANGE_OF_STATION, mine, "with_group", "with_group") for pk in things
    ]
    assert told[:2] == [
        (label, change.pk, "open", desks.station.pk, "", "done"),
        (label, change.pk, CHANGE_OF_STATION, mine, "done", "done"),
    ]
    assert sorted(told[2:]) == sorted(moved)
    assert {row.label for row in rows} == {"所管替え"}
    assert rows[0].payload.content["history_until"] == last.seq
    assert rows[0].payload.content["hash"] == last.hash
    assert rows[2].payload.content["from"] == str(desks.station)


def test_the_chain_holds_and_the_old_rows_keep_their_station(desks, new):
    case = application_at(S.REPORTED, desks)
    before = list(StateChange.objects.of_case(case).order_by("seq").values_list("seq", "station_id", "hash"))
    done(groups(case.group, to=new.station), desks.hq_clerk)
    after = list(StateChange.objects.of_case(case).order_by("seq").values_list("seq", "station_id", "hash"))
    assert after[:-1] == before
    with connection.cursor() as cursor:
        assert verify(cursor).is_whole


def test_the_new_station_reads_the_history_of_its_cases_and_of_no_other(desks, new):
    case, other = application_at(S.REPORTED, desks), application_at(S.REPORTED, desks)
    done(groups(case.group, to=new.station), desks.hq_clerk)
    rows, payloads = (
        StateChange.objects.of_case(case).count(),
        StateChange.objects.of_case(case).exclude(payload=None).count(),
    )
    set_scope(new.clerk.station_ids)
    assert StateChange.objects.of_case(case).count() == rows
    assert (
        ChangePayload.objects.filter(change__case_pk=case.pk, change__case_label=case._meta.label).count()
        == payloads
    )
    assert not StateChange.objects.of_case(other).exists()
    assert not ChangePayload.objects.filter(
        change__case_pk=other.pk, change__case_label=other._meta.label
    ).exists()
    scope.restore()


# --- the books ----------------------------------------------------------------------------------------------------------


def totals(station, year):
    book = RegisterBook(station, year)
    return [(word, str(counts)) for word, counts in year_totals(list(book.entries()), [])]


def test_the_old_register_keeps_its_rows_and_totals_and_says_where_the_group_went(desks, new):
    case = application_at(S.REPORTED, desks)
    entry = case.register_entries.get()
    before = totals(desks.station, 2026)
    done(groups(case.group, to=new.station), desks.hq_clerk)
    assert totals(desks.station, 2026) == before
    assert not RegisterEntry.objects.filter(station=new.station).exists()
    note = entry.notes.get(kind=RegisterNote.Kind.MOVED)
    assert (note.station, note.on, note.text) == (desks.station, MOVED, f"{new.station}へ")
    page = client_of(desks.clerk).get(reverse("register"), {"year": "2026"}).content.decode()
    scope.restore()
    assert f"{new.station}へ" in page
    assert reverse("application", args=[case.pk]) not in page
    assert "この行を訂正する" not in page


def test_a_closed_register_is_not_opened_the_note_stands_in_its_supplement(desks, new):
    case = application_at(S.REPORTED, desks)
    RegisterEntry.objects.get(application=case)
    early = make_group(desks.station)
    row = RegisterEntry.enter(
        station=desks.station, year=2025, delivered_on=dt.date(2025, 6, 1), kind="new", group=early,
        group_name=early.name, delivered_by="係", receiver_name="代表者",
    )  # fmt: skip
    book = close_register(desks.station, 2025, by=desks.chief, on=DAY)
    kept = IssuedPaper.objects.of_case(book).get().values
    done(groups(early, to=new.station), desks.hq_clerk)
    assert IssuedPaper.objects.of_case(book).get().values == kept
    assert [(line.row, line.kind, line.text) for line in later_lines(book)] == [
        (f"No.{row.row_number}", "所管替え", f"{new.station}へ")
    ]


def test_the_ledger_goes_on_under_the_next_number_of_the_new_station(desks, new):
    application_at(S.REPORTED, new)  # its ledger has 0001 already
    case = application_at(S.REPORTED, desks)
    done(groups(case.group, to=new.station), desks.hq_clerk)
    sheet = LedgerSheet.objects.get(group=case.group)
    assert (sheet.station, sheet.number) == (new.station, "0002")
    last = LedgerEvent.objects.filter(sheet=sheet).order_by("pk").last()
    assert (last.kind, last.on, last.station) == ("所管替え", MOVED, new.station)
    assert last.text == f"{desks.station}から{new.station}へ　台帳番号0001を0002に改める"
    given = IssuedNumber.objects.filter(kind="ledger", station=new.station).values_list("text", flat=True)
    assert sorted(given) == ["0001", "0002"]


def test_the_number_of_groups_in_force_over_all_stations_is_the_same(desks, new):
    cases = [application_at(S.REPORTED, desks) for _ in range(3)]

    def in_force():
        return Certification.objects.filter(state="active").count(), Credential.objects.live().count()

    before = in_force()
    done(groups(cases[0].group, cases[1].group, to=new.station), desks.hq_clerk)
    assert in_force() == before
    assert Certification.objects.filter(state="active", station=new.station).count() == 2


# --- the state of a case --------------------------------------------------------------------------------------------------

ON_THE_WAY = {S.DISPATCHED: "署へ送付中のものがあります", S.DELIVERED: "交付の報告がまだの事案があります"}


MOVING = [state for state in ROADS if state not in ON_THE_WAY]


@pytest.mark.parametrize("state", every_nth(MOVING, 4))
def test_a_case_moves_in_every_state_in_which_nothing_of_it_is_on_its_way(state, desks, new):
    case = application_at(state, desks)
    done(groups(case.group, to=new.station), desks.hq_clerk)
    assert (now(case).station, now(case).state) == (new.station, state)


@pytest.mark.parametrize("state", list(ON_THE_WAY))
def test_what_is_on_its_way_to_the_old_station_or_to_be_noted_in_its_book_comes_first(state, desks, new):
    case = application_at(state, desks)
    outcome = tried(groups(case.group, to=new.station), desks.hq_clerk)
    assert [ON_THE_WAY[state] in reason.sentence for reason in outcome.problems] == [True]
    assert case.group.name in outcome.problems[0].sentence
    with pytest.raises(Refused):
        done(groups(case.group, to=new.station), desks.hq_clerk)
    assert now(case).station == desks.station


def test_a_case_goes_on_at_the_new_station(desks, new):
    """Decided before, delivered after: the number that is taken back is void, the book is the new station's."""
    arrived, approved = application_at(S.ARRIVED, desks), application_at(S.APPROVED, desks)
    done(groups(arrived.group, approved.group, to=new.station), desks.hq_clerk)
    deliver(now(arrived), new)
    assert RegisterEntry.objects.get(application=arrived).station == new.station
    steps(now(arrived), new)[S.REPORTED]()
    perform(now(approved), "recall", by=desks.director, on=DAY, note="書類の誤り")
    numbers = approved.credentials.values_list("number", flat=True)
    void = IssuedNumber.objects.filter(text__in=numbers).values_list("voided_on", "station")
    assert set(void) == {(DAY, new.station.pk)}


def test_a_page_that_was_open_before_is_told_that_the_case_moved_on(desks, new):
    case = application_at(S.RECEIVED, desks)
    done(groups(case.group, to=new.station), desks.hq_clerk)
    with pytest.raises(Stale):
        perform(now(case), "withdraw", by=new.clerk, on=DAY, note="申出", revision=case.revision)
    set_scope(desks.clerk.station_ids)
    with pytest.raises(Refused, match="見つかりません"):
        perform(case, "withdraw", by=desks.clerk, on=DAY, note="申出")
    scope.restore()


# --- what prevents it, and the dry run ------------------------------------------------------------------------------------


def test_a_sticker_of_a_run_comes_back_first(desks, new):
    run = demonstration_at(S.DELIVERED, desks)
    outcome = tried(groups(run.group, to=new.station), desks.hq_clerk)
    assert ["返納がまだのデモ等用標章" in reason.sentence for reason in outcome.problems] == [True]


def test_a_member_on_the_roster_of_a_course_to_come_is_taken_off_first(desks, new):
    case = application_at(S.REPORTED, desks)
    course = trainings.plan(desks, [case.group.patrollers.first()])
    outcome = tried(groups(case.group, to=new.station), desks.hq_clerk)
    assert ["これから開く講習の名簿" in reason.sentence for reason in outcome.problems] == [True]
    perform(course, "strike", by=desks.clerk, on=DAY, trainee=course.trainees.get().pk)
    assert tried(groups(case.group, to=new.station), desks.hq_clerk).problems == []


def test_papers_that_are_being_printed_come_out_first(desks, new):
    case = application_at(S.REPORTED, desks)
    run = prints.asked(prints.papers_of(case), desks.clerk)
    outcome = tried(groups(case.group, to=new.station), desks.hq_clerk)
    assert ["まとめて印刷の途中" in reason.sentence for reason in outcome.problems] == [True]
    run.items.update(pages=1)
    assert tried(groups(case.group, to=new.station), desks.hq_clerk).problems == []


def test_a_number_that_stands_at_both_stations_is_said_before_it_breaks_anything(desks, new):
    """Two paper ledgers may both have had a certificate of this number."""
    mine, theirs = (registered_on_paper(each, "第愛防12号") for each in (desks, new))
    outcome = tried(groups(mine.group, to=new.station), desks.hq_clerk)
    assert [reason.sentence for reason in outcome.problems] == [
        f"{new.station}に同じ証明があります（第愛防12号）。先にどちらかを改めてください。"
    ]
    assert theirs.station == new.station


def registered_on_paper(desks, number) -> Certification:
    standing = Certification(
        station=desks.station, group=make_group(desks.station), number=number, certified_on=DAY, delivered_on=DAY,
        patrol_area="学区", state="active",
    )  # fmt: skip
    (made,) = open_all([standing], "register", by=desks.clerk, on=DAY)
    return made


def test_the_dry_run_says_exactly_what_the_act_does_and_leaves_nothing(desks, new):
    case = application_at(S.REPORTED, desks)
    requests.reissue(desks, standing=case.certification)
    head = StateChange.objects.count()
    outcome = tried(groups(case.group, to=new.station), desks.hq_clerk)
    assert (StateChange.objects.count(), ChangeOfStation.objects.count()) == (head, 0)
    assert now(case).station == desks.station
    assert LedgerSheet.objects.get(group=case.group).number == "0001"
    assert IssuedNumber.objects.filter(kind="ledger", station=new.station).count() == 0
    change = done(groups(case.group, to=new.station), desks.hq_clerk)
    change = ChangeOfStation.objects.get(pk=change.pk)
    assert [tuple(each) for each in change.counts] == outcome.counts
    assert [(row["what"], row["words"], row["state"], row["number"]) for row in change.rows] == [
        (row.what, row.words, row.state, row.number) for row in outcome.rows
    ]
    assert [row["what"] for row in change.rows] == ["団体", "進行中の事案"]


def test_what_changed_since_the_dry_run_is_shown_again_before_anything_moves(desks, new):
    case = application_at(S.RECEIVED, desks)
    asked = groups(case.group, to=new.station)
    seen = tried(asked, desks.hq_clerk).fingerprint
    perform(case, "withdraw", by=desks.clerk, on=DAY, note="申出")
    with pytest.raises(Refused, match="試した後に記録が変わりました"):
        change_station(asked, by=offices.seeing(desks.hq_clerk), grounds="通達", seen=seen)
    assert now(case).station == desks.station


@pytest.mark.parametrize("who", ["clerk", "chief", "assistant"])
def test_only_headquarters_clerk_of_the_division_in_charge_does_it(who, desks, new):
    case = application_at(S.REPORTED, desks)
    with pytest.raises(Refused):
        tried(groups(case.group, to=new.station), getattr(desks, who))
    far = Desks(StationFactory(prefecture__code="24", prefecture__name="三重県"))
    with pytest.raises(Refused):
        tried(groups(case.group, to=far.station), desks.hq_clerk)


def test_a_car_in_another_groups_run_is_known_by_its_number_once_they_part(desks, new):
    mine, other = requests.standing_of(desks), requests.standing_of(desks)
    run = demonstration(desks, mine, cars=[car_of(mine), car_of(other)])
    done(groups(other.group, to=new.station), desks.hq_clerk)
    told = [(car.vehicle_id, car.station_name) for car in run.run_cars.order_by("pk")]
    assert told == [(mine.group.vehicles.get().pk, desks.station.name), (None, str(new.station))]


def test_every_kind_of_machine_can_be_moved_only_by_the_act(desks, new):
    """No column of a machine but its own history's says so: the label of the act is the same for all."""
    machines = [m for m in moving() if issubclass(m, Machine)]
    assert machines
    assert {m.label_of(CHANGE_OF_STATION) for m in machines} == {"所管替え"}

"""The demonstration: every state, every edge name, all through the door; loaded once and refused where it must be."""

import datetime as dt
import io
from collections import Counter

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone
from PIL import Image
from pypdf import PdfReader

from blue_patrol.demo import files, shows
from blue_patrol.demo.schedule import schedule
from blue_patrol.models import (
    Certification,
    CertificationApplication,
    ClockRemark,
    Commission,
    Credential,
    DemonstrationApplication,
    DemonstrationExemption,
    ExaminationFinding,
    Group,
    PaperRegisterRow,
    Patroller,
    Procedure,
    RegisterEntry,
    ReturnNotice,
    Revocation,
    Trainee,
    TrainingCourse,
    Vehicle,
)
from blue_patrol.models.stock.lots import BlankLot
from blue_patrol.rules import attachments, plates
from casework import dates, master_data, names
from casework.demo import cast, notices
from casework.demo.press import Press, print_paper
from casework.models import (
    Actor,
    Attachment,
    Deadline,
    DecisionStep,
    IssuedPaper,
    Notice,
    Posting,
    PrefectureProfile,
    ReturnReason,
    Staff,
    StateChange,
    Station,
)
from casework.models.road import RoadState
from casework.paper_desk import order_of
from casework.roles import Role
from casework.scope import set_scope
from tests.factories import scope
from tests.factories.applications import application_at

# One worker, so that the demonstration is walked once.
pytestmark = pytest.mark.xdist_group("demo")

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def no_press(order):
    """Stand-in bytes: printing has tests of its own."""
    return PDF + f"{order}".encode()


@pytest.fixture(scope="module")
def _walked_once(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        with Press(no_press, workers=0) as press:
            master_data.load()
            cast.load()
            shows.make(timezone.localdate(), press)
            press.finish()
        notices.load(timezone.localdate())
        connection.check_constraints()  # here once, and not again after each test
        yield
        transaction.set_rollback(True)


def test_it_is_refused_beside_real_cases(db):
    application_at("draft")
    with pytest.raises(CommandError, match="real cases"):
        call_command("demo")
    assert not Staff.objects.filter(staff_number__startswith="demo-").exists()


def test_it_is_switched_off_by_the_environment(db, monkeypatch, capsys):
    monkeypatch.setenv("DEMO", "0")
    call_command("demo")
    assert "no demonstration" in capsys.readouterr().out
    assert not Station.objects.filter(is_demo=True).exists()


def test_a_secure_service_loads_it_only_when_asked(db, settings, monkeypatch):
    monkeypatch.delenv("DEMO", raising=False)
    settings.SECURE = True
    call_command("demo")
    assert not Station.objects.exists()


def test_logins_are_shown_without_a_demonstration_too(db, capsys):
    call_command("demo", show_logins=True)
    assert capsys.readouterr().out == ""


@pytest.fixture
def walked(_walked_once, db):
    """The whole demonstration, all of its stations in scope."""
    pks = list(Station.objects.filter(is_demo=True).values_list("pk", flat=True))
    scope.STATIONS.update(pks)
    set_scope(pks)


def at(name) -> list[CertificationApplication]:
    return list(CertificationApplication.objects.filter(station__name=name).select_related("group"))


def one(name) -> CertificationApplication:
    return CertificationApplication.objects.select_related("group").get(group__name=name)


def test_every_state_of_the_road_is_at_one_station(walked):
    assert {case.state for case in at("桜見坂")} == set(RoadState.values)
    assert 28 <= len(at("桜見坂")) <= 36
    assert 9 <= sum(len(at(name)) for name in ("南浜田", "緑ケ峰", "桑畑")) <= 12


def test_demo_stations_are_marked_and_stand_apart(walked):
    assert set(Station.objects.filter(is_demo=True).values_list("name", flat=True)) == {
        "桜見坂", "南浜田", "緑ケ峰", "桑畑"
    }  # fmt: skip
    assert Station.objects.filter(is_demo=False).count() == 63
    assert Station.objects.filter(is_demo=False, posts__isnull=False).count() == 0


def test_every_act_stands_in_the_history_in_the_order_of_its_days(walked):
    for case in CertificationApplication.objects.all():
        changes = StateChange.objects.of_case(case).order_by("seq")
        assert changes.first().after == "draft"
        assert changes.last().after == case.state
        days = [change.on for change in changes if change.before != change.after]
        assert days == sorted(days)
    assert max(StateChange.objects.values_list("on", flat=True)) <= timezone.localdate()


def test_posts_act_and_whoever_examined_never_decides(walked):
    roles = {
        "forward": Role.STATION_CHIEF, "receive": Role.STATION_CLERK, "approve": Role.HQ_DECIDING, "dispatch": Role.HQ_CLERK
    }  # fmt: skip
    for transition, role in roles.items():
        acting = StateChange.objects.filter(transition=transition).values_list("staff", flat=True)
        assert acting
        assert set(
            Posting.objects.filter(staff__in=acting, post__role=role).values_list("staff", flat=True)
        ) == set(acting)
    for step in DecisionStep.objects.exclude(decided_by=None):
        case = apps.get_model(step.case_label).objects.get(pk=step.case_pk)
        assert step.decided_by_id not in case.hands()


@pytest.mark.parametrize(
    "text", ["髙橋", "山﨑", "𠮷田", "葛\U000e0100城", "手\ufa10", "五十嵐 ウィリアム健太郎"]
)
def test_edge_names_are_stored_as_typed(walked, text):
    assert Patroller.objects.filter(name__contains=text).exists()


def test_sizes_at_the_edge(walked):
    big = one("桜見市見守りボランティア連絡会").group
    assert (big.vehicles.count(), big.patrollers.count()) == (1, 111)
    assert one("南浜田市").group.vehicles.count() == 20
    six = one("坂上学区青色防犯パトロール隊").group
    assert (six.vehicles.count(), six.patrollers.count()) == (6, 21)
    assert six.patrollers.filter(trainings=None).count() == 2
    none = one("桜見台子育て応援隊").group
    assert not none.patrollers.filter(trainings__isnull=False).exists()
    assert any(len(group.name) >= 40 for group in Group.objects.all())
    assert max(len(case.patrol_area) for case in CertificationApplication.objects.all()) >= 300


def test_other_edges(walked):
    assert Group.objects.filter(name__contains="ヶ").exists()
    assert Group.objects.filter(name__contains="ケ").exists()
    assert Group.objects.filter(established_on=dt.date(2019, 5, 1)).exists()  # 令和元年
    assert Patroller.objects.filter(birth_date=dt.date(1989, 2, 28)).exists()  # 平成元年
    assert any(g.patrollers.filter(name=g.representative_name).exists() for g in Group.objects.all())
    assert any(car.owner_name != car.user_name for car in Vehicle.objects.all())
    assert Vehicle.objects.filter(is_light=True).exists()


def test_no_plate_can_be_a_real_cars(walked):
    found = [
        plates.parse(plate.replace("|", " "), kana=plates.DEMO_KANA)
        for plate in Vehicle.objects.values_list("plate", flat=True)
    ]
    assert {plate.kana for plate in found} == {"へ"}
    assert len({plate.canonical for plate in found}) == len(found)
    assert "名古屋|500|へ|1234" in {plate.canonical for plate in found}


def test_an_unfit_item_went_up_with_guidance_and_the_chiefs_opinion(walked):
    case = one("桜見宅配青パト協力会")
    finding = case.findings.get(result="unfit")
    assert finding.guidance
    assert (case.chief_opinion, bool(case.chief_remarks)) == ("unfit", True)


def test_a_deputys_decision_waits_for_its_review_and_another_has_had_it(walked):
    assert DecisionStep.objects.later_reviews().get().case_pk == one("桜見坂老人クラブ連合会").pk
    assert DecisionStep.objects.filter(as_deputy=True).exclude(seen_on=None).count() == 2


def test_reasons_are_open_and_answered(walked):
    assert ReturnReason.objects.of_case(one("桜見ヶ丘青パト会")).unanswered().count() == 2
    assert ReturnReason.objects.of_case(one("一般社団法人まちの灯防犯協会")).unanswered().exists()
    second = one("坂下学区防犯協議会")
    assert second.round == 2
    assert not ReturnReason.objects.of_case(second).unanswered().exists()


def test_cards_of_the_untrained_wait_at_the_station(walked):
    case = one("桜見北防犯パトロール隊")
    assert case.state == RoadState.DELIVERED
    assert case.waiting_cards().count() == 2
    handed = Credential.objects.filter(application=case, kind="card").exclude(state="at_station")
    assert handed.count() == 19


def test_clocks_are_overdue_due_soon_and_met(walked):
    today = timezone.localdate()
    entry = Deadline.objects.filter(kind="inspection_entry")
    assert entry.overdue(today).exists()
    assert entry.due_within(today, 7).exists()
    assert entry.open().filter(due_on__gt=today + dt.timedelta(days=7)).exists()
    assert entry.exclude(done_on=None).exists()
    retraining = Deadline.objects.filter(kind="retraining")
    assert retraining.overdue(today).exists()
    assert retraining.due_within(today, 92).exists()


@pytest.mark.clause("BP-4")
def test_headquarters_asked_about_two_overdue_clocks_and_has_one_answer(walked):
    remarks = ClockRemark.objects.select_related("deadline").order_by("state")
    assert [remark.state for remark in remarks] == ["answered", "made"]
    for remark in remarks:
        assert remark.deadline.done_on is None
        assert remark.deadline.due_on < remark.made_on


def test_delivered_cases_stand_in_the_register(walked):
    delivered = CertificationApplication.objects.filter(state__in=["delivered", "reported"])
    rows = RegisterEntry.objects.filter(application__in=CertificationApplication.objects.values("pk"))
    assert set(rows.values_list("application", flat=True)) == set(delivered.values_list("pk", flat=True))


def test_every_frozen_paper_has_its_bytes(walked):
    assert IssuedPaper.objects.count() > 80
    assert not IssuedPaper.objects.filter(file=None).exists()


def test_a_frozen_paper_can_be_printed(walked):
    paper = IssuedPaper.objects.of_case(one("桜見坂学区防犯パトロール隊")).get(form="5", mode="filled")
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(print_paper(order_of(paper)))).pages)
    assert "桜見坂学区防犯パトロール隊" in text.replace("\n", "")


def test_the_chief_is_named_by_the_profile(walked):
    names = {profile.value("chief_name") for profile in PrefectureProfile.objects.all()}
    assert names == {"高見 澄人", "汐見 律"}


def test_one_person_holds_two_posts_and_another_none_of_the_log_ins(walked):
    kazama = Staff.objects.get(staff_number="demo-kazama")
    assert [p.capacity for p in kazama.postings.all()] == ["regular", "concurrent"]
    assert kazama.check_password(cast.PASSWORD)
    assert not Staff.objects.get(staff_number="demo-tsubaki").has_usable_password()
    assert Staff.objects.get(staff_number="demo-tsubaki").postings.exists()


def test_every_role_has_a_log_in(walked):
    assert {Role(posting.post.role) for posting in cast.logins()} == set(Role)
    assert {Actor.of(posting).is_deputy for posting in cast.logins()} == {True, False}


def test_log_ins_are_shown_with_the_password(walked, capsys):
    call_command("demo", show_logins=True)
    shown = capsys.readouterr().out
    assert cast.PASSWORD in shown
    assert "demo-kazama" in shown
    assert "demo-tsubaki" not in shown


def test_loading_again_changes_nothing(walked):
    before = StateChange.objects.count(), Staff.objects.count()
    call_command("demo")
    set_scope(Station.objects.filter(is_demo=True).values_list("pk", flat=True))
    assert (StateChange.objects.count(), Staff.objects.count()) == before


def test_a_changed_password_is_kept(walked):
    kazama = Staff.objects.get(staff_number="demo-kazama")
    kazama.set_password("わたしの長い合言葉です")
    kazama.save()
    cast.load()
    assert Staff.objects.get(staff_number="demo-kazama").check_password("わたしの長い合言葉です")


def test_attachments_are_what_they_say(walked):
    kinds = {a.file.media_type for a in Attachment.objects.select_related("file")}
    assert kinds == {"application/pdf", "image/jpeg", "image/png"}


def test_invented_files_are_whole():
    for content in (files.lamp_photo(), files.marking_drawing(), files.pdf("Inspection record 1")):
        assert attachments.file_problem(content) == ""
    Image.open(io.BytesIO(files.lamp_photo())).verify()
    assert "DEMO" in PdfReader(io.BytesIO(files.pdf("x"))).pages[0].extract_text()


@pytest.mark.parametrize(
    "today", [dt.date(2026, 1, 4), dt.date(2026, 5, 5), dt.date(2026, 11, 22), dt.date(2028, 2, 29)]
)
def test_days_are_working_days_in_order_and_never_ahead(today):
    for spec in shows.specs():
        days = [day for day, _ in schedule(spec, today)]
        assert days == sorted(days)
        assert days[-1] <= today
        assert all(dates.is_working_day(day) for day in days)


def test_what_the_examiner_wrote_fits_the_case(walked):
    texts = dict(ExaminationFinding.objects.filter(item="d-2").values_list("evidence", "result"))
    assert {result for text, result in texts.items() if "兼務はない" in text} == {"fit"}
    assert {result for text, result in texts.items() if "兼ねる" in text} == {"unfit"}
    untrained = one("桜見台子育て応援隊").findings.get(item="c")
    assert "講習はまだ" in untrained.evidence


def test_a_roster_begins_with_the_representative_and_goes_on_by_the_readings(walked):
    for group in Group.objects.exclude(applications__case_label=Procedure.CHANGE):
        people = list(group.patrollers.all())
        if people[0].name == group.representative_name:
            del people[0]
        readings = [names.kana_key(person.kana) for person in people]
        assert readings == sorted(readings)


def test_groups_certified_on_paper_stand_beside_the_new_ones(walked):
    registered = Certification.objects.filter(registered_on__isnull=False)
    assert registered.count() == 8
    assert PaperRegisterRow.objects.count() == 8
    assert Counter(each.state for each in registered) == {"active": 6, "ended": 1, "revoked": 1}


def test_a_return_stands_at_each_place_of_its_road(walked):
    notices = ReturnNotice.objects.order_by("received_on")
    assert [notice.state for notice in notices] == ["accepted", "forwarded", "received"]
    assert all(notice.lost_things().count() == 1 for notice in notices)
    assert not IssuedPaper.objects.filter(form="18", file=None).exists()
    assert Deadline.objects.open().filter(kind="entry_deletion").exists()


def test_a_replacement_waits_at_one_station_and_has_arrived_at_another(walked):
    gone = Credential.objects.filter(state__in=["lost", "sent_to_hq"], application__state="arrived")
    assert gone.count() == 2
    certified = Credential.objects.filter(application__case_label=Procedure.CERTIFICATION)
    assert certified.filter(replaces__isnull=False).count() == 2


def test_a_course_was_held_and_another_is_planned_and_sheets_are_in_stock(walked):
    assert {course.state for course in TrainingCourse.objects.all()} == {"held", "planned"}
    assert Trainee.objects.filter(patroller=None, attended=True).count() == 4
    assert Trainee.objects.filter(course__state="planned").count() == 12
    headquarters = Station.objects.filter(prefecture__code="23")  # a lot is seen by whoever sees all of them
    set_scope(list(headquarters.values_list("pk", flat=True)))
    assert sum(lot.size for lot in BlankLot.objects.all()) == 200 + 600 + 2000


def test_commissions_stand_in_every_state_and_a_row_of_the_register_is_put_right(walked):
    assert {case.state for case in Commission.objects.all()} == {
        "considered",
        "commissioned",
        "declined",
        "released",
    }
    assert Deadline.objects.filter(kind="commission_report").exists()
    right = RegisterEntry.objects.get(strikes__isnull=False)
    assert right.receiver_name.endswith("（代理　配偶者）")


@pytest.mark.clause("BP-8-1", "BP-8-1-nao", "BP-8-2", "BP-8-3")
def test_revocations_stand_where_each_desk_has_one_to_do(walked):
    found = Revocation.objects.order_by("group__station__code", "pk").values_list("group__name", "state")
    assert dict(found) == {
        "花見坂町内会連合会": "guided", "南浜田市防犯協会": "corrected", "桜見坂消防団OB見守り隊": "ground_reported",
        "浜通町内会青色パトロール隊": "notice_delivered", "桜見坂婦人防犯の会": "found",
    }  # fmt: skip
    assert not IssuedPaper.objects.filter(case_label="blue_patrol.Revocation", file=None).exists()


def test_runs_of_both_ways_and_one_whose_stickers_are_out(walked):
    states = DemonstrationApplication.objects.values_list("demonstration__title", "state")
    assert dict(states) == {
        "桜見坂まつり防犯パレード": "received", "青パト出発式": "forwarded", "学区合同パトロール": "delivered",
    }  # fmt: skip
    assert DemonstrationExemption.objects.count() == 1


def test_the_last_weeks_notices_wait_and_the_older_ones_are_read(walked):
    """Every desk has something told; what is a week old is read by everybody who can log in."""
    week_ago = timezone.localdate() - timezone.localdate().resolution * 7
    told = {}
    for posting in cast.logins():
        actor = Actor.of(posting)
        rows = Notice.objects.of(actor).filter(station__is_demo=True)
        unread = rows.unread_by(actor.staff, timezone.now())
        assert not unread.filter(day__lt=week_ago).exists()
        told.setdefault(actor.role, []).append((rows.count(), unread.count()))
    for role in (Role.STATION_CLERK, Role.HQ_CLERK):
        assert max(rows for rows, _ in told[role]) > 3
        assert max(unread for _, unread in told[role]) > 0

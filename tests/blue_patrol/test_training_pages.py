"""The pages of courses: who is due, the roster in four ways, attendance, corrections, sheets, and links from a case."""

import datetime as dt
import re
import uuid

import pytest
from django.urls import reverse

from blue_patrol.forms.entry.paste import digest
from blue_patrol.models import (
    CourseState,
    Credential,
    Kind,
    Patroller,
    TrainingCourse,
    TrainingRecord,
    clocks,
)
from blue_patrol.rules import deadlines
from blue_patrol.views.groups import AMBER_KEY
from blue_patrol.views.training import people as ranking
from casework.models import ActKey, PrefectureProfile, StateChange
from casework.models.road import RoadState as S
from tests.blue_patrol.acting import client_of, era, fault_beside, text
from tests.blue_patrol.paging import queries
from tests.blue_patrol.test_query_counts import FRAME_HEADQUARTERS, FRAME_STATION, READ_LOG
from tests.factories import people, scope
from tests.factories.applications import DAY, Desks, application_at, make_group, train
from tests.factories.places import StationFactory
from tests.factories.trainings import (
    PLANNED_FOR,
    QUALIFICATION,
    TRAINER,
    hold,
    now,
    outsider,
    plan,
    take_qualification,
)
from tests.nights import every_nth

pytestmark = pytest.mark.django_db


@pytest.fixture
def desks():
    return Desks(StationFactory())


@pytest.fixture
def group(desks):
    return application_at(S.RECEIVED, desks, people=3, untrained=3).group


def see(actor, name, *args, **query):
    response = client_of(actor).get(reverse(name, args=args), query)
    scope.restore()
    return response


def click(actor, page, course=None, /, *, key=None, revision=None, **data):
    sent = {"act_key": str(key or uuid.uuid4())} | data
    if course:
        sent["revision"] = now(course).revision if revision is None else revision
    response = client_of(actor).post(reverse(page, args=[course.pk] if course else []), sent)
    scope.restore()
    return response


# --- lists ---------------------------------------------------------------------------------------------------------


def test_the_list_shows_the_year_and_every_course_still_planned(desks):
    held = hold(plan(desks, [outsider()], on=dt.date(2025, 3, 3)), desks, on=dt.date(2025, 3, 3))
    ahead = plan(desks, on=dt.date(2028, 5, 1))
    page = text(see(desks.clerk, "trainings"))
    assert f"/trainings/{ahead.pk}/" in page
    assert f"/trainings/{held.pk}/" not in page
    page = text(see(desks.clerk, "trainings", year=2024))
    assert f"/trainings/{held.pk}/" in page
    assert "令和6年度の講習" in page


def test_a_planned_course_whose_day_has_passed_waits_for_its_record(desks):
    plan(desks, on=dt.date(2026, 1, 9))
    assert "実施の記録がまだ" in text(see(desks.clerk, "trainings"))


@pytest.mark.clause("BP-11-2-b")
def test_who_is_due_stands_by_group_and_kind(desks):
    untrained = application_at(S.DRAFT, desks, people=1, untrained=1, name="未受講の会").group
    fresh = application_at(S.DELIVERED, desks, people=1, name="受けた会").group
    old = application_at(S.DELIVERED, desks, people=1, name="古い会").group
    long_ago = dt.date(2022, 4, 1)
    course = hold(plan(desks, list(old.patrollers.all()), on=long_ago), desks, on=long_ago)
    assert course.records.exists()
    make_group(desks.station, people=1, untrained=1, name="どこにも出ていない会")
    page = text(see(desks.clerk, "training_due"))
    assert untrained.name in page
    assert fresh.name not in page
    assert "どこにも出ていない会" not in page
    assert "未受講の会" not in text(see(desks.clerk, "training_due", kind="overdue"))


@pytest.mark.parametrize(
    ("trained", "kind"),
    [
        (dt.timedelta(days=-1096 - 5), "overdue"),
        (dt.timedelta(days=-1096 + 60), "amber"),
        (dt.timedelta(days=-300), None),
    ],
)
def test_a_clock_past_due_is_overdue_and_one_within_the_months_amber(desks, trained, kind):
    from django.utils import timezone

    day = timezone.localdate() + trained
    case = application_at(S.ARRIVED, desks, people=1, untrained=1)
    person = case.group.patrollers.get()
    train(person, on=day)
    from tests.factories.applications import deliver

    deliver(case, desks)
    for each in ("overdue", "amber"):
        found = person.name in text(see(desks.clerk, "training_due", kind=each))
        assert found is (each == kind), each


@pytest.mark.clause("BP-11-2-b")
def test_on_every_day_of_its_last_months_a_clock_stands_where_the_rule_puts_it(desks):
    """Also on the days near the bound up to which the ranking looks no closer."""
    person = application_at(S.DELIVERED, desks, people=1).group.patrollers.get()
    due = clocks.of_training().get(subject_pk=person.pk).due_on
    amber = deadlines.amber_from(due, PrefectureProfile.today_of(person.station.prefecture).value(AMBER_KEY))
    for days in range(-1, 110):
        day = due - dt.timedelta(days=days)
        wanted = ranking.OVERDUE if day > due else ranking.AMBER if day >= amber else ranking.LATER
        assert ranking.patrollers_of(desks.clerk, day).get(pk=person.pk).rank == wanted, day


def test_a_clock_alone_is_no_training(desks):
    person = application_at(S.DELIVERED, desks, people=1).group.patrollers.get()
    person.trainings.all().delete()
    due = clocks.of_training().get(subject_pk=person.pk).due_on
    for day in (due - dt.timedelta(days=1000), due, due + dt.timedelta(days=1)):
        assert ranking.patrollers_of(desks.clerk, day).get(pk=person.pk).rank == ranking.NEVER, day


def test_the_button_of_who_is_due_leads_to_a_plan_with_their_roster(desks, group):
    first, second, _ = group.patrollers.all()
    page = text(see(desks.clerk, "training_due"))
    assert f'action="{reverse("training_plan")}"' in page
    page = text(see(desks.clerk, "training_plan", patroller=[first.pk, second.pk]))
    assert "2人の名簿で計画する" in page
    sent = {
        "held_on": era(PLANNED_FOR),
        "place": "講堂",
        "trainer": TRAINER,
        "topics": ["patrol", "incidents"],
    }
    answer = click(desks.clerk, "training_plan", patroller=[first.pk, second.pk], **sent)
    course = TrainingCourse.objects.get()
    assert answer.url == reverse("training_course", args=[course.pk])
    assert set(course.trainees.values_list("patroller_id", flat=True)) == {first.pk, second.pk}


def ticked(page: str) -> list[str]:
    """The people chosen; the columns of the list have ticks of their own."""
    return re.findall(r'<input[^>]*name="patroller"[^>]* checked>', page)


def test_nobody_is_ticked_before_somebody_ticks_and_one_link_ticks_the_page(desks, group):
    page = text(see(desks.clerk, "training_due", kind="never"))
    assert (page.count('name="patroller"'), len(ticked(page))) == (3, 0)
    assert 'href="?kind=never&amp;all=1"' in page
    page = text(see(desks.clerk, "training_due", kind="never", all="1"))
    assert len(ticked(page)) == 3
    assert 'href="?kind=never"' in page


def test_a_plan_without_a_place_says_so_beside_the_field_and_keeps_the_rest(desks):
    answer = click(desks.clerk, "training_plan", held_on="令和8年8月20日", trainer=TRAINER, place="")
    assert answer.status_code == 422
    assert "場所" in fault_beside(answer, "place")
    assert TRAINER in text(answer)
    assert not TrainingCourse.objects.exists()


def test_headquarters_and_chiefs_read_and_have_no_buttons(desks, group):
    course = plan(desks, list(group.patrollers.all()))
    for actor in (desks.hq_clerk, desks.chief):
        page = text(see(actor, "training_course", course.pk))
        assert course.place in page
        assert "実施を記録する" not in page
        assert reverse("training_strike", args=[course.pk]) not in page
        assert 'name="patroller"' not in text(see(actor, "training_due"))


# --- the roster ----------------------------------------------------------------------------------------------------


def test_the_roster_offers_who_is_due_first(desks, group):
    page = text(see(desks.clerk, "training_roster", plan(desks).pk))
    assert page.count('name="patroller"') == 3
    assert "未受講" in page


def test_ticked_patrollers_are_enrolled_once(desks, group):
    course = plan(desks)
    keys = [man.pk for man in group.patrollers.all()]
    assert click(desks.clerk, "training_roster", course, part="ticks", patroller=keys).status_code == 302
    assert course.trainees.count() == 3
    assert "印を付けてください" in text(click(desks.clerk, "training_roster", course, part="ticks"))


@pytest.fixture
def carded(desks):
    """A group with two cards handed over, its patrollers and their numbers."""
    case = application_at(S.DELIVERED, desks, people=2)
    cards = Credential.objects.filter(kind=Kind.CARD, patroller__group=case.group).order_by("pk")
    return [(card.patroller, card.number) for card in cards]


def test_card_numbers_are_read_in_any_width_one_a_line(desks, carded):
    course = plan(desks)
    (first, one), (second, two) = carded
    wide = (
        two.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789"}).removeprefix("第").removesuffix("号")
    )
    answer = click(
        desks.clerk, "training_roster", course, part="cards", numbers=f"{one}\r\n\r\n{wide}\r\n{one}"
    )
    assert answer.status_code == 302
    assert list(course.trainees.values_list("patroller_id", flat=True)) == [first.pk, second.pk]


def test_an_unknown_card_number_is_named_and_nothing_is_taken(desks, carded):
    course = plan(desks)
    answer = click(
        desks.clerk, "training_roster", course, part="cards", numbers=f"{carded[0][1]}\nR1-9999-001"
    )
    assert answer.status_code == 422
    assert "2行目「R1-9999-001」" in fault_beside(answer, "numbers")
    assert not course.trainees.exists()


def test_a_card_of_another_station_is_unknown(desks):
    other = application_at(S.DELIVERED, people=1)
    number = Credential.objects.get(kind=Kind.CARD, patroller__group=other.group).number
    Credential.objects.filter(station=desks.station).exists()
    assert click(desks.clerk, "training_roster", plan(desks), part="cards", numbers=number).status_code == 422


PASTED = "氏名\tよみ\t生年月日\t団体\n見坂　太郎\tみさか たろう\t昭和33年4月2日\t夕凪町内会\n夕凪 花子\t\t1961/13/40\t\n"


def test_a_pasted_list_is_looked_at_before_it_is_taken(desks):
    course = plan(desks)
    look = click(desks.clerk, "training_roster", course, part="paste", pasted=PASTED, preview="1")
    page = text(look)
    assert (look.status_code, course.trainees.count()) == (200, 0)
    assert "読み取った2行" in page
    assert "誤り" in page
    sent = {"part": "paste", "pasted": PASTED, "seen": digest(PASTED), "chosen": ["1", "2"], "take": "1"}
    assert click(desks.clerk, "training_roster", course, **sent).status_code == 302
    line = course.trainees.get()
    assert (line.name, line.kana, line.birth_date, line.group_name) == (
        "見坂　太郎", "みさか たろう", dt.date(1958, 4, 2), "夕凪町内会",
    )  # fmt: skip


def test_a_text_changed_after_the_look_is_not_taken(desks):
    course = plan(desks)
    sent = {
        "part": "paste",
        "pasted": PASTED + "余分\t\t\t",
        "seen": digest(PASTED),
        "chosen": ["1"],
        "take": "1",
    }
    answer = click(desks.clerk, "training_roster", course, **sent)
    assert answer.status_code == 422
    assert "変わっています" in text(answer)
    assert not course.trainees.exists()


def test_a_pasted_row_may_be_a_patroller_when_the_clerk_says_so(desks, group):
    man = group.patrollers.first()
    Patroller.objects.filter(pk=man.pk).update(name="見坂太郎", birth_date=dt.date(1958, 4, 2))
    pasted = "見坂　太郎,,昭和33年4月2日,"
    sent = {"part": "paste", "pasted": pasted, "seen": digest(pasted), "chosen": ["1"], "take": "1"}
    course = plan(desks)
    assert f"{group.name}の見坂太郎さんとして" in text(
        click(desks.clerk, "training_roster", course, part="paste", pasted=pasted, preview="1")
    )
    assert click(desks.clerk, "training_roster", course, **sent).status_code == 302
    assert course.trainees.get().patroller is None
    other = plan(desks)
    assert click(desks.clerk, "training_roster", other, **sent, **{"as-1": str(man.pk)}).status_code == 302
    assert other.trainees.get().patroller == man
    stranger = plan(desks)
    assert click(desks.clerk, "training_roster", stranger, **sent, **{"as-1": "1234567"}).status_code == 302
    assert stranger.trainees.get().patroller is None


def test_one_person_is_written_down_and_a_likeness_is_asked_once(desks, group):
    man = group.patrollers.first()
    course = plan(desks)
    sent = {
        "part": "person",
        "name": man.name,
        "birth_date": era(man.birth_date),
        "kana": "",
        "group_name": "町内会",
    }
    answer = click(desks.clerk, "training_roster", course, **sent)
    assert answer.status_code == 422
    assert "同じ氏名・生年月日の人がいます" in text(answer)
    assert click(desks.clerk, "training_roster", course, **sent, **{"ack-same": "on"}).status_code == 302
    assert course.trainees.get().patroller is None


def test_doubles_are_noted_on_the_roster_and_never_merged(desks, group):
    man = group.patrollers.first()
    twin = {"name": man.name, "birth_date": man.birth_date}
    other = application_at(S.RECEIVED, desks, people=1, name="もう一つの会").group
    Patroller.objects.filter(group=other).update(**twin)
    course = plan(desks, [man, outsider(man.name, man.birth_date)])
    page = text(see(desks.clerk, "training_course", course.pk))
    assert "もう一つの会の実施者にも、同じ氏名・生年月日の人がいます" in page
    assert "名簿に同じ氏名・生年月日の人" in page
    assert course.trainees.count() == 2


def test_somebody_is_struck_from_a_planned_roster(desks, group):
    course = plan(desks, list(group.patrollers.all()))
    line = course.trainees.first()
    assert click(desks.clerk, "training_strike", course, trainee=line.pk).status_code == 302
    assert course.trainees.count() == 2


# --- attendance ----------------------------------------------------------------------------------------------------


def held_form(course, **more):
    return {
        "on": era(PLANNED_FOR), "place": course.place, "trainer": course.trainer, "topics": ["patrol", "incidents"], "rows": "1",
    } | more  # fmt: skip


def test_everybody_is_ticked_with_one_button_and_nothing_is_recorded_yet(desks, group):
    course = plan(desks, list(group.patrollers.all()))
    page = text(click(desks.clerk, "training_hold", course, all="1", **held_form(course, place="別の場所")))
    ticks = re.findall(r'<input type="checkbox" name="present"[^>]*>', page)
    assert len(ticks) == 3
    assert all("checked" in tick for tick in ticks)
    assert "別の場所" in page
    assert now(course).state == CourseState.PLANNED


def test_a_row_more_keeps_what_was_typed(desks, group):
    course = plan(desks, list(group.patrollers.all()))
    line = course.trainees.last()
    sent = held_form(course, present=[line.pk], **{"person-1-name": "来た 人", "more": "1"})
    page = text(click(desks.clerk, "training_hold", course, **sent))
    assert 'name="person-2-name"' in page
    assert "来た 人" in page
    ticks = re.findall(r'<input type="checkbox" name="present" value="(\d+)"[^>]* checked', page)
    assert ticks == [str(line.pk)]


def test_a_course_is_held_with_ticks_cards_and_people_who_came_unannounced(desks, carded, group):
    course = plan(desks, list(group.patrollers.all()))
    present = [course.trainees.first().pk]
    sent = held_form(course, present=present, cards=carded[0][1])
    sent |= {
        "person-1-name": "来た 人",
        "person-1-birth_date": "昭和40年1月2日",
        "person-1-group_name": "夕凪会",
    }
    answer = click(desks.clerk, "training_hold", course, **sent)
    assert answer.status_code == 302, text(answer)
    assert now(course).state == CourseState.HELD
    attended = course.trainees.filter(attended=True).values_list("name", flat=True)
    assert set(attended) == {group.patrollers.first().name, carded[0][0].name, "来た 人"}
    assert TrainingRecord.objects.filter(course=course).count() == 2


@pytest.mark.clause("BP-2-3")
def test_the_page_says_which_topic_is_lacking_beside_the_topics(desks, group):
    course = plan(desks, list(group.patrollers.all()))
    sent = held_form(course, present=[course.trainees.first().pk], topics=["patrol"])
    answer = click(desks.clerk, "training_hold", course, **sent)
    assert answer.status_code == 422
    assert "パトロール中に起きる事案への対応" in fault_beside(answer, "topics")
    assert "要領 第2(3)" in text(answer)


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ([{"group_name": "夕凪会"}], "名簿にない人の1人目：氏名を入力してください。"),
        ([{"name": "来た 人", "birth_date": "昭和40年1月2日"}, {"name": "来た人", "birth_date": "S40.1.2"}], "同じ人が二度書かれています。"),
    ],
)  # fmt: skip
def test_who_came_unannounced_has_a_name_and_is_written_once(desks, people, said):
    course = plan(desks)
    rows = {f"person-{n}-{name}": value for n, row in enumerate(people, 1) for name, value in row.items()}
    rows["rows"] = str(len(people))
    answer = click(desks.clerk, "training_hold", course, **held_form(course, **rows))
    assert answer.status_code == 422
    assert said in text(answer)
    assert now(course).state == CourseState.PLANNED


def test_a_walk_in_with_a_birthday_that_is_none_keeps_the_course_open(desks):
    course = plan(desks)
    sent = held_form(course, **{"person-1-name": "来た 人", "person-1-birth_date": "あした"})
    answer = click(desks.clerk, "training_hold", course, **sent)
    assert answer.status_code == 422
    assert "名簿にない人の1人目" in text(answer)
    assert now(course).state == CourseState.PLANNED


def test_the_correction_page_shows_why_a_record_stays(desks):
    case = application_at(S.ARRIVED, desks, people=1, untrained=1)
    course = hold(plan(desks, list(case.group.patrollers.all())), desks)
    from tests.factories.applications import deliver

    deliver(case, desks)
    answer = click(desks.clerk, "training_correct", course, note="誤り", rows="1")
    assert answer.status_code == 422
    assert "要領 第5の5(2)" in text(answer)


# --- sheets --------------------------------------------------------------------------------------------------------


def test_the_attendance_sheet_has_the_roster_and_empty_lines(desks, group):
    course = plan(desks, [*group.patrollers.all(), outsider()])
    page = text(see(desks.clerk, "training_sheet", course.pk))
    assert page.count("<tr><td>") == 4 + 5
    assert "見坂 太郎" in page
    assert TRAINER in page


@pytest.mark.clause("BP-11-1")
def test_the_backs_bear_every_training_of_the_chosen_with_its_trainer(desks, carded):
    (first, number), (second, _) = carded
    later = DAY + dt.timedelta(days=20)
    course = hold(plan(desks, [first, second], on=later), desks, on=later)
    page = text(see(desks.clerk, "training_backs", course.pk))
    assert page.count('class="back-of-card"') == 2
    page = text(see(desks.clerk, "training_backs", course.pk, patroller=first.pk))
    assert page.count('class="back-of-card"') == 1
    assert number in page
    assert "令和8年6月20日" in page
    assert era(later) in page
    assert TRAINER in page


# --- linking -------------------------------------------------------------------------------------------------------


@pytest.fixture
def earlier(desks, group):
    """A course that somebody attended before being a patroller of the group."""
    course = hold(plan(desks, [outsider()]), desks)
    man = Patroller.objects.create(
        station=desks.station, group=group, position=9, name="見坂太郎", birth_date=dt.date(1958, 4, 2)
    )
    return course, man, course.trainees.get()


@pytest.mark.clause("BP-11-1")
def test_the_pages_of_a_case_show_who_attended_before_and_one_act_links_them(desks, group, earlier):
    course, man, line = earlier
    case = group.applications.get()
    page = text(see(desks.clerk, "record_training", case.pk))
    assert "の講習の名簿に同じ氏名・生年月日の人がいます" in page
    assert not man.trainings.exists()
    answer = click(
        desks.clerk,
        "training_link",
        course,
        trainee=line.pk,
        patroller=man.pk,
        page="record_training",
        case=case.pk,
    )
    assert answer.url == reverse("record_training", args=[case.pk])
    assert man.trainings.get().attended_on == PLANNED_FOR
    assert "講習の名簿に同じ氏名" not in text(see(desks.clerk, "record_training", case.pk))


def test_the_entry_of_patrollers_shows_them_too(desks, earlier):
    _, man, _ = earlier
    case = application_at(S.DRAFT, desks, people=1, name="書きかけの会")
    Patroller.objects.filter(group=case.group).update(name=man.name, birth_date=man.birth_date)
    page = text(see(desks.clerk, "entry_patrollers", case.pk))
    assert "の講習の名簿に同じ氏名・生年月日の人がいます" in page


def test_the_course_shows_them_from_its_side(desks, group, earlier):
    course, man, line = earlier
    page = text(see(desks.clerk, "training_course", course.pk))
    assert f"{group.name}の実施者に、同じ氏名・生年月日の人がいます" in page
    assert click(desks.clerk, "training_link", course, trainee=line.pk, patroller=man.pk).status_code == 302
    assert man.is_trained(PLANNED_FOR)


def test_a_link_of_two_different_people_is_refused(desks, group, earlier):
    course, _, line = earlier
    answer = click(
        desks.clerk, "training_link", course, trainee=line.pk, patroller=group.patrollers.first().pk
    )
    assert answer.status_code == 422
    assert "氏名か生年月日が違う" in text(answer)


# --- a qualification in place of the course ----------------------------------------------------------------------------


@pytest.mark.clause("BP-5-2-c")
def test_aichi_takes_no_qualification_and_says_so(desks, group):
    case = group.applications.get()
    assert QUALIFICATION not in text(see(desks.clerk, "record_training", case.pk))
    page = text(see(desks.clerk, "record_qualification", case.pk))
    assert "講習に代わる資格がありません" in page
    assert "要領 第5の2のウ" in page


@pytest.mark.clause("BP-5-2-c")
def test_where_it_is_taken_the_way_to_it_is_offered(desks, group):
    case = group.applications.get()
    take_qualification(case.profile)
    page = text(see(desks.clerk, "record_training", case.pk))
    assert QUALIFICATION in page
    assert reverse("record_qualification", args=[case.pk]) in page


# --- once ----------------------------------------------------------------------------------------------------------

PLANNED, HELD = "planned", "held"
ACTS = {  # address → (state of the course, what is sent)
    "training_amend": (PLANNED, lambda course: {"held_on": "令和8年9月1日", "place": "公民館", "trainer": TRAINER}),
    "training_roster": (PLANNED, lambda course: {"part": "person", "name": "来た 人"}),
    "training_strike": (PLANNED, lambda course: {"trainee": course.trainees.first().pk}),
    "training_hold": (PLANNED, lambda course: held_form(course, present=[course.trainees.first().pk])),
    "training_cancel": (PLANNED, lambda course: {"note": "台風"}),
    "training_correct": (HELD, lambda course: {"present": [course.trainees.first().pk], "note": "誤り", "rows": "1"}),
    "training_link": (HELD, lambda course: {
        "trainee": course.trainees.of_nobody().get().pk, "patroller": Patroller.objects.get(name="見坂太郎").pk,
    }),
}  # fmt: skip


def ready(name, desks, group):
    state, sent = ACTS[name]
    first, second, third = group.patrollers.all()
    Patroller.objects.filter(pk=third.pk).update(name="見坂太郎", birth_date=dt.date(1958, 4, 2))
    course = plan(desks, [first, second, outsider()])
    course = hold(course, desks) if state == HELD else course
    return course, sent(course)


@pytest.mark.parametrize("name", ACTS)
def test_the_second_click_gets_the_first_result_and_does_nothing(name, desks, group):
    course, sent = ready(name, desks, group)
    key, revision = uuid.uuid4(), now(course).revision
    first = click(desks.clerk, name, course, key=key, revision=revision, **sent)
    assert first.status_code == 302, text(first)
    rows = StateChange.objects.count()
    again = click(desks.clerk, name, course, key=key, revision=revision, **sent)
    assert (again.status_code, again.url) == (302, first.url)
    assert StateChange.objects.count() == rows
    assert ActKey.objects.get(key=key).location == first.url


@pytest.mark.parametrize("name", ACTS)
def test_a_page_from_before_is_out_of_date(name, desks, group):
    course, sent = ready(name, desks, group)
    revision = now(course).revision
    assert click(desks.clerk, name, course, revision=revision, **sent).status_code == 302
    rows = StateChange.objects.count()
    assert click(desks.clerk, name, course, revision=revision, **sent).status_code in {409, 422}
    assert StateChange.objects.count() == rows


def test_a_plan_sent_twice_makes_one_course(desks):
    key = uuid.uuid4()
    sent = {"held_on": era(PLANNED_FOR), "place": "講堂", "trainer": TRAINER}
    first, again = (click(desks.clerk, "training_plan", key=key, **sent) for _ in range(2))
    assert first.url == again.url
    assert TrainingCourse.objects.count() == 1


# --- queries -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 12])
def test_the_lists_take_as_many_queries_for_one_row_as_for_many(desks, rows):
    for number in range(rows):
        group = application_at(S.DRAFT, desks, people=2, untrained=2, name=f"団体{number}").group
        plan(desks, list(group.patrollers.all()))
    clerk = {
        address: queries(desks.clerk, address) - FRAME_STATION
        for address in ("/trainings/", "/trainings/due/")
    }
    assert clerk == {"/trainings/": 2, "/trainings/due/": 2 + READ_LOG}
    chief = {address: queries(desks.director, address) - FRAME_HEADQUARTERS for address in clerk}
    assert chief == clerk


@pytest.mark.parametrize("rows", [1, 30])
def test_a_course_takes_five_queries(desks, rows):
    """Its row, the roster, the history, who trains, and what is written beside it."""
    group = application_at(S.RECEIVED, desks, people=rows, untrained=rows).group
    course = plan(desks, list(group.patrollers.all()))
    assert queries(desks.clerk, f"/trainings/{course.pk}/") - FRAME_STATION - READ_LOG == 5
    hold(course, desks)
    assert queries(people.clerk(desks.station), f"/trainings/{course.pk}/") - FRAME_STATION - READ_LOG == 5


# --- what no page sends ----------------------------------------------------------------------------------------------

ODD = ["\0", "9" * 30, "-1", "a", "\ue000", "字" * 500, "１２"]


@pytest.mark.parametrize("odd", every_nth(ODD, 4))
def test_what_no_page_sends_is_answered_without_an_error_of_the_program(desks, group, odd):
    course = plan(desks, [group.patrollers.first(), outsider()])
    held = hold(plan(desks, [outsider()]), desks)
    for name, about, sent in (
        ("training_roster", course, {"part": "ticks", "patroller": odd}),
        ("training_roster", course, {"part": "cards", "numbers": odd}),
        ("training_roster", course, {"part": "person", "name": odd, "birth_date": odd}),
        (
            "training_roster",
            course,
            {"part": "paste", "pasted": f"{odd}\t{odd}\t{odd}\n{odd}", "preview": "1"},
        ),
        ("training_roster", course, {"part": odd, "revision": odd}),
        ("training_strike", course, {"trainee": odd}),
        ("training_hold", course, held_form(course, rows=odd, present=odd, cards=odd, more="1")),
        ("training_hold", course, held_form(course, rows=odd, present=odd, topics=odd)),
        ("training_link", held, {"trainee": odd, "patroller": odd, "page": odd, "case": odd}),
        ("training_correct", held, {"present": odd, "note": odd, "rows": odd}),
        ("training_plan", None, {"patroller": odd, "held_on": odd, "capacity": odd, "topics": odd}),
    ):
        assert click(desks.clerk, name, about, **sent).status_code < 500, (name, sent)
    for address in (
        f"/trainings/?year={odd}",
        f"/trainings/due/?kind={odd}&after={odd}",
        f"/trainings/{held.pk}/backs/?patroller={odd}",
    ):
        assert client_of(desks.clerk).get(address).status_code < 500, address
        scope.restore()
    assert now(course).state == CourseState.PLANNED

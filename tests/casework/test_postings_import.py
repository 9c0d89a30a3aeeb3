"""A personnel list from the upload to the undoing, as the administrator meets it."""

import csv
import datetime as dt
import io
import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.models import Actor, HeadquartersDivision, ImportBatch, Koban, Posting, Staff
from casework.models.road import RoadState as S
from casework.postings.undo import gaps
from casework.roles import Role
from tests.casework.nasty import ALL, every_run
from tests.factories import people
from tests.factories.applications import Desks, application_at
from tests.factories.places import (
    PostFactory,
    PostingFactory,
    PrefectureFactory,
    StaffFactory,
    StationFactory,
)
from tests.nights import every_nth

pytestmark = pytest.mark.django_db
DAY = dt.date(2030, 4, 1)
HEADINGS = ["職員番号", "氏名", "よみ", "階級", "新所属", "職名", "別", "発令日", "終期", "前所属"]
TABLES = ("casework_staff", "casework_post", "casework_posting")


@pytest.fixture
def there():
    return There()


class There:
    """A prefecture with two stations, an administrator, a clerk and a chief of the first station."""

    def __init__(self):
        self.sakura = StationFactory(name="桜見坂", order=1)
        self.minami = StationFactory(name="南浜田", order=2)
        self.clerk = people.clerk(self.sakura, staff=StaffFactory(staff_number="A1", name="風間 聡"))
        self.chief = people.chief(self.sakura, staff=StaffFactory(staff_number="A2", name="星野 航"))
        self.seat = PostFactory(station=self.minami, title="生活安全係")
        PostFactory(station=self.minami, title="署長", role=Role.STATION_CHIEF)
        self.administrator = people.headquarters(
            self.sakura.prefecture, level="", role=Role.ADMINISTRATOR, duty="system",
            staff=StaffFactory(is_administrator=True, staff_number="K1", name="管 理子"),
        )  # fmt: skip


@pytest.fixture
def browser(client, there):
    client.force_login(there.administrator.staff)
    return client


def row(
    number="A1",
    name="風間 聡",
    office="南浜田警察署",
    title="生活安全係",
    capacity="",
    day="R12.4.1",
    until="",
):
    return [number, name, "", "巡査部長", office, title, capacity, day, until, "桜見坂署"]


NEW = row("A9", "新田 和", day="令和12年4月1日")


def csv_of(*rows, headings=HEADINGS) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([headings, *rows])
    return text.getvalue().encode()


def upload(browser, *rows, name="異動.csv", content=None):
    file = SimpleUploadedFile(name, csv_of(*rows) if content is None else content)
    return browser.post(reverse("postings_upload"), {"file": file})


def batch_of(answer) -> ImportBatch:
    assert answer.status_code == 302, answer.content.decode()
    return ImportBatch.objects.get(pk=re.search(r"/postings/(\d+)/", answer["Location"])[1])


def preview(browser, batch):
    return browser.get(reverse("postings_preview", args=[batch.pk]))


def last_form(answer) -> dict:
    """What the page's last form sends."""
    page = answer.content.decode()
    sent = dict(re.findall(r'<input type="hidden" name="(act_key|seen|asks)" value="([^"]*)"', page))
    return sent | {"evidence": "R12.3.20 警務発第1号"}


def register(browser, *rows, **more):
    """Upload, look, register; the batch as it is then."""
    batch = batch_of(upload(browser, *rows))
    answer = browser.post(
        reverse("postings_preview", args=[batch.pk]), last_form(preview(browser, batch)) | more
    )
    assert answer.status_code == 302, answer.content.decode()
    return ImportBatch.objects.get(pk=batch.pk)


def undo(browser, batch, reason="別の表でした。"):
    return browser.post(
        reverse("postings_undo", args=[batch.pk]), {"reason": reason, "act_key": uuid.uuid4()}
    )


def dump() -> dict[str, list]:
    """The three tables as they are in this transaction, but for the last log-in."""
    found = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"select to_jsonb(t) - 'last_login' from {table} t order by id")
            found[table] = [values for (values,) in cursor.fetchall()]
    return found


# --- the way ---------------------------------------------------------------------------------------------------------


def test_nothing_is_stored_before_the_word_to_register(browser, there):
    before = dump()
    batch = batch_of(upload(browser, row(), NEW))
    page = preview(browser, batch).content.decode()
    assert dump() == before
    assert "<b>2行</b>を登録できます" in page
    assert "新しい職員" in page
    assert "桜見坂警察署 生活安全係（令和12年3月31日まで）" in re.sub(r"</?time[^>]*>", "", page)


def test_a_move_is_dated_ahead_and_a_new_person_has_no_password(browser, there):
    batch = register(browser, row(), NEW)
    old, new = Posting.objects.filter(staff=there.clerk.staff)
    assert (old.ends_on, new.starts_on, new.post, new.capacity) == (
        DAY - dt.timedelta(1),
        DAY,
        there.seat,
        "regular",
    )
    made = Staff.objects.get(staff_number="A9")
    assert (made.name, made.rank, made.has_usable_password(), made.is_administrator) == (
        "新田 和",
        "巡査部長",
        False,
        False,
    )
    assert (batch.applied_on is not None, batch.counts["move"], batch.counts["new"]) == (True, 1, 1)
    assert batch.evidence == "R12.3.20 警務発第1号"
    page = preview(browser, batch).content.decode()
    assert reverse("admin:casework_staff_one_time_password", args=[made.pk]) in page


def test_the_same_file_again_changes_nothing_and_says_so(browser, there):
    first = register(browser, row(), NEW)
    before = dump()
    again = batch_of(upload(browser, row(), NEW))
    assert again != first
    answer = preview(browser, again)
    page = answer.content.decode()
    assert "同じ表を、" in page
    assert "変わりなし（2行）" in page
    assert "登録する行はありません" in page
    forced = browser.post(reverse("postings_preview", args=[again.pk]), {"seen": answer.context["seen"]})
    assert forced.status_code == 422
    assert "新しく登録する行がありません" in forced.content.decode()
    assert dump() == before


def test_a_file_that_waits_is_taken_up_again(browser, there):
    assert batch_of(upload(browser, row())) == batch_of(upload(browser, row()))


def test_a_double_click_registers_once_and_leads_to_the_same_page(browser, there):
    batch = batch_of(upload(browser, row(), NEW))
    sent, place = last_form(preview(browser, batch)), reverse("postings_preview", args=[batch.pk])
    first, second = browser.post(place, sent), browser.post(place, sent)
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"]) == (302, place)
    assert Posting.objects.filter(staff=there.clerk.staff).count() == 2
    without = browser.post(place, sent | {"act_key": str(uuid.uuid4())}, follow=True)
    assert "もう登録してあります" in without.content.decode()
    assert Posting.objects.filter(staff=there.clerk.staff).count() == 2


def test_what_changed_since_the_look_is_looked_at_again(browser, there):
    batch = batch_of(upload(browser, row()))
    sent = last_form(preview(browser, batch))
    Posting.objects.filter(staff=there.clerk.staff).update(ends_on=dt.date(2030, 1, 31))
    before = dump()
    answer = browser.post(reverse("postings_preview", args=[batch.pk]), sent)
    page = answer.content.decode()
    assert (answer.status_code, dump()) == (422, before)
    assert "見た後に、職員や配置が変わりました" in page
    assert "R12.3.20 警務発第1号" in page
    assert browser.post(reverse("postings_preview", args=[batch.pk]), last_form(answer)).status_code == 302


def test_rows_to_be_mended_leave_the_others_and_can_come_later(browser, there):
    batch = register(browser, row(title="刑事係"), NEW)
    assert (batch.counts["fault"], batch.counts["new"]) == (1, 1)
    assert Posting.objects.filter(staff=there.clerk.staff).count() == 1
    PostFactory(station=there.minami, title="刑事係")
    later = register(browser, row(title="刑事係"), NEW)
    assert (later.counts["same"], later.counts["move"]) == (1, 1)


def test_another_name_needs_a_tick(browser, there):
    batch = batch_of(upload(browser, row(name="山田 聡")))
    place, answer = reverse("postings_preview", args=[batch.pk]), preview(browser, batch)
    sent = last_form(answer)
    assert "登録「<b>風間 聡</b>」" in answer.content.decode()
    refused = browser.post(place, sent)
    assert refused.status_code == 422
    assert "氏名の違う行の職員を確かめて" in refused.content.decode()
    sent.pop("asks")  # a forged form without the question
    forged = browser.post(place, sent)
    assert forged.status_code == 422
    assert Posting.objects.filter(staff=there.clerk.staff).count() == 1
    assert browser.post(place, sent | {"asks": "1", "same_people": "on"}).status_code == 302
    assert Staff.objects.get(staff_number="A1").name == "風間 聡"


def test_koban_divisions_and_capacities(browser, there):
    koban = Koban.objects.create(
        station=there.minami, name="浜通", kind="koban", valid_from=dt.date(2020, 4, 1)
    )
    post = PostFactory(role=Role.KOBAN_OFFICER, title="交番所長", station=there.minami, koban=koban)
    division = HeadquartersDivision.objects.create(
        prefecture=there.minami.prefecture,
        name="生活安全総務課",
        duty="blue_patrol",
        valid_from=dt.date(2020, 4, 1),
    )
    hq = PostFactory(role=Role.HQ_CLERK, title="防犯活動係", division=division, station=None)
    register(
        browser, row(office="浜通交番", title="交番所長", capacity="兼務", until="R13.3.31"),
        row("A2", "星野 航", "愛知県警察本部生活安全総務課", "防犯活動係", "代理"),
    )  # fmt: skip
    made = Posting.objects.filter(starts_on=DAY).order_by("pk")
    assert [(p.post, p.capacity, p.ends_on) for p in made] == [
        (post, "concurrent", dt.date(2031, 3, 31)),
        (hq, "deputy", None),
    ]
    assert not Posting.objects.filter(starts_on__lt=DAY).exclude(ends_on=None).exists()


def test_a_post_without_its_chief_is_warned_before(browser, there):
    batch = batch_of(upload(browser, row("A2", "星野 航", title="署長")))
    assert "署長の職に人がいません" in preview(browser, batch).content.decode()


def test_columns_are_corrected_and_the_correction_is_kept(browser, there):
    content = csv_of(row(), headings=["符号", *HEADINGS[1:7], "いつから", *HEADINGS[8:]])
    batch = batch_of(upload(browser, content=content))
    place, page = reverse("postings_preview", args=[batch.pk]), preview(browser, batch)
    assert "「職員番号」「発令日」の列が分かりません" in page.content.decode()
    fields = {f.html_name: f.value() or "" for f in page.context["columns"].column_fields}
    sent = fields | {
        "columns": "1",
        "sheet": "異動.csv",
        "day": "",
        "column-0": "name",
        "column-7": "starts_on",
    }
    twice = browser.post(place, sent)
    assert twice.status_code == 422
    assert "どちらかにしてください" in twice.content.decode()
    assert browser.post(place, sent | {"column-0": "staff_number"}).status_code == 302
    assert "<b>1行</b>を登録できます" in preview(browser, batch).content.decode()


def test_one_day_for_all_rows(browser, there):
    batch = batch_of(upload(browser, content=csv_of(row()[:7], headings=HEADINGS[:7])))
    page = preview(browser, batch)
    fields = {f.html_name: f.value() or "" for f in page.context["columns"].column_fields}
    place = reverse("postings_preview", args=[batch.pk])
    assert (
        browser.post(place, fields | {"columns": "1", "sheet": "異動.csv", "day": "R12.4.1"}).status_code
        == 302
    )
    browser.post(place, last_form(preview(browser, batch)))
    assert Posting.objects.filter(staff=there.clerk.staff, starts_on=DAY).exists()


# --- walls -----------------------------------------------------------------------------------------------------------


def test_another_prefecture_is_neither_read_nor_moved(browser, there):
    far = StationFactory(name="桑畑", prefecture=PrefectureFactory(code="24", name="三重県"))
    PostFactory(station=far, title="署長", role=Role.STATION_CHIEF)
    stranger = people.clerk(far, staff=StaffFactory(staff_number="M1", name="絹川 蓮"))
    batch = batch_of(upload(browser, row("M1", "絹川 蓮"), row(office="桑畑警察署", title="署長")))
    page = preview(browser, batch).content.decode()
    assert "ほかの都道府県の職員" in page
    assert "「桑畑警察署」は、登録にありません" in page
    assert "登録する行はありません" in page
    assert Posting.objects.get(staff=stranger.staff).ends_on is None


def test_another_prefectures_lists_and_other_imports_answer_as_none(browser, there):
    mine = batch_of(upload(browser, row()))
    other = PrefectureFactory(code="24", name="三重県")
    rows = [
        ImportBatch.objects.create(prefecture=other, kind="postings", made_by=there.administrator.staff),
        ImportBatch.objects.create(
            prefecture=mine.prefecture, kind="standing", made_by=there.administrator.staff
        ),
    ]
    for batch in rows:
        assert preview(browser, batch).status_code == 404
        assert browser.get(reverse("postings_undo", args=[batch.pk])).status_code == 404
    assert [b.pk for b, _ in browser.get(reverse("postings_batches")).context["rows"]] == [mine.pk]


@pytest.mark.parametrize("name", every_run(6))
def test_a_nasty_file_ends_in_a_sentence_or_in_a_page(browser, there, name):
    file_name, content = ALL[name]()
    before = dump()
    answer = upload(browser, name=file_name, content=content)
    if answer.status_code == 422:
        assert re.search(r'class="fault"[^>]*>誤り：[^<]+。', answer.content.decode())
    else:
        page = preview(browser, batch_of(answer))
        assert page.status_code == 200
        assert not page.context["taken"]
    assert dump() == before


def test_no_file_and_an_empty_file_are_told_beside_the_field(browser, there):
    for sent in ({}, {"file": SimpleUploadedFile("空.csv", b"")}):
        answer = browser.post(reverse("postings_upload"), sent)
        assert answer.status_code == 422
        assert 'class="fault"' in answer.content.decode()


def queries_of(browser, rows) -> tuple[int, int]:
    """Of the look and of the registering."""
    batch = batch_of(upload(browser, *rows))
    with CaptureQueriesContext(connection) as look:
        seen = preview(browser, batch).context["seen"]
    with CaptureQueriesContext(connection) as act:
        browser.post(reverse("postings_preview", args=[batch.pk]), {"seen": seen})
    assert ImportBatch.objects.get(pk=batch.pk).counts["new"] == len(rows)
    return len(look), len(act)


def test_a_long_list_takes_as_many_queries_as_a_short_one(browser, there):
    short = queries_of(browser, [row(f"B{n}", f"多田 {n}") for n in range(2)])
    assert queries_of(browser, [row(f"C{n}", f"小田 {n}") for n in range(300)]) == short
    assert short[0] < 20


# --- undoing ---------------------------------------------------------------------------------------------------------


def test_undoing_leaves_an_equal_dump(browser, there):
    PostingFactory(
        staff=there.clerk.staff, post=PostFactory(station=there.sakura, title="指導係"), capacity="concurrent"
    )
    before = dump()
    batch = register(
        browser, row(), row(office="桜見坂署", title="署長", day="R12.10.1"), NEW, row("A9", "新田 和", title="署長", capacity="代理"),
        row("A2", "星野 航", title="署長"),
    )  # fmt: skip
    assert dump() != before
    answer = undo(browser, batch)
    assert (answer.status_code, dump()) == (302, before)
    batch = ImportBatch.objects.get(pk=batch.pk)
    assert (batch.is_applied, batch.undo_reason, batch.undone_by) == (
        False,
        "別の表でした。",
        there.administrator.staff,
    )
    assert "取り消しました" in preview(browser, batch).content.decode()


def test_an_undone_list_can_be_taken_in_again(browser, there):
    batch = register(browser, row(), NEW)
    undo(browser, batch)
    again = register(browser, row(), NEW)
    assert (again.pk != batch.pk, again.counts) == (True, batch.counts)


def test_undoing_needs_a_reason_and_happens_once(browser, there):
    batch = register(browser, row())
    assert undo(browser, batch, reason="").status_code == 422
    assert undo(browser, batch).status_code == 302
    again = undo(browser, batch)
    assert again.status_code == 422
    assert "もう取り消した表" in again.content.decode()


def _hand_moves_the_end(there):
    Posting.objects.filter(staff=there.clerk.staff, starts_on__lt=DAY).update(ends_on=dt.date(2030, 3, 1))


def _hand_ends_the_new_one(there):
    Posting.objects.filter(staff=there.clerk.staff, starts_on=DAY).update(ends_on=dt.date(2030, 12, 31))


def _hand_deletes_the_new_one(there):
    Posting.objects.filter(staff=there.clerk.staff, starts_on=DAY).delete()


def _hand_adds_another(there):
    PostingFactory(staff=there.clerk.staff, post=there.chief.post, capacity="deputy", starts_on=DAY)


def _password_is_given(there):
    Staff.objects.get(staff_number="A9").give_one_time_password()


def _name_is_mended(there):
    Staff.objects.filter(staff_number="A9").update(name="新田 和子")


def _new_one_logs_in(there):
    Staff.objects.filter(staff_number="A9").update(last_login=dt.datetime(2030, 4, 1, tzinfo=dt.UTC))


def _new_one_takes_something_in(there):
    new = Staff.objects.get(staff_number="A9")
    ImportBatch.objects.create(prefecture=there.sakura.prefecture, kind="standing", made_by=new)


@pytest.mark.parametrize(
    ("later", "sentence"),
    every_nth(
        [
            (_hand_moves_the_end, "配置を手で変えました（風間 聡）"),
            (_hand_ends_the_new_one, "配置を手で変えました（風間 聡）"),
            (_hand_deletes_the_new_one, "配置を手で変えました（風間 聡）"),
            (_hand_adds_another, "別の配置を加えました（風間 聡）"),
            (_password_is_given, "パスワードを渡しました（新田 和）"),
            (_name_is_mended, "職員の記録を変えた"),
            (_new_one_logs_in, "もうログインしました（新田 和）"),
            (_new_one_takes_something_in, "ほかの記録があります（新田 和）"),
        ],
        3,
    ),
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_what_was_touched_later_is_not_undone(browser, there, later, sentence):
    batch = register(browser, row(), NEW)
    later(there)
    before = dump()
    page = browser.get(reverse("postings_undo", args=[batch.pk])).content.decode()
    answer = undo(browser, batch)
    assert (answer.status_code, dump()) == (422, before)
    assert sentence in answer.content.decode()
    assert sentence in page


def test_who_has_acted_in_the_new_post_keeps_it_and_acts_of_before_do_not_count(browser, there, see):
    today = dt.date(2026, 4, 1)
    desks = Desks(StationFactory(name="緑ケ峰"))
    PostFactory(station=desks.station, title="企画係")
    application_at(S.RECEIVED, desks)  # by the clerk who was there before
    batch = register(
        browser,
        row(office="緑ケ峰署", title="企画係", day="R8.4.1"),
        row("A2", "星野 航", "緑ケ峰署", title="署長", day="R12.4.1"),
    )
    see(there.sakura, desks.station)
    mine = Posting.objects.with_office().get(staff=there.clerk.staff, starts_on=today)
    assert browser.get(reverse("postings_undo", args=[batch.pk])).context["refusals"] == []
    see(there.sakura, desks.station)
    desks.clerk = Actor.of(mine, "request")
    application_at(S.RECEIVED, desks)
    answer = undo(browser, batch)
    assert answer.status_code == 422
    assert "もう仕事をしています（風間 聡）" in answer.content.decode()


def test_who_logged_in_since_the_post_began_keeps_it(browser, there):
    batch = register(browser, row(day="R8.4.1"))
    Staff.objects.filter(pk=there.clerk.staff.pk).update(
        last_login=dt.datetime(2026, 3, 31, 14, 59, tzinfo=dt.UTC)
    )
    assert browser.get(reverse("postings_undo", args=[batch.pk])).context["refusals"] == []
    Staff.objects.filter(pk=there.clerk.staff.pk).update(
        last_login=dt.datetime(2026, 3, 31, 15, 0, tzinfo=dt.UTC)
    )
    assert "もうログインしています" in undo(browser, batch).content.decode()


def test_the_administrator_still_sees_no_station_after_asking(browser, there):
    """The question whether somebody acted looks wider for a moment; the page's own scope is back afterwards."""
    batch = register(browser, row(day="R8.4.1"), NEW)
    assert gaps(batch, there.administrator, DAY) == []
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('casework.stations')")
        assert cursor.fetchone() == ("{}",)


@pytest.mark.django_db(transaction=True)
def test_a_member_of_staff_with_any_record_cannot_be_deleted_by_the_application(there):
    """What the undoing overlooked, the database's own references refuse."""
    with pytest.raises(IntegrityError), transaction.atomic():
        Staff.objects.filter(pk=there.clerk.staff.pk)._raw_delete("default")
    assert Staff.objects.filter(pk=there.clerk.staff.pk).exists()


# --- the day of the change -------------------------------------------------------------------------------------------


def frozen(monkeypatch, moment: str):
    monkeypatch.setattr("django.utils.timezone.now", lambda: dt.datetime.fromisoformat(moment))


def test_rights_and_sessions_change_at_midnight_of_the_day(browser, there, monkeypatch):
    """T: 23:59:59 of 31 March is the old post's; at 00:00:00 of 1 April its session has ended, the next is the new one's."""
    register(browser, row())
    frozen(monkeypatch, "2030-03-31T23:59:59+09:00")
    person = Client()
    person.force_login(there.clerk.staff)
    assert person.get("/").context["actor"].station == there.sakura
    frozen(monkeypatch, "2030-04-01T00:00:00+09:00")
    assert person.get("/")["Location"] == "/login/"
    person.force_login(there.clerk.staff)
    assert person.get("/").context["actor"].station == there.minami


def test_a_posting_that_ended_yesterday_opens_nothing_in_a_session_of_yesterday(there, client, monkeypatch):
    Posting.objects.filter(staff=there.clerk.staff).update(ends_on=dt.date(2030, 3, 31))
    frozen(monkeypatch, "2030-03-31T23:59:59+09:00")
    client.force_login(there.clerk.staff)
    session = client.session
    session["posting"] = there.clerk.posting.pk  # chosen by hand among two
    session.save()
    assert client.get("/cases/").status_code == 200
    frozen(monkeypatch, "2030-04-01T00:00:00+09:00")
    assert client.get("/")["Location"] == "/login/"
    client.force_login(there.clerk.staff)
    assert client.get("/").status_code == 403
    assert client.get("/cases/").status_code == 403
    assert client.get(reverse("account_change_password")).status_code == 200

"""Pictures, not kept."""
import datetime as dt
import pytest
from django.db import transaction
from django.utils import timezone
from casework.models.road import RoadState as S
from casework.models import Posting
from tests.factories import councils, people
from tests.factories.applications import Desks, application_at
from tests.factories.places import StationFactory, StaffFactory, PostingFactory
from tests.factories.transfers import come, leave, next_spring
pytestmark=[pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("without_bytes")]

def test_shots(desk, live_server):
    with transaction.atomic():
        desks = Desks(StationFactory(name="桜見坂"), clerk=None)
        day = next_spring()
        for actor, name in ((desks.clerk,"風間 聡"),(desks.chief,"星野 航")):
            type(actor.staff).objects.filter(pk=actor.staff.pk).update(name=name)
        for state, name in ((S.RECEIVED,"桜見坂学区防犯パトロール隊"),(S.FORWARDED,"川辺青パト会"),(S.DELIVERED,"坂の上見守り隊"),(S.ARRIVED,"みどり町自治会"),(S.DRAFT,"東雲台防犯協議会")):
            application_at(state, desks, name=name, cars=2)
        at = councils.CouncilDesks(desks.station, chief=desks.chief)
        c = councils.active(at); councils.opinion(at, c)
        councils.appointed(at, c)
        councils.announced(at, c, on=day+dt.timedelta(days=20), entered=timezone.localdate())
        leave(desks.clerk, day); leave(at.officer, day); leave(desks.chief, day)
        come(desks.clerk, day, staff=StaffFactory(name="新田 和")); come(at.officer, day, staff=StaffFactory(name="三枝 静")); come(desks.chief, day)
        PostingFactory(post=desks.chief.post, staff=StaffFactory(name="副署長 某", rank="警視"), capacity="deputy", ends_on=dt.date(2026,12,5))
        PostingFactory(post=desks.director.post, staff=StaffFactory(name="代理 某", rank="警視"), capacity="deputy", ends_on=dt.date(2026,12,5))
    page = desk(desks.chief)
    page.screenshot(path="/tmp/h/people_home.png", full_page=True)
    page.get_by_role("link", name="人事異動と引継ぎ").click()
    page.screenshot(path="/tmp/h/people_1.png", full_page=True)
    page.locator("textarea").first.fill("代表者は、平日の夜だけ電話に出る。")
    page.get_by_role("button", name="引き継ぐ").click()
    page.screenshot(path="/tmp/h/people_2.png", full_page=True)
    r = page.request.get(page.get_by_role("link", name="引継書を印刷する").get_attribute("href") and live_server.url + page.get_by_role("link", name="引継書を印刷する").get_attribute("href"))
    open("/tmp/h/people_sheet.pdf","wb").write(r.body())
    hq = desk(desks.hq_clerk)
    hq.screenshot(path="/tmp/h/people_hqhome.png", full_page=True)
    hq.goto(live_server.url + "/transfers/?day=" + day.isoformat())
    hq.screenshot(path="/tmp/h/people_hq.png", full_page=True)
    page.set_viewport_size({"width":320,"height":800})
    page.goto(live_server.url + "/transfers/")
    page.screenshot(path="/tmp/h/people_320.png", full_page=True)

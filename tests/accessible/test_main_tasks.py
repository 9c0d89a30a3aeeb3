"""The six main tasks by keyboard alone, with every keystroke counted (T16); docs/keystrokes.md holds the counts.

Fewer is better: a count that went up fails, and so does one that went down and is not written there yet.
"""

import re
from pathlib import Path

import pytest
from django.utils import timezone

from blue_patrol.models import CertificationApplication
from casework.models.road import RoadState as S
from liaison_councils.models import Meeting
from tests.accessible.keys import Keys
from tests.factories import councils
from tests.factories.applications import PDF, make_group
from tests.factories.councils import CouncilDesks
from tests.factories.places import KobanFactory, StationFactory
from tests.flows.town import Town, sees

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
]
TABLE = Path(__file__).parents[2] / "docs/keystrokes.md"
ROW = re.compile(r"^\| `(\w+)` \|.*\| (\d+) \| (\d+) \|$", re.MULTILINE)
WRITTEN = {
    name: (int(keys), int(characters))
    for name, keys, characters in ROW.findall(TABLE.read_text(encoding="utf-8"))
}
ITEMS = ["a", "b", "c", *(f"d-{n}" for n in range(1, 8)), "e-1", "e-2"]


@pytest.fixture
def town(desk, live_server, shots):
    return Town(
        desk,
        live_server.url,
        shots,
        lambda: StationFactory(name="桜見坂", document_symbol="桜", is_demo=True),
    )


@pytest.fixture
def counted(request):
    """counted(keys): compared at the end with the row of the test's name."""
    desks = []
    yield desks.append
    name = request.node.name.removeprefix("test_")
    assert (sum(each.pressed for each in desks), sum(each.typed for each in desks)) == WRITTEN[name]


def test_every_row_of_the_table_is_counted(request):
    tests = {name.removeprefix("test_") for name in globals() if name.startswith("test_")}
    assert set(WRITTEN) == tests - {"every_row_of_the_table_is_counted"}


@pytest.fixture
def clerk(town, counted):
    keys = Keys(town.go("clerk"))
    counted(keys)
    return keys


def test_new_application(town, clerk, tmp_path):
    """From the home page to the chief's desk: a group on record, one car, one patroller, four papers, twelve items."""
    with town.stored():
        make_group(town.desks.station, cars=0, people=0, member_count=21)
    clerk.skip()
    clerk.to(clerk.link("新規申請"))
    clerk.go()
    clerk.type("桜見")  # the cursor stands in the name
    clerk.to(clerk.button("この団体で申請する"))
    clerk.go()
    clerk.go()  # the group is known: Enter in its first field
    plan(clerk)
    car(clerk)
    person(clerk)
    papers(clerk, tmp_path)
    clerk.to(clerk.button("受理する"))
    clerk.go()
    examination(clerk)
    with town.stored():
        assert [case.state for case in CertificationApplication.objects.all()] == [S.RECEIVED]
    sees(town.go("chief"), "進達する", "桜見坂学区防犯パトロール隊")


def plan(keys: Keys) -> None:
    sees(keys.page, "パトロールの計画")
    keys.type("桜見坂小学校区")  # the cursor stands in the area
    keys.choose("patrol_unit", "week")
    keys.fill("patrol_times", "2")
    keys.choose("combined_with_business", "False")
    keys.fill("applied_on", "R8.9.1")
    keys.fill("pledged_on", "R8.9.1")
    keys.go()


def car(keys: Keys) -> None:
    sees(keys.page, "1台目")
    keys.type("名古屋500へ1234")
    for name, text in [
        ("make", "スズカゼ"), ("model_code", "DBA-ZZ9"), ("chassis_number", "ZZ9-000001"), ("base_location", "桜見市坂上町"),
    ]:  # fmt: skip
        keys.fill(f"rows-0-{name}", text)
    keys.go()


def person(keys: Keys) -> None:
    sees(keys.page, "1人目")
    keys.type("青葉守")
    keys.fill("rows-0-birth_date", "S40.5.6")
    keys.fill("rows-0-attended_on", "R8.6.20")
    keys.fill("rows-0-trainer", "生活安全課")
    keys.go()


def papers(keys: Keys, folder: Path) -> None:
    """Each box by Space, the file by its name in the window of the system, then its button."""
    keys.page.on("filechooser", lambda chooser: None)  # from here on the system's window does not open
    for name in ("記録.pdf", "灯火.pdf", "光度.pdf", "表示.pdf"):
        (folder / name).write_bytes(PDF)
    for kind, name in [
        ("inspection_record", "記録.pdf"),
        ("lamp", "灯火.pdf"),
        ("lamp_data", "光度.pdf"),
        ("marking", "表示.pdf"),
    ]:
        form = keys.page.locator(f"main form:has(input[value={kind}])")
        keys.to(form.locator("input[type=file]"))
        with keys.page.expect_file_chooser() as chooser:
            keys.press("Space")
        chooser.value.set_files(folder / name)
        keys.typed += len(name)
        keys.pressed += 1  # Enter in the system's window
        keys.to(form.locator("button"))
        keys.go()
    keys.to(keys.link("確認へ進む"))
    keys.go()


def examination(keys: Keys) -> None:
    keys.skip()
    keys.to(keys.link("調査票を書く"))
    keys.go()
    for code in ITEMS:
        keys.choose(f"{code}-result", "fit")
        if not code.startswith("e"):
            keys.fill(f"{code}-evidence", "書類")
    keys.go("Control+Enter")


def test_forwarding(town, counted):
    """The chief from the home page: what is written down of the examination, the opinion, sent."""
    case = town.case(S.RECEIVED, examined=True)
    keys = Keys(town.go("chief"))
    counted(keys)
    keys.skip()
    keys.to(keys.page.locator("main .first a"))
    keys.go()
    keys.choose("opinion", "fit")
    keys.go()
    assert town.state(case) == S.FORWARDED


def test_decision_of_three(town, counted):
    """Headquarters' clerk from the home page: three cases looked at in one list, ticked, confirmed, recorded."""
    cases = [town.case(S.FORWARDED, name=f"{name}防犯隊") for name in ("桜", "梅", "桃")]
    keys = Keys(town.go("hq_clerk"))
    counted(keys)
    keys.skip()
    keys.to(keys.link("まとめて審査・決裁する"))
    keys.go()
    for box in keys.page.locator("main [name=case]").all():
        if not box.is_checked():
            keys.to(box)
            keys.press("Space")
    keys.go()
    keys.go()
    sees(keys.page, "3件を記録しました")
    assert {town.state(case) for case in cases} == {S.FORWARDED}


def test_delivery_at_the_counter(town, clerk):
    """From the home page: everything handed over, everything told, to the representative, today."""
    case = town.case(S.ARRIVED)
    clerk.page.reload()
    clerk.skip()
    clerk.to(clerk.page.locator("main .first a"))
    clerk.go()
    form = clerk.page.locator("main form")
    for box in form.locator("[type=checkbox]").all():
        if not box.evaluate("el => el === document.activeElement"):
            clerk.to(box)
        clerk.press("Space")
    clerk.go()
    assert town.state(case) == S.DELIVERED


def test_search_by_one_character(town, clerk):
    """From any page to a case, by one character of its group's name."""
    case = town.case(S.RECEIVED)
    clerk.press("Control+/")
    clerk.type("桜")
    clerk.go()
    clerk.go()
    sees(clerk.page, "桜見坂学区防犯パトロール隊", "事案")
    assert clerk.page.url.endswith(f"/groups/{case.group_id}/")


def test_attendance_and_minutes(desk, live_server, shots, counted):
    """A koban's officer from the home page: who of three members came, what was said, and the minutes."""
    town = Town(
        desk, live_server.url, shots, lambda: StationFactory(name="桜見坂", document_symbol="桜"),
        lambda station: CouncilDesks(station, KobanFactory(station=station, name="坂上")),
    )  # fmt: skip
    today = timezone.localdate()
    with town.stored():
        council = councils.active(town.desks)
        for name in ("小栗 徹", "榊原 百合", "森 正弘"):
            councils.appointed(town.desks, council, typed=councils.person(name=name))
        councils.announced(town.desks, council, on=today)
    keys = Keys(town.go("officer"))
    counted(keys)
    keys.skip()
    keys.to(keys.page.locator("main .first a"))
    keys.go()
    keys.skip()
    keys.to(keys.link("開催を記録する"))
    keys.go()
    keys.to(keys.button("全員に印を付ける"))
    keys.go()
    keys.fill("discussed", "自転車の施錠を呼び掛ける。")
    keys.go("Control+Enter")
    sees(keys.page, "会議の開催を記録しました")
    keys.skip()
    keys.to(keys.link("議事録を書く"))
    keys.go()
    keys.to(keys.button("公表用の案を作る"))
    keys.go()
    keys.go("Control+Enter")
    sees(keys.page, "議事録を記録しました")
    with town.stored():
        assert Meeting.objects.get().participants.filter(attended=True).count() >= 3

"""Councils, members and meetings as the tests need them, led there by their proper acts."""

import datetime as dt
from dataclasses import dataclass
from itertools import count

from casework.models import Actor, ImportBatch, Koban
from casework.workflow import open_all, perform
from casework.years import FISCAL, Year
from liaison_councils.models import (
    Council,
    CouncilState,
    ListRegistration,
    Meeting,
    MeetingState,
    Opinion,
    Term,
)
from liaison_councils.models.closing import close_year
from liaison_councils.models.opening import (
    ask_support,
    nominate,
    plan_council,
    plan_meeting,
    raise_opinion,
    remark,
)
from tests.factories import people
from tests.factories.places import KobanFactory, StationFactory

DAY = dt.date(2026, 4, 1)
C, M = CouncilState, MeetingState
_numbers = count(1)


@dataclass
class CouncilDesks:
    """Who does what for the councils of one station, and its headquarters' division."""

    station: object
    koban: Koban = None
    officer: Actor = None
    supervisor: Actor = None
    chief: Actor = None
    division: Actor = None

    def __post_init__(self):
        self.koban = self.koban or KobanFactory(station=self.station)
        self.officer = self.officer or people.koban_officer(self.koban)
        self.supervisor = self.supervisor or people.supervisor(self.station)
        self.chief = self.chief or people.chief(self.station)
        self.division = self.division or people.community_division(self.station.prefecture)


def desks(**station) -> CouncilDesks:
    return CouncilDesks(StationFactory(**station))


def plan(at: CouncilDesks, **changed) -> dict:
    """What is typed of a new council."""
    koban = changed.pop("at_koban", at.koban)
    told = {
        "kind": "area", "name": f"{koban}連絡協議会", "kana": "", "koban": koban.pk, "area": f"{koban}の所管区", "purpose": "",
        "wished_on": DAY, "areas": [{"koban": koban.pk, "part": ""}],
    }  # fmt: skip
    return told | changed


def planned(at: CouncilDesks, on=DAY, **changed) -> Council:
    return now(plan_council(at.station, by=at.supervisor, on=on, **plan(at, **changed)))


def active(at: CouncilDesks, on=DAY, **changed) -> Council:
    council = planned(at, on, **changed)
    officer = at.officer.staff
    perform(
        council, "name_officer", by=at.chief, on=on, role="manager", staff=officer.pk, rank=officer.rank, name=officer.name
    )  # fmt: skip
    perform(now(council), "establish", by=at.chief, on=on, note="試験")
    return now(council)


def person(**changed) -> dict:
    number = next(_numbers)
    told = {
        "name": f"委員 太郎{number}", "kana": f"いいん たろう{number}", "birth_date": dt.date(1960, 1, 1), "sex": "male",
        "address": "愛知県桜見市坂上町一丁目", "phone": "0500-000-0001", "occupation": "町内会長", "body": "坂上町内会",
    }  # fmt: skip
    return told | changed


def term_span(start=DAY) -> dict:
    return {"starts_on": start, "ends_on": start.replace(year=start.year + 2) - dt.timedelta(days=1)}


def nominated(at: CouncilDesks, council: Council, on=DAY, typed=None, **changed) -> Term:
    told = {"category": "resident", "reason": "町内の実情に詳しく、信望が厚い", **term_span(), **changed}
    term = nominate(
        council, by=at.supervisor, on=on, typed=None if "person" in told else typed or person(), **told
    )
    return now(term)


def appointed(at: CouncilDesks, council: Council, on=DAY, typed=None, **changed) -> Term:
    term = nominated(at, council, on, typed, **changed)
    perform(term, "consult", by=at.supervisor, on=on, section="生活安全課", opinion="異存ない")
    perform(now(term), "appoint", by=at.chief, on=on, document_number="")
    return now(term)


def meeting_plan(on, **changed) -> dict:
    told = {
        "planned_on": on, "begins_at": dt.time(14), "ends_at": dt.time(15, 30), "place": "坂上交番2階", "agenda": "自転車盗の状況",
        "reason": "",
    }  # fmt: skip
    return told | changed


def meeting(at: CouncilDesks, *councils: Council, on, kind="regular", entered=DAY, **changed) -> Meeting:
    return now(plan_meeting(councils, by=at.supervisor, on=entered, kind=kind, **meeting_plan(on, **changed)))


def announced(at: CouncilDesks, *councils: Council, on, entered=DAY, **changed) -> Meeting:
    case = meeting(at, *councils, on=on, entered=entered, **changed)
    perform(case, "announce", by=at.supervisor, on=entered)
    return now(case)


def hold(at: CouncilDesks, case: Meeting, on, **details) -> Meeting:
    """Everybody of the list comes unless told otherwise."""
    present = details.pop("present", [row.pk for row in case.participants.all()])
    perform(case, "hold", by=at.supervisor, on=on, present=present, more=details.pop("more", []), **details)
    return now(case)


def held(at: CouncilDesks, *councils: Council, on, entered=DAY, **changed) -> Meeting:
    return hold(
        at,
        announced(at, *councils, on=on, entered=entered, **changed),
        on,
        discussed="自転車の施錠を呼び掛ける",
    )


def reported(at: CouncilDesks, *councils: Council, on, public="", **changed) -> Meeting:
    case = held(at, *councils, on=on, **changed)
    if public:
        told = {"explained": "", "discussed": case.discussed, "remarks": "", "public_minutes": public}
        perform(case, "write_minutes", by=at.supervisor, on=on, **told)
    perform(case, "approve_minutes", by=at.supervisor, on=on)
    perform(now(case), "report", by=at.supervisor, on=on, document_number="試地発第1号")
    return now(case)


def opinion(at: CouncilDesks, council: Council, on=DAY, **changed) -> Opinion:
    told = {
        "kind": "crime", "raiser": "member", "raiser_name": "委員 太郎", "content": "駅裏の駐輪場が暗い", "section": "生活安全課",
    } | changed  # fmt: skip
    return now(raise_opinion(council, by=at.supervisor, on=on, **told))


def everything(station) -> CouncilDesks:
    """A council with a row of every table of this application."""
    at = CouncilDesks(station)
    council = active(at)
    appointed(at, council)
    perform(council, "visit", by=at.officer, on=DAY, term=None, whom="自治会長", content="夜の様子を聞いた")
    perform(
        council, "instruct", by=at.supervisor, on=DAY, taught=["巡査部長 試験"], topics=["purpose"], note=""
    )
    reported(at, council, on=dt.date(2026, 5, 20), public="駐輪場の照明について意見を交わした。")
    opinion(at, council)
    ask_support(
        council, by=at.supervisor, on=DAY, kind="presence", asked_of="交通課", content="次の会議への出席"
    )
    remark(station, by=at.division, on=DAY, council=council, text="定期会議の予定を入れること", due_on=None)
    list_registered(at)
    close_year(station, Year(FISCAL, 2025), by=at.chief, on=DAY, reasons={})
    return at


def list_registered(at: CouncilDesks) -> ListRegistration:
    """A list of which nothing was made: its row alone."""
    batch = ImportBatch.receive(at.supervisor, ImportBatch.Kind.COUNCILS, "名簿.csv", b"1")
    row = ListRegistration(station=at.station, batch=batch, registered_on=DAY, evidence="名簿")
    return open_all([row], by=at.supervisor, on=DAY)[0]


def now(case):
    """The case as it is stored."""
    return type(case).objects.get(pk=case.pk)

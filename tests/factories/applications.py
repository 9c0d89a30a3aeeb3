"""Applications in any state: made by walking the machine through the door, never by writing a state."""

import datetime as dt
from dataclasses import dataclass, field

from blue_patrol.demo import files
from blue_patrol.models import (
    Application,
    CertificationApplication,
    Group,
    Patroller,
    TrainingRecord,
    Vehicle,
)
from blue_patrol.rules import attachments, examination
from casework.models import Actor
from casework.models.road import RoadState as S
from casework.permissions import PERMISSIONS
from casework.workflow import open_case, perform, perform_all
from tests.factories import people
from tests.factories.places import StationFactory

PDF = files.pdf("Test document")
DAY = dt.date(2026, 9, 1)


@dataclass
class Desks:
    """Who does what in one station and its headquarters."""

    station: object
    clerk: Actor = None
    chief: Actor = None
    hq_clerk: Actor = None
    assistant: Actor = None
    director: Actor = None
    extra: dict = field(default_factory=dict)

    def __post_init__(self):
        prefecture = self.station.prefecture
        self.clerk = self.clerk or people.clerk(self.station)
        self.chief = self.chief or people.chief(self.station)
        self.hq_clerk = self.hq_clerk or people.headquarters(prefecture, "係")
        self.assistant = self.assistant or people.headquarters(prefecture, "補佐")
        self.director = self.director or people.headquarters(prefecture, "課長")

    def along(self, case) -> list[Actor]:
        """Who takes the steps of the case's route in their order; the last one decides."""
        at = {"係": self.hq_clerk, "補佐": self.assistant, "課長": self.director}
        at |= {"部長": self.extra.get("bureau"), "本部長": self.extra.get("chief")}
        return [at[step.level] for step in case.route()]


def make_group(station, *, cars=1, people=2, untrained=0, **fields) -> Group:
    values = {
        "name": "桜見坂学区防犯パトロール隊", "name_kana": "さくらみざかがっくぼうはんぱとろーるたい",
        "address": "愛知県桜見市坂上町一丁目2番3号", "phone": "0500-000-0001", "representative_title": "隊長",
        "representative_name": "青葉 守", "group_type": "a", "member_count": people,
    } | fields  # fmt: skip
    group = Group.objects.create(station=station, **values)
    for n in range(cars):
        Vehicle.objects.create(
            station=station, group=group, position=n, plate=f"名古屋|500|へ|{1000 + (100 * group.pk + n) % 9000}", make="スズカゼ", model_code="DBA-ZZ9",
            chassis_number=f"ZZ9-{n:06d}", base_location="愛知県桜見市坂上町", user_name=group.name, user_address=group.address,
        )  # fmt: skip
    for n in range(people):
        person = Patroller.objects.create(
            station=station, group=group, position=n, name=f"実施 者{n}", birth_date=dt.date(1970, 1, 1)
        )
        if n >= untrained:
            train(person)
    return group


def train(person, on=dt.date(2026, 6, 20), by=None):
    by = by or people.clerk(person.station)
    return TrainingRecord.objects.create(
        station=person.station, patroller=person, attended_on=on, trainer="生活安全課", recorded_by=by.staff
    )


def start(desks: Desks, **group) -> CertificationApplication:
    """A complete draft: everything typed, nothing attached yet. ``of``: a group that is there, for a new one."""
    known = group.pop("of", None)
    draft = CertificationApplication(
        station=desks.station, group=known or make_group(desks.station, **group), patrol_area="桜見坂小学校区全域", patrol_times=2,
        combined_with_business=False, applied_on=DAY, pledged_on=DAY,
    )  # fmt: skip
    return open_case(draft, by=desks.clerk, permission=PERMISSIONS["enter_application"], on=DAY)


def attach_all(case, desks) -> None:
    kinds = [(attachments.INSPECTION_RECORD.code, car.pk) for car in case.group.vehicles.all()]
    kinds += [(kind.code, None) for kind in (attachments.LAMP, attachments.LAMP_DATA, attachments.MARKING)]
    if case.needs_area_map():
        kinds.append((attachments.AREA_MAP.code, None))
    for kind, subject in kinds:
        perform(
            case, "attach", by=desks.clerk, on=DAY, kind=kind, subject_pk=subject, name="書類.pdf", content=PDF,
            media_type="application/pdf",
        )  # fmt: skip


def judged(items=examination.ITEMS, **changed) -> list[dict]:
    """Findings for every item, fit unless named: judged(c="unfit")."""
    return [
        {
            "item": item.code,
            "result": changed.get(item.code, "fit"),
            "evidence": "書類で確かめた",
            "guidance": "口頭で伝えた",
        }
        for item in items
    ]


REASONS = [{"item": "様式第3 実施者名簿", "text": "生年月日が漏れています。"}]


def steps(case, desks):
    """The acts that lead along the road: state reached → the act."""

    def do(name, by, **details):
        return lambda: perform(case, name, by=by, on=DAY, **details)

    def examine_and_forward():
        perform(case, "examine", by=desks.clerk, on=DAY, findings=judged(case.asked()))
        return perform(
            case, "forward", by=desks.chief, on=DAY, document_number="桜見坂生発第1号", opinion="fit"
        )

    def receive():
        if isinstance(case, CertificationApplication):
            attach_all(case, desks)
        return perform(case, "receive", by=desks.clerk, on=DAY)

    def decide(name, **details):
        *reviewers, last = desks.along(case)
        for actor in reviewers:
            perform(case, "endorse", by=actor, on=DAY)
        return perform(case, name, by=last, on=DAY, **details)

    def dispatch():
        things = list(case.credentials.filter(state="blank"))
        perform_all(things, "print_out", by=desks.hq_clerk, on=DAY)
        perform_all(things, "seal", by=desks.hq_clerk, on=DAY)
        make_papers(case)
        return perform(case, "dispatch", by=desks.hq_clerk, on=DAY)

    return {
        S.RECEIVED: receive,
        S.CORRECTION: do("request_correction", desks.clerk, reasons=REASONS),
        S.FORWARDED: examine_and_forward,
        S.SENT_BACK: do("send_back", desks.hq_clerk, reasons=REASONS),
        S.APPROVED: lambda: decide("approve"),
        S.DECLINED: lambda: decide("decline", note="要件に当たらない"),
        S.DISPATCHED: dispatch,
        S.ARRIVED: do("arrive", desks.clerk),
        S.DELIVERED: lambda: deliver(case, desks),
        S.UNDELIVERED: do("return_undelivered", desks.clerk, note="代表者と連絡が取れない"),
        S.REPORTED: do("report", desks.clerk),
        S.WITHDRAWN: do("withdraw", desks.clerk, note="代表者から申出があった"),
    }


def make_papers(case) -> None:
    """Stand-in bytes for frozen papers where no test looks at them: rendering has tests of its own."""
    from casework.models import IssuedPaper

    for paper in IssuedPaper.objects.of_case(case).filter(file=None):
        paper.attach(PDF)


INSTRUCTED = [
    {"code": "inspection_entry", "text": "15日以内"},
    {"code": "entry_deletion", "text": "15日以内に削除"},
    {"code": "display_and_carry", "text": "掲示と携行"},
    *({"code": f"run_{name}", "text": name} for name in ("notes", "display", "traffic", "return")),
]


def deliver(case, desks, **details):
    trained = [
        thing.pk for thing in case.things() if thing.patroller is None or thing.patroller.is_trained(DAY)
    ]
    told = [each for each in INSTRUCTED if each["code"] in case.instructions()]
    details = {
        "credentials": trained, "instructed": told, "receiver_name": "青葉 守", "receiver_kind": "representative"
    } | details  # fmt: skip
    return perform(case, "deliver", by=desks.clerk, on=DAY, **details)


ROADS = {
    S.DRAFT: [],
    S.RECEIVED: [S.RECEIVED],
    S.CORRECTION: [S.RECEIVED, S.CORRECTION],
    S.FORWARDED: [S.RECEIVED, S.FORWARDED],
    S.SENT_BACK: [S.RECEIVED, S.FORWARDED, S.SENT_BACK],
    S.APPROVED: [S.RECEIVED, S.FORWARDED, S.APPROVED],
    S.DECLINED: [S.RECEIVED, S.FORWARDED, S.DECLINED],
    S.DISPATCHED: [S.RECEIVED, S.FORWARDED, S.APPROVED, S.DISPATCHED],
    S.ARRIVED: [S.RECEIVED, S.FORWARDED, S.APPROVED, S.DISPATCHED, S.ARRIVED],
    S.DELIVERED: [S.RECEIVED, S.FORWARDED, S.APPROVED, S.DISPATCHED, S.ARRIVED, S.DELIVERED],
    S.REPORTED: [S.RECEIVED, S.FORWARDED, S.APPROVED, S.DISPATCHED, S.ARRIVED, S.DELIVERED, S.REPORTED],
    S.UNDELIVERED: [S.RECEIVED, S.FORWARDED, S.APPROVED, S.DISPATCHED, S.ARRIVED, S.UNDELIVERED],
    S.WITHDRAWN: [S.RECEIVED, S.WITHDRAWN],
}


def application_at(state, desks: Desks | None = None, **group) -> CertificationApplication:
    """An application walked to ``state`` by its proper acts; ``group`` as in make_group."""
    desks = desks or Desks(StationFactory())
    return walk(start(desks, **group), state, desks)


def walk(case, state, desks: Desks):
    """A draft of any procedure on the road, walked to ``state``."""
    for step in ROADS[S(state)]:
        steps(case, desks)[step]()
        case = Application.objects.get(pk=case.pk)
    return case

"""Revocations in any state: made by walking the machine through the door, never by writing a state."""

from blue_patrol.models import Group, Revocation
from blue_patrol.models import RevocationState as R
from blue_patrol.models.revocation.machine import open_revocation
from casework.models import Deadline, PrefectureProfile, ReturnReason, RouteStep, StepKind
from casework.workflow import perform
from tests.factories import people
from tests.factories.applications import DAY, PDF, REASONS, Desks, application_at, make_papers
from tests.factories.places import StationFactory

FOUND = {
    "grounds": ["d"], "source": "交番からの連絡", "summary": "令和8年2月から8月まで、パトロールを行っていない。", "persons": [],
    "is_minor": True, "severity_reason": "",
}  # fmt: skip
GRAVE = FOUND | {"is_minor": False, "severity_reason": "6か月にわたり行っておらず、再開の見込みがない。"}
GUIDED = {"method": "interview", "content": "週1回以上行うよう指導した。", "result": "not_corrected", "result_note": "行っていない。"}  # fmt: skip
FILE = {"kind": "evidence", "name": "指導の記録.pdf", "content": PDF, "media_type": "application/pdf"}
TOLD = [{"code": "return_promptly", "text": "証明書等を速やかに返納してください。"}]
HANDED = {"receiver_name": "青葉 守", "receiver_kind": "representative", "instructed": TOLD}
REPORTED = {"opinion": "revoke", "remarks": "", "document_number": "桜見坂生発第201号"}


ROUTE = [("係", "blue_patrol"), ("補佐", "blue_patrol"), ("課長", "blue_patrol"), ("部長", "command"), ("本部長", "command")]  # fmt: skip


def lay_route(prefecture) -> None:
    """The five steps up to 本部長, as the prefecture's values hold them."""
    profile = PrefectureProfile.in_force(prefecture, DAY)
    if not profile.route.filter(matter="revocation").exists():
        RouteStep.objects.bulk_create(
            RouteStep(
                profile=profile, matter="revocation", order=order, title=level, level=level, duty=duty,
                kind=StepKind.DECISION if level == "本部長" else StepKind.REVIEW,
            )
            for order, (level, duty) in enumerate(ROUTE, 1)
        )  # fmt: skip


def with_command(desks: Desks) -> Desks:
    """The desks with 部長 and 本部長, the last two steps of the route."""
    lay_route(desks.station.prefecture)
    if "bureau" not in desks.extra:
        prefecture = desks.station.prefecture
        desks.extra |= {
            "bureau": people.headquarters(prefecture, "部長", duty="command"),
            "chief": people.headquarters(prefecture, "本部長", duty="command"),
        }
    return desks


def certified_group(desks: Desks, **group) -> Group:
    return application_at("reported", desks, **group).group


def find(desks: Desks, group: Group | None = None, **finding) -> Revocation:
    """認知; a grave breach unless told otherwise."""
    group = group or certified_group(desks)
    return open_revocation(group, by=desks.clerk, on=DAY, **(GRAVE | finding))


def prepare(case, desks) -> None:
    """What the report wants: a statement and a document."""
    perform(case, "record_statement", by=desks.clerk, on=DAY, statement="申し開きはない。")
    perform(case, "attach", by=desks.clerk, on=DAY, **FILE)


def pass_up(case, desks) -> None:
    """Every step of the route before the last."""
    for actor in desks.along(case)[:-1]:
        perform(case, "endorse", by=actor, on=DAY)


def tell_offices(case, desks) -> None:
    """End the clock of each car, as the page of the notices does."""
    running = Deadline.objects.of_case(case).open().filter(kind="transport_notice")
    running.update(done_on=DAY, done_by=desks.hq_clerk.staff, evidence="愛知運輸支局へ通知")


def steps(case, desks: Desks):
    """The acts that lead along the road: state reached → the act."""

    def do(name, by, **details):
        return lambda: perform(case, name, by=by, on=DAY, **details)

    def report():
        prepare(case, desks)
        perform(case, "report_grounds", by=desks.chief, on=DAY, **REPORTED)

    def decide(name, **details):
        def act():
            pass_up(case, desks)
            perform(case, name, by=desks.along(case)[-1], on=DAY, **details)

        return act

    def correct():
        perform(case, "guide", by=desks.clerk, on=DAY, **GUIDED | {"result": "corrected"})
        perform(case, "correct", by=desks.clerk, on=DAY)

    def send_notice():
        make_papers(case)
        perform(case, "send_notice", by=desks.hq_clerk, on=DAY, notice_number="生総発第77号")

    def notify():
        tell_offices(case, desks)
        perform(case, "notify_transport", by=desks.hq_clerk, on=DAY)

    return {
        R.GUIDED: do("guide", desks.clerk, **GUIDED),
        R.CORRECTED: correct,
        R.DISMISSED: do("dismiss", desks.clerk, note="別の団体の車だった。"),
        R.GROUND_REPORTED: report,
        R.SENT_BACK: do("send_back", desks.hq_clerk, reasons=REASONS),
        R.DECIDED: decide("approve"),
        R.NOT_REVOKED: decide("decline", note="指導を続けるのが相当"),
        R.NOTICE_SENT: send_notice,
        R.NOTICE_UNDELIVERED: do("fail_delivery", desks.clerk, note="代表者の所在が分からない"),
        R.NOTICE_DELIVERED: do("deliver_notice", desks.clerk, **HANDED),
        R.DELIVERY_REPORTED: do("report_delivery", desks.clerk),
        R.TRANSPORT_NOTIFIED: notify,
    }  # fmt: skip


UP = [R.GROUND_REPORTED]
SENT = [*UP, R.DECIDED, R.NOTICE_SENT]
ROADS = {
    R.FOUND: [],
    R.GUIDED: [R.GUIDED],
    R.CORRECTED: [R.CORRECTED],
    R.DISMISSED: [R.DISMISSED],
    R.GROUND_REPORTED: UP,
    R.SENT_BACK: [*UP, R.SENT_BACK],
    R.DECIDED: [*UP, R.DECIDED],
    R.NOT_REVOKED: [*UP, R.NOT_REVOKED],
    R.NOTICE_SENT: SENT,
    R.NOTICE_UNDELIVERED: [*SENT, R.NOTICE_UNDELIVERED],
    R.NOTICE_DELIVERED: [*SENT, R.NOTICE_DELIVERED],
    R.DELIVERY_REPORTED: [*SENT, R.NOTICE_DELIVERED, R.DELIVERY_REPORTED],
    R.TRANSPORT_NOTIFIED: [*SENT, R.NOTICE_DELIVERED, R.DELIVERY_REPORTED, R.TRANSPORT_NOTIFIED],
}


def now(case) -> Revocation:
    """The case as stored."""
    return Revocation.objects.get(pk=case.pk)


def revocation_at(state, desks: Desks | None = None, group: Group | None = None, **finding) -> Revocation:
    """A revocation walked to ``state`` by its proper acts."""
    desks = with_command(desks or Desks(StationFactory()))
    case = find(desks, group, **finding)
    for step in ROADS[R(state)]:
        steps(case, desks)[step]()
        case = now(case)
    return case


def answers(case) -> dict[str, str]:
    return {str(reason.pk): "直した" for reason in ReturnReason.objects.of_case(case).unanswered()}

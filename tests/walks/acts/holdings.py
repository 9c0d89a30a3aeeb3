"""Every act of a standing, of things wherever they are, of returns and of what was taken over from paper."""

import datetime as dt

from blue_patrol.models import Certification, Credential
from blue_patrol.models.returned.machine import ReturnState as R
from casework.models import Deadline
from casework.workflow import perform
from tests.blue_patrol.test_registration import car_row, group_row, person_row, records, take
from tests.factories import people, returns
from tests.factories.applications import DAY, REASONS, Desks, application_at
from tests.factories.places import StationFactory
from tests.factories.requests import standing_of
from tests.walks.acts.road import answers, numbered, tell_of_every_car

STANDING = {
    "blue_patrol.Certification": """
        activate call_off change_area correct_entry end inform meet_deadline record_activity revoke
    """,
    "blue_patrol.Registration": "undo",
}
THINGS = {
    "blue_patrol.Credential": """
        destroy find give_back hand_over lose print_out seal send send_down send_up spoil surrender take_in void
    """,
    "blue_patrol.ReturnNotice": """
        accept answer assign destroy_found forward meet_deadline notify_transport number_document send_back send_found
        take_found tell_transport
    """,
}
LATER, LAST = (DAY + dt.timedelta(days=days) for days in (2, 3))
WAY = ("print_out", "spoil", "print_out", "seal", "send", "take_in", "hand_over", "surrender", "give_back")
UP_AND_AWAY = ("surrender", "send_up", "send_down", "send_up", "destroy")
MADE = ("print_out", "spoil", "seal", "send", "destroy")


def standings() -> None:
    desks = Desks(StationFactory())
    standing, by = standing_of(desks), desks.clerk
    perform(standing, "record_activity", by=by, added=[DAY.isoformat()])
    told = {"way": "handout", "text": "自転車盗の手口", "reached": {str(standing.pk): 2}}
    perform(standing, "inform", by=by, on=LATER, **told)
    clock = Deadline.objects.of_case(standing).open().get(kind="information")
    perform(standing, "meet_deadline", by=by, on=LAST, deadline=clock.pk, evidence="配った")
    perform(standing, "change_area", by=by, on=DAY, patrol_area="坂上町")
    slip = {"what": "group:name", "after": "桜見坂見守り隊", "note": "戸籍の字"}
    perform(standing, "correct_entry", by=desks.hq_clerk, on=LATER, **slip)
    perform(standing, "end", by=by, on=LATER)


def standings_begun_and_revoked() -> None:
    desks = Desks(StationFactory())
    for name, by in (("activate", desks.clerk), ("call_off", desks.clerk)):
        case = application_at("approved", desks)
        perform(Certification.objects.get(group=case.group), name, by=by, on=DAY)
    returns.revoked(desks)


def registrations() -> None:
    clerk = Desks(StationFactory()).clerk
    _, (made,) = take(clerk, records([group_row()], [car_row()], [person_row()]))
    perform(made, "undo", by=clerk, on=DAY.replace(month=10), note="誤り")


def things() -> None:
    desks = Desks(StationFactory())
    first, second, third = application_at("approved", desks, people=3).credentials.filter(kind="card")
    for name in (*WAY, *UP_AND_AWAY):
        perform(first, name, by=desks.hq_clerk if name in MADE else desks.clerk, on=DAY)
    for name in ("print_out", "seal", "lose", "find"):
        perform(second, name, by=desks.hq_clerk, on=DAY)
    perform(third, "void", by=desks.hq_clerk, on=DAY)
    assert set(Credential.objects.filter(kind="card").values_list("state", flat=True)) == {
        "destroyed", "surrendered", "void",
    }  # fmt: skip


def returned() -> None:
    desks = Desks(StationFactory())
    notice = returns.received(desks, missing_kind="card")
    (lost,) = notice.lost_things()

    def do(name, by=desks.clerk, **details):
        perform(notice, name, by=by, on=returns.RETURNED, **details)

    do("assign", to=people.clerk(desks.station).staff.pk, note="")
    do("forward", desks.chief, document_number="")
    numbered(notice, desks.clerk, "桜見坂生発第40号", returns.RETURNED)
    do("send_back", desks.hq_clerk, reasons=REASONS)
    do("answer", answers=answers(notice))
    do("forward", desks.chief, document_number="桜見坂生発第40号")
    do("accept", desks.hq_clerk)
    do("take_found", things=[lost.pk], note="物置で")
    do("send_found")
    do("destroy_found", desks.hq_clerk)
    clock = Deadline.objects.of_case(notice).get(kind="entry_deletion")
    do("meet_deadline", deadline=clock.pk, evidence="新しい検査証を見た")
    do("tell_transport", desks.hq_clerk)
    tell_of_every_car(notice, desks, on=returns.RETURNED)
    do("notify_transport", desks.hq_clerk)
    assert returns.now(notice).state == R.TRANSPORT_NOTIFIED

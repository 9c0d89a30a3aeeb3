"""Returns in any state, led there by their proper acts."""

import datetime as dt

from blue_patrol.models import Certification, ReturnNotice
from blue_patrol.models.returned.machine import ReturnState as R
from blue_patrol.models.returned.receipt import INSTRUCTION, Receipt, receive, standing_of, things_with_group
from blue_patrol.models.transport_notices import open_clocks, send
from casework.models import TransportJurisdiction, TransportOffice
from casework.workflow import perform
from tests.factories.applications import DAY, REASONS, Desks, application_at
from tests.factories.places import START, StationFactory

RETURNED = DAY + dt.timedelta(days=20)
TOLD = [{"code": INSTRUCTION, "text": "15日以内に、記載の抹消を受けてください。"}]


def receipt_of(group, *, missing=(), note="自宅の火災で焼失", **fields) -> Receipt:
    """Everything the group holds came but the things named."""
    things = list(things_with_group(standing_of(group)))
    values = {
        "on": RETURNED, "applied_on": RETURNED, "reason": "ceased", "occurred_on": DAY, "instructed": TOLD,
        "missing": {str(thing.pk): note for thing in missing}, "things": [thing.pk for thing in things],
    } | fields  # fmt: skip
    return Receipt(**values)


def certified(desks, **group):
    """A group with everything in its hands."""
    return application_at("reported", desks, **group).group


def received(desks, *, missing_kind=None, **group) -> ReturnNotice:
    body = certified(desks, **group)
    gone = [t for t in things_with_group(standing_of(body)) if t.kind == missing_kind][:1]
    return now(receive(body, by=desks.clerk, receipt=receipt_of(body, missing=gone)))


def steps(notice, desks):
    def do(name, by, **details):
        return lambda: perform(notice, name, by=by, on=RETURNED, **details)

    return {
        R.FORWARDED: do("forward", desks.chief, document_number="桜見坂生発第31号"),
        R.SENT_BACK: do("send_back", desks.hq_clerk, reasons=REASONS),
        R.ACCEPTED: do("accept", desks.hq_clerk),
        R.TRANSPORT_NOTIFIED: lambda: tell_all(desks),
    }


ROADS = {
    R.RECEIVED: [],
    R.FORWARDED: [R.FORWARDED],
    R.SENT_BACK: [R.FORWARDED, R.SENT_BACK],
    R.ACCEPTED: [R.FORWARDED, R.ACCEPTED],
    R.TRANSPORT_NOTIFIED: [R.FORWARDED, R.ACCEPTED, R.TRANSPORT_NOTIFIED],
}


def return_at(state, desks=None, **traits) -> ReturnNotice:
    desks = desks or Desks(StationFactory())
    notice = received(desks, **traits)
    for step in ROADS[R(state)]:
        steps(notice, desks)[step]()
        notice = now(notice)
    return notice


def office(prefecture, name="愛知運輸支局", kind="branch", municipality="桜見市") -> TransportOffice:
    found = TransportOffice.objects.filter(prefecture=prefecture, name=name).first()
    if found is None:
        found = TransportOffice.objects.create(prefecture=prefecture, name=name, kind=kind, valid_from=START)
        TransportJurisdiction.objects.create(office=found, municipality=municipality, valid_from=START)
    return found


def tell_all(desks, clocks=(), **details):
    """One notice of these cars, or of every car that waits."""
    keys = list(clocks or open_clocks(desks.hq_clerk).values_list("pk", flat=True))
    told = {"document_number": "生総発第9号", "on": RETURNED, "values_of": lambda notice, cars: {}} | details
    return send(office(desks.station.prefecture), keys, by=desks.hq_clerk, **told)


def now(notice) -> ReturnNotice:
    return ReturnNotice.objects.get(pk=notice.pk)


def revoked(desks, **group):
    """A group whose standing was revoked by the decision of the HQ chief."""
    body = certified(desks, **group)
    perform(Certification.objects.get(group=body), "revoke", by=desks.director, on=DAY)
    return body

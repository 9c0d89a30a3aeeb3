"""The list of cases: what its filters mean. Two queries: the page, and the person's saved filters with who has cases in hand."""

from functools import cached_property

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, Value
from django.db.models.functions import Replace

from blue_patrol.models import Application, Credential, Procedure, Vehicle
from blue_patrol.models.waiting import STEP, Party, at, is_at_step_of, with_party
from blue_patrol.presenters import waiting
from casework import names
from casework.models import RoadState
from casework.views.handlers import Heads, chosen_handler, in_hands_of
from casework.views.keyset import Keyset, Ordered
from casework.views.lists import asked_text, chosen_station, plain_number, stations_of

ORDERS = {"": "新しい順", "kana": "五十音順"}
PHASES = {"": "すべて", "open": "進行中", "closed": "終わったもの"}
ANY_STEP = ("step", "本部の審査・決裁（どの段階も）")
PARTIES = (*((party.value, party.label) for party in Party), ANY_STEP)
_IGNORED = str.maketrans("", "", " \u3000-‐‑–—−ー・.|")


def asked_party(params) -> str:
    """A party as sent, any step of the route among them; "" for anything else."""
    sent = params.get("party", "").replace("\0", "")
    known = sent in Party.values or sent == ANY_STEP[0] or (sent.startswith(STEP) and len(sent) < 60)
    return sent if known else ""


def plain_plate(text: str) -> str:
    """A plate as typed, without what stands between its parts."""
    return plain_number(text).translate(_IGNORED)


def matching(text: str) -> Q:
    """Cases by group, representative, receipt number, car or number of a certificate, sticker or card."""
    plain = plain_number(text)
    key = names.search_key(text)
    found = Q(group__search_key__contains=key) if key else Q(pk__in=[])
    found |= Q(demonstration__title__icontains=plain) if plain else Q()
    if any(char.isdigit() for char in plain):
        cars = Vehicle.objects.annotate(plain=Replace("plate", Value("|"), Value("")))
        cars = cars.filter(group=OuterRef("group"), plain__contains=plain_plate(text))
        things = Credential.objects.filter(application=OuterRef("pk"), number__icontains=plain)
        found |= Q(receipt_number__icontains=plain) | Exists(cars) | Exists(things)
    return found


def _ticked(actor) -> Q:
    """The rows with which the post may do something together with others: decide, or report a delivery."""
    if actor.may("decide"):
        return is_at_step_of(actor.post)
    reported = Q(state=RoadState.DELIVERED) & ~Q(case_label=Procedure.DEMONSTRATION)
    return reported if actor.may("station_act") else Q(pk__in=[])


class CaseList:
    """One page of cases with the filters as they were sent; anything unknown among them is left out."""

    def __init__(self, actor, params):
        self.q = asked_text(params)
        self.state = params.get("state") if params.get("state") in RoadState.values else ""
        self.phase = params.get("phase") if params.get("phase") in PHASES else ""
        self.order = params.get("order") if params.get("order") in ORDERS else ""
        self.party = asked_party(params)
        self.procedure = params.get("procedure") if params.get("procedure") in Procedure.values else ""
        self.procedures = Procedure.choices
        self.stations = stations_of(actor)
        self.station = chosen_station(params, self.stations)
        self.heads = Heads.read(Application.objects.of(actor), actor, self.station, listing="cases")
        self.handlers = self.heads.handlers
        self.handler = chosen_handler(params, self.handlers)
        self.params, self.rows = params, self._rows(actor)
        self.is_filtered = bool(
            self.q or self.state or self.procedure or self.phase or self.party or self.station or self.handler
        )
        self.states, self.phases, self.orders = RoadState.choices, PHASES.items(), ORDERS.items()
        self.parties = dict(PARTIES).items()
        self.asked = {
            "q": self.q, "state": self.state, "procedure": self.procedure, "phase": self.phase, "party": self.party,
            "station": self.station.pk if self.station else "", "handler": self.handler,
        }  # fmt: skip

    @property
    def source(self) -> Ordered:
        return (
            Ordered(self.rows, "group__order_key")
            if self.order == "kana"
            else Ordered(self.rows, descending=True)
        )

    @cached_property
    def pages(self) -> Keyset:
        pages = self.source.page(self.params)
        for case in pages.rows:
            case.waits_for = waiting.party_label(case.party) if case.party else ""
        return pages

    def _rows(self, actor):
        rows = Application.objects.of(actor).select_related("group", "station", "handler")
        if self.station:
            rows = rows.filter(station=self.station)
        if self.state:
            rows = rows.filter(state=self.state)
        if self.procedure:
            rows = rows.filter(case_label=self.procedure)
        rows = rows.filter(in_hands_of(self.handler, actor))
        rows = with_party(rows).annotate(may_be_ticked=ExpressionWrapper(_ticked(actor), BooleanField()))
        if self.party:
            rows = at(rows, self.party)
        if self.phase == "open":
            rows = rows.open()
        if self.phase == "closed":
            rows = rows.closed()
        return rows.filter(matching(self.q)) if self.q else rows

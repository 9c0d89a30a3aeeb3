"""証明書等の所在: where every certificate, sticker and card is; the parts always make the same sum."""

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.views.generic import TemplateView

from blue_patrol.models import BlankLot, BlankUse, Credential, Kind, Place
from blue_patrol.models.parcels import BROUGHT_BACK
from blue_patrol.models.stock.lots import Outcome, with_sheets
from blue_patrol.presenters import custody as words
from blue_patrol.presenters import stock as stock_words
from blue_patrol.rules import sheets
from casework.models import ReadLog, StateChange
from casework.roles import Role
from casework.views.keyset import Keyset
from casework.views.lists import asked_text, chosen_station, stations_of

HELD_SHOWN = 1000
HOLDER = ("certification__group", "application__group", "application__demonstration")  # as Credential.holder


def since():
    """The day on which a thing came where it is."""
    moves = StateChange.objects.filter(case_label=Credential._meta.label, case_pk=OuterRef("pk"))
    return Subquery(moves.order_by("-seq").values("on")[:1])


class CustodyPage(TemplateView):
    """Headquarters: four queries; a station: two."""

    template_name = "blue_patrol/stock/custody.html"

    def get_context_data(self, **kwargs):
        actor = self.request.actor
        ReadLog.note(actor, "証明書等の所在")
        counts = (
            Credential.objects.of(actor).order_by().values("station", "state", "kind").annotate(n=Count("pk"))
        )
        more = self._of_station(actor) if actor.station else self._of_headquarters(actor)
        stations = more.pop("stations")
        return super().get_context_data(
            custody=words.of_counts(counts, stations), kinds=Kind, by_station=words.BY_STATION,
            may_count=actor.may("keep_things"), **more, **kwargs,
        )  # fmt: skip

    @staticmethod
    def _of_station(actor) -> dict:
        here = Credential.objects.of(actor).filter(state__in=[Place.AT_STATION, Place.SURRENDERED])
        things = here.select_related(*HOLDER).annotate(since=since()).order_by("pk")[:HELD_SHOWN]
        held = words.held(things)
        return {
            "stations": [],
            "waiting": [mine for mine in held if mine.place == Place.AT_STATION],
            "surrendered": [mine for mine in held if mine.place == Place.SURRENDERED],
        }

    @staticmethod
    def _of_headquarters(actor) -> dict:
        back = (
            Credential.objects.of(actor)
            .filter(state=Place.SENT_TO_HQ)
            .annotate(
                holder_name=Coalesce(
                    "certification__group__name",
                    "application__group__name",
                    "application__demonstration__title",
                )
            )
            .order_by("application", "certification__group")
        )
        returned = back.values(
            "application", "application__state", "returned__notice", "certification__group", "holder_name", "station__name"
        ).annotate(n=Count("pk"))  # fmt: skip
        return {
            "stations": stations_of(actor),
            "stock": stock_words.by_kind(list(BlankLot.objects.of(actor).valid().counted())),
            "outcomes": stock_words.OUTCOMES,
            "returned": [row | {"can_destroy": row["application__state"] in BROUGHT_BACK} for row in returned],
            "may_destroy": actor.role == Role.HQ_CLERK, "may_see_stock": actor.may("headquarters_home"),
        }  # fmt: skip


class CustodyThings(TemplateView):
    """The things behind a number, or those that a number was searched for."""

    template_name = "blue_patrol/stock/custody_things.html"

    def get_context_data(self, **kwargs):
        actor, params = self.request.actor, self.request.GET
        ReadLog.note(actor, "証明書等の一覧")
        stations = stations_of(actor)
        station = chosen_station(params, stations)
        state = params.get("state") if params.get("state") in Place.values else ""
        kind = params.get("kind") if params.get("kind") in Kind.values else ""
        q = asked_text(params)
        rows = Credential.objects.of(actor).select_related(
            "station", "vehicle", "patroller", "run_car", *HOLDER
        )
        asked = {"station": station, "state": state, "kind": kind}
        rows = rows.filter(**{name: value for name, value in asked.items() if value})
        rows = rows.filter(self._matching(q)) if q else rows
        pages = Keyset(with_sheets(rows).annotate(since=since()), params)
        blanks = stock_words.what_became_of(actor, q) if q and not pages.rows else []
        return super().get_context_data(
            pages=pages, stations=stations, q=q, places=Place.choices, kinds=Kind.choices, blanks=blanks,
            is_filtered=bool(q or state or kind or station), **{**asked, "place": state}, **kwargs,
        )  # fmt: skip

    @staticmethod
    def _matching(q: str) -> Q:
        """By the number of the thing or of the sheet it is printed on, as typed or as scanned."""
        printed = BlankUse.objects.filter(sheet=sheets.plain(q), outcome=Outcome.USED)
        return Q(number__icontains=sheets.bare(q)) | Q(pk__in=printed.values("credential"))

"""実施者証 kept at the station, handed over one by one once their bearers have attended training (BP-5-5-2)."""

from datetime import date

from django.db.models import Max
from django.utils import timezone

from blue_patrol.models.certifications import Standing
from blue_patrol.models.credentials import Credential, Kind, Place
from blue_patrol.models.desk_work import desk_act
from blue_patrol.models.registers import LedgerEvent, RegisterEntry
from casework import dates, wareki
from casework.models import StateChange
from casework.models.road import S
from casework.models.road_hooks import RoadHooks
from casework.permissions import Reason
from casework.workflow import perform_all

LATER = "実施者証の追加交付"


def not_here_by_then(keys, on: date) -> list[Reason]:
    """Nothing is handed over before the day on which the station took it in."""
    taken = StateChange.objects.filter(
        case_label=Credential._meta.label, case_pk__in=list(keys), transition="take_in"
    )
    if (last := taken.aggregate(last=Max("on"))["last"]) and on < last:
        text = f"署が受け取った日（{wareki.format_long(last)}）より前の日付は記録できません。"
        return [Reason(text, "BP-5-4", field="on")]
    return []


class LaterCards(RoadHooks):
    """Mixed into the application. Each hand-over makes a row of the register and no second report (BP-5-5-3)."""

    @desk_act(
        [S.DELIVERED, S.REPORTED], "station_act", "実施者証の交付", "on_cards_handed_over", "card_problems"
    )
    def hand_over_cards(self, act): ...

    def waiting_cards(self):
        """Cards kept at the station until their bearer has attended training; none of a standing that is over."""
        cards = self.things().filter(kind=Kind.CARD, state=Place.AT_STATION)
        return cards.filter(certification__state__in=[Standing.PENDING, Standing.ACTIVE])

    def card_problems(self, act) -> list[Reason]:
        problems = []
        if act.on < self.delivered_on or act.on > timezone.localdate(act.at):
            problems.append(Reason("証明書を交付した日からきょうまでの日にしてください。", field="on"))
        chosen = self.waiting_cards().filter(pk__in=act.details.get("credentials") or [])
        problems += not_here_by_then([card.pk for card in chosen], act.on)
        if not chosen:
            problems.append(Reason("渡した実施者証に印を付けてください。", "BP-5-5-2", field="credentials"))
        problems += [
            Reason(
                f"{card.patroller.name}さんは、この日までに講習を受けていません。",
                "BP-5-5-2",
                field="credentials",
            )
            for card in chosen
            if not card.patroller.is_trained(act.on)
        ]
        if not (act.details.get("receiver_name") or "").strip():
            problems.append(Reason("受け取った人を書いてください。", "BP-5-5-3", field="receiver_name"))
        return problems

    def on_cards_handed_over(self, act) -> None:
        """Details: credentials (keys of the cards), receiver_name."""
        cards = self.waiting_cards().filter(pk__in=act.details["credentials"])
        handed = perform_all(cards, "hand_over", by=act.by, on=act.on)
        RegisterEntry.enter(
            station=self.station, year=dates.fiscal_year(act.on), delivered_on=act.on, kind=self.register_kind,
            group=self.group, group_name=self.group.name, application=self,
            card_numbers=[card.number for card in handed], delivered_by=act.by.staff.name,
            receiver_name=act.details["receiver_name"], remarks=LATER,
        )  # fmt: skip
        LedgerEvent.note(self.group, act, LATER, f"実施者証{len(handed)}枚を交付")

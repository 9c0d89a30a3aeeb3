"""証明書・標章・実施者証: each thing is somewhere, from blank stock to the group and back."""

from collections import Counter
from collections.abc import Mapping

from django.db import models
from django.db.models import Q
from django_fsm import transition

from blue_patrol.models.groups import Vehicle
from casework import wareki
from casework.models import HeadquartersDivision
from casework.models.base import Machine, StateField, StationQuerySet
from casework.permissions import PERMISSIONS, Reason
from casework.workflow import guard

P = PERMISSIONS


class Place(models.TextChoices):
    BLANK = "blank", "作成前"
    PRINTED = "printed", "印刷済"
    SEALED = "sealed", "押印済"
    IN_TRANSIT = "in_transit", "送付中"
    AT_STATION = "at_station", "署に保管"
    WITH_GROUP = "with_group", "交付済"
    SURRENDERED = "surrendered", "署に返納"
    SENT_TO_HQ = "sent_to_hq", "本部へ返送"
    DESTROYED = "destroyed", "廃棄済"
    LOST = "lost", "不明"
    VOID = "void", "無効"


L = Place
BEFORE_DELIVERY = [L.BLANK, L.PRINTED, L.SEALED, L.IN_TRANSIT, L.AT_STATION]
LIVE = [*BEFORE_DELIVERY, L.WITH_GROUP]
ON_PAPER = (L.AT_STATION, L.WITH_GROUP)  # where a thing that was issued on paper may be


class Kind(models.TextChoices):
    CERTIFICATE = "certificate", "証明書"
    STICKER = "sticker", "標章"
    CARD = "card", "実施者証"
    DEMONSTRATION = "demonstration", "デモ等用標章"


class CredentialQuerySet(StationQuerySet):
    def live(self):
        """What is valid or will be once handed over."""
        return self.filter(state__in=LIVE)


@guard("講習の受講を確認できない実施者の実施者証は、渡せません。", "BP-5-5-2", "patrollers")
def bearer_is_trained(credential) -> bool:
    """A card is handed over only after training is confirmed; certificates and stickers have no bearer."""
    return credential.kind != Kind.CARD or credential.patroller.trainings.exists()


@guard("交付していないものは、団体へ返せません。", "BP-5-5-1", "things")
def was_with_the_group(credential) -> bool:
    return credential.handed_over_on is not None


def bearer_was_trained_by_then(credential, act) -> list[Reason]:
    if credential.kind == Kind.CARD and not credential.patroller.is_trained(act.on):
        return [
            Reason(
                f"{credential.patroller.name}さんは、{wareki.format_long(act.on)}までに講習を受けていません。",
                "BP-5-5-2",
            )
        ]
    return []


CONSTRAINTS: list[models.BaseConstraint] = [
    models.CheckConstraint(name="blue_patrol_credential_place_known", condition=Q(state__in=L.values)),
    models.CheckConstraint(
        name="blue_patrol_credential_has_its_bearer",
        condition=Q(kind=Kind.CERTIFICATE, vehicle=None, patroller=None, run_car=None)
        | Q(kind=Kind.STICKER, vehicle__isnull=False, patroller=None, run_car=None)
        | Q(kind=Kind.CARD, vehicle=None, patroller__isnull=False, run_car=None)
        | Q(kind=Kind.DEMONSTRATION, vehicle=None, patroller=None, run_car__isnull=False),
    ),
    models.CheckConstraint(
        name="blue_patrol_credential_has_its_standing",
        condition=Q(kind=Kind.DEMONSTRATION, certification=None, application__isnull=False)
        | (~Q(kind=Kind.DEMONSTRATION) & Q(certification__isnull=False)),
    ),
    models.UniqueConstraint(
        fields=["run_car"],
        condition=Q(kind=Kind.DEMONSTRATION, state__in=LIVE),
        name="blue_patrol_one_live_sticker_a_run_car",
    ),
    models.CheckConstraint(
        name="blue_patrol_credential_dated_when_handed_over",
        condition=~Q(state=L.WITH_GROUP) | Q(handed_over_on__isnull=False),
    ),
    models.UniqueConstraint(
        fields=["vehicle"],
        condition=Q(kind=Kind.STICKER, state__in=LIVE),
        name="blue_patrol_one_live_sticker_a_car",
    ),
    models.UniqueConstraint(
        fields=["station", "kind", "number"],
        condition=Q(state__in=LIVE),
        name="blue_patrol_live_credential_number_once",
    ),
]


class Credential(Machine):
    written_by_acts = True
    duty = HeadquartersDivision.Duty.BLUE_PATROL
    opening_label = "準備"
    main_line = (*BEFORE_DELIVERY, L.WITH_GROUP)
    openings = {"register": ("既存証明の登録", ON_PAPER)}
    erasures = {"undo_registration": ("既存証明の登録の取消し", ON_PAPER)}
    clauses = {
        "open": "BP-5-4",
        "send": "BP-5-4",
        "take_in": "BP-5-4",
        "hand_over": "BP-5-5-1",
        "surrender": "BP-9-1",
    }

    kind = models.CharField("種別", max_length=15, choices=Kind)
    number = models.CharField("番号", max_length=40)
    certification = models.ForeignKey(
        "blue_patrol.Certification",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="credentials",
    )  # none: a demonstration sticker hangs on its case alone
    application = models.ForeignKey(
        "blue_patrol.Application",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="credentials",
    )  # none: issued on paper
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replacement",
        verbose_name="替える前のもの",
    )
    vehicle = models.ForeignKey(
        "blue_patrol.Vehicle", models.PROTECT, null=True, blank=True, related_name="stickers"
    )
    patroller = models.ForeignKey(
        "blue_patrol.Patroller", models.PROTECT, null=True, blank=True, related_name="cards"
    )
    run_car = models.ForeignKey(
        "blue_patrol.DemonstrationCar",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="stickers",
    )
    handed_over_on = models.DateField("交付日", null=True, blank=True)
    state = StateField("所在", choices=L.choices, default=L.BLANK)

    objects = CredentialQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "証明書等"
        ordering = ["pk"]
        constraints = CONSTRAINTS
        indexes = [
            models.Index(
                fields=["station"], condition=Q(handed_over_on=None), name="blue_patrol_not_handed_over"
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.number}"

    @property
    def bearer(self) -> str:
        """Whose or what it is for: the plate or the patroller's name."""
        return str(self.vehicle or self.patroller or self.run_car or "")

    @property
    def holder(self) -> str:
        """The group that holds it, or the event for which it was made."""
        if self.certification:
            return str(self.certification.group)
        return self.application.subject if self.application else ""

    @transition(state, L.BLANK, L.PRINTED, permission=P["headquarters_act"], custom={"label": "印刷"})
    def print_out(self, act): ...

    @transition(state, L.PRINTED, L.SEALED, permission=P["headquarters_act"], custom={"label": "押印"})
    def seal(self, act): ...

    @transition(state, L.SEALED, L.IN_TRANSIT, permission=P["headquarters_act"], custom={"label": "送付"})
    def send(self, act): ...

    @transition(state, L.IN_TRANSIT, L.AT_STATION, permission=P["station_act"], custom={"label": "受領"})
    def take_in(self, act): ...

    @transition(
        state, L.AT_STATION, L.WITH_GROUP, permission=P["station_act"], conditions=[bearer_is_trained],
        custom={"label": "交付", "checks": [bearer_was_trained_by_then]},
    )  # fmt: skip
    def hand_over(self, act):
        self.handed_over_on = act.on

    @transition(state, L.WITH_GROUP, L.SURRENDERED, permission=P["station_act"], custom={"label": "返納"})
    def surrender(self, act): ...

    @transition(
        state, L.SURRENDERED, L.WITH_GROUP, permission=P["station_act"], conditions=[was_with_the_group],
        custom={"label": "返戻"},
    )  # fmt: skip
    def give_back(self, act):
        """What was handed in for a case that came to nothing is the group's again; its day stays that of its delivery."""

    @transition(
        state, [L.PRINTED, L.SEALED], L.BLANK, permission=P["headquarters_act"], custom={"label": "刷り損じ"}
    )  # fmt: skip
    def spoil(self, act): ...

    @transition(
        state, [L.AT_STATION, L.SURRENDERED], L.SENT_TO_HQ, permission=P["send_things_up"], custom={"label": "本部への返送"}
    )  # fmt: skip
    def send_up(self, act): ...

    @transition(
        state, L.SENT_TO_HQ, L.SURRENDERED, permission=P["void_things"], custom={"label": "署への返送"}
    )
    def send_down(self, act):
        """What came up with an application that came to nothing goes back to the station."""

    @transition(state, L.SENT_TO_HQ, L.DESTROYED, permission=P["headquarters_act"], custom={"label": "廃棄"})
    def destroy(self, act): ...

    @transition(
        state, [L.PRINTED, L.SEALED, L.IN_TRANSIT, L.AT_STATION, L.WITH_GROUP, L.SURRENDERED, L.SENT_TO_HQ], L.LOST,
        permission=P["keep_things"], custom={"label": "不明"},
    )  # fmt: skip
    def lose(self, act): ...

    @transition(state, L.LOST, L.SURRENDERED, permission=P["keep_things"], custom={"label": "発見"})
    def find(self, act): ...

    @transition(state, BEFORE_DELIVERY, L.VOID, permission=P["void_things"], custom={"label": "無効"})
    def void(self, act): ...


def marked_cars(standing):
    """The cars whose stickers the standing had: their entries are to be deleted, whether the sticker came or not."""
    stickers = standing.credentials.filter(kind=Kind.STICKER).exclude(handed_over_on=None)
    return Vehicle.objects.filter(pk__in=stickers.values("vehicle"), removed_on=None)


def count_words(things) -> str:
    """証明書1枚・標章2枚・実施者証8枚"""
    return sum_words(Counter(thing.kind for thing in things))


def sum_words(counts: Mapping[str, int]) -> str:
    """The same of counts by kind."""
    return "・".join(f"{kind.label}{counts[kind]}枚" for kind in Kind if counts.get(kind))

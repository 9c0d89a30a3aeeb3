"""What comes with a later application: damaged things, things that change; or what has been lost (BP-6-1, BP-7-1).

It is taken in with the application, goes up with it and is destroyed when headquarters sends the new things. Where
nothing comes of the application, it goes back to the group.
"""

from django.db import models

from blue_patrol.models.applications import Application
from blue_patrol.models.certifications import Certification, Standing
from blue_patrol.models.credentials import LIVE, Credential, Place
from blue_patrol.models.desk_work import desk_act
from casework.models.base import StationRow
from casework.models.road import OPEN_STATES, S
from casework.models.road_hooks import RoadHooks
from casework.permissions import Reason
from casework.workflow import Refused, perform_all


class Cause(models.TextChoices):
    LOST = "lost", "紛失"
    DAMAGED = "damaged", "き損"
    SOILED = "soiled", "汚損"
    CHANGED = "changed", "変更"
    LATER = "later", "変更（後日）"


TAKEN_IN = (Place.SURRENDERED, Place.SENT_TO_HQ)  # by this case, once it is received
REISSUABLE = (Cause.LOST, Cause.DAMAGED, Cause.SOILED)  # 第6の1: these three and no other


class HandedIn(StationRow):
    """One thing of the group in an application, and why it is there."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="handed_in")
    credential = models.ForeignKey(
        Credential, models.PROTECT, related_name="handed_in", verbose_name="証明書等"
    )
    cause = models.CharField("理由", max_length=8, choices=Cause)
    note = models.CharField("紛失の事情", max_length=200, blank=True)
    is_taken = models.BooleanField("受け取った", default=False)  # by this case: a draft only names it

    class Meta:
        verbose_name = verbose_name_plural = "申請に添えた証明書等"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "credential"], name="blue_patrol_handed_in_once_a_case"
            )
        ]

    def __str__(self):
        return f"{self.credential}（{self.get_cause_display()}）"


class TakesIn(RoadHooks):
    """Mixed into the procedures in which things come back."""

    def standing_gaps(self) -> list[Reason]:
        """Nothing is asked for, decided or handed out under a standing that has ended, also meanwhile."""
        if self.certification.state == Standing.ACTIVE:
            return []
        text = f"有効な証明のない団体の{self.procedure}は、進められません。"
        return [Reason(text, self.clause_of("receive"))]

    def intake_gaps(self) -> list[Reason]:
        return super().intake_gaps() + self.standing_gaps()

    def forward_gaps(self) -> list[Reason]:
        return super().forward_gaps() + self.standing_gaps()

    def delivery_gaps(self) -> list[Reason]:
        return super().delivery_gaps() + self.standing_gaps()

    def came_in(self) -> list[HandedIn]:
        rows = self.handed_in.select_related("credential__vehicle", "credential__patroller")
        return list(rows)

    def handed_in_at(self, state: str):
        """What this case took in, and no return of the whole standing has taken over since (BP-9-1)."""
        return Credential.objects.filter(
            handed_in__application=self, handed_in__is_taken=True, returned=None, state=state
        )

    def things_gaps(self) -> list[Reason]:
        """Everything named is where it is said to be, and in no other open case."""
        gaps = []
        taken = TAKEN_IN if self.received_on else ()
        for row in self.came_in():
            allowed = (Place.WITH_GROUP, Place.LOST) if row.cause == Cause.LOST else (Place.WITH_GROUP,)
            if row.credential.state not in (*allowed, *taken):
                text = f"{row.credential}は、団体の手元にありません（いまの所在：{row.credential.get_state_display()}）。"
                gaps.append(Reason(text, self.clause_of("receive"), "things"))
        return gaps + [
            Reason(
                f"{row.credential}は、別の手続中です（{row.application.procedure} {row.application.receipt_number or '受理前'}）。",
                self.clause_of("receive"), "things",
            )
            for row in self.rivals()
        ]  # fmt: skip

    def rival_rows(self):
        """The same things in another case that was received and is not done; a draft stops nobody."""
        named = self.handed_in.order_by().values("credential")
        running = [state for state in OPEN_STATES if state != S.DRAFT]
        rows = HandedIn.objects.filter(credential__in=named, application__state__in=running)
        return rows.exclude(application=self)

    def rivals(self) -> list[HandedIn]:
        return list(self.rival_rows().select_related("application", "credential"))

    def twin_gaps(self) -> list[Reason]:
        """What another running case of the standing may have taken meanwhile."""
        return self.things_gaps()

    def _take_turns(self) -> None:
        """Cases of one standing are received one after the other; the second sees what the first took."""
        standing = Certification.objects.filter(pk=self.certification_id)
        list(standing.select_for_update(no_key=True).values_list("pk"))
        if reasons := self.twin_gaps():
            raise Refused(reasons)

    def on_received(self, act) -> None:
        self._take_turns()
        super().on_received(act)
        self._take_in(act)

    def on_resubmitted(self, act) -> None:
        """What the applicant named only when mending is taken in now."""
        self._take_turns()
        super().on_resubmitted(act)
        self._take_in(act)

    def _take_in(self, act) -> None:
        """The station takes the things in; what is lost is lost from this day, what comes later stays with the group."""
        rows = [row for row in self.came_in() if row.credential.state == Place.WITH_GROUP]
        lost = [row.credential for row in rows if row.cause == Cause.LOST]
        here = [row.credential for row in rows if row.cause not in (Cause.LOST, Cause.LATER)]
        perform_all(lost, "lose", by=act.by, on=act.on)
        perform_all(here, "surrender", by=act.by, on=act.on)
        self.handed_in.filter(credential__in=here).update(is_taken=True)

    def return_dropped(self, things, by) -> None:
        """What is no longer named in the request goes back to the group."""
        keys = [thing.pk for thing in things]
        for state, name in ((Place.SENT_TO_HQ, "send_down"), (Place.SURRENDERED, "give_back")):
            perform_all(Credential.objects.filter(pk__in=keys, state=state), name, by=by)

    def on_forwarded(self, act) -> None:
        super().on_forwarded(act)
        perform_all(self.handed_in_at(Place.SURRENDERED), "send_up", by=act.by, on=act.on)

    def on_dispatched(self, act) -> None:
        """Headquarters destroys what came up when the new things go down."""
        super().on_dispatched(act)
        perform_all(self.handed_in_at(Place.SENT_TO_HQ), "destroy", by=act.by, on=act.on)

    def on_withdrawn(self, act) -> None:
        super().on_withdrawn(act)
        self._give_back(act)

    def on_declined(self, act) -> None:
        super().on_declined(act)
        perform_all(self.handed_in_at(Place.SENT_TO_HQ), "send_down", by=act.by, on=act.on)

    def _give_back(self, act) -> None:
        perform_all(self.handed_in_at(Place.SENT_TO_HQ), "send_down", by=act.by, on=act.on)
        perform_all(self.handed_in_at(Place.SURRENDERED), "give_back", by=act.by, on=act.on)

    @desk_act(
        [S.DECLINED, S.UNDELIVERED],
        "station_act",
        "預かったものの返戻",
        "on_given_back",
        "giving_back_problems",
    )
    def give_back(self, act): ...

    def giving_back_problems(self, act) -> list[Reason]:
        if self.handed_in_at(Place.SURRENDERED).exists():
            return []
        return [Reason("団体へ返すものは、ありません。", self.clause_of("receive"))]

    def on_given_back(self, act) -> None:
        """What came up with an application that came to nothing is the group's again."""
        self._give_back(act)

    def last_in_chain(self, thing: Credential) -> Credential:
        """What the next thing replaces: ``thing``, or what a recalled decision had put in its place."""
        while successor := Credential.objects.filter(replaces=thing).first():
            if successor.state in LIVE:
                raise ValueError(f"{thing} has been replaced by {successor}")
            thing = successor
        return thing

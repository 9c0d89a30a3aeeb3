"""What the decision makes, each on its form, and its way to the station (BP-5-4)."""

from collections import Counter

from blue_patrol.models.certifications import Certification
from blue_patrol.models.credentials import BEFORE_DELIVERY, Credential, Kind, Place
from blue_patrol.rules import credential_numbers
from casework import paper_registry
from casework.models import IssuedNumber, IssuedPaper
from casework.models.road_hooks import RoadHooks
from casework.permissions import Reason
from casework.workflow import open_all, perform_all

FORM_OF = {Kind.CERTIFICATE: "5", Kind.STICKER: "6", Kind.CARD: "7", Kind.DEMONSTRATION: "21"}
ISSUED_FORMS = tuple(FORM_OF.values())
NUMBERED_ANEW = (Kind.STICKER, Kind.CARD, Kind.DEMONSTRATION)  # what is made in place of another
WRITE = {Kind.STICKER: credential_numbers.sticker, Kind.CARD: credential_numbers.card}


class CertificateSet(RoadHooks):
    """Mixed into the applications: the way of its credentials from the decision to the station."""

    certification: Certification | None

    def prepared(self, act) -> list[Credential]:
        """The things that the decision makes, not stored yet."""
        raise NotImplementedError

    def asked_for(self) -> Counter[str]:
        """How many things of each kind the decision is to make: kind → count."""
        raise NotImplementedError

    def thing(self, kind: Kind, number: str, **bearer) -> Credential:
        return Credential(
            kind=kind, number=number, station=self.station, application=self, certification=self.certification, **bearer
        )  # fmt: skip

    def numbers_for(self, kind: Kind, count: int) -> list[str]:
        """The next numbers of stickers or cards under the certificate: one series, also in later years."""
        certificate, year = self.certification.number, self.certification.certified_on.year
        return IssuedNumber.give(
            self.station, kind, f"certificate:{certificate}", year, lambda value: WRITE[kind](certificate, value), count
        )  # fmt: skip

    def on_approved(self, act) -> None:
        super().on_approved(act)
        self.freeze_things(open_all(self.prepared(act), by=act.by, on=act.on), act)

    def freeze_things(self, made, act) -> None:
        """One form for all things of a kind; the records that several forms show are read once."""
        read: dict = {}
        for kind, form in FORM_OF.items():
            if things := [thing for thing in made if thing.kind == kind]:
                values_of = paper_registry.get(form).values_of
                if values_of not in read:
                    read[values_of] = values_of(self, act.on)
                IssuedPaper.freeze(self, form, act, values=self.shown(kind, read[values_of], things))

    def shown(self, kind: Kind, values: dict, things) -> dict:
        """The certificate shows every car, stickers and cards only themselves."""
        return values if kind == Kind.CERTIFICATE else of_numbers(values, {thing.number for thing in things})

    def on_recalled(self, act) -> None:
        """What was prepared is void; its numbers stay as 欠番, its papers on record as void."""
        super().on_recalled(act)
        self.call_off(act, "決裁の取消し")

    def call_off(self, act, why: str) -> None:
        numbered = self.credentials.exclude(kind=Kind.CERTIFICATE).values_list("number", flat=True)
        self.void_numbers(list(numbered), why, act)
        perform_all(self.things().filter(state__in=BEFORE_DELIVERY), "void", by=act.by, on=act.on)
        papers = IssuedPaper.objects.of_case(self).valid().filter(form__in=ISSUED_FORMS)
        papers.update(voided_on=act.on, void_reason=why)

    def void_numbers(self, numbers, why: str, act) -> None:
        """They are never given again."""
        IssuedNumber.void(self.station, list(numbers), reason=why, on=act.on)

    def things(self):
        """The live credentials of this case, certificate first."""
        return self.credentials.live().select_related("vehicle", "patroller", "run_car")

    def places(self) -> set[str]:
        return set(self.things().values_list("state", flat=True))

    def papers_are_unmade(self) -> bool:
        papers = IssuedPaper.objects.of_case(self).valid()
        return papers.filter(form__in=ISSUED_FORMS, file=None).exists()

    def dispatch_gaps(self) -> list[Reason]:
        """Every item printed and sealed, every paper with its bytes."""
        gaps = []
        places = self.places()
        if Place.BLANK in places:
            gaps.append(Reason("まだ印刷していない証明書等があります。", "BP-5-4", "things"))
        if Place.PRINTED in places:
            gaps.append(Reason("まだ押印していない証明書等があります。", "BP-5-4", "things"))
        if self.papers_are_unmade():
            gaps.append(
                Reason("書類の作成が済んでいません。「作り直す」を押してください。", "BP-5-4", "papers")
            )
        return gaps

    def on_dispatched(self, act) -> None:
        perform_all(self.things(), "send", by=act.by, on=act.on)


def of_numbers(values: dict, numbers: set[str]) -> dict:
    """The values of form 6 or 7 for these numbers alone."""
    bare = {number.removeprefix("第").removesuffix("号") for number in numbers}
    return values | {
        "vehicles": [car for car in values["vehicles"] if car["sticker_number"] in bare],
        "patrollers": [man for man in values["patrollers"] if man["card_number"] in bare],
    }

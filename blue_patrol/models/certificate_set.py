"""What the decision makes: a number, the standing, one certificate, a sticker a car, a card a patroller (BP-5-4)."""

from blue_patrol.models.certifications import Certification, Standing
from blue_patrol.models.credentials import BEFORE_DELIVERY, Credential, Kind, Place
from blue_patrol.rules import credential_numbers
from casework.models import IssuedNumber, IssuedPaper
from casework.models.road_hooks import RoadHooks
from casework.permissions import Reason
from casework.workflow import open_all, perform, perform_all

FORM_OF = {Kind.CERTIFICATE: "5", Kind.STICKER: "6", Kind.CARD: "7"}
CERTIFICATE_FORMS = tuple(FORM_OF.values())


def void_numbers(case, numbers, why: str, act) -> None:
    """The numbers are never given again; the certificate's own among them."""
    IssuedNumber.void(case.station, list(numbers), reason=why, on=act.on)


class CertificateSet(RoadHooks):
    """Mixed into the application: the way of its credentials from the decision to the station."""

    def on_approved(self, act) -> None:
        super().on_approved(act)
        certification = self._certify(act)
        open_all(self._credentials_of(certification, act), by=act.by, on=act.on)
        for form in CERTIFICATE_FORMS:
            IssuedPaper.freeze(self, form, act)

    def _certify(self, act) -> Certification:
        day = credential_numbers.numbered_on(
            act.on, self.profile_value("certificate_number_year", "calendar")
        )
        (number,) = IssuedNumber.give(
            self.station, "certificate", f"prefecture:{self.station.prefecture_id}", day.year,
            lambda value: credential_numbers.certificate(day, value),
        )  # fmt: skip
        certification = Certification(
            station=self.station,
            group=self.group,
            number=number,
            certified_on=act.on,
            patrol_area=self.patrol_area,
        )
        open_all([certification], by=act.by, on=act.on)
        return certification

    def _credentials_of(self, certification, act) -> list[Credential]:
        def numbered(kind, count, write):
            holder = f"certificate:{certification.number}"
            return IssuedNumber.give(
                self.station, kind, holder, act.on.year, lambda v: write(certification.number, v), count
            )

        cars = list(self.group.vehicles.current())
        people = list(self.group.patrollers.current())
        stickers = numbered("sticker", len(cars), credential_numbers.sticker)
        cards = numbered("card", len(people), credential_numbers.card)
        made = {"station": self.station, "application": self, "certification": certification}
        return [
            Credential(kind=Kind.CERTIFICATE, number=certification.number, **made),
            *(
                Credential(kind=Kind.STICKER, number=n, vehicle=car, **made)
                for n, car in zip(stickers, cars, strict=True)
            ),
            *(
                Credential(kind=Kind.CARD, number=n, patroller=man, **made)
                for n, man in zip(cards, people, strict=True)
            ),
        ]

    @property
    def certification(self) -> Certification:
        """The standing that this case made, and that was not called off."""
        made = Certification.objects.exclude(state=Standing.VOID)
        return made.filter(credentials__application=self, credentials__kind=Kind.CERTIFICATE).distinct().get()

    def on_recalled(self, act) -> None:
        """What was prepared is void; its numbers stay as 欠番, its papers on record as void."""
        super().on_recalled(act)
        self.call_off(act, "決裁の取消し")

    def call_off(self, act, why: str) -> None:
        """End the standing that never began, with its numbers and papers."""
        certification = self.certification
        void_numbers(self, self.credentials.values_list("number", flat=True), why, act)
        perform(certification, "call_off", by=act.by, on=act.on)
        perform_all(self.things().filter(state__in=BEFORE_DELIVERY), "void", by=act.by, on=act.on)
        papers = IssuedPaper.objects.of_case(self).valid().filter(form__in=CERTIFICATE_FORMS)
        papers.update(voided_on=act.on, void_reason=why)

    def things(self):
        """The live credentials of this case, certificate first."""
        return self.credentials.live().select_related("vehicle", "patroller")

    def places(self) -> set[str]:
        return set(self.things().values_list("state", flat=True))

    def papers_are_unmade(self) -> bool:
        papers = IssuedPaper.objects.of_case(self).valid()
        return papers.filter(form__in=CERTIFICATE_FORMS, file=None).exists()

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

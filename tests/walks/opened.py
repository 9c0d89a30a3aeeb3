"""What is opened in the life of a group beside the acts on its cases, as the pages do it: by random posts, with random input."""

from random import Random

from django.db import transaction

from blue_patrol.models import (
    CertificationApplication,
    ChangeApplication,
    Commission,
    Credential,
    DemonstrationApplication,
    ReissueApplication,
    TrainingCourse,
)
from blue_patrol.models.own_request import ask
from blue_patrol.models.requests import enter, write
from blue_patrol.models.returned.receipt import receive, standing_of
from blue_patrol.models.revocation.machine import open_revocation
from blue_patrol.models.transport_notices import open_clocks
from blue_patrol.rules import attachments, change_kinds
from casework.models.road import RoadState as S
from casework.permissions import PERMISSIONS
from casework.workflow import Refused, open_case, perform, perform_all
from tests.factories import trainings
from tests.factories.applications import PDF, attach_all, make_papers
from tests.factories.commissions import told as considered
from tests.factories.demonstrations import OWN, PLAN, car_of
from tests.factories.requests import CLAIM, attach_documents, joining_car, joining_person
from tests.factories.returns import receipt_of, tell_all
from tests.walks import told

NOT_THERE = Refused([])  # the page does not offer it


class Requests:
    """Mixed into the openings: what the group asks for. Each raises Refused where a door refuses, or where no page offers the act."""

    def standing(self):
        """The last one, whether it is still in force or not."""
        standing = self.group.certifications.exclude(state="void").order_by("-pk").first()
        if standing is None:
            raise NOT_THERE
        return standing

    def request(self, machine):
        standing = self.standing()
        return machine(
            station=standing.station, group=self.group, certification=standing, applied_on=self.day, handler=self.desks.clerk.staff
        )  # fmt: skip

    @transaction.atomic
    def apply(self, rng: Random, by):
        if self.group.certifications.filter(state__in=["active", "pending"]).exists():
            raise NOT_THERE
        if CertificationApplication.objects.open().filter(group=self.group).exists():
            raise NOT_THERE
        draft = CertificationApplication(
            station=self.desks.station, group=self.group, patrol_area="桜見坂小学校区全域", patrol_times=2,
            combined_with_business=False, applied_on=self.day, pledged_on=self.day,
        )  # fmt: skip
        case = open_case(draft, by=by, permission=PERMISSIONS["enter_application"], on=self.day)
        attach_all(case, self.desks)

    def reissue(self, rng: Random, by):
        case = self.request(ReissueApplication)
        received_on = self.day if rng.random() < 0.7 else None
        enter(case, by=by, received_on=received_on, **self.to_reissue(rng, case.certification))

    def to_reissue(self, rng: Random, standing) -> dict:
        held = standing.credentials.filter(state__in=["with_group", "lost"])
        things = told.some(rng, held if rng.random() < 0.9 else standing.credentials.all())[:3]
        causes = {thing.pk: rng.choice(["lost", "damaged", "soiled"]) for thing in things}
        return {"causes": causes, "claim": CLAIM}

    @transaction.atomic
    def change(self, rng: Random, by):
        case = self.request(ChangeApplication)
        case = enter(case, by=by, **self.to_change(rng, case.certification))
        if rng.random() < 0.9:
            attach_documents(case, self.desks)

    def to_change(self, rng: Random, standing) -> dict:
        kinds = rng.sample(change_kinds.KINDS, rng.choice([1, 1, 2, 3]))
        cars, people = list(self.group.vehicles.current()), list(self.group.patrollers.current())
        items = [item for kind in kinds if (item := self.item(rng, kind, standing, cars, people))]
        late = {thing.pk: "later" for thing in standing.credentials.all() if rng.random() < 0.2}
        return {"items": items, "request": {"effective_on": self.day, "reason": "役員の交替による。"}, "causes": late}  # fmt: skip

    def item(self, rng: Random, kind, standing, cars, people) -> dict | None:
        """One item; each car and person stands in one item of a request."""
        serial = rng.randint(1000, 9999)
        item: dict = {"kind": kind.code}
        whose = cars if kind.subject == "vehicle" else people
        if kind.subject != "group" and (kind.leaves or kind.fields):
            if not whose:
                return None
            item[kind.subject] = whose.pop(rng.randrange(len(whose)))
        if kind.joins and kind.subject == "vehicle":
            item["joining"] = joining_car(
                standing, plate=f"名古屋|500|へ|{serial}", chassis_number=f"ZZ9-{serial}"
            )
        elif kind.joins:
            item["joining"] = joining_person(f"白石 環{serial}")
        if kind.fields:
            item["after"] = self.after(rng, kind, serial)
        return item

    @staticmethod
    def after(rng: Random, kind, serial: int) -> dict:
        plates = {"plate": f"名古屋|500|へ|{serial}"}
        texts = [
            name
            for name in kind.field_names
            if name not in ("plate", "representative_birth_date", "phone", "postal_code")
        ]
        if "plate" in kind.field_names and rng.random() < 0.5:
            return plates
        return {rng.choice(texts): f"変更{serial}"}

    def amend_request(self, rng: Random, by):
        """The applicant mends what was asked; as the page writes it."""
        case = self.choose(rng, self.group.applications.filter(state__in=[S.DRAFT, S.CORRECTION]))
        with transaction.atomic():
            perform(case, "amend", by=by, part="request", changed=[])
            case = type(case).objects.get(pk=case.pk)
            if isinstance(case, ReissueApplication):
                write(case, self.to_reissue(rng, case.certification), by=by)
            elif isinstance(case, ChangeApplication):
                write(case, self.to_change(rng, case.certification), by=by)

    @staticmethod
    def choose(rng: Random, rows):
        rows = list(rows)
        if not rows:
            raise NOT_THERE
        return rng.choice(rows)


class Openings(Requests):
    """Mixed into a life: whatever else is begun."""

    @transaction.atomic
    def demonstrate(self, rng: Random, by):
        standing = self.standing()
        stickers = standing.credentials.filter(kind="sticker").count()
        cars = [car_of(standing, place) for place in range(stickers)]
        cars = list({car["plate"]: car for car in cars}.values())
        if rng.random() < 0.3:
            ask(by=self.desks.chief if rng.random() < 0.8 else by, plan=PLAN | OWN, cars=cars, on=self.day)
            return
        case = enter(self.request(DemonstrationApplication), by=by, plan=PLAN, cars=told.some(rng, cars))
        letter = {
            "kind": attachments.REQUEST_LETTER.code,
            "name": "要請書.pdf",
            "content": PDF,
            "media_type": "application/pdf",
        }
        if rng.random() < 0.9:
            perform(case, "attach", by=by, on=self.day, **letter)

    def find(self, rng: Random, by):
        finding = told.found(rng)
        if rng.random() < 0.1:
            finding |= {rng.choice(["source", "summary"]): "　"}
        open_revocation(self.group, by=by, on=self.day, **finding)

    def give_back_all(self, rng: Random, by):
        standing = standing_of(self.group)
        if standing is None:
            raise NOT_THERE
        missing = [thing for thing in standing.credentials.filter(state="with_group") if rng.random() < 0.1]
        reason = "revoked" if standing.state == "revoked" else "ceased"
        days = {"on": self.day, "applied_on": self.day, "occurred_on": self.day}
        if rng.random() < 0.1:
            reason = rng.choice(["revoked", "other"])
        note = "" if rng.random() < 0.05 else "火災で焼失"
        receive(
            self.group,
            by=by,
            receipt=receipt_of(self.group, missing=missing, note=note, reason=reason, **days),
        )

    def consider(self, rng: Random, by):
        recipient = rng.choice(["group", "group", "people"])
        people = "青葉 守" if rng.random() < 0.8 else ""
        group = self.group if rng.random() < 0.8 else None
        details = considered(recipient=recipient, people=people, wished_on=self.day)
        Commission.consider(by=by, on=self.day, group=group, **details)

    @transaction.atomic
    def course(self, rng: Random, by):
        """Planned, or the one that was planned held: whoever is enrolled comes."""
        planned = TrainingCourse.objects.filter(state="planned").first()
        if planned is None:
            people = list(self.group.patrollers.current())
            trainings.plan(self.desks, told.some(rng, people), on=self.day)
        else:
            trainings.hold(planned, self.desks, on=self.day)

    def tell_office(self, rng: Random, by):
        clocks = told.some(rng, open_clocks(self.desks.hq_clerk).values_list("pk", flat=True), 0)
        if not clocks:
            raise NOT_THERE
        tell_all(self.desks, clocks, on=self.day)

    def make_things(self, rng: Random, by):
        """Whatever lies before headquarters is printed, or sealed; the papers get their bytes."""
        place, name = rng.choice(
            [("blank", "print_out"), ("printed", "seal"), ("printed", "spoil")][: rng.choice([2, 2, 3])]
        )
        things = list(Credential.objects.filter(station=self.desks.station, state=place))
        if not things:
            raise NOT_THERE
        perform_all(things, name, by=by, on=self.day)
        for case in {thing.application for thing in things}:
            make_papers(case)


STATION = (
    "apply",
    "reissue",
    "change",
    "amend_request",
    "demonstrate",
    "find",
    "give_back_all",
    "consider",
    "course",
)
HEADQUARTERS = ("tell_office", "make_things")

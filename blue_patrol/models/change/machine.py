"""変更申請 (第7): the certificate's particulars (form 9) and the patrollers (form 10), together under one form 16."""

from typing import Any

from django.utils import timezone

from blue_patrol.models.applications import Application
from blue_patrol.models.change.gaps import ChangeGaps
from blue_patrol.models.change.items import ABOUT_A_CAR, ABOUT_A_PERSON, ChangeItem, ChangeRequest, stored
from blue_patrol.models.credentials import Kind, Place
from blue_patrol.models.registers import RegisterEntry
from blue_patrol.models.requests import set_handed_in
from blue_patrol.rules import attachments, change_kinds, examination

CARDS_ALONE_KEY = "delivery_report_for_cards_alone"


class ChangeApplication(ChangeGaps, Application):
    matter = "change"
    amend_page = "change_amend"
    forwarding_form = "16"
    sections = examination.CHANGE_SECTIONS
    attachment_kinds = attachments.OF_A_CHANGE
    certificate_note = "変更"
    register_kind = RegisterEntry.Kind.CHANGE
    clauses = {
        "open": "BP-7-1", "amend": "BP-7-1", "attach": "BP-7-1", "detach": "BP-7-1", "receive": "BP-7-1", "withdraw": "",
        "request_correction": "BP-7-1", "resubmit": "BP-7-1", "answer": "BP-7-1", "examine": "BP-7-1", "forward": "BP-7-1",
        "record_training": "BP-11-1", "send_back": "BP-7-2", "endorse": "BP-7-2", "approve": "BP-7-2", "decline": "BP-7-2",
        "acknowledge": "BP-7-2", "record_qualification": "BP-5-2-c", "meet_deadline": "BP-7-2", "hand_over_cards": "BP-5-5-2",
        "dispatch": "BP-7-2", "arrive": "BP-7-2", "number_document": "BP-7-1", "recall": "BP-7-2", "replace": "BP-7-2",
        "send_after": "BP-7-2", "take_in_after": "BP-7-2", "return_undelivered": "BP-7-2", "destroy_returned": "BP-7-2",
        "deliver": "BP-7-2", "report": "BP-7-2", "give_back": "BP-7-1", "collect": "BP-7-1",
    }  # fmt: skip

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "変更申請"

    @property
    def request_forms(self) -> tuple[str, ...]:
        """9, 10 or both; the first while nothing is chosen."""
        return change_kinds.forms_of(self.kinds()) or (change_kinds.PARTICULARS,)

    # --- what is asked for ---------------------------------------------------------------------------------------

    def write(self, content: dict) -> None:
        """``items`` as for ``_item``, ``request`` (effective_on, reason), ``causes`` and ``notes`` of the things."""
        before: list[Any] = [*self.joining_cars(), *self.joining_people()]
        self.change_items.all().delete()
        self.__dict__.pop("items", None)
        for item in content["items"]:
            self._item(**item).save()
        kept = {*self.joining_cars(), *self.joining_people()}
        for record in [record for record in before if record not in kept]:
            record.removed_on = timezone.localdate()
            record.save()
        ChangeRequest.objects.update_or_create(
            application=self, defaults=content["request"] | {"station": self.station}
        )
        said = content.get("causes", {})
        causes = {thing.pk: self.cause_of(thing, said.get(thing.pk, "")) for thing in self.concerned()}
        set_handed_in(self, causes, content.get("notes"))

    def _item(self, *, kind: str, vehicle=None, patroller=None, joining=None, after=None) -> ChangeItem:
        """``vehicle`` / ``patroller``: of the group; ``joining``: a car or person to be stored; ``after``: field → value."""
        rule = change_kinds.by_code(kind)
        item = ChangeItem(
            station=self.station, application=self, kind=kind, vehicle=vehicle, patroller=patroller
        )
        about = ABOUT_A_CAR if rule.subject == "vehicle" else ABOUT_A_PERSON
        if joining is not None:
            self._store_joining(joining, vehicle or patroller, rule)
            setattr(item, "new_vehicle" if rule.subject == "vehicle" else "new_patroller", joining)
            item.after = stored(joining, about)
        if rule.leaves:
            item.before = stored(vehicle or patroller, about)
        if rule.fields:
            given: dict[str, Any] = after or {}
            item.before = given.get("before") or self.before_of(rule, vehicle or patroller)
            item.after = item.before | {name: given[name] for name in rule.field_names if name in given}
        return item

    def before_of(self, rule: change_kinds.ChangeKind, member=None) -> dict[str, str]:
        """What stands today in the fields of a kind."""
        if rule is change_kinds.AREA:
            return stored(self.certification, rule.field_names)
        if rule is change_kinds.OTHER:
            return dict.fromkeys(rule.field_names, "")
        return stored(member or self.group, rule.field_names)

    def _store_joining(self, record, place_of, rule) -> None:
        record.station, record.group, record.is_pending = self.station, self.group, True
        members = self.group.vehicles if rule.subject == "vehicle" else self.group.patrollers
        if place_of is not None:
            record.position = place_of.position
        elif record.pk is None:
            record.position = max((each.position for each in members.current_or_joining()), default=-1) + 1
        record.save()

    # --- what the station judges, what form 16 says --------------------------------------------------------------

    def sheet(self) -> tuple[examination.Section, ...]:
        """The training where people join; the disqualification also for a new representative (BP-5-2-c, BP-5-2-e)."""
        kinds = self.kinds()
        wanted = {
            examination.TRAINING_SECTION: kinds & change_kinds.PEOPLE_JOIN,
            examination.DISQUALIFICATION_SECTION: kinds & change_kinds.CHECKED_AGAIN,
        }
        return tuple(section for section in self.sections if wanted.get(section, True))

    def roster(self):
        """Those who join."""
        return self.group.patrollers.filter(pk__in=[man.pk for man in self.joining_people()])

    def request_kinds(self) -> tuple[str, ...]:
        names = {change_kinds.PARTICULARS: "particulars", change_kinds.PATROLLERS: "patrollers"}
        return tuple(names[form] for form in change_kinds.forms_of(self.kinds()))

    def contents(self) -> tuple[str, ...]:
        return tuple(item.line for item in self.items)

    def new_patrollers(self) -> str:
        """The training of people who join, as the station found it."""
        if not self.kinds() & change_kinds.PEOPLE_JOIN:
            return "none"
        found = self._training_finding()
        return found.result if found else ""

    def training_note(self) -> str:
        """What the station saw of it."""
        found = self._training_finding()
        return found.evidence if found else ""

    def _training_finding(self):
        return self.findings_by_item().get(examination.TRAINING_SECTION.items[0].code)

    def reports_delivery(self) -> bool:
        """Cards alone are no delivery of a certificate (BP-5-5-3), unless the prefecture asks the report of them too."""
        if self.credentials.exclude(state=Place.VOID).filter(kind=Kind.CERTIFICATE).exists():
            return True
        handed = self.credentials.filter(state=Place.WITH_GROUP)
        return bool(self.profile_value(CARDS_ALONE_KEY, False)) and handed.exists()

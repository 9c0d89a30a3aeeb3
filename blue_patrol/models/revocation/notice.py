"""The notice of a revocation: sent, delivered or not, reported; then the transport offices are told (BP-8-2 to BP-8-4)."""

from blue_patrol.models import clocks
from blue_patrol.models.credentials import Kind, marked_cars
from blue_patrol.models.delivery import receipt_problems
from blue_patrol.models.met_clocks import MeetsDeadlines
from blue_patrol.models.registers import LedgerEvent, RegisterEntry, RegisterNote
from blue_patrol.models.revocation.decision import NOTICE, RevocationDecision
from blue_patrol.models.revocation.facts import R, RevocationBase
from blue_patrol.models.revocation.transport import RevocationTransport
from blue_patrol.rules import deadlines, grounds
from casework import dates, paper_registry
from casework.models import Deadline, IssuedPaper
from casework.models.road import note_is_given, step, tells
from casework.permissions import Reason

STATE = RevocationBase._meta.get_field("state")
REACHED_GROUP = [R.NOTICE_DELIVERED, R.DELIVERY_REPORTED, R.TRANSPORT_NOTIFIED]
PUBLISHED = "published"
PUBLIC_NOTICE_KEY = "revocation_public_notice"


class RevocationNotice(MeetsDeadlines, RevocationTransport, RevocationDecision):
    """Mixed into the revocation."""

    class Meta:
        abstract = True

    @step(STATE, [R.DECIDED, R.NOTICE_UNDELIVERED], R.NOTICE_SENT, "headquarters_act", "通知書の送付", "on_notice_sent", checks=[tells("notice_problems")])  # fmt: skip
    def send_notice(self, act):
        """Details: notice_number, the document number of the notice; asked for the first time only."""
        self.sign("dispatched", act)
        self.notice_number = self.notice_number or act.details["notice_number"].strip()

    def notice_problems(self, act) -> list[Reason]:
        if self.notice_number or (act.details.get("notice_number") or "").strip():
            return []
        return [Reason("通知書の文書番号を書いてください。", "BP-8-2", field="notice_number")]

    def on_notice_sent(self, act) -> None:
        """The notice as decided, now with its number and day; the one without stays on record as void."""
        issued = IssuedPaper.objects.of_case(self).valid().filter(form=NOTICE, mode="filled").latest("pk")
        if issued.values["document_number"]:
            return
        now = paper_registry.get(NOTICE).values_of(self, act.on)
        numbered = {name: now[name] for name in ("document_symbol", "document_number", "notified_on")}
        issued.voided_on, issued.void_reason = act.on, "文書番号の記入による差替え"
        issued.save(update_fields=["voided_on", "void_reason"])
        IssuedPaper.freeze(self, NOTICE, act, values=issued.values | numbered)

    @step(
        STATE, [R.NOTICE_SENT, R.NOTICE_UNDELIVERED], R.NOTICE_DELIVERED, "station_act", "通知書の交付", "on_notice_delivered",
        checks=[tells("delivery_problems")],
    )  # fmt: skip
    def deliver_notice(self, act):
        """Details: receiver_name, receiver_kind, receiver_note, instructed (list of {code, text})."""
        self.sign("delivered", act)
        self.receiver_name = act.details["receiver_name"]
        self.receiver_kind = act.details["receiver_kind"]
        self.receiver_note = act.details.get("receiver_note", "")
        self.instructed = act.details["instructed"]

    def delivery_problems(self, act) -> list[Reason]:
        problems = []
        told = {one["code"] for one in act.details.get("instructed") or []}
        if grounds.RETURN_PROMPTLY not in told:
            text = "証明書等を速やかに返納するよう教示したことに、印を付けてください。"
            problems.append(Reason(text, "BP-8-3", field="instructed"))
        if act.details.get("receiver_kind") not in ("representative", "deputy", "post"):
            problems.append(Reason("受け取った人の別を選んでください。", "BP-8-3", field="receiver_kind"))
        return problems + receipt_problems(act, "BP-8-3")

    def on_notice_delivered(self, act) -> None:
        """Register, ledger, the station's copy, and the clocks: what is to come back, and the report (BP-8-3)."""
        self._enter_in_books(act)
        issued = IssuedPaper.objects.of_case(self).valid().filter(form=NOTICE, mode="filled").latest("pk")
        values = issued.values | {"delivered_on": act.on.isoformat()}
        IssuedPaper.freeze(self, NOTICE, act, mode="copy", values=values)
        whole = [(self.group, self.group.name, act.on)]
        clocks.start(deadlines.ITEMS_BACK, self, self.profile, whole)
        clocks.start(
            deadlines.DELIVERY_REPORT, self, self.profile, [(self, self.group.name, act.on)], "BP-8-3"
        )

    def _enter_in_books(self, act) -> None:
        """The row names the certificate that was revoked; no sticker or card is handed over with a notice."""
        taken = "" if self.receiver_kind == "representative" else f"受領：{self.get_receiver_kind_display()}"
        RegisterEntry.enter(
            station=self.station, year=dates.fiscal_year(act.on), delivered_on=act.on, kind=RegisterEntry.Kind.REVOCATION,
            group=self.group, group_name=self.group.name, revocation=self, certificate_number=self.certification.number,
            delivered_by=act.by.staff.name, receiver_name=self.receiver_name, remarks=taken,
        )  # fmt: skip
        text = f"証明書 {self.certification.number} の取消しを通知（{self.ground_words}）"
        LedgerEvent.note(self.group, act, "取消し", text)

    def handed_over(self) -> list:
        """What the group was given under the standing and is to give back, certificate first."""
        things = self.certification.credentials.filter(handed_over_on__isnull=False, replacement=None)
        order = {kind: place for place, kind in enumerate(Kind.values)}
        found = things.select_related("vehicle", "patroller")
        return sorted(found, key=lambda thing: (order[thing.kind], thing.pk))

    @step(
        STATE, [R.NOTICE_SENT, R.NOTICE_UNDELIVERED], R.NOTICE_UNDELIVERED, "station_act", "通知書の交付不能", "on_undelivered",
        checks=[note_is_given],
    )  # fmt: skip
    def fail_delivery(self, act):
        self.undelivered_note = act.details["note"]

    @step(
        STATE, R.NOTICE_UNDELIVERED, R.NOTICE_DELIVERED, "station_act", "公示による通知", "on_notice_delivered",
        gaps="publishing_gaps", checks=[note_is_given],
    )  # fmt: skip
    def publish(self, act):
        """Details: note, where and how it was published; the day is that on which it takes effect."""
        self.sign("delivered", act)
        self.receiver_name, self.receiver_kind = "公示", PUBLISHED
        self.receiver_note = act.details["note"][:200]
        self.instructed = [{"code": grounds.RETURN_PROMPTLY, "text": act.details["note"]}]

    def publishing_gaps(self) -> list[Reason]:
        if self.profile.value_or(PUBLIC_NOTICE_KEY, False):
            return []
        return [Reason("この県の定めでは、公示による通知は行いません。", "BP-8-3")]

    @step(STATE, R.NOTICE_DELIVERED, R.DELIVERY_REPORTED, "station_act", "交付の報告", "on_reported")
    def report_delivery(self, act):
        self.sign("reported", act)

    def on_reported(self, act) -> None:
        """The day stands in the register; each car with a sticker is to be told of at its transport office (BP-8-4)."""
        self.register_entries.earliest("pk").add_note(RegisterNote.Kind.REPORTED, act)
        reports = Deadline.objects.of_case(self).filter(kind=deadlines.DELIVERY_REPORT.code)
        reports.meet(act.on, act.by.staff, "本部へ報告")
        cars = [(car, str(car), act.on) for car in marked_cars(self.certification)]
        clocks.start(deadlines.TRANSPORT_NOTICE, self, self.profile, cars, "BP-8-4")

    @step(STATE, REACHED_GROUP, None, "keep_deadlines", "期限の完了", "on_deadline_met", checks=[tells("deadline_problems")])  # fmt: skip
    def meet_deadline(self, act): ...

"""デモンストレーション等 (第10): at a body's request (form 19) or a station chief's own (form 20の2), until the
stickers of the day are back at headquarters.

The chief's own request has no applicant and no group: it is stored as forwarded (``ask``). The days after the run
are acts that leave the state; sending the stickers up ends the road (decision 11).
"""

from blue_patrol.models.applications import Application
from blue_patrol.models.certifications import Standing
from blue_patrol.models.demonstration.known_stickers import without_valid_sticker
from blue_patrol.models.demonstration.plan import DemonstrationCar, DemonstrationPlan
from blue_patrol.models.demonstration.stickers import NO_STICKER, MakesRunStickers
from blue_patrol.models.demonstration.stickers_back import StickersReturn
from blue_patrol.models.desk_work import STATE, desk_act
from blue_patrol.models.registers import RegisterEntry
from blue_patrol.rules import attachments, demonstrations, examination
from casework.models import StepKind
from casework.models.road import S, reasons_are_given, step
from casework.permissions import Reason


class DemonstrationApplication(MakesRunStickers, StickersReturn, Application):
    matter = "demonstration"
    amend_page = "demonstration_amend"
    lists_members = False
    attachment_kinds = attachments.OF_A_DEMONSTRATION
    sections = examination.DEMONSTRATION_SECTIONS
    register_kind = RegisterEntry.Kind.DEMONSTRATION
    openings = {"request": ("署長の要請", (S.FORWARDED,))}
    hands_on_acts = ("forward", "examine", "request")
    clauses = {
        "open": "BP-10-1-1-a", "request": "BP-10-1-2", "amend": "BP-10-1-1-a", "attach": "BP-10-1-1-a", "detach": "BP-10-1-1-a",
        "receive": "BP-10-1-1-a", "withdraw": "", "request_correction": "BP-10-1-1-b", "resubmit": "BP-10-1-1-b", "answer": "BP-10-1-1-b",
        "examine": "BP-10-1-1-b", "forward": "BP-10-1-1-b", "number_document": "BP-10-1-1-b", "send_back": "BP-10-2", "endorse": "BP-10-2",
        "approve": "BP-10-2", "decline": "BP-10-2", "acknowledge": "BP-10-2", "recall": "BP-10-2", "dispatch": "BP-10-2", "arrive": "BP-10-2",
        "replace": "BP-10-2", "send_after": "BP-10-2", "take_in_after": "BP-10-2", "destroy_returned": "BP-10-5-2",
        "correct_register": "BP-10-3-2", "deliver": "BP-10-3-1", "return_undelivered": "BP-10-3-1", "take_back": "BP-10-5-1", "report": "BP-10-5-2", "meet_deadline": "BP-10-5-1",
    }  # fmt: skip

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "デモ等の運行"

    record_training = record_qualification = hand_over_cards = (
        None  # acts of others: nobody is trained for a run
    )

    @property
    def is_own_request(self) -> bool:
        """Asked for by the station chief: there is no applicant (BP-10-1-2)."""
        return self.group_id is None

    @property
    def subject(self) -> str:
        return str(self.group or getattr(self, "demonstration", None) or "署長の要請による運行")

    @property
    def request_forms(self) -> tuple[str, ...]:
        return () if self.is_own_request else ("19",)

    @property
    def forwarding_form(self) -> str:
        return "20-2" if self.is_own_request else "20"

    @classmethod
    def forwarding_forms(cls) -> tuple[str, ...]:
        return ("20", "20-2")

    @property
    def is_editable(self) -> bool:
        return super().is_editable or (self.is_own_request and self.state == S.SENT_BACK)

    def sheet(self) -> tuple[examination.Section, ...]:
        return () if self.is_own_request else self.sections

    def taking_part(self) -> list[DemonstrationCar]:
        return list(self.run_cars.select_related("vehicle__group"))

    # --- what is typed -------------------------------------------------------------------------------------------

    def write(self, content: dict) -> None:
        """``plan``: the fields of the event; ``cars``: what each DemonstrationCar holds, in order."""
        plan = content["plan"] | {"station": self.station}
        self.demonstration, _ = DemonstrationPlan.objects.update_or_create(application=self, defaults=plan)
        self.run_cars.all().delete()
        rows = [
            DemonstrationCar(station=self.station, application=self, position=n, **car)
            for n, car in enumerate(content["cars"])
        ]
        DemonstrationCar.objects.bulk_create(rows)

    @desk_act(
        [S.DRAFT, S.CORRECTION, S.SENT_BACK], "enter_application", "記載", "on_amended", "amend_problems"
    )
    def amend(self, act): ...

    def amend_problems(self, act) -> list[Reason]:
        if self.state == S.SENT_BACK and not self.is_own_request:
            text = "申請者に直してもらうときは、補正を求めてください。"
            return [Reason(text, "BP-10-1-1-b")]
        return []

    @step(
        STATE, [S.RECEIVED, S.SENT_BACK], S.CORRECTION, "station_act", "補正を求める", "on_correction",
        gaps="correction_gaps", checks=[reasons_are_given],
    )  # fmt: skip
    def request_correction(self, act): ...

    def correction_gaps(self) -> list[Reason]:
        if not self.is_own_request:
            return []
        text = "署長の要請による運行に、申請者はいません。内容を直して、差戻しに回答してください。"
        return [Reason(text, "BP-10-1-2")]

    # --- what is asked -------------------------------------------------------------------------------------------

    def intake_gaps(self) -> list[Reason]:
        gaps = []
        if self.certification is None or self.certification.state != Standing.ACTIVE:
            gaps.append(Reason("有効な証明のない団体は、申請できません。", "BP-10-1-1-a"))
        if self.applied_on is None:
            gaps.append(Reason("申請年月日を入力してください。", "BP-10-1-1-a", "request"))
        if not any(held.kind == attachments.REQUEST_LETTER.code for held in self.attached()):
            text = "要請文書の写しを添付してください。"
            gaps.append(Reason(text, "BP-10-1-1-a", "attachments"))
        return gaps + self.requester_gaps() + self.car_gaps()

    def requester_gaps(self) -> list[Reason]:
        name = getattr(getattr(self, "demonstration", None), "requester_name", "")
        if not name.strip():
            return [Reason("要請団体の名称を書いてください。", "BP-10-1-1-a", "request")]
        if demonstrations.is_prefectural_police(name, self.station.prefecture.police_name):
            text = "県の警察は、要請団体になれません。署が求める運行は、署長の要請として申請します。"
            return [Reason(text, "BP-10-1-1-a", "request")]
        return []

    def car_gaps(self) -> list[Reason]:
        """Every car holds a valid sticker; the cars of other stations' groups were asked about when they were named."""
        cars = self.taking_part()
        if not cars:
            return [Reason("運行する自動車を選んでください。", "BP-10-1-1-b", "request")]
        lacking = without_valid_sticker([car for car in cars if car.vehicle_id])
        return [Reason(NO_STICKER.format(car), "BP-10-1-1-b", "request") for car in lacking]

    def forward_gaps(self) -> list[Reason]:
        return super().forward_gaps() + self.car_gaps() + self.traffic_gaps()

    def traffic_gaps(self) -> list[Reason]:
        """Where traffic may be hindered, the traffic section is consulted and a road-use permit considered (BP-10-6)."""
        plan = self.demonstration
        if plan.affects_traffic is None:
            return [Reason("交通への影響があるかどうかを選んでください。", "BP-10-6", "request")]
        if not plan.affects_traffic:
            return []
        gaps = []
        if plan.traffic_consulted_on is None or not plan.traffic_result.strip():
            text = "交通部門と協議した日と結果を書いてください。"
            gaps.append(Reason(text, "BP-10-6", "request"))
        if plan.permit_needed is None:
            gaps.append(Reason("道路使用許可の要・不要を選んでください。", "BP-10-6", "request"))
        return gaps

    def route(self):
        """合議 with traffic only where the road is affected and the prefecture asks for it (BP-10-6)."""
        steps = super().route()
        asked = self.profile_value("demonstration_traffic_concurrence", default=True)
        if asked and self.demonstration.affects_traffic:
            return steps
        return steps.exclude(kind=StepKind.CONCURRENCE)

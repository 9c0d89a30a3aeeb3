"""まとめて審査・決裁 (BP-5-4): the forwarded cases whose open step is mine, and 交付の報告 of several at once."""

from django.db.models import OuterRef

from blue_patrol.models import Application, ExaminationFinding, Patroller, Procedure, Vehicle
from blue_patrol.models.credentials import sum_words
from blue_patrol.models.waiting import OF_THE_CAR, PROVED, with_readiness
from blue_patrol.rules import attachments, examination, together
from blue_patrol.views import desks, forwardings
from blue_patrol.views.together import Row, Together
from casework.models.packed import counted
from casework.models.road import ForwardingOpinion
from casework.models.road import RoadState as S

HANDS_OFF = "あなたが調査または進達をした事案です。別の職員が決めます（職務の分離）"


class DecideTogether(Together):
    name, title, on_label = "decide_together", "まとめて審査・決裁", "決めた日"
    table_template = "blue_patrol/decide_together.html"
    most = 15  # each decision prints three papers when it is stored
    otherwise = "approve"

    def rows(self) -> list[Row]:
        found = desks.to_decide(self.request.actor, prepare=_seen)
        mine = [case for case in found if case.own_step or (case.my_hands and self._is_my_post(case))]
        compared = forwardings.read(mine) if mine else {}
        return [_row(case, compared[case.pk]) for case in mine]

    def _is_my_post(self, case) -> bool:
        return any(step.is_for(self.request.actor.post) for step in case.waiting)

    def by_whom(self, rows):
        who = super().by_whom(rows)
        step = next((row.case.own_step for row in rows if row.case.own_step), None)
        if self.request.actor.is_deputy:
            return f"{who}（代決。後閲を待ちます）"
        return f"{who}（{step.title}専決）" if step and step.is_delegated else who

    def made(self, case, row):
        return f"証明書 {case.certification.number}" if case.state == S.APPROVED else "次の段階へ進みました"


def _seen(rows):
    """With what the table shows: findings, papers, cars and people."""
    findings = ExaminationFinding.objects.filter(application=OuterRef("pk"), result=examination.UNFIT)
    here = {"group": OuterRef("group"), "removed_on": None, "is_pending": False}
    return with_readiness(rows).annotate(
        unfit=counted(findings, "application"), car_count=counted(Vehicle.objects.filter(**here), "group"),
        head_count=counted(Patroller.objects.filter(**here), "group"),
    )  # fmt: skip


def _row(case, found: forwardings.Forwardings) -> Row:
    is_first = case.case_label == Procedure.CERTIFICATION
    wanted = {*OF_THE_CAR} if is_first else set()
    if is_first and case.group.group_type in PROVED:
        wanted.add(attachments.PROOF_OF_STANDING.code)
    sight = together.Sight(
        items=case.item_count, judged=case.judged, unfit=case.unfit, round=case.round, changed=found.count,
        is_favourable=case.chief_opinion == ForwardingOpinion.FIT, has_forwarding=found.paper is not None,
        has_papers=not (is_first and case.bare_car) and wanted <= set(case.kinds),
    )  # fmt: skip
    is_final = bool(case.own_step and case.own_step.is_final)
    writes = f"{_numbers(case)}の番号" if is_final else "番号は付きません（次の段階へ）"
    why = [HANDS_OFF] if case.my_hands else together.questions(sight)
    return Row(case, "approve" if is_final else "endorse", "決裁" if is_final else "審査", why, writes, sight)


def _numbers(case) -> str:
    """What a decision makes; of a first certificate it is counted with the rows."""
    counted_already = {"certificate": 1, "sticker": case.car_count, "card": case.head_count}
    is_first = case.case_label == Procedure.CERTIFICATION
    return sum_words(counted_already if is_first else case.asked_for())


class ReportTogether(Together):
    """交付の報告 (BP-5-5-3) of several delivered cases."""

    name, title, on_label = "report_together", "まとめて交付を報告", "報告した日"
    table_template = "blue_patrol/report_together.html"
    otherwise = "report"

    def rows(self) -> list[Row]:
        cases = Application.objects.of(self.request.actor).filter(state=S.DELIVERED)
        cases = cases.exclude(case_label=Procedure.DEMONSTRATION)  # it has no report of its delivery
        cases = cases.select_related("group", "station").order_by("delivered_on", "pk")[: desks.CASES_SHOWN]
        return [
            Row(case, "report", "交付の報告", writes="交付簿に報告の日が載り、報告の期限が済みます")
            for case in cases
        ]

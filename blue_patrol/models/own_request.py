"""デモ等 at a station chief's own request: written down and sent to headquarters in one act (BP-10-1-2)."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from blue_patrol.models.demonstration.machine import DemonstrationApplication
from blue_patrol.rules import attachments
from casework.models import Attachment, PrefectureProfile, StoredFile
from casework.models.road import S, route_is_known
from casework.permissions import PERMISSIONS, Reason
from casework.uploads import Document
from casework.workflow import Act, Refused, open_all


@transaction.atomic
def ask(
    *,
    by,
    plan: dict,
    cars: list[dict],
    outline: Document | None = None,
    document_number: str = "",
    on: date | None = None,
):
    """Store the chief's request as forwarded, with form 20の2. Raises Refused; then nothing is stored.

    ``outline``: the Document that describes the event; or the plan's own ``outline``.
    """
    day = on or timezone.localdate()
    case = DemonstrationApplication(
        station=by.station, state=S.FORWARDED, profile=PrefectureProfile.in_force(by.prefecture, day), round=1,
        handler=by.staff, applied_on=day, document_number=document_number.strip(),
    )  # fmt: skip
    act = Act(by, "request", day, timezone.now(), after=S.FORWARDED)
    if reasons := PERMISSIONS["forward"].reasons(case, by):
        raise Refused(reasons)
    case.sign("forwarded", act)
    open_all([case], "request", by=by, on=day)
    case.write({"plan": plan, "cars": cars})
    if outline:
        _keep_outline(case, act, outline)
    if gaps := _gaps(case, act):
        raise Refused(gaps)
    case.on_forwarded(act)
    return case


def _gaps(case, act) -> list[Reason]:
    gaps = case.car_gaps() + case.traffic_gaps() + route_is_known(case, act)
    held = {attachment.kind for attachment in case.attached()}
    if attachments.OUTLINE.code not in held and not case.demonstration.outline.strip():
        gaps.append(
            Reason("概要を書くか、概要を記載した書類を添えてください。", "BP-10-1-2", field="outline")
        )
    if act.on > timezone.localdate(act.at):
        gaps.append(Reason("先の日付は記録できません。", field="on"))
    return gaps


def _keep_outline(case, act, document: Document) -> None:
    Attachment.objects.create(
        station=case.station, case_label=case._meta.label, case_pk=case.pk, kind=attachments.OUTLINE.code,
        name=document.name, file=StoredFile.keep(case.station, document.content, document.media_type), received_on=act.on, added_by=act.by.staff,
    )  # fmt: skip

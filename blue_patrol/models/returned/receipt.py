"""返納届の受理 (BP-9-1): what it needs, and what one act over the counter brings about.

The standing ends, the things change places, the clocks of a standing that is no more are void, and those of the
deletion of each car's entry begin.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from blue_patrol.models import clocks
from blue_patrol.models.certifications import Certification, Standing
from blue_patrol.models.credentials import Credential, Place, count_words, marked_cars
from blue_patrol.models.groups import Group
from blue_patrol.models.handed_in import TAKEN_IN, HandedIn
from blue_patrol.models.registers import LedgerEvent
from blue_patrol.models.returned.items import Fate, ReturnedItem
from blue_patrol.models.returned.machine import ReturnNotice, ReturnReason
from blue_patrol.models.returned.things import CLAUSE, notes_of
from blue_patrol.rules import deadlines
from casework import wareki
from casework.models import Deadline, PrefectureProfile
from casework.models.road import OPEN_STATES
from casework.models.road import RoadState as S
from casework.permissions import PERMISSIONS, Reason
from casework.workflow import Act, Refused, open_all, perform, perform_all

BEFORE_DELIVERY = [state for state in OPEN_STATES if state != S.DELIVERED]
UNDERWAY = [Place.BLANK, Place.PRINTED, Place.SEALED, Place.IN_TRANSIT]
KEPT = [Place.AT_STATION, Place.SURRENDERED]
VOIDED = [
    deadlines.RETRAINING.code,
    deadlines.INFORMATION.code,
]  # of the standing; the entries' are the cars'
VOID_REASON = "返納"
INSTRUCTION = "entry_deletion"


def standing_of(group) -> Certification | None:
    """What the group has to give back: its active standing, else a revoked one."""
    held = group.certifications.filter(state__in=[Standing.ACTIVE, Standing.REVOKED])
    found = sorted(
        held.select_related("return_notice"), key=lambda one: (one.state != Standing.ACTIVE, -one.pk)
    )
    return found[0] if found else None


def gaps(group) -> list[Reason]:
    """Why no return can be received from the group now."""
    if other := ReturnNotice.objects.filter(group=group).open().first():
        text = f"この団体の返納届（受理番号{other.receipt_number}）を、{wareki.format_long(other.received_on)}に受理しています。"
        return [Reason(text, CLAUSE, "return")]
    standing = standing_of(group)
    if standing is None:
        return [Reason("この団体には、返納を受ける証明がありません。", CLAUSE)]
    if hasattr(standing, "return_notice"):
        text = f"証明{standing.number}の返納は、済んでいます（受理番号{standing.return_notice.receipt_number}）。"
        return [Reason(text, CLAUSE, "return")]
    return _elsewhere(standing) + _with_a_request(standing)


def _with_a_request(standing) -> list[Reason]:
    """What came in with a request that still runs is in one case at a time: the request ends first."""
    rows = HandedIn.objects.filter(
        credential__certification=standing, is_taken=True, credential__state__in=TAKEN_IN,
        application__state__in=BEFORE_DELIVERY, credential__returned=None,
    )  # fmt: skip
    return [
        Reason(
            f"{row.credential}は、別の手続中です（{row.application.procedure} {row.application.receipt_number}）。"
            "取下げなどでその手続を終えてから、返納を受けてください。",
            CLAUSE,
            "things",
        )
        for row in rows.select_related("application", "credential")
    ]


def _elsewhere(standing) -> list[Reason]:
    """What is being made or is on its way is taken in first: nothing of the standing stays behind."""
    underway = standing.credentials.filter(state__in=UNDERWAY).order_by("pk")
    return [
        Reason(
            f"{thing}は「{thing.get_state_display()}」です。署で受領してから、返納を受けてください。",
            CLAUSE,
            "custody",
        )
        for thing in underway
    ]


def things_with_group(standing):
    found = standing.credentials.filter(state=Place.WITH_GROUP)
    return found.select_related("vehicle", "patroller").order_by("pk")


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What form 12 says and the counter saw. ``missing``: thing's key → circumstances; the others came."""

    on: date
    applied_on: date | None
    reason: str
    reason_text: str = ""
    occurred_on: date
    lamp_removed_on: date | None = None
    missing: dict[str, str]
    things: list[int]  # keys of everything that the page listed
    instructed: list[dict]

    def fields(self) -> dict:
        return {
            "applied_on": self.applied_on, "reason": self.reason, "reason_text": self.reason_text.strip(),
            "occurred_on": self.occurred_on, "lamp_removed_on": self.lamp_removed_on, "instructed": self.instructed,
        }  # fmt: skip


@transaction.atomic
def receive(group: Group, *, by, receipt: Receipt) -> ReturnNotice:
    """Receive the return of a group's standing, once. Raises Refused."""
    group = Group.objects.select_for_update(of=("self",), no_key=True).get(pk=group.pk)
    refused = PERMISSIONS["station_act"].reasons(group, by) or gaps(group)
    standing = standing_of(group)
    if refused or standing is None:
        raise Refused(refused)
    if reasons := problems(standing, receipt):
        raise Refused(reasons)
    notice = ReturnNotice(
        station=group.station, group=group, certification=standing, handler=by.staff, received_on=receipt.on, received_by=by.staff,
        profile=PrefectureProfile.in_force(group.station.prefecture, receipt.on), **receipt.fields(),
    )  # fmt: skip
    open_all([notice], by=by, on=receipt.on, missing=receipt.missing, **_told(receipt))
    act = Act(by, "open", receipt.on, timezone.now(), details={"missing": receipt.missing})
    notice.on_received(act)
    _take_back(notice, act)
    _end_standing(notice, act)
    _turn_clocks(notice, act)
    _enter_in_ledger(notice, act)
    return notice


def _told(receipt: Receipt) -> dict:
    return {"reason": receipt.reason, "instructed": receipt.instructed}


def problems(standing, receipt: Receipt) -> list[Reason]:
    return (
        _day_problems(standing, receipt)
        + _reason_problems(standing, receipt)
        + _item_problems(standing, receipt)
    )


def _day_problems(standing, receipt: Receipt) -> list[Reason]:
    found = []
    today = timezone.localdate()
    first = standing.closed_on or standing.delivered_on
    if receipt.on > today:
        found.append(Reason("先の日付は記録できません。", field="on"))
    elif first and receipt.on < first:
        text = f"証明を交付した日、取り消した日（{wareki.format_long(first)}）より前の日付は記録できません。"
        found.append(Reason(text, CLAUSE, field="on"))
    elif (
        not PrefectureProfile.objects.on(receipt.on)
        .filter(prefecture=standing.station.prefecture_id)
        .exists()
    ):
        found.append(
            Reason(
                "この日に効力のある県の定めがありません。受理した日を確かめてください。", "BP-1", field="on"
            )
        )
    if receipt.applied_on and receipt.applied_on > receipt.on:
        found.append(Reason("届出年月日は、受理した日より後にできません。", CLAUSE, field="applied_on"))
    for name, label in (("occurred_on", "事由の発生年月日"), ("lamp_removed_on", "取り外した年月日")):
        if (day := getattr(receipt, name)) and day > receipt.on:
            found.append(Reason(f"{label}は、受理した日より後にできません。", CLAUSE, field=name))
    return found


def _reason_problems(standing, receipt: Receipt) -> list[Reason]:
    """取消し is the reason of a revoked standing and of no other."""
    is_revoked = standing.state == Standing.REVOKED
    if is_revoked and receipt.reason != ReturnReason.REVOKED:
        return [
            Reason("この団体の証明は取り消されています。理由は「証明の取消し」です。", CLAUSE, field="reason")
        ]
    if not is_revoked and receipt.reason == ReturnReason.REVOKED:
        return [
            Reason("この団体の証明は取り消されていません。別の理由を選んでください。", CLAUSE, field="reason")
        ]
    if receipt.reason == ReturnReason.OTHER and not receipt.reason_text.strip():
        return [Reason("その他の理由を書いてください。", CLAUSE, field="reason_text")]
    return []


def _item_problems(standing, receipt: Receipt) -> list[Reason]:
    held = set(things_with_group(standing).values_list("pk", flat=True))
    if set(receipt.things) != held:
        text = "団体の手元にある証明書等が、この画面を開いてから変わりました。いまの一覧で確かめてください。"
        return [Reason(text, CLAUSE)]
    missing = {int(key): note for key, note in receipt.missing.items()}
    found = [
        Reason("ないものには、紛失などの事情を書いてください。", CLAUSE, field=f"note-{key}")
        for key, note in missing.items()
        if not note.strip()
    ]
    if INSTRUCTION not in {told["code"] for told in receipt.instructed}:
        text = "伝えること（教示）のすべてに印を付けてください。"
        found.append(Reason(text, CLAUSE, field="instructed"))
    return found


def _take_back(notice: ReturnNotice, act: Act) -> None:
    """Each thing of the standing has its line: it came, it is missing, or the station had kept it all along."""
    missing = notes_of(act, "missing")
    held = list(things_with_group(notice.certification))
    kept = list(notice.certification.credentials.filter(state__in=KEPT))
    lines = [(thing, Fate.MISSING if thing.pk in missing else Fate.CAME) for thing in held]
    lines += [(thing, Fate.KEPT) for thing in kept]
    ReturnedItem.objects.bulk_create(
        ReturnedItem(
            station=notice.station, notice=notice, credential=thing, fate=fate, circumstances=missing.get(thing.pk, "")[:200],
        )
        for thing, fate in lines
    )  # fmt: skip
    came = [thing for thing, fate in lines if fate == Fate.CAME]
    gone = [thing for thing, fate in lines if fate == Fate.MISSING]
    perform_all(came, "surrender", by=act.by, on=act.on)
    perform_all(gone, "lose", by=act.by, on=act.on, note="返納のときにない")


def _end_standing(notice: ReturnNotice, act: Act) -> None:
    """A revoked standing stays revoked."""
    if notice.certification.state == Standing.ACTIVE:
        perform(notice.certification, "end", by=act.by, on=act.on)


def _turn_clocks(notice: ReturnNotice, act: Act) -> None:
    """What the standing still owed is void, what a revoked group owed is done, the deletions begin (BP-9-1)."""
    standing, group = notice.certification, notice.group
    entries = Q(kind=deadlines.INSPECTION_ENTRY.code, subject_label="blue_patrol.Vehicle")
    of_standing = Q(kind__in=VOIDED, case_label=standing._meta.label, case_pk=standing.pk)
    clocks_here = Deadline.objects.filter(station=notice.station)
    clocks_here.filter(of_standing | entries & Q(subject_pk__in=group.vehicles.values("pk"))).void(
        VOID_REASON
    )
    asked_back = clocks_here.filter(kind__in=[deadlines.ITEMS_BACK.code, deadlines.THINGS_BACK.code])
    evidence = f"返納届を受理（受理番号{notice.receipt_number}）"
    asked_back.filter(_of_group(group, standing)).meet(act.on, act.by.staff, evidence)
    cars = [(car, str(car), act.on) for car in marked_cars(standing)]
    clocks.start(deadlines.ENTRY_DELETION, notice, notice.profile, cars)


def _of_group(group, standing) -> Q:
    """A clock of what a revoked group owes names the group, its standing or one of its things."""
    return (
        Q(subject_label=group._meta.label, subject_pk=group.pk)
        | Q(subject_label=standing._meta.label, subject_pk=standing.pk)
        | Q(subject_label=Credential._meta.label, subject_pk__in=standing.credentials.values("pk"))
    )


def _enter_in_ledger(notice: ReturnNotice, act: Act) -> None:
    items = list(notice.items.select_related("credential"))
    gone = count_words([item.credential for item in items if item.fate == Fate.MISSING])
    came = count_words([item.credential for item in items if item.fate == Fate.CAME])
    text = f"返納届を受理（{came or '返ったものなし'}{f'、未返納 {gone}' if gone else ''}）。{notice.get_reason_display()}"
    LedgerEvent.note(notice.group, act, "返納", text)

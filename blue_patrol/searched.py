"""What the box in the frame finds among the patrols: groups, people, cars, cases, things, and what was called otherwise before."""

from django.db.models import Q

from blue_patrol.models import (
    Application,
    ChangeItem,
    Commission,
    Credential,
    DemonstrationPlan,
    Group,
    Patroller,
    ReturnNotice,
    Vehicle,
)
from blue_patrol.models import Kind as Thing
from blue_patrol.rules import plates
from casework import wareki
from casework.models import RoadState
from casework.presenters import links
from casework.search.kinds import Kind, Line, Text

READ = "read_cases"
GROUPS = Text("groups", Group, ("name", "name_kana"))
REPRESENTATIVES = Text("representatives", Group, ("representative_name", "representative_kana"))
PATROLLERS = Text("patrollers", Patroller, ("name", "kana"))
CARS = Text("cars", Vehicle, ("plate",), number=True)
CASES = Text("cases", Application, ("receipt_number",), number=True)
DOCUMENTS = Text("documents", Application, ("document_number",), number=True)
RETURNS = Text("returns", ReturnNotice, ("receipt_number", "document_number"), number=True)
THINGS = Text("things", Credential, ("number",), number=True)
COMMISSIONS = Text("commissions", Commission, ("name", "representative", "people"))
RUNS = Text("runs", DemonstrationPlan, ("title", "requester_name", "responsible_name"))
FORMER_NAMES = ("name", "representative_name")
FORMER = Text(
    "former_names",
    ChangeItem,
    tuple(
        f"case when before ->> '{name}' <> after ->> '{name}' then before ->> '{name}' end"
        for name in FORMER_NAMES
    ),
)
CHANGED = Q(application__state__in=[RoadState.DELIVERED, RoadState.REPORTED])
CAME_TO_NOTHING = Q(is_pending=True, removed_on__isnull=False)


def of_members(row) -> list[str]:
    """Whose it is, and whether it still is."""
    gone = f"{wareki.format_long(row.removed_on)}に外した" if row.removed_on else ""
    return [row.group.name, gone or ("変更の交付を待つ" if row.is_pending else "")]


def of_a_case(case) -> list[str]:
    return [case.procedure, case.subject, case.get_state_display()]


def _page_of_thing(thing) -> str:
    if thing.certification_id:
        return links.to("group", thing.certification.group_id)
    return links.to("application", thing.application_id)


def _former(item) -> list[Line]:
    labels = ("前の氏名" if item.patroller_id else "旧名称", "前の代表者の氏名")
    changed = [name in item.changed and bool(item.before.get(name)) for name in FORMER_NAMES]
    return [
        Line(label, item.before[name])
        for name, label, is_so in zip(FORMER_NAMES, labels, changed, strict=True)
        if is_so
    ]


def _since(item) -> list[str]:
    now = [item.after.get(name) for name in FORMER_NAMES if name in item.changed]
    return [item.application.subject, *(f"{name}に変更" for name in now if name)]


def things(code: str, label: str, line: str, kind: Thing) -> Kind:
    """Certificates, stickers, cards: one text, a heading each."""
    return Kind(
        code, label, THINGS, READ, only=Q(kind=kind), newest_first=True,
        related=("certification__group", "application__group", "application__demonstration", "vehicle", "patroller", "run_car"),
        lines=lambda thing: [Line(line, thing.number)], address=_page_of_thing,
        notes=lambda thing: [thing.holder, thing.bearer, thing.get_state_display()],
    )  # fmt: skip


def people() -> list[Kind]:
    return [
        Kind(
            "groups", "団体", GROUPS, READ, order="order_key",
            lines=lambda group: [Line("団体の名称", group.name), Line("団体のよみ", group.name_kana)],
            address=lambda group: links.to("group", group.pk), notes=lambda group: [group.address],
        ),
        Kind(
            "representatives", "代表者", REPRESENTATIVES, READ, order="order_key",
            lines=lambda group: [
                Line("代表者の氏名", group.representative_name), Line("代表者のよみ", group.representative_kana)
            ],
            address=lambda group: links.to("group", group.pk), notes=lambda group: [group.name, group.representative_title],
        ),
        Kind(
            "patrollers", "実施者", PATROLLERS, READ, only=~CAME_TO_NOTHING, related=("group",), notes=of_members,
            lines=lambda person: [Line("実施者の氏名", person.name), Line("実施者のよみ", person.kana)],
            address=lambda person: links.to("group", person.group_id),
        ),
    ]  # fmt: skip


def records() -> list[Kind]:
    return [
        Kind(
            "former_names", "旧名称・前の氏名", FORMER, READ, only=CHANGED, newest_first=True, related=("application__group",),
            lines=_former, address=lambda item: links.to("group", item.application.group_id), notes=_since,
        ),
        Kind(
            "commissions", "委嘱", COMMISSIONS, READ, newest_first=True,
            lines=lambda row: [
                Line("団体の名称", row.name), Line("代表者", row.representative), Line("委嘱する構成員", row.people)
            ],
            address=lambda row: links.to("commission", row.pk), notes=lambda row: [row.get_state_display()],
        ),
    ]  # fmt: skip


def papers() -> list[Kind]:
    return [
        Kind(
            "cases", "事案", CASES, READ, newest_first=True, related=("group", "demonstration"),
            lines=lambda case: [Line("受理番号", case.receipt_number)],
            address=lambda case: links.to("application", case.pk), notes=of_a_case,
        ),
        Kind(
            "runs", "デモ等の運行", RUNS, READ, newest_first=True,
            lines=lambda run: [
                Line("名称", run.title), Line("要請団体の名称", run.requester_name), Line("実施責任者", run.responsible_name)
            ],
            address=lambda run: links.to("application", run.application_id), notes=lambda run: [wareki.format_long(run.held_on)],
        ),
        Kind(
            "returns", "返納", RETURNS, READ, newest_first=True, related=("group",),
            lines=lambda row: [Line("受理番号", row.receipt_number), Line("進達の文書番号", row.document_number)],
            address=lambda row: links.to("return_notice", row.pk), notes=lambda row: [str(row), row.get_state_display()],
        ),
        Kind(
            "documents", "文書", DOCUMENTS, READ, newest_first=True, related=("group", "demonstration"),
            lines=lambda case: [Line("進達の文書番号", case.document_number)],
            address=lambda case: links.to("application", case.pk), notes=of_a_case,
        ),
    ]  # fmt: skip


def cars() -> Kind:
    return Kind(
        "cars", "自動車", CARS, READ, only=~CAME_TO_NOTHING, related=("group",), notes=of_members,
        lines=lambda car: [Line("登録番号", plates.display(car.plate))],
        address=lambda car: links.to("group", car.group_id),
    )  # fmt: skip


def kinds() -> list[Kind]:
    """In the order in which they stand on the page."""
    return [
        *people(),
        *records(),
        things("certificates", "証明書", "証明書番号", Thing.CERTIFICATE),
        things("stickers", "標章", "標章番号", Thing.STICKER),
        things("cards", "実施者証", "実施者証番号", Thing.CARD),
        things("run_stickers", "デモ等用標章", "標章番号", Thing.DEMONSTRATION),
        cars(),
        *papers(),
    ]

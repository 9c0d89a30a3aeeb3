"""確認: the whole application on one page, what is missing, and the way on."""

from django.utils import timezone

from blue_patrol.forms.entry.parts import ReceiveForm
from blue_patrol.forms.entry.vehicles import offices_of
from blue_patrol.rules import attachments, group_types
from blue_patrol.rules.plates import display
from blue_patrol.views.entry.steps import STEPS, EntryStep, address_of
from casework.models import TransportJurisdiction
from casework.models.road import S

FORMS = (("1", "証明申請書"), ("2", "団体・青色防犯パトロールの概要"), ("3", "実施者名簿"), ("4", "誓約書"))
DOUBTS = {
    "same_name": "同じ名称の団体がある", "few_members": "構成員が目安より少ない", "continuity": "実施回数が基準に届かない", "combined": "他の業務と兼ねる",
    "plate_business": "事業用の車両番号", "plate_rental": "レンタカーの車両番号", "plate_forces": "駐留軍関係の車両番号",
    "plate_area": "一覧にない地域名", "chassis_form": "車台番号の形", "plate_elsewhere": "ほかの団体の自動車と同じ車両番号",
    "chassis_number_elsewhere": "ほかの団体の自動車と同じ車台番号", "twin": "同じ氏名と生年月日の実施者",
    "plate_other_station": "ほかの警察署の証明にある車両番号", "chassis_number_other_station": "ほかの警察署の証明にある車台番号",
    "plate_read": "読み取った車検証と違う車両番号", "chassis_read": "読み取った車検証と違う車台番号", "inspection_stale": "古い記録事項",
    "inspection_expired": "有効期間の満了", "base_office": "使用の本拠の管轄",
}  # fmt: skip
WEEKDAYS = "月火水木金土日"


class EntryConfirm(EntryStep):
    """Read only; the receipt itself is an act of its own."""

    http_method_names = ["get", "head"]
    step = "confirm"
    merges = False
    template_name = "blue_patrol/entry/confirm.html"

    def make_form(self, data=None, files=None):
        return ReceiveForm(initial={"on": timezone.localdate()})

    def get_context_data(self, **kwargs):
        case = self.case
        self.transition = "resubmit" if case.state == S.CORRECTION else "receive"
        cars, people = list(case.group.vehicles.current()), self.people()
        return super().get_context_data(
            cars=cars, offices=self.offices(cars), people=people, group_facts=group_facts(case.group), plan_facts=plan_facts(case),
            attached=attached_facts(case, cars), doubts=doubts_of(case, cars, people), printed=FORMS,
            cures={step.code: (address_of(step, case), f"{step.label}を開く") for step in STEPS}, is_correction=case.state == S.CORRECTION,
            **kwargs,
        )  # fmt: skip

    def offices(self, cars) -> dict:
        """By a car's key, the office that hears of it (BP-5-5-1)."""
        rows = TransportJurisdiction.objects.on(timezone.localdate()).select_related("office")
        return offices_of(cars, list(rows))

    def people(self) -> list:
        return list(self.case.group.patrollers.current().prefetch_related("trainings"))


def group_facts(group) -> list[tuple]:
    kind = group_types.by_code(group.group_type) if group.group_type else None
    commission = [("委嘱（委託）者", group.commissioned_by), ("委嘱（委託）年月日", group.commissioned_on)]
    return [
        ("名称", group.name), ("よみ", group.name_kana), ("所在地", f"〒{group.postal_code} {group.address}" if group.postal_code else group.address),
        ("電話番号", group.phone), ("担当者", group.contact_name), ("代表者", group.representative),
        ("代表者のよみ", group.representative_kana), ("代表者の生年月日", group.representative_birth_date),
        ("代表者の住所", group.representative_address), ("区分", f"({kind.mark}) {kind.label}" if kind else "", "BP-5-2-a"),
        ("区分の根拠", group.type_basis), *(commission if kind and kind.needs_commission else []),
        ("設立年月日", group.established_on), ("目的", group.purpose), ("構成員数", f"{group.member_count}人" if group.member_count else ""),
        ("規約", {True: "有", False: "無"}.get(group.has_rules, "")), ("傷害保険等", group.insurance), ("活動実績", group.activity_record),
    ]  # fmt: skip


def plan_facts(case) -> list[tuple]:
    times = f"{case.get_patrol_unit_display()}{case.patrol_times}回" if case.patrol_times else ""
    crew = [
        f"{case.crew_per_run}人" if case.crew_per_run else "",
        f"{case.vehicles_per_run}台" if case.vehicles_per_run else "",
    ]
    return [
        ("実施地域", case.patrol_area), *([("関係する署", case.also_station_names())] if case.also_stations else []), ("実施回数", times), ("実施曜日", "・".join(WEEKDAYS[day] for day in case.weekdays)),
        ("実施時間帯", [f"{start}から{end}まで" for start, end in case.time_slots]), ("1回当たり", "　".join(filter(None, crew))),
        ("連絡方法", case.liaison_method), ("他の業務との兼務", {True: "有", False: "無"}.get(case.combined_with_business, "")),
        ("備考", case.plan_remarks), ("申請年月日", case.applied_on), ("誓約年月日", case.pledged_on), ("始めたい日", case.starts_on),
    ]  # fmt: skip


def attached_facts(case, cars) -> list[tuple]:
    """(kind, files with the plate of their car) for each kind of file."""
    plates = {car.pk: display(car.plate) for car in cars}
    held = case.attached()
    return [
        (kind, [(a, plates.get(a.subject_pk, "")) for a in held if a.kind == kind.code])
        for kind in attachments.FILE_KINDS
    ]


def doubts_of(case, cars, people) -> list[tuple[str, str]]:
    """What was acknowledged and why; the row's own word in front."""
    rows = {f"vehicle:{car.pk}": display(car.plate) for car in cars} | {
        f"patroller:{one.pk}": one.name for one in people
    }
    found = []
    for code, reason in case.acknowledged.items():
        row, _, name = code.rpartition(":")
        if not row or row in rows:
            found.append(
                (
                    f"{rows[row]}　{DOUBTS.get(name, name)}" if row else DOUBTS.get(name, name),
                    reason or "確かめました",
                )
            )
    return found

"""What the examiner of an invented case found: every text fits the case it stands in."""

from collections.abc import Iterable

from blue_patrol.demo import words
from blue_patrol.demo.groups import Spec
from blue_patrol.models import CertificationApplication
from blue_patrol.rules import examination


def of(case: CertificationApplication, spec: Spec, items: Iterable[examination.Item]) -> list[dict[str, str]]:
    """Details of the act ``examine``: [{item, result, evidence, guidance}]."""
    unfit = {"d-2"} if spec.has("unfit") else set()
    evidence = words.EVIDENCE | {
        "a": f"{case.group.type_basis}。",
        "b": f"これまでの活動の記録と計画（{case.get_patrol_unit_display()}{case.patrol_times}回）を見た。",
        "c": training(spec.count("people"), spec.count("untrained")),
    }
    if spec.has("unfit"):
        evidence["d-2"] = words.COMBINED
    return [
        {
            "item": item.code, "result": "unfit" if item.code in unfit else "fit",
            "evidence": evidence.get(item.code, ""), "guidance": words.GUIDANCE if item.code in unfit else "",
        }
        for item in items
    ]  # fmt: skip


def training(people: int, untrained: int) -> str:
    """ウ: who has attended, and on what the finding rests where somebody has not."""
    if not untrained:
        return f"{people}人全員の受講を名簿で確かめた。"
    if untrained < people:
        return f"{people}人のうち{people - untrained}人の受講を名簿で確かめた。残る{untrained}人は、実施者証を渡す前に受ける。"
    return words.UNTRAINED.format(people)

"""Grounds for revocation (第8の1 ア–ク) and what must be there before they are reported (BP-8-1, BP-8-1-nao)."""

from collections.abc import Sequence
from dataclasses import dataclass

CORRECTED, NOT_CORRECTED, WATCHING = "corrected", "not_corrected", "watching"
"""What became of a guidance."""
RETURN_PROMPTLY = "return_promptly"
"""What is told with the notice (BP-8-3)."""


@dataclass(frozen=True)
class Ground:
    """One ground: the regulation's mark and wording, a short word for lists and buttons."""

    code: str
    mark: str
    label: str
    short: str
    clause: str


GROUNDS = (
    Ground("a", "ア", "青色防犯パトロールを停止した場合", "停止", "BP-8-1-a"),
    Ground("b", "イ", "証明申請の内容に虚偽があった場合", "虚偽の申請", "BP-8-1-b"),
    Ground("c", "ウ", "第5の2のアに該当しなくなった場合", "対象の団体でない", "BP-8-1-c"),
    Ground(
        "d",
        "エ",
        "継続的な自主防犯パトロールが行われていないと認められる場合",
        "継続していない",
        "BP-8-1-d",
    ),
    Ground(
        "e",
        "オ",
        "受講すべき講習を受講していなかったとき、配達、通勤その他の業務を兼ねたときその他適切な実施が困難であると認められる場合",
        "講習未受講・業務との兼務等",
        "BP-8-1-e",
    ),
    Ground(
        "f",
        "カ",
        "パトロール中に違法行為を行うなど不適切な活動を行った場合",
        "違法・不適切な活動",
        "BP-8-1-f",
    ),
    Ground("g", "キ", "第5の2のエに違反した場合", "実施方法の違反", "BP-8-1-g"),
    Ground("h", "ク", "その他の不適切な活動を行った場合", "その他", "BP-8-1-h"),
)
EVIDENCE = "evidence"
EVIDENCE_CHOICES = (
    ("guidance_record", "指導の記録"),
    ("statement", "弁明の記録"),
    ("photo", "現場の写真"),
    ("ledger_copy", "証明台帳の写し"),
    (EVIDENCE, "そのほかの、事由を明らかにする書類"),
)
"""What is added to the report as 必要な書類 (BP-8-1)."""
CODES = tuple(ground.code for ground in GROUNDS)
_BY_CODE = {ground.code: ground for ground in GROUNDS}


def by_code(code: str) -> Ground:
    """The ground with this code; `KeyError` for any other."""
    return _BY_CODE[code]


@dataclass(frozen=True)
class Missing:
    """One thing that stands in the way: the sentence, its clause, where it is cured, the field it belongs to."""

    sentence: str
    clause: str
    cure: str = ""
    field: str = ""


@dataclass(frozen=True)
class Facts:
    """What a revocation holds; `guidance`: the result of each guidance, in the order of their days."""

    is_minor: bool | None = None
    guidance: Sequence[str] = ()
    beyond_guidance: str = ""
    statement: str = ""
    evidence_count: int = 0
    has_open_reasons: bool = False


def found_problems(
    grounds: Sequence[str], source: str, summary: str, is_minor: bool | None, severity_reason: str
) -> list[Missing]:
    """What a finding 認知 must say before it is kept (BP-8-1)."""
    found = []
    if not grounds or not set(grounds) <= set(CODES):
        found.append(Missing("該当する事由を一つ以上選んでください。", "BP-8-1", field="grounds"))
    if not source.strip():
        found.append(Missing("端緒（どうして分かったか）を書いてください。", "BP-8-1", field="source"))
    if not summary.strip():
        found.append(
            Missing("事案の概要（日時・場所・行為者・内容）を書いてください。", "BP-8-1", field="summary")
        )
    if is_minor is None:
        found.append(Missing("軽微な違反かどうかを選んでください。", "BP-8-1-nao", field="is_minor"))
    if is_minor is False and not severity_reason.strip():
        found.append(
            Missing(
                "軽微な違反に当たらないとする理由を書いてください。", "BP-8-1-nao", field="severity_reason"
            )
        )
    return found


def guidance_comes_first(facts: Facts) -> Missing | None:
    """なお書: a minor breach is reported only when guidance did not mend it, or cannot (BP-8-1-nao)."""
    if facts.is_minor is False or facts.beyond_guidance.strip():
        return None
    if not facts.guidance:
        text = "軽微な違反は、まず指導を行います。指導しても是正されないときに、報告できます（指導では是正できないときは、その理由を書きます）。"
        return Missing(text, "BP-8-1-nao", "guidance")
    if facts.guidance[-1] == CORRECTED:
        return Missing(
            "最後の指導で是正されています。「是正」を記録して終えてください。", "BP-8-1-nao", "guidance"
        )
    if facts.guidance[-1] != NOT_CORRECTED:
        return Missing("最後の指導の結果を記録してください。", "BP-8-1-nao", "result")
    return None


def missing(facts: Facts) -> list[Missing]:
    """What stands against the report to headquarters; empty = it may go up (BP-8-1, BP-8-1-nao)."""
    found = [first] if (first := guidance_comes_first(facts)) else []
    if not facts.statement.strip():
        text = "団体の弁明を記録してください。述べなかったときは、求めた日と、そのことを書きます。"
        found.append(Missing(text, "BP-8-1", "statement"))
    if facts.evidence_count < 1:
        found.append(Missing("事由を明らかにする書類を添付してください。", "BP-8-1", "evidence"))
    if facts.has_open_reasons:
        found.append(Missing("差戻しの理由に、直したことを書いてください。", "BP-8-1", "answer"))
    return found


def correction_problem(guidance: Sequence[str]) -> Missing | None:
    """是正 follows a guidance whose result says so (BP-8-1-nao)."""
    if guidance and guidance[-1] == CORRECTED:
        return None
    return Missing("指導の結果が「是正された」のときに、終えられます。", "BP-8-1-nao", "result")

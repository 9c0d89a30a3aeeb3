"""The history of a revocation as sentences."""

from blue_patrol.models import Guidance
from blue_patrol.presenters.sentences import answers_of, reasons_of, told_of
from blue_patrol.rules import grounds
from casework.presenters.sentences import HANDED_OVER, Vocabulary, hands_of, note_of

SENTENCES = {  # transition -> the sentence after the person; {b} is the word in bold
    "open": ("が、取消しの事由に当たる事案を{b}しました。", "認知"),
    "amend": ("が、認知の内容を{b}ました。", "直し"),
    "guide": ("が、団体を{b}しました。", "指導"),
    "record_result": ("が、指導の{b}を確かめました。", "結果"),
    "rule_out_guidance": ("が、{b}理由を書きました。", "指導では是正できない"),
    "record_statement": ("が、団体の{b}を記録しました。", "弁明"),
    "attach": ("が、書類を{b}しました。", "添付"),
    "detach": ("が、添付を{b}ました。", "外し"),
    "correct": ("が、{b}を確かめて終えました。", "是正"),
    "dismiss": ("が、{b}として終えました。", "該当なし"),
    "report_grounds": ("が、本部へ{b}しました。", "報告"),
    "number_document": ("が、報告書の{b}しました。", "文書番号を記入"),
    "send_back": ("が、署へ{b}ました。", "差し戻し"),
    "answer": ("が、{b}への回答を記録しました。", "差戻し"),
    "endorse": ("が、{b}の段階を「可」としました。", "審査"),
    "approve": ("が、証明の{b}しました。証明は、この日に効力を失いました。", "取消しを決裁"),
    "decline": ("が、{b}としました。", "取り消さない"),
    "acknowledge": ("が、代決を{b}しました。", "後閲"),
    "send_notice": ("が、取消通知書を署へ{b}しました。", "送付"),
    "deliver_notice": ("が、取消通知書を団体へ{b}しました。", "交付"),
    "fail_delivery": ("が、取消通知書を{b}ことを記録しました。", "交付できない"),
    "publish": ("が、取消しの{b}を記録しました。", "公示"),
    "report_delivery": ("が、交付の日を本部へ{b}しました。", "報告"),
    "meet_deadline": ("が、{b}を確かめました。", "期限の完了"),
    "notify_transport": ("が、運輸支局等へ{b}しました。", "通知"),
    "assign": HANDED_OVER,
}


def _found(content: dict) -> list[str]:
    named = [f"{one.mark}　{one.label}" for one in map(grounds.by_code, content.get("grounds", ()))]
    return [*named, content.get("summary", "")]


def _guided(content: dict) -> list[str]:
    method = dict(Guidance.Method.choices).get(content.get("method", ""), "")
    return [f"{method}：{content['content']}" if content.get("content") else "", *_judged(content)]


def _judged(content: dict) -> list[str]:
    result = dict(Guidance.Result.choices).get(content.get("result", ""), "")
    return [f"結果：{result}　{content.get('result_note', '')}".strip()]


def _reported(content: dict) -> list[str]:
    return [f"文書番号　{content['document_number']}" if content.get("document_number") else "", content.get("remarks", "")]  # fmt: skip


def _delivered(content: dict) -> list[str]:
    name = content.get("receiver_name")
    return [*([f"受け取った人　{name}"] if name else []), *told_of(content)]


def _text(name: str):
    return lambda content: [content.get(name, "")]


def _attached(content: dict) -> list[str]:
    label = dict(grounds.EVIDENCE_CHOICES).get(content.get("kind", ""), "")
    return [f"{label}（{content.get('name', '')}）"]


VOCABULARY = Vocabulary(
    SENTENCES,
    {
        "open": _found, "amend": _found, "guide": _guided, "record_result": _judged, "send_back": reasons_of, "answer": answers_of,
        "rule_out_guidance": _text("beyond_guidance"), "record_statement": _text("statement"), "attach": _attached,
        "detach": _text("name"), "report_grounds": _reported, "send_notice": _text("notice_number"), "deliver_notice": _delivered,
        "correct": note_of, "publish": note_of, "assign": hands_of,
    },
)  # fmt: skip

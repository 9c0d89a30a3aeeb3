"""The words for the acts on an application: its history as sentences."""

from functools import partial

from blue_patrol.models import Procedure
from blue_patrol.rules import attachments, examination
from casework.presenters.sentences import HANDED_OVER, Vocabulary, content_of, hands_of, note_of

PARTS = {
    "group": "団体",
    "plan": "概要と計画",
    "vehicles": "自動車",
    "patrollers": "実施者",
    "request": "申請の内容",
}
SENTENCES = {  # transition -> the sentence after the person; {b} is the word in bold
    "open": ("が、申請の{b}を作りました。", "下書き"),
    "amend": ("が、申請を{b}ました。", "直し"),
    "attach": ("が、書類を{b}しました。", "添付"),
    "detach": ("が、添付を{b}ました。", "外し"),
    "receive": ("が、申請を{b}しました。", "受理"),
    "request_correction": ("が、{b}を求めました。", "補正"),
    "resubmit": ("が、補正の{b}を受けました。", "再提出"),
    "answer": ("が、{b}への回答を記録しました。", "差戻し"),
    "examine": ("が、{b}の結果を記録しました。", "調査"),
    "record_qualification": ("が、講習に代わる{b}を記録しました。", "資格"),
    "record_training": ("が、{b}の受講を記録しました。", "講習"),
    "forward": ("が、本部へ{b}しました。", "進達"),
    "endorse": ("が、{b}の段階を「可」としました。", "審査"),
    "approve": ("が、{b}しました。証明書等の番号が付きました。", "決裁"),
    "decline": ("が、{b}としました。", "不承認"),
    "send_back": ("が、署へ{b}ました。", "差し戻し"),
    "acknowledge": ("が、代決を{b}しました。", "後閲"),
    "dispatch": ("が、証明書等を署へ{b}しました。", "送付"),
    "number_document": ("が、進達書の{b}しました。", "文書番号を記入"),
    "recall": ("が、{b}ました。番号は欠番になり、決裁をやり直します。", "決裁を取り消し"),
    "arrive": ("が、証明書等を{b}しました。", "受領"),
    "replace": ("が、傷み・不足の証明書等を{b}ました。", "作り直し"),
    "send_after": ("が、作り直したものを署へ{b}しました。", "追送"),
    "take_in_after": ("が、{b}しました。", "追送を受領"),
    "return_undelivered": ("が、{b}を記録しました。証明書等は本部へ返します。", "交付不能"),
    "destroy_returned": ("が、返送された証明書等を{b}しました。", "廃棄"),
    "deliver": ("が、証明書等を{b}しました。", "交付"),
    "hand_over_cards": ("が、署に残った{b}しました。", "実施者証を交付"),
    "report": ("が、交付の日を本部へ{b}しました。", "報告"),
    "request": ("が、署長の要請による運行を本部へ{b}しました。", "申請"),
    "take_back": ("が、デモ等用標章の{b}を記録しました。", "返納"),
    "collect": ("が、変更前のものを{b}ました。", "受け取り"),
    "give_back": ("が、預かったものを団体へ{b}ました。", "返し"),
    "correct_register": ("が、交付簿の行を{b}しました。", "訂正"),
    "withdraw": ("が、{b}を記録しました。", "取下げ"),
    "meet_deadline": ("が、{b}を確かめました。", "期限の完了"),
    "assign": HANDED_OVER,
}
OF_A_RUN = {
    "approve": ("が、{b}しました。デモ等用標章の番号が付きました。", "決裁"),
    "dispatch": ("が、デモ等用標章を署へ{b}しました。", "送付"),
    "deliver": ("が、デモ等用標章を{b}しました。", "交付"),
    "report": ("が、返納されたデモ等用標章を{b}しました。", "本部へ返送"),
}  # of a demonstration, in the place of those above
ARRIVALS = ("arrive", "take_in_after")
TOGETHER = frozenset({"amend", "attach", "examine"})  # a run of them on one day by one person is one sentence


def of_application(case, things) -> Vocabulary:
    """The words for a case; ``things``: its credentials, which the reports of an arrival and of a run name."""
    names = {str(thing.pk): str(thing) for thing in things}
    named = {act: partial(_reports, names=names) for act in ARRIVALS}
    named["take_back"] = partial(_taken_back, names=names)
    own = OF_A_RUN if case._meta.label == Procedure.DEMONSTRATION else {}
    return Vocabulary(SENTENCES | own, {**WRITERS, **named}, tail=_tail, together=TOGETHER)


def _tail(row, case) -> str:
    content = content_of(row)
    if row.transition == "receive" and case.receipt_number:
        return f"受理番号は{case.receipt_number}です。"
    if row.transition == "forward" and content:
        opinion = "適当" if content.get("opinion") == "fit" else "不適当"
        number = content.get("document_number")
        return (f"文書番号は{number}、" if number else "") + f"署長の意見は「{opinion}」です。"
    if row.transition == "number_document" and content.get("document_number"):
        return f"文書番号は{content['document_number']}です。"
    if row.transition in ("deliver", "hand_over_cards") and content.get("receiver_name"):
        return f"受け取った人は{content['receiver_name']}さんです。"
    return ""


def _reports(content: dict, names: dict[str, str]) -> list[str]:
    """What did not arrive whole: 実施者証 第R8-0001-003号は、届いていません（封筒が破れていた）。"""
    return note_of(content) + [
        f"{names.get(key, '証明書等')}は、{word}（{note}）。"
        for name, word in (("missing", "届いていません"), ("spoiled", "傷んでいます"))
        for key, note in (content.get(name) or {}).items()
    ]


def _taken_back(content: dict, names: dict[str, str]) -> list[str]:
    lost = content.get("lost") or {}
    return note_of(content) + [
        f"{names.get(key, '標章')}は、不明です（{note}）。" for key, note in lost.items()
    ]


def reasons_of(content: dict) -> list[str]:
    return [f"{reason['item']}：{reason['text']}" for reason in content.get("reasons", [])]


def answers_of(content: dict) -> list[str]:
    return [text for text in (content.get("answers") or {}).values() if text]


def _attached(content: dict) -> list[str]:
    labels = attachments.LABELS
    return (
        [f"{labels.get(content['kind'], content['kind'])}（{content.get('name', '')}）"]
        if content.get("kind")
        else []
    )


def _amended(content: dict) -> list[str]:
    part = content.get("part")
    return [f"{PARTS.get(part, part)}の段階"] if part else []


def _findings(content: dict) -> list[str]:
    found = content.get("findings", [])
    if len(found) == len(examination.ITEMS) and all(one["result"] == examination.FIT for one in found):
        return [f"{len(found)}項目のすべてを「適」としました。"]
    items = [(examination.by_code(one["item"]), one["result"]) for one in found]
    return [f"{item.label}：{dict(item.answers).get(result, '')}" for item, result in items]


def _training(content: dict) -> list[str]:
    return [f"{len(content.get('patrollers', []))}人、講習実施者 {content.get('trainer', '')}"]


def _qualified(content: dict) -> list[str]:
    words = f"{content.get('qualification', '')}　{content.get('document_number', '')}".strip()
    return [f"{len(content.get('patrollers', []))}人、{words}"]


def _corrected(content: dict) -> list[str]:
    rows = content.get("rows") or []
    return [f"{rows[0]}を{rows[1]}で訂正" if len(rows) == 2 else "", content.get("note") or ""]


def told_of(content: dict) -> list[str]:
    return [f"教示：{told['text']}" for told in content.get("instructed", []) if told.get("text")]


WRITERS = {
    "assign": hands_of,
    "correct_register": _corrected,
    "request_correction": reasons_of, "send_back": reasons_of, "resubmit": answers_of, "answer": answers_of, "attach": _attached,
    "amend": _amended, "examine": _findings, "record_training": _training, "record_qualification": _qualified, "deliver": told_of,
}  # fmt: skip

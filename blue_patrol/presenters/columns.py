"""What the lists of this application say of a row: for the choice of columns and for files."""

from datetime import date

from blue_patrol.models import Standing
from blue_patrol.papers import from_books
from blue_patrol.presenters import returns as return_words
from blue_patrol.presenters import training as training_words
from blue_patrol.presenters import waiting
from casework.export.columns import Column, day, number

STANDINGS = dict(Standing.choices)
STATION = Column("station", "署", lambda row: row.station.name)
HANDLER = Column("handler", "担当", lambda case: case.handler.name if case.handler else "")


def cases(*, with_station: bool) -> tuple[Column, ...]:
    return (
        Column("name", "団体", lambda case: case.subject, fixed=True),
        Column("procedure", "手続", lambda case: str(case.procedure), on_page=False),
        Column("receipt_number", "受理番号", lambda case: case.receipt_number, on_page=False),
        *((STATION,) if with_station else ()),
        Column("state", "状態", lambda case: case.get_state_display()),
        Column("waits_for", "待っている相手", lambda case: waiting.party_label(case.party) if case.party else "", on_page=False),
        day("received", "受理", lambda case: case.received_on),
        day("closed_on", "終わった日", lambda case: case.closed_on, on_page=False),
        day("reported_on", "報告した日", lambda case: case.reported_on, on_page=False),
        HANDLER,
    )  # fmt: skip


def returns(*, with_station: bool) -> tuple[Column, ...]:
    return (
        Column("name", "団体", lambda notice: notice.group.name, fixed=True),
        Column("receipt_number", "受理番号", lambda notice: notice.receipt_number, on_page=False),
        Column("certificate", "証明書番号", lambda notice: notice.certification.number, on_page=False),
        *((STATION,) if with_station else ()),
        Column("state", "状態", lambda notice: notice.get_state_display()),
        Column("reason", "理由", lambda notice: notice.get_reason_display()),
        day("received_on", "受理", lambda notice: notice.received_on),
        Column("waits", "いまの様子", lambda notice: return_words.waits(notice).words),
        day("forwarded_on", "進達", lambda notice: notice.forwarded_on, on_page=False),
        day("accepted_on", "返納の確認", lambda notice: notice.accepted_on, on_page=False),
        day("notified_on", "運輸支局等への通知", lambda notice: notice.notified_on, on_page=False),
        HANDLER,
    )


def revocations(*, with_station: bool) -> tuple[Column, ...]:
    return (
        Column("name", "団体", lambda case: case.group.name, fixed=True),
        Column("grounds", "事由", lambda case: case.ground_words, on_page=False),
        Column("certificate", "証明書番号", lambda case: case.certification.number, on_page=False),
        *((STATION,) if with_station else ()),
        Column("state", "状態", lambda case: case.get_state_display()),
        Column("severity", "軽重", lambda case: "軽微な違反" if case.is_minor else "", on_page=False),
        day("found_on", "認知", lambda case: case.found_on),
        day("closed_on", "終わった日", lambda case: case.closed_on, on_page=False),
        HANDLER,
    )


def commissions(*, with_station: bool) -> tuple[Column, ...]:
    return (
        Column("name", "団体", lambda commission: commission.name, fixed=True),
        Column("representative", "代表者", lambda commission: commission.representative, on_page=False),
        *((STATION,) if with_station else ()),
        Column("recipient", "相手", lambda commission: commission.get_recipient_display()),
        day("wished_on", "申出", lambda commission: commission.wished_on),
        Column("state", "状態", lambda commission: commission.get_state_display()),
        day("decided_on", "決定", lambda commission: commission.decided_on),
        day("released_on", "解除", lambda commission: commission.released_on),
    )


def groups(*, with_station: bool) -> tuple[Column, ...]:
    return (
        Column("name", "団体", lambda group: group.name, fixed=True),
        Column("kana", "よみ", lambda group: group.name_kana, on_page=False),
        *((STATION,) if with_station else ()),
        Column("representative", "代表者", lambda group: group.representative_name),
        Column("title", "代表者の職名", lambda group: group.representative_title, on_page=False),
        Column("standing", "証明", lambda group: STANDINGS.get(group.standing, "なし")),
        Column("certificate", "証明書番号", lambda group: group.certificate, on_page=False),
        number("cars", "自動車", lambda group: group.cars),
        number("people", "実施者", lambda group: group.people),
    )


def deadlines(*, with_station: bool, today: date) -> tuple[Column, ...]:
    return (
        Column("name", "内容", lambda clock: clock.title, fixed=True),
        Column("group", "団体", lambda clock: clock.group_name, on_page=False),
        Column("subject", "だれ・どれ", lambda clock: clock.subject, on_page=False),
        number("left", "残り（日）", lambda clock: _left(clock, today)),
        day("due_on", "期限", lambda clock: clock.due_on),
        day("starts_on", "起算日", lambda clock: clock.starts_on, on_page=False),
        *((STATION,) if with_station else ()),
        day("done_on", "済んだ日", lambda clock: clock.done_on, on_page=False),
        Column(
            "done_by", "確かめた人", lambda clock: clock.done_by.name if clock.done_by else "", on_page=False
        ),
        Column("next", "確かめたもの", lambda clock: clock.evidence),
    )


def _left(clock, today: date) -> int | None:
    """Days to the due day, negative behind it; none of a clock that is met or has no day."""
    return (clock.due_on - today).days if clock.due_on and not clock.done_on else None


def training_due(*, with_station: bool, today: date) -> tuple[Column, ...]:
    return (
        Column("name", "氏名", lambda person: person.name, fixed=True),
        Column("kana", "よみ", lambda person: person.kana, on_page=False),
        Column("group", "団体", lambda person: person.group.name, on_page=False),
        *((STATION,) if with_station else ()),
        Column("training", "講習", lambda person: training_words.training(person, today)[0]),
        day("last_trained_on", "最後の講習", lambda person: person.last_trained_on),
        day("due_on", "期限", lambda person: person.due_on),
        Column("card", "実施者証", lambda person: person.card or ""),
    )


def ledger(*, with_station: bool) -> tuple[Column, ...]:
    return (
        Column("name", "団体", lambda sheet: sheet.group.name, fixed=True),
        *((STATION,) if with_station else ()),
        Column("number", "台帳番号", lambda sheet: sheet.number),
        day("opened_on", "作成", lambda sheet: sheet.opened_on),
    )


def register() -> tuple[Column, ...]:
    """Form 14 in its columns; of a row of the paper book and of ours alike (RegisterRowValues)."""
    return (
        Column("number", "番号", lambda row: str(row.number or row.paper_number), fixed=True),
        day("delivered_on", "交付年月日", lambda row: row.delivered_on, on_page=False),
        Column("kind", "区分", lambda row: row.kind, on_page=False),
        Column("name", "団体の名称", lambda row: row.group_name, on_page=False),
        Column("certificate", "証明書", lambda row: row.certificate_number, on_page=False),
        Column("stickers", "標章", lambda row: row.sticker_numbers, on_page=False),
        number("sticker_count", "標章の枚数", lambda row: row.sticker_count, on_page=False),
        Column("cards", "実施者証", lambda row: row.card_numbers, on_page=False),
        number("card_count", "実施者証の枚数", lambda row: row.card_count, on_page=False),
        Column("delivered_by", "交付者", lambda row: row.delivered_by, on_page=False),
        Column("received_by", "受領者", lambda row: row.received_by, on_page=False),
        Column(
            "remarks", "摘要", lambda row: "　".join(filter(None, (row.remarks, *row.added))), on_page=False
        ),
        day("reported_on", "本部報告", lambda row: row.reported_on, on_page=False),
        Column(
            "struck", "訂正", lambda row: f"{row.struck_to}番で訂正" if row.struck_to else "", on_page=False
        ),
    )


class RegisterRows:
    """The rows of a book in its order, those of the paper book first."""

    def __init__(self, book):
        self.book = book

    def count(self) -> int:
        return self.book.paper_rows().count() + self.book.entries().count()

    def each(self):
        yield from map(from_books.paper_row, self.book.paper_rows().iterator(chunk_size=500))
        yield from map(from_books.register_row, self.book.entries().iterator(chunk_size=500))

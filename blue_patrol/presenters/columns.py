"""What the lists of this application say of a row: for the choice of columns and for files."""

from datetime import date

from blue_patrol.models import Standing
from blue_patrol.papers import from_books
from blue_patrol.presenters import training as training_words
from blue_patrol.presenters import waiting
from casework.export.columns import Column, day, number

STANDINGS = dict(Standing.choices)
STATION = Column("station", "署", lambda row: row.station.name)
SHOWN = {"on_page": False}


def cases(*, with_station: bool) -> tuple[Column, ...]:
    return (
        Column("name", "団体", lambda case: case.subject, fixed=True),
        Column("procedure", "手続", lambda case: str(case.procedure), **SHOWN),
        Column("receipt_number", "受理番号", lambda case: case.receipt_number, **SHOWN),
        *((STATION,) if with_station else ()),
        Column("state", "状態", lambda case: case.get_state_display()),
        Column("waits_for", "待っている相手", lambda case: waiting.party_label(case.party) if case.party else "", **SHOWN),
        day("received", "受理", lambda case: case.received_on),
        day("closed_on", "終わった日", lambda case: case.closed_on, **SHOWN),
        day("reported_on", "報告した日", lambda case: case.reported_on, **SHOWN),
        Column("handler", "担当", lambda case: case.handler.name if case.handler else ""),
    )  # fmt: skip


def groups(*, with_station: bool) -> tuple[Column, ...]:
    return (
        Column("name", "団体", lambda group: group.name, fixed=True),
        Column("kana", "よみ", lambda group: group.name_kana, **SHOWN),
        *((STATION,) if with_station else ()),
        Column("representative", "代表者", lambda group: group.representative_name),
        Column("title", "代表者の職名", lambda group: group.representative_title, **SHOWN),
        Column("standing", "証明", lambda group: STANDINGS.get(group.standing, "なし")),
        Column("certificate", "証明書番号", lambda group: group.certificate, **SHOWN),
        number("cars", "自動車", lambda group: group.cars),
        number("people", "実施者", lambda group: group.people),
    )


def deadlines(*, with_station: bool, today: date) -> tuple[Column, ...]:
    return (
        Column("name", "内容", lambda clock: clock.title, fixed=True),
        Column("group", "団体", lambda clock: clock.group_name, **SHOWN),
        Column("subject", "だれ・どれ", lambda clock: clock.subject, **SHOWN),
        number("left", "残り（日）", lambda clock: _left(clock, today)),
        day("due_on", "期限", lambda clock: clock.due_on),
        day("starts_on", "起算日", lambda clock: clock.starts_on, **SHOWN),
        *((STATION,) if with_station else ()),
        day("done_on", "済んだ日", lambda clock: clock.done_on, **SHOWN),
        Column("done_by", "確かめた人", lambda clock: clock.done_by.name if clock.done_by else "", **SHOWN),
        Column("next", "確かめたもの", lambda clock: clock.evidence),
    )


def _left(clock, today: date) -> int | None:
    """Days to the due day, negative behind it; none of a clock that is met or has no day."""
    return (clock.due_on - today).days if clock.due_on and not clock.done_on else None


def training_due(*, with_station: bool, today: date) -> tuple[Column, ...]:
    return (
        Column("name", "氏名", lambda person: person.name, fixed=True),
        Column("kana", "よみ", lambda person: person.kana, **SHOWN),
        Column("group", "団体", lambda person: person.group.name, **SHOWN),
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
        day("delivered_on", "交付年月日", lambda row: row.delivered_on, **SHOWN),
        Column("kind", "区分", lambda row: row.kind, **SHOWN),
        Column("name", "団体の名称", lambda row: row.group_name, **SHOWN),
        Column("certificate", "証明書", lambda row: row.certificate_number, **SHOWN),
        Column("stickers", "標章", lambda row: row.sticker_numbers, **SHOWN),
        number("sticker_count", "標章の枚数", lambda row: row.sticker_count, **SHOWN),
        Column("cards", "実施者証", lambda row: row.card_numbers, **SHOWN),
        number("card_count", "実施者証の枚数", lambda row: row.card_count, **SHOWN),
        Column("delivered_by", "交付者", lambda row: row.delivered_by, **SHOWN),
        Column("received_by", "受領者", lambda row: row.received_by, **SHOWN),
        Column("remarks", "摘要", lambda row: "　".join(filter(None, (row.remarks, *row.added))), **SHOWN),
        day("reported_on", "本部報告", lambda row: row.reported_on, **SHOWN),
        Column("struck", "訂正", lambda row: f"{row.struck_to}番で訂正" if row.struck_to else "", **SHOWN),
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

"""Invented rows for the two books: a register with a struck row, a ledger with a car taken out of use."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from blue_patrol.papers.books import LedgerEventValues, LedgerValues, RegisterRowValues, RegisterValues
from blue_patrol.papers.sample_words import LONG_NAME, OFFICE
from blue_patrol.papers.slips import IN, OUT, ItemValues, SlipsValues, SlipValues
from blue_patrol.papers.values import GroupValues, PatrollerValues, PlanValues, VehicleValues

CLERKS = ("風間　聡", "小林　環")


def _row(
    number: int, on: date, kind: str, group: str, reported: date | None, clerk: int = 0, **more: object
) -> RegisterRowValues:
    return RegisterRowValues(
        number=number,
        delivered_on=on,
        kind=kind,
        group_name=group,
        delivered_by=CLERKS[clerk],
        reported_on=reported,
        **more,  # type: ignore[arg-type]
    )


def _new(number: int, on: date, group: str, certificate: str, cars: int, people: int) -> RegisterRowValues:
    """A first delivery: certificate, stickers, cards."""
    return _row(
        number,
        on,
        "新規",
        group,
        on.replace(day=on.day + 1),
        certificate_number=certificate,
        certificate_count=1,
        sticker_numbers=f"{certificate}-01" + (f"〜{cars:02}" if cars > 1 else ""),
        sticker_count=cars,
        card_numbers=f"{certificate}-001〜{people:03}",
        card_count=people,
    )


def _rows() -> tuple[RegisterRowValues, ...]:
    wrong = _new(5, date(2023, 6, 8), "特定非営利活動法人あかりの見守り", "R5-0031", 1, 4)
    return (
        _new(1, date(2023, 4, 6), "浜風警備保障株式会社", "R5-0019", 2, 8),
        _row(
            2, date(2023, 4, 20), "再交付", "緑ケ峰町自治会", date(2023, 4, 21), sticker_numbers="R3-0044-02", sticker_count=1,
            remarks="き損による",
        ),
        _row(
            3, date(2023, 5, 11), "変更", "桜見坂学区防犯パトロール隊", date(2023, 5, 12), 1, certificate_number="R5-0012",
            certificate_count=1, remarks="実施地域の変更",
        ),
        _new(4, date(2023, 5, 25), "一般社団法人まちの灯防犯協会", "R5-0026", 3, 11),
        replace(wrong, struck_to=6, struck_on=date(2023, 6, 8), struck_by=CLERKS[0]),
        replace(
            _new(6, date(2023, 6, 8), wrong.group_name, "R5-0031", 1, 5), remarks="No.5の訂正（枚数誤り）"
        ),
        _row(
            7, date(2023, 10, 4), "デモ用", "南浜田市", date(2023, 10, 5), 1, certificate_number="R2-0007",
            sticker_numbers="D5-004〜008", sticker_count=5, added=("返納　令5.10.11", "（追記　小林　環）"),
        ),
        _new(8, date(2023, 10, 19), LONG_NAME, "R5-0047", 12, 62),
        _new(9, date(2024, 1, 22), "葛󠄀城町髙﨑防犯隊", "R6-0003", 1, 6),
        _row(10, date(2024, 3, 18), "取消通知", "ひので商店街振興防犯会", None, notice_count=1),
    )  # fmt: skip


def register(*, rows: int = 22) -> RegisterValues:
    """A fiscal year of the register: ten telling rows, then plain ones up to a number."""
    told = _rows()[:rows]
    more = tuple(
        _new(number, date(2024, 3, number % 27 + 1), "ひので商店街振興防犯会", f"R6-{number:04}", 1, 3)
        for number in range(len(told) + 1, rows + 1)
    )
    return RegisterValues(office=OFFICE, fiscal_year=2023, rows=told + more)


def slips() -> SlipsValues:
    """A parcel of seventeen things: its 送付票, the 受領票 to fill in, and one as recorded."""
    items = (
        ItemValues(kind="証明書", number="第R5-0012号", bearer="桜見坂学区防犯パトロール隊"),
        *(
            ItemValues(kind="標章", number=f"第R5-0012-{n:02}号", bearer=f"名古屋 500 へ 12-{n:02}")
            for n in range(1, 4)
        ),
        *(
            ItemValues(kind="実施者証", number=f"第R5-0012-{n:03}号", bearer="髙橋　𠮷之介")
            for n in range(1, 14)
        ),
    )
    seen = (replace(items[0], word="届いた"), replace(items[1], word="傷んでいる", note="角が折れている"))
    on = date(2023, 1, 21)
    return SlipsValues(
        office=OFFICE, sender="生活安全総務課長", receipt_number="R5-0012", subject="桜見坂学区防犯パトロール隊", representative="会長　髙橋　𠮷之介",
        slips=(SlipValues(kind=OUT, on=on, items=items), SlipValues(items=items), SlipValues(kind=IN, on=on, by=CLERKS[0], items=seen)),
    )  # fmt: skip


def ledger(
    group: GroupValues,
    plan: PlanValues,
    vehicles: tuple[VehicleValues, ...],
    patrollers: tuple[PatrollerValues, ...],
) -> LedgerValues:
    """The ledger of the demonstration case half a year on: the first car replaced, one card lost."""
    delivered, confirmed = date(2023, 1, 25), date(2023, 2, 3)
    cars = tuple(replace(car, delivered_on=delivered, entry_confirmed_on=confirmed) for car in vehicles)
    return LedgerValues(
        office=OFFICE, number="桜見坂-041", group=group, plan=plan, received_on=date(2023, 1, 10),
        forwarded_on=date(2023, 1, 13), certified_on=date(2023, 1, 20), delivered_on=delivered, certificate_number="R5-0012",
        vehicles=(replace(cars[0], returned_on=date(2023, 9, 1)), *cars[1:]), patrollers=patrollers,
        changes=(
            _event(date(2023, 5, 11), "変更", "実施地域の変更（桜見三丁目を追加）", 1),
            _event(date(2023, 8, 2), "再交付", "実施者証　第R5-0012-003号（紛失）"),
            _event(date(2023, 9, 1), "変更", "自動車の入替え（12-34 → 12-35）"),
        ),
        guidance=(_event(date(2023, 9, 1), "返納", "標章　第R5-0012-01号（入替えによる。）"),),
        trainings=(
            _event(date(2022, 6, 18), "講習", "桜見坂警察署講堂　受講12人"),
            _event(date(2023, 7, 14), "情報提供", "犯罪発生状況（令和5年上半期）", 1),
        ),
        remarks="実施地域の地図は、申請書の別添を参照。",
    )  # fmt: skip


def _event(on: date, kind: str, text: str, clerk: int = 0) -> LedgerEventValues:
    return LedgerEventValues(on=on, kind=kind, text=text, by=CLERKS[clerk])

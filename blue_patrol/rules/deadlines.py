"""The clocks 期限 of blue patrol: one entry a kind, each citing the clause that sets it.

Numbers come from the prefecture's profile (BP-13); `number_key` names the value there.  The first day
is not counted and due days do not move for holidays.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from casework import dates


@dataclass(frozen=True)
class DeadlineKind:
    """One kind of clock.

    `starts` says in Japanese what starts it.  `number_key`: the profile's value, "" when none is needed.
    `amber_key`: the profile's number of months before the due day at which it turns amber, "" = never.
    """

    code: str
    label: str
    clause: str
    starts: str
    number_key: str
    due_on: Callable[[date, int], date | None]
    amber_key: str = ""

    @property
    def shown_by_age(self) -> bool:
        """速やかに: no due day, the page says how many days have passed."""
        return not self.number_key


def _promptly(start: date, number: int) -> None:
    return None


def spell_end(day: date, times_a_year: int = 1) -> date:
    """The last day of the spell that holds the day; the fiscal year has `times_a_year` spells."""
    months = 12 // times_a_year
    first = date(dates.fiscal_year(day), 4, 1)
    passed = (day.year * 12 + day.month) - (first.year * 12 + first.month)
    following = dates.add_months(first, (passed // months + 1) * months)
    return date.fromordinal(following.toordinal() - 1)


def _information_due(start: date, times_a_year: int) -> date:
    """The last day of the spell after the one that holds `start`.

    Information on 10 June 令和8 and once a year → 31 March 令和10, the end of fiscal year 令和9.
    """
    return spell_end(date.fromordinal(spell_end(start, times_a_year).toordinal() + 1), times_a_year)


INSPECTION_ENTRY = DeadlineKind(
    "inspection_entry", "自動車検査証への記載", "BP-5-5-1", "証明書の交付", "inspection_entry_days", dates.due
)
DELIVERY_REPORT = DeadlineKind(
    "delivery_report", "交付年月日の本部への報告", "BP-5-5-3", "証明書の交付", "", _promptly
)
RETRAINING = DeadlineKind(
    "retraining",
    "次の講習",
    "BP-11-2-b",
    "最後の講習",
    "retraining_months",
    dates.about_three_years,
    "retraining_amber_months",
)
INFORMATION = DeadlineKind(
    "information",
    "実施者への情報提供",
    "BP-11-2-a",
    "最後の情報提供（まだなら証明書の交付）",
    "information_times_a_year",
    _information_due,
)
CHANGE_DELETION = DeadlineKind(
    "change_deletion",
    "自動車検査証の記載の削除（変更）",
    "BP-7-2",
    "変更の交付",
    "change_deletion_days",
    dates.due,
)
THINGS_BACK = DeadlineKind(
    "things_back", "変更前の標章・実施者証の返納", "BP-7-1", "変更の交付", "", _promptly
)
ENTRY_DELETION = DeadlineKind(
    "entry_deletion", "自動車検査証の記載の抹消", "BP-9-1", "返納届の受理", "return_deletion_days", dates.due
)
TRANSPORT_NOTICE = DeadlineKind(  # of a revocation: clause BP-8-4, which `clocks.start` is told
    "transport_notice", "運輸支局等への通知", "BP-9-2", "返納の確認・取消通知の交付の報告", "", _promptly
)
ITEMS_BACK = DeadlineKind("items_back", "証明書等の返納", "BP-8-3", "取消通知書の交付", "", _promptly)

DEMONSTRATION_RETURN = DeadlineKind(
    "demonstration_return", "デモ等用標章の返納", "BP-10-5-1", "運行の終了", "", _promptly
)
COMMISSION_REPORT = DeadlineKind(
    "commission_report", "委嘱の解除の本部への報告", "BP-12-3", "委嘱の解除", "", _promptly
)

KINDS = (
    INSPECTION_ENTRY,
    DELIVERY_REPORT,
    RETRAINING,
    INFORMATION,
    ENTRY_DELETION,
    TRANSPORT_NOTICE,
    ITEMS_BACK,
    CHANGE_DELETION,
    THINGS_BACK,
    COMMISSION_REPORT,
    DEMONSTRATION_RETURN,
)
CODES = tuple(kind.code for kind in KINDS)
CHOICES = tuple((kind.code, kind.label) for kind in KINDS)
_BY_CODE = {kind.code: kind for kind in KINDS}


def by_code(code: str) -> DeadlineKind:
    """The kind with this code; `KeyError` for any other."""
    return _BY_CODE[code]


def due_on(code: str, start: date, number: int = 0) -> date | None:
    """The due day of a clock of this kind started on `start`; None where only the age is shown."""
    return by_code(code).due_on(start, number)


def entry_starts(base: str, delivered_on: date, certified_on: date) -> date:
    """The first day of the entry clock: of delivery (BP-5-5-1), or of the certificate where a prefecture says so.

    `base`: the profile's `inspection_entry_base`, "delivery" or "certificate".
    """
    return certified_on if base == "certificate" else delivered_on


def amber_from(due: date, months: int) -> date:
    """The day on which a clock turns amber: `months` before it is due."""
    return dates.add_months(due, -months)

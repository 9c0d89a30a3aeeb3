"""Commissions of the demonstration: one being considered, one given, one not, one released; a row of the register put right."""

from datetime import date, timedelta

from blue_patrol.models import CertificationApplication, Commission, Group
from blue_patrol.rules import commissions as rules
from casework import dates
from casework.demo import cast
from casework.models import Station
from casework.scope import set_scope
from casework.workflow import perform

SEEN = {
    "a": "会員名簿（20人）を見た", "b": "規約を見た", "c": "規約第2条に自主防犯パトロールとある",
    "d": "代表者と面接した。違反の記録は聞いていない", "e": "署の指示に従うことを代表者が約束した",
    "f": "町内会の傷害保険に加入している", "g": "学区の見守りを続けてきた",
}  # fmt: skip
UNMET = {"b": "規約はまだない。次の総会で作る予定", "f": "保険にはまだ入っていない"}


def load(today: date) -> None:
    desk = cast.Desk(Station.objects.get(code="demo-sakuramizaka"))
    set_scope(desk.clerk.station_ids)
    _considered(desk, _working_day(today, 6))
    _commissioned(desk, _working_day(today, 30))
    _declined(desk, _working_day(today, 90))
    _released(desk, _working_day(today, 200), _working_day(today, 4))
    _corrected(desk)


def _working_day(today: date, ago: int) -> date:
    return dates.last_working_day_on_or_before(today - timedelta(days=ago))


def consider(desk, on: date, group: Group | None = None, unmet=(), **told) -> Commission:
    """A commission that is being considered; ``unmet``: codes of the criteria that are wanting."""
    criteria = [
        {
            "code": point.code,
            "result": rules.UNMET if point.code in unmet else rules.MET,
            "note": UNMET[point.code] if point.code in unmet else SEEN[point.code],
        }
        for point in rules.CRITERIA
    ]
    if group is not None:
        told |= {"name": group.name, "representative": group.representative, "address": group.address}
    usual = {
        "recipient": "group",
        "people": "",
        "within_district": True,
        "criteria": criteria,
        "acknowledged": {},
    }
    return Commission.consider(by=desk.clerk, on=on, group=group, wished_on=on, **usual | told)


def commission(desk, case: Commission, on: date) -> Commission:
    """It is given."""
    return perform(
        case, "commission", by=desk.chief, on=on, guided=list(rules.GUIDANCE_CODES), document_number="",
        note="構成員と活動の様子から、委嘱にふさわしいと認めた。",
    )  # fmt: skip


def _considered(desk, on: date) -> None:
    """A body that has no record here yet; two criteria are wanting and still refuse nothing."""
    consider(
        desk, on, unmet=("b", "f"), name="桜見坂新町見守りの会", representative="会長　早瀬 望", address="愛知県桜見市桜見新町1番地",
        area="桜見新町一円", within_district=False,
    )  # fmt: skip


def _commissioned(desk, on: date) -> None:
    group = Group.objects.get(station=desk.station, name="花見坂見守り隊")
    commission(desk, consider(desk, on, group, area="花見坂一丁目から三丁目まで"), on)


def _declined(desk, on: date) -> None:
    case = consider(
        desk, on, unmet=("b",), name="桜見坂イベント企画", representative="代表　水無瀬 薫", address="愛知県桜見市桜見中央3番地",
        area="桜見中央一円", recipient="people", people="水無瀬 薫\n白鳥 渚",
    )  # fmt: skip
    why = "催しの警備が主な活動で、自主防犯パトロールを続ける見込みが確かめられない。"
    perform(case, "decline", by=desk.chief, on=on, note=why)


def _released(desk, given: date, on: date) -> None:
    """A certified group of type (イ): headquarters is to be told, its standing to be looked at."""
    group = Group.objects.get(station=desk.station, name="桜見坂婦人防犯の会")
    case = commission(desk, consider(desk, given, group, area="坂上町及び坂下町"), given)
    why = "会員の高齢化により委嘱を返したいと、会長から申出があった。"
    perform(case, "release", by=desk.chief, on=on, ground="own_wish", note=why)


def _corrected(desk) -> None:
    """The clerk misheard who received the things of the station's first delivery."""
    delivered = CertificationApplication.objects.filter(station=desk.station).exclude(register_entries=None)
    case = delivered.order_by("delivered_on", "pk")[0]
    entry = case.register_entries.earliest("pk")
    held = {name: getattr(entry, name) for name in case.CORRECTED}
    perform(
        entry.application, "correct_register", by=desk.clerk, on=entry.delivered_on + timedelta(days=1), entry=entry.pk,
        note="受領者の聞き違い", **held | {"receiver_name": f"{entry.receiver_name}（代理　配偶者）"},
    )  # fmt: skip

"""The first page, by what the post does: the station's desk, headquarters' desk, or a plain page."""

from datetime import date

from django.utils import timezone
from django.views.generic import TemplateView

from blue_patrol.models import Place
from blue_patrol.presenters import chart, desk
from blue_patrol.views import beside, desks
from casework import homes
from casework.models import ReadLog, RoadState
from casework.presenters import links
from casework.roles import HEADQUARTERS_DESK, STATION_DESK, Role
from casework.scope import access_table
from casework.transfers import home as transfers

NEXT_OF_THINGS = (  # the least advanced piece decides what is next
    (desks.REPORTED, "傷み・不足の報告", "作り直す", "replace"),
    (Place.BLANK, "印刷待ち", "印刷を記録する", "print_out"),
    (Place.PRINTED, "押印待ち", "押印を記録する", "seal"),
    (Place.SEALED, "送付待ち", "送付を記録する", "dispatch"),
    (Place.SENT_TO_HQ, "署から返送", "廃棄を記録する", "destroy_returned"),
)
NUMBERS = ("open_cases", "overdue", "soon", "cars_to_notify")  # of a station, summed for all
PLAIN = {  # what a post without a desk here can do in this system
    Role.KOBAN_OFFICER: "交番・駐在所の職では、青色防犯パトロールの様式を見て、印刷できます。申請の内容は、署の生活安全係と本部の担当課だけが見られます。",
    Role.STATION_SUPERVISOR: "署の地域課の職では、青色防犯パトロールの様式を見て、印刷できます。申請の内容は、署の生活安全係と本部の担当課だけが見られます。",
    Role.COMMUNITY_DIVISION: "本部の地域課の職では、青色防犯パトロールの様式を見て、印刷できます。申請の内容は、署の生活安全係と本部の担当課だけが見られます。",
    Role.INSPECTOR: "監察の職では、すべての署の事案と帳簿を見られます。記録を書いたり変えたりすることはできません。見たことは、閲覧の記録に残ります。",
    Role.ADMINISTRATOR: "システム管理者の職では、職員・配置・県の定めなどのもとになる表を管理します。事案や団体の内容は見られません。",
}
PAGES = (
    ("cases", "事案", "申請のすべて。団体・受理番号・車両番号で探す"),
    ("groups", "団体", "団体ごとの証明、自動車、実施者"),
    ("register", "交付簿", "署ごと、年度ごとの帳簿"),
    ("ledger", "証明台帳", "団体ごとの台帳"),
    ("deadlines", "期限", "検査証への記載、講習など"),
    ("councils", "連絡協議会", "署ごとの協議会、年間の会議、委員"),
    ("forms", "様式", "用紙を見る、印刷する"),
    ("postings_batches", "人事異動の取込み", "人事異動の表から、職員と配置をまとめて登録する"),
    ("admin:index", "管理", "職員・配置・県の定め"),
)


class HomePage(TemplateView):
    def get_template_names(self):
        page = homes.PAGES.get(self.request.actor.role)
        return [page.template if page else f"blue_patrol/home/{self.desk}.html"]

    @property
    def desk(self) -> str:
        role = self.request.actor.role
        return "station" if role in STATION_DESK else "hq" if role in HEADQUARTERS_DESK else "other"

    def get_context_data(self, **kwargs):
        actor, today = self.request.actor, timezone.localdate()
        if self.desk != "other":
            ReadLog.note(actor, "ホーム")
        if page := homes.PAGES.get(actor.role):
            return super().get_context_data(
                today=today, **plain_page(actor), **page.context(actor, today), **kwargs
            )
        context = {
            "station": station_desk,
            "hq": headquarters_desk,
            "other": lambda actor, today: plain_page(actor),
        }[self.desk](actor, today)
        return super().get_context_data(today=today, **context, **kwargs)


def station_desk(actor, today: date) -> dict:
    cases = desks.station_cases(actor)
    mine, others = desk.desks_of(cases, actor)
    waiting, station = desks.waiting_at_station(actor), beside.at_station(actor, today)
    revocations, own = station.revoked, desk.returns_of(station.returned, actor)
    return {
        "groups": mine, "others": others, "desk_count": sum(len(rows) for _, rows in mine),
        "is_chief": actor.role == Role.STATION_CHIEF, "first": desk.first_of(mine) or desk.first_beside(own, revocations),
        "beside": [(word, len(rows)) for word, rows in (("返納", own), ("取消し", revocations)) if rows], "clocks": desks.clocks(actor, today), "returns": station.returned, "waiting": waiting, "totals": _totals(waiting),
        "ask_url": links.to("demonstration_ask") if actor.may("forward") else "",
        "new_url": links.to("application_new") if actor.may("enter_application") else "",
        "quiet_groups": station.quiet, "sections": homes.sections_for(station, actor, today), "revocations": revocations, "remarks": station.remarked,
        "together": {desk.REPORT: links.to("report_together")} if actor.may("station_act") else {},
    }  # fmt: skip


def headquarters_desk(actor, today: date) -> dict:
    queue = desks.to_decide(actor)
    printing = [(row, *_next_of_things(row, actor)) for row in desks.waiting_at_headquarters(actor)]
    stations = desks.stations(actor, today)
    counts: dict[date, int] = {}
    for row in (row for station in stations for row in station.months):
        month = date(row["year"], row["month"], 1)
        counts[month] = counts.get(month, 0) + row["n"]
    totals = {name: sum(getattr(each, name) for each in stations) for name in NUMBERS}
    mine = [case for case in queue if case.own_step]
    returns, revocations = beside.at_headquarters(stations, actor)
    return {
        "queue": queue, "mine": mine, "decide_url": links.to("decide", mine[0].pk) if mine else "", "printing": printing,
        "together_url": links.to("decide_together") if len(mine) > 1 else "",
        "revocations": revocations, "own_revocations": beside.own(revocations), "remarks": beside.answered_remarks(stations),
        "reviews": [(step, desks.page_of_review(step)) for step in desks.later_reviews(actor)],
        "stations": [
            (each, _share(each.open_cases, stations, "open_cases"), _share(each.overdue, stations, "overdue"))
            for each in stations if each.open_cases or each.overdue or each.soon
        ],
        "quiet": [each for each in stations if not (each.open_cases or each.overdue or each.soon)],
        "station_count": len(stations), "returns": returns, "cars_to_notify": totals["cars_to_notify"],
        "posts": transfers.told(stations[0].deputies if stations else [], actor),
        "totals": totals, "chart": chart.by_month(counts, today), "year": sum(counts.values()),
    }  # fmt: skip


def plain_page(actor) -> dict:
    """Nothing of a case: what the post may open, in words."""
    table = access_table()
    rules = {name: table.get(name) or table[f"{name.split(':')[0]}:*"] for name, _, _ in PAGES}
    offered = [(links.to(name), label, words) for name, label, words in PAGES if actor.may(rules[name])]
    return {"pages": offered, "words": PLAIN[actor.role]}


def _totals(waiting) -> dict[str, int]:
    return {kind: sum(row.counts[kind] for row in waiting) for kind in ("certificate", "sticker", "card")}


def _share(number: int, stations, name: str) -> int:
    """Length of a bar of 120 for a number among those of all stations."""
    return round(120 * number / max(1, *(getattr(each, name) for each in stations)))


def _next_of_things(row, actor) -> tuple[str, str, str]:
    """(where they stand, the next act, its address or "" for a post that does not do it)."""
    for place, stands, label, page in NEXT_OF_THINGS:
        if place in row.places:
            if page == "dispatch" and row.state != RoadState.APPROVED:
                page = "send_after"
            return stands, label, links.to(page, row.case_pk) if actor.may("headquarters_act") else ""
    return "", "", ""

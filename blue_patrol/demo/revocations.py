"""Revocations of the demonstration: one guided, one mended, one before headquarters, one whose notice was delivered."""

from datetime import date, timedelta
from typing import Any

from blue_patrol.demo import files
from blue_patrol.models import Group, Revocation
from blue_patrol.models.revocation.machine import open_revocation
from casework import dates
from casework.demo import cast
from casework.demo.press import Press
from casework.models import Actor, IssuedPaper, Station
from casework.scope import set_scope
from casework.workflow import perform

QUIET = {
    "grounds": ["d"], "source": "交番からの連絡", "persons": [], "is_minor": True, "severity_reason": "",
    "summary": "この6か月の間、青色防犯パトロールが一度も行われていない。隊員の高齢化により、車を運転する人がいない。",
}  # fmt: skip
DELIVERY = {
    "grounds": ["e"], "source": "住民の通報", "persons": [], "is_minor": True, "severity_reason": "",
    "summary": "午後3時ころ、坂上町の路上で、商品の配達の途中に青色回転灯を点けて走っていた。",
}  # fmt: skip
SPEEDING = {
    "grounds": ["f", "g"], "source": "本部からの連絡", "persons": [], "is_minor": False,
    "severity_reason": "交通の危険を生じさせたため。",
    "summary": "午後4時ころ、浜通二丁目の交差点で、実施者の一人が青色回転灯を点けて赤信号を無視し、一般の車を停めさせた。緊急の用であったと述べた。",
}  # fmt: skip
LATE = {
    "grounds": ["e"], "source": "講習の期限の一覧", "persons": [], "is_minor": True, "severity_reason": "",
    "summary": "講習の期限が過ぎた実施者が、受講せずに青色防犯パトロールを続けている。",
}  # fmt: skip
STATEMENTS = (
    "会長から面談で聴取。「若い会員が入らず、続けられなかった。取消しはやむを得ない。」",
    "運転者と代表者から聴取。「急いでいた。申し訳ない。今後の処分に異議はない。」",
)
TOLD = [{"code": "return_promptly", "text": "証明書、標章、実施者証を、速やかに署へ返納してください。"}]


class Walker:
    """One revocation, act by act; ``ago`` counts days back from today."""

    def __init__(self, group_name: str, today: date, press: Press):
        self.group_name, self.today, self.press = group_name, today, press

    def begin(self, station: str, ago: int, finding: dict[str, Any]) -> None:
        self.desk = cast.Desk(Station.objects.select_related("prefecture").get(code=station))
        set_scope(self.desk.clerk.station_ids)
        group = Group.objects.get(name=self.group_name, station=self.desk.station)
        self.case = open_revocation(group, by=self.desk.clerk, on=self.day(ago), **finding)

    def day(self, ago: int) -> date:
        return dates.last_working_day_on_or_before(self.today - timedelta(days=ago))

    def do(self, act: str, ago: int, by: Actor | None = None, **details: Any) -> None:
        actor = by or self.desk.clerk
        set_scope(actor.station_ids)
        self.case = perform(Revocation(pk=self.case.pk), act, by=actor, on=self.day(ago), **details)
        self.press.order(IssuedPaper.objects.of_case(self.case).filter(file=None).select_related("station"))

    def guide(self, ago: int, content: str, result: str, note: str = "") -> None:
        self.do("guide", ago, method="interview", content=content, result=result, result_note=note)

    def report(self, ago: int, statement: str, number: int, evidence: tuple[str, str, str]) -> None:
        kind, name, words = evidence
        self.do("record_statement", ago + 1, statement=statement)
        self.do(
            "attach", ago + 1, kind=kind, name=name, content=files.pdf(words), media_type="application/pdf"
        )
        self.do(
            "report_grounds", ago, self.desk.chief, opinion="revoke", remarks="証明を続けることは適当でない。",
            document_number=f"{self.desk.station.document_symbol}第{number}号",
        )  # fmt: skip

    def decide(self, ago: int) -> None:
        for actor in (self.desk.hq_clerk, self.desk.assistant, self.desk.director, self.desk.bureau):
            self.do("endorse", ago, actor)
        self.do("approve", ago, self.desk.commander)


def load(today: date, press: Press) -> None:
    late = Walker("花見坂町内会連合会", today, press)
    late.begin("demo-sakuramizaka", 16, LATE)
    late.guide(14, "未受講の実施者は、受講するまでパトロールに乗らないよう指導した。", "watching")
    mended = Walker("南浜田市防犯協会", today, press)
    mended.begin("demo-minamihamada", 60, DELIVERY)
    mended.guide(
        58, "配達を兼ねて灯を点けないよう指導した。", "corrected", "配達の車から青色回転灯を外した。"
    )
    mended.do("correct", 50, note="1週間後に車を見て確かめた。")
    quiet = Walker("桜見坂消防団OB見守り隊", today, press)
    quiet.begin("demo-sakuramizaka", 45, QUIET)
    quiet.guide(44, "週1回以上行うよう指導した。", "watching")
    quiet.do("record_result", 14, result="not_corrected", result_note="1か月後も行われていない。")
    quiet.guide(12, "再開の見込みを尋ね、もう一度指導した。", "not_corrected", "再開の見込みがない。")
    quiet.report(3, STATEMENTS[0], 301, ("guidance_record", "指導の記録.pdf", "Record of guidance"))
    grave = Walker("浜通町内会青色パトロール隊", today, press)
    grave.begin("demo-minamihamada", 40, SPEEDING)
    grave.report(34, STATEMENTS[1], 302, ("statement", "弁明の記録.pdf", "Record of statement"))
    grave.decide(20)
    press.attach(grave.case.pk)
    grave.do("send_notice", 16, grave.desk.hq_clerk, notice_number="生総発第77号")
    grave.do(
        "deliver_notice", 9, receiver_name=grave.case.group.representative_name, receiver_kind="representative",
        instructed=TOLD,
    )  # fmt: skip

"""Which acts of the councils tell whom. The door asks this table."""

from casework.notices import telling
from casework.notices.telling import Tell
from casework.roles import Role
from liaison_councils.models import Meeting, Opinion, Remark, SupportRequest, YearReport

SUPERVISOR, KOBAN, DIVISION = (Role.STATION_SUPERVISOR,), (Role.KOBAN_OFFICER,), (Role.COMMUNITY_DIVISION,)
STATION = (*SUPERVISOR, Role.STATION_CHIEF)

REMARK = {
    "open": Tell("本部の指導がありました", STATION),
    "ask_again": Tell("本部から再度の指導がありました", STATION),
    "answer": Tell("本部の指導に回答がありました", DIVISION),
    "settle": Tell("本部の指導が了となりました", SUPERVISOR),
}
SUPPORT = {
    "open": Tell("支援・連絡調整の依頼がありました", SUPERVISOR),
    "answer": Tell("支援・連絡調整の回答がありました", KOBAN),
}
YEAR = {
    "open": Tell("年の締めがありました", DIVISION),
    "close_again": Tell("年の締め直しがありました", DIVISION),
    "see": Tell("年の締めが確認されました", SUPERVISOR),
    "reopen": Tell("年の締めが取り消されました", STATION),
}
MEETING = {"approve_minutes": Tell("議事録が承認されました", KOBAN)}
OPINION = {"reopen": Tell("意見・要望の回答をやり直すこととなりました", KOBAN)}


def enter() -> None:
    """Called from ``LiaisonCouncilsConfig.ready()``."""
    telling.enter([Remark], REMARK, ("station",))
    telling.enter([SupportRequest], SUPPORT)
    telling.enter([YearReport], YEAR, ("station",))
    telling.enter([Meeting], MEETING, ("councils",))
    telling.enter([Opinion], OPINION)

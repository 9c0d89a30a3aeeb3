"""Which acts of blue patrol tell whom: what one desk does and another is to know. The door asks this table."""

from blue_patrol.models import (
    Certification,
    CertificationApplication,
    ChangeApplication,
    ClockRemark,
    Commission,
    DemonstrationApplication,
    ReissueApplication,
    ReturnNotice,
    Revocation,
)
from casework.models.road import RoadState as S
from casework.notices import telling
from casework.notices.telling import Tell
from casework.roles import Role

CLERK, CHIEF, HEADQUARTERS = (Role.STATION_CLERK,), (Role.STATION_CHIEF,), (Role.HQ_CLERK,)
WITH_THE_CHIEF = CLERK + CHIEF
MY_TURN = "審査・決裁の順番が来ました"

ROAD = {
    "forward": Tell("進達が届きました", HEADQUARTERS, step=MY_TURN),
    "endorse": Tell("", (), step=MY_TURN),
    "send_back": Tell("本部から差し戻されました", CLERK),
    "approve": Tell("決裁されました", CLERK),
    "decline": Tell("不承認となりました", WITH_THE_CHIEF),
    "recall": Tell("決裁が取り消されました", CLERK, step=MY_TURN),
    "dispatch": Tell("証明書等が送付されました", CLERK),
    "send_after": Tell("作り直した証明書等が送付されました", CLERK),
    "return_undelivered": Tell("交付できず、証明書等が返されます", HEADQUARTERS),
    "report": Tell("交付の報告がありました", HEADQUARTERS),
    "withdraw": Tell("取り下げられました", HEADQUARTERS, (S.FORWARDED, S.SENT_BACK)),
}
DEMONSTRATION = ROAD | {
    "request": Tell("署長の要請が届きました", HEADQUARTERS),
    "report": Tell("標章が返送されます", HEADQUARTERS),
}
RETURN = {
    "forward": Tell("返納の進達が届きました", HEADQUARTERS),
    "send_back": Tell("本部から差し戻されました", CLERK),
    "accept": Tell("返納が確認されました", CLERK),
    "send_found": Tell("見付かったものが送られます", HEADQUARTERS),
    "notify_transport": Tell("運輸支局等へ通知されました", CLERK),
}
REVOCATION = {
    "report_grounds": Tell("取消しの事由の報告が届きました", HEADQUARTERS, step=MY_TURN),
    "endorse": Tell("", (), step=MY_TURN),
    "send_back": Tell("本部から差し戻されました", CLERK),
    "approve": Tell("取消しが決裁されました", WITH_THE_CHIEF),
    "decline": Tell("取り消さないこととなりました", WITH_THE_CHIEF),
    "send_notice": Tell("取消通知書が送付されました", CLERK),
    "fail_delivery": Tell("取消通知書を交付できませんでした", HEADQUARTERS),
    "report_delivery": Tell("取消通知書の交付の報告がありました", HEADQUARTERS),
    "notify_transport": Tell("運輸支局等へ通知されました", CLERK),
}
COMMISSION = {
    "open": Tell("委嘱の検討が始まりました", CHIEF),
    "commission": Tell("委嘱が決まりました", CLERK),
    "decline": Tell("委嘱しないことが決まりました", CLERK),
    "release": Tell("委嘱が解除されました", CLERK),
}
REMARK = {
    "open": Tell("本部の指導がありました", WITH_THE_CHIEF),
    "ask_again": Tell("本部から再度の指導がありました", WITH_THE_CHIEF),
    "answer": Tell("本部の指導に回答がありました", HEADQUARTERS),
    "settle": Tell("本部の指導が了となりました", CLERK),
}


def enter() -> None:
    """Called from ``BluePatrolConfig.ready()``."""
    telling.enter([CertificationApplication, ReissueApplication, ChangeApplication], ROAD, ("group",))
    telling.enter([DemonstrationApplication], DEMONSTRATION, ("group", "demonstration"))
    telling.enter([ReturnNotice], RETURN, ("group",))
    telling.enter([Revocation], REVOCATION, ("group",))
    telling.enter([Commission], COMMISSION)
    telling.enter([ClockRemark], REMARK, ("station",))
    telling.enter([Certification], {}, ("group",))  # clocks alone

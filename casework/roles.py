"""The kinds of post that act in this system (design: posts act, persons hold them)."""

from django.db.models import TextChoices


class Role(TextChoices):
    STATION_CLERK = "station_clerk", "署 生活安全係"
    STATION_CHIEF = "station_chief", "署長"
    HQ_CLERK = "hq_clerk", "本部 係"
    HQ_DECIDING = "hq_deciding", "本部 決裁の職"
    KOBAN_OFFICER = "koban_officer", "交番・駐在所"
    STATION_SUPERVISOR = "station_supervisor", "署 地域課の指導者"
    COMMUNITY_DIVISION = "community_division", "本部 地域課"
    INSPECTOR = "inspector", "監察"
    ADMINISTRATOR = "administrator", "システム管理者"


STATION_DESK = frozenset({Role.STATION_CLERK, Role.STATION_CHIEF})
HEADQUARTERS_DESK = frozenset({Role.HQ_CLERK, Role.HQ_DECIDING})
STATION_ROLES = STATION_DESK | {Role.KOBAN_OFFICER, Role.STATION_SUPERVISOR}
CASE_READERS = STATION_DESK | HEADQUARTERS_DESK | {Role.INSPECTOR}
COUNCIL_DESK = frozenset({Role.KOBAN_OFFICER, Role.STATION_SUPERVISOR})
COUNCIL_READERS = COUNCIL_DESK | {Role.STATION_CHIEF, Role.COMMUNITY_DIVISION, Role.INSPECTOR}
EVERY_ROLE = frozenset(Role)

"""Notices: made by hand, read and told by mail."""

from casework.models import Digest, Notice, NoticeRead, ToldNotice
from casework.roles import Role
from tests.factories.applications import DAY


def notice(station, case=None, **changed) -> Notice:
    """To the station's clerk, of the day; of a case where one is given."""
    told = {
        "role": Role.STATION_CLERK, "kind": "send_back", "title": "本部から差し戻されました", "day": DAY,
        "case_label": case._meta.label if case else "blue_patrol.CertificationApplication", "case_pk": case.pk if case else 0,
    } | changed  # fmt: skip
    return Notice.objects.create(station=station, **told)


def read_and_told(desks) -> Notice:
    """One that the clerk has read, after a mail had told it."""
    made, staff = notice(desks.station), desks.clerk.staff
    NoticeRead.objects.create(notice=made, staff=staff)
    ToldNotice.objects.create(notice=made, staff=staff, digest=Digest.objects.create(staff=staff, day=DAY))
    return made

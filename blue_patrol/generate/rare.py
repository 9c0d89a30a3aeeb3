"""What happens to few groups: a run, a commission, a revocation; told as the demonstration tells it."""

from datetime import timedelta

from blue_patrol.demo import commissions, demonstrations, revocations
from blue_patrol.models import Certification
from casework import dates
from casework.generate.lives import Walk


def run(walk: Walk, standing: Certification) -> None:
    """A joint patrol nine days ago, whose stickers have not come back."""
    on = dates.last_working_day_on_or_before(walk.today - timedelta(days=20))
    walk.to(on)
    demonstrations.over(walk.desk, standing, on, walk.today - timedelta(days=9), walk.press)


def commission(walk: Walk, standing: Certification) -> None:
    """Considered and given a year ago."""
    on = dates.last_working_day_on_or_before(walk.today - timedelta(days=370))
    walk.to(on)
    case = commissions.consider(walk.desk, on, standing.group, area=standing.patrol_area)
    commissions.commission(walk.desk, case, on)


def revocation(walk: Walk, standing: Certification) -> None:
    """A grave breach forty days ago; the notice was handed over."""
    walk.to(walk.today)
    grave = revocations.Walker(standing.group.name, walk.today, walk.press)
    grave.begin(walk.station.code, 40, revocations.SPEEDING)
    grave.report(
        34, revocations.STATEMENTS[1], walk.document(), ("statement", "弁明の記録.pdf", "Record of statement")
    )
    grave.decide(20)
    grave.do("send_notice", 16, walk.desk.hq_clerk, notice_number="生総発第77号")
    grave.do(
        "deliver_notice", 9, receiver_name=standing.group.representative_name, receiver_kind="representative",
        instructed=revocations.TOLD,
    )  # fmt: skip


HAPPEN = {"run": run, "commission": commission, "revocation": revocation}

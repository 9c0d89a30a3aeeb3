"""Files of old ledgers: how one is read, planned and registered."""

from blue_patrol.models.certifications import Certification, Standing
from blue_patrol.models.registration.machine import Registration
from blue_patrol.models.registration.make import register
from blue_patrol.models.registration.plan import plan
from blue_patrol.models.registration.verdicts import PaperPlan
from blue_patrol.rules.paper_columns import PAPER
from blue_patrol.rules.paper_file import PaperFile, read_file
from casework.models import ImportBatch
from casework.registering.batch import Kept


def plan_of(batch: ImportBatch, reading: PaperFile, stations) -> PaperPlan:
    """The plan; numbers are first written as they stand in the register."""
    standings = Certification.objects.filter(station__in=stations).exclude(state=Standing.VOID)
    reading.settle_numbers(standings.values_list("number", flat=True))
    return plan(reading, stations)


LEDGERS = Kept(ImportBatch.Kind.STANDING, Registration, PAPER, read_file, plan_of, register)

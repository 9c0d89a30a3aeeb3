"""Files of councils and members: how one is read, planned and registered."""

from casework.models import ImportBatch
from casework.registering.batch import Kept
from liaison_councils.models.registration.machine import ListRegistration
from liaison_councils.models.registration.make import register
from liaison_councils.models.registration.plan import plan
from liaison_councils.rules.list_columns import LISTS
from liaison_councils.rules.list_records import read_file

COUNCIL_LISTS = Kept(ImportBatch.Kind.COUNCILS, ListRegistration, LISTS, read_file, plan, register)

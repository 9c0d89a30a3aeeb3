"""Records of long ago and the lists on which they are disposed of. Used inside a transaction: days are set behind the acts."""

import datetime as dt

from django.apps import apps
from django.db import models
from django.db.models import F
from django.utils import timezone

from casework.models import Disposal, Hold
from casework.models.base import Machine
from casework.retention import due
from casework.retention.kinds import KINDS
from casework.workflow import perform
from config.rights import RIGHTS
from tests.conftest import owner_connection
from tests.factories import people

LONG_AGO = dt.timedelta(days=366 * 40)


def dated(*kept):
    """The models of cases and courses but those named, each with the names of its days."""
    kept += (Disposal, Hold)
    for config in ("casework", "blue_patrol", "liaison_councils"):
        for model in apps.get_app_config(config).get_models():
            if not issubclass(model, Machine) or model._meta.proxy or model in kept:
                continue
            if "u" not in RIGHTS[model._meta.db_table]:
                continue
            fields = model._meta.concrete_fields
            yield model, [field.name for field in fields if isinstance(field, models.DateField)]


def age(*kept) -> None:
    """Set the days of every case and course 40 years back, but those of the models named."""
    for model, days in dated(*kept):
        model._base_manager.update(**{name: F(name) - LONG_AGO for name in days})


def age_stored() -> None:
    """The same of what is committed: by the owner, past what refuses days that no act has written."""
    with owner_connection() as owner, owner.transaction():
        owner.execute("set local session_replication_role = replica")
        for model, days in dated():
            moved = ", ".join(f"{name} = {name} - interval '{LONG_AGO.days} days'" for name in days)
            owner.execute(f"update {model._meta.db_table} set {moved}")


def draw_up(desks, *codes, by=None) -> Disposal:
    today = timezone.localdate()
    return due.draw_up(desks.station, codes or KINDS, today, by=by or desks.hq_clerk, today=today)


def approved(desks, *codes) -> Disposal:
    """Looked through by the station's chief and by headquarters' 課長."""
    row = draw_up(desks, *codes)
    perform(row, "review", by=desks.chief)
    return perform(row, "approve", by=desks.director)


def carried_out(desks, *codes) -> Disposal:
    return perform(approved(desks, *codes), "carry_out", by=desks.hq_clerk)


def beside(desks, case) -> None:
    """A list, a hold and a person's request: rows of the tables that belong to neither application."""
    from casework.models import DisposalItem, PersonRequest
    from casework.permissions import PERMISSIONS
    from casework.workflow import open_case

    today = timezone.localdate()
    made = due.hold(case.group, by=desks.chief, ground="audit", reason="監査", until=None, on=today)
    row = Disposal(
        station=desks.station, until=today, drawn_on=today, drawn_by=desks.hq_clerk.staff, digest="0" * 64
    )
    open_case(row, by=desks.hq_clerk, permission=PERMISSIONS["dispose"], on=today)
    DisposalItem.objects.create(
        disposal=row, station=desks.station, kind="holds", object_label="casework.Hold", object_pk=made.pk, ended_on=today, due_on=today
    )  # fmt: skip
    asked = PersonRequest(
        station=desks.station, kind="correction", object_label="blue_patrol.Patroller",
        object_pk=case.group.patrollers.first().pk, reason="生年月日が違う", asked_on=today, entered_by=desks.hq_clerk.staff,
    )  # fmt: skip
    open_case(asked, by=desks.hq_clerk, permission=PERMISSIONS["answer_persons"], on=today)


def logged(desks, case) -> None:
    """A list that was carried out: of one hold, lifted on the day on which it was set."""
    from casework.models import DisposalItem
    from casework.permissions import PERMISSIONS
    from casework.workflow import open_case

    today = timezone.localdate()
    made = due.hold(case, by=desks.chief, ground="other", reason="照会", until=None, on=today)
    made = perform(made, "lift", by=desks.chief, note="済んだ")
    row = Disposal(
        station=desks.station, until=today, drawn_on=today, drawn_by=desks.hq_clerk.staff, digest="1" * 64
    )
    row = open_case(row, by=desks.hq_clerk, permission=PERMISSIONS["dispose"], on=today)
    DisposalItem.objects.create(
        disposal=row, station=desks.station, kind="holds", object_label="casework.Hold", object_pk=made.pk, ended_on=today, due_on=today
    )  # fmt: skip
    row = perform(perform(row, "review", by=desks.chief), "approve", by=desks.director)
    perform(row, "carry_out", by=desks.hq_clerk)


def other_chief(desks):
    return people.chief(desks.station)

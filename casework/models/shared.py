"""A table whose rows run different machines: one list, one queue, one key for whatever the procedure.

Each row names its machine in ``case_label`` and is read as an instance of it; the machines are proxies of the model
that owns the table. History, papers, clocks and steps hang on (``case_label``, ``pk``) as they do everywhere.
"""

from functools import lru_cache
from typing import Any

from django.apps import apps
from django.db import models


@lru_cache(maxsize=32)
def machine_of(label: str) -> Any:
    """The machine that runs the rows with this label. Raises LookupError."""
    return apps.get_model(label)


class OfOneMachine(models.Manager):
    """A machine's own rows; of the model that owns the table, all of them."""

    def get_queryset(self):
        rows = super().get_queryset()
        return rows.filter(case_label=self.model._meta.label) if self.model._meta.proxy else rows


class SharedTable(models.Model):
    case_label = models.CharField("手続", max_length=60, editable=False)

    class Meta:
        abstract = True

    def __init__(self, *args, **kwargs):
        if not args:
            kwargs.setdefault("case_label", self._meta.label)
        super().__init__(*args, **kwargs)

    @classmethod
    def from_db(cls, db, field_names, values):
        names = list(field_names)
        machine = machine_of(values[names.index("case_label")]) if "case_label" in names else cls
        return super(SharedTable, machine).from_db(db, field_names, values)

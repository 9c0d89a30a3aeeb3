"""The steps that the database lets a machine take; compared with the machines themselves by a test."""

from django.db import models


class MachineEdge(models.Model):
    machine = models.CharField(max_length=60)
    before = models.CharField(max_length=20, blank=True)
    after = models.CharField(max_length=20)

    class Meta:
        verbose_name = verbose_name_plural = "状態の遷移"
        constraints = [
            models.UniqueConstraint(fields=["machine", "before", "after"], name="casework_one_edge")
        ]

    def __str__(self):
        return f"{self.machine}: {self.before} → {self.after}"

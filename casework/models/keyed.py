"""Rows that keep keys of their texts, made by ``casework.names``: filled when saved, and made anew to be compared."""

from django.db import models


class KeyedRow(models.Model):
    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        self.fill_keys()
        super().save(*args, **kwargs)

    def stored_keys(self) -> dict[str, str]:
        """Attribute → key, made from the texts as they stand."""
        raise NotImplementedError

    def fill_keys(self) -> None:
        """Called also by whoever makes rows without saving each: bulk_create passes ``save`` over."""
        for name, key in self.stored_keys().items():
            setattr(self, name, key)

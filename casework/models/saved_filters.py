"""A list as somebody likes to see it: what it is narrowed to and which columns stand, under a name of one's own."""

from urllib.parse import urlencode

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.http import QueryDict

from casework.models.staff import Staff

MOST = 20  # of one person, for one list
LONGEST = 500  # characters of an address
PASSING = {
    "q",
    "on",
    "after",
    "before",
    "page",
    "file",
    "iso",
    "anyway",
    "columns",
    "saved",
    "csrfmiddlewaretoken",
}
"""Never kept: what was searched for may be somebody's name, and the rest belongs to one look."""


class SavedFilterQuerySet(models.QuerySet):
    def of(self, staff: Staff, listing: str):
        return self.filter(staff=staff, listing=listing).order_by("name")


class SavedFilter(models.Model):
    """Of a person, not of a post: rights come from the post that opens the list."""

    staff = models.ForeignKey(Staff, models.PROTECT, related_name="saved_filters", verbose_name="職員")
    listing = models.CharField("一覧", max_length=40)
    name = models.CharField("名前", max_length=30)
    query = models.CharField("条件", max_length=LONGEST, blank=True)
    columns = ArrayField(models.CharField(max_length=30), verbose_name="列", default=list, blank=True)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "保存した条件"
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "listing", "name"], name="casework_saved_filter_name_once",
                violation_error_message="この名前は、もう使っています。",
            )
        ]  # fmt: skip

    def __str__(self):
        return self.name

    @property
    def address(self) -> str:
        """The query that opens it: ?state=received&columns=state&saved=3."""
        columns = urlencode([("columns", key) for key in self.columns])
        return "?" + "&".join(filter(None, (self.query, columns, f"saved={self.pk}")))


def kept_of(params: QueryDict) -> str:
    """What of an address is kept: filters and order alone."""
    return urlencode([(key, v) for key, vs in params.lists() if key not in PASSING for v in vs if v])

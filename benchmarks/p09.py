"""P09: the list of cases against the changelist of Django's admin on the same rows with the same columns and filters."""

from benchmarks.goals import Result
from benchmarks.timing import in_turn

RUNS = 15
TARGET = 0.08


def measure() -> Result:
    from benchmarks.generated import Generated, reader

    with Generated(1).held() as data:
        read = reader(data.actors["hq_clerk 係"])
        admin = changelist(data.actors["administrator"].staff)
        ours, theirs = in_turn(lambda: read("/cases/"), admin, runs=RUNS)
    print(f"/cases/: {ours * 1000:.1f} ms, the admin {theirs * 1000:.1f} ms")
    return Result("P09", ours / theirs, TARGET, ours / theirs <= TARGET, RUNS)


def changelist(staff):
    """The admin as it is made in five lines: 50 rows a page, the columns of our list, filters by its choices."""
    from django.contrib.admin import AdminSite, ModelAdmin
    from django.test import RequestFactory

    from benchmarks.generated import see_all
    from blue_patrol.models import Application

    class Cases(ModelAdmin):
        list_display = (
            "receipt_number", "group", "case_label", "state", "station", "handler", "applied_on", "received_on", "forwarded_on",
            "decided_on", "delivered_on",
        )  # fmt: skip
        list_filter = ("state", "case_label", "station")
        search_fields = ("receipt_number", "group__name")
        date_hierarchy = "received_on"
        list_per_page = 50

    page = Cases(Application, AdminSite())

    def show() -> bytes:
        see_all()
        request = RequestFactory(SERVER_NAME="localhost").get(
            "/admin/?_popup=1"
        )  # without breadcrumbs to an index
        request.user, request.actor, request.postings = staff, None, []
        return page.changelist_view(request).render().content

    return show

"""What every page of an act shares: the case of the desk, its form, what stands against it."""

from blue_patrol.models import Application
from blue_patrol.presenters import cures
from blue_patrol.rules import examination
from casework.views import desk


def examined(case) -> list[dict]:
    """The sheet by section: section, rows of (item, finding or None), all_fit."""
    found = {row.item: row for row in case.findings.select_related("judged_by")}
    sheet = []
    for section in case.sheet():
        rows = [(item, found.get(item.code)) for item in section.items]
        fit = all(finding and finding.result == examination.FIT for _, finding in rows)
        sheet.append({"section": section, "rows": rows, "all_fit": fit, "is_one": len(rows) == 1})
    return sheet


class DeskAct(desk.DeskAct):
    """One act of this procedure with its form."""

    template_name = "blue_patrol/act/form.html"

    def cures(self) -> dict:
        return cures.of_case(self.case, self.request.actor)


class ApplicationMixin(desk.DeskCase):
    """An application of the desk."""

    page = "application"
    model = Application
    related: tuple[str, ...] = ("station__prefecture", "group", "profile", "handler")


class ApplicationAct(ApplicationMixin, DeskAct):
    """One act on an application."""

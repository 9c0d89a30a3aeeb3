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


class ThingByThing:
    """For acts whose form looks at each thing: a button marks 届いた wherever nothing was chosen."""

    def post(self, request, *args, **kwargs):
        if "all" in request.POST:
            return self.render_to_response(self.get_context_data(form=self.filled()))
        return super().post(request, *args, **kwargs)

    def filled(self):
        """The form with 届いた where nothing was chosen; nothing is judged yet."""
        kwargs = self.get_form_kwargs()
        sent, _ = kwargs.pop("data"), kwargs.pop("files")
        empty = self.form_class(**kwargs)
        return self.form_class(**kwargs | {"initial": empty.rest_as_here(sent)})

    def details(self, form):
        return form.details()


class ApplicationMixin(desk.DeskCase):
    """An application of the desk."""

    page = "application"
    model = Application
    related: tuple[str, ...] = ("station__prefecture", "group", "profile", "handler")


class ApplicationAct(ApplicationMixin, DeskAct):
    """One act on an application."""

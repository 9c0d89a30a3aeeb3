"""The page 様式 of all applications: what each paper is for, and its blank for the counter."""

from django.http import Http404
from django.utils import timezone
from django.views.generic import TemplateView, View

from casework import paper_shelf, papers
from casework.models import PrefectureProfile
from casework.paper_registry import named
from casework.views.pdf import printed


class FormsPage(TemplateView):
    """What each paper is for, and its blank; a section an application."""

    template_name = "paper_forms.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(shelves=paper_shelf.shelves(), **kwargs)


class FormBlank(View):
    """A blank for the counter: the titles of the prefecture's office, no station and no person."""

    def get(self, request, number):
        shelf = paper_shelf.shelf_of(number)
        if shelf is None:
            raise Http404
        name = f"{named(number, papers.get(number).title)}（用紙）"
        return printed(number, self._office(shelf), name, mode=papers.Mode.BLANK)

    def _office(self, shelf: paper_shelf.Shelf) -> dict | None:
        station = self.request.actor.prefecture.stations.first()
        if station is None:
            return None
        try:
            return {"office": shelf.office_of(station, timezone.localdate()).to_json()}
        except PrefectureProfile.DoesNotExist:
            return None

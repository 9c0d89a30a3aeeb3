"""標章照会: a plate or a sticker's number → valid, for a run only, or not; nothing personal; any officer, any station."""

from django.utils import timezone
from django.views.generic import TemplateView

from blue_patrol.models.sticker_look_up import look_up, read
from blue_patrol.presenters import stickers as words
from casework.views.lists import asked_text


class StickersPage(TemplateView):
    """The question stays in the address; a page without one reads nothing. One query a reading of the plate."""

    template_name = "blue_patrol/stickers.html"

    def get_context_data(self, **kwargs):
        q, today = asked_text(self.request.GET), timezone.localdate()
        asked = read(q)
        found = look_up(self.request.actor, asked) if asked else []
        answers, many = words.answers(asked, found, today)
        fault = words.NOT_READ if q and not asked else ""
        return super().get_context_data(q=q, asked=asked, answers=answers, many=many, fault=fault, **kwargs)

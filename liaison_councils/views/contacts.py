"""訪問 (第3の8) and 事前の指導 (第7(1)) across the councils of a desk: what was done, and who was left out."""

from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import DateField, Max, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.views.generic import TemplateView

from casework import names, wareki
from casework.models import Posting, ReadLog
from casework.models.packed import packed
from casework.views.keyset import Keyset
from casework.views.lists import asked_text
from liaison_councils.models import Council, CouncilArea, StaffInstruction, Term, Visit
from liaison_councils.models.values import ValuesOverTime
from liaison_councils.presenters import contacts as words
from liaison_councils.rules.contacts import visited_before
from liaison_councils.views.choosing import CouncilChoice

NEVER = date(1900, 1, 1)  # sorts before every visit


class ContactsPage(TemplateView):
    """Two readings of one subject: what was done, and (?view=open) for whom nothing was done."""

    reads = ""

    def get_context_data(self, **kwargs):
        actor, params = self.request.actor, self.request.GET
        ReadLog.note(actor, self.reads)
        self.today, is_open = timezone.localdate(), params.get("view") == "open"
        self.choice = CouncilChoice(actor, params, self.offered(actor, is_open=is_open))
        shown = self.left_out(actor, params) if is_open else self.done(actor, params)
        shown |= {"is_open": is_open, "choice": self.choice, "today": self.today}
        return super().get_context_data(**shown, **kwargs)

    def offered(self, actor, *, is_open: bool):
        """The councils to choose from."""
        return Council.objects.of(actor)

    def done(self, actor, params) -> dict:
        raise NotImplementedError

    def left_out(self, actor, params) -> dict:
        raise NotImplementedError


class VisitsPage(ContactsPage):
    template_name = "liaison_councils/visits.html"
    reads = "訪問一覧"

    def done(self, actor, params) -> dict:
        rows = self.choice.narrow(Visit.objects.of(actor)).select_related("station", "council", "visited_by")
        q, days = asked_text(params), {name: _day(params.get(name)) for name in ("since", "until")}
        if q:
            rows = rows.filter(
                Q(term__person__search_key__contains=names.search_key(q)) | Q(whom__icontains=q)
            )
        rows = rows.filter(on__gte=days["since"][0]) if days["since"][0] else rows
        rows = rows.filter(on__lte=days["until"][0]) if days["until"][0] else rows
        pages = Keyset(rows, params, key="on", descending=True)
        wrong = [text for day, text in days.values() if text and day is None]
        return {"pages": pages, "q": q, "since": days["since"][1], "until": days["until"][1], "wrong": wrong}

    def left_out(self, actor, params) -> dict:
        """Members of active councils by their last visit, those never visited first."""
        visits = Visit.objects.filter(council=OuterRef("council"), term__person=OuterRef("person"))
        last = Subquery(
            visits.order_by().values("council").annotate(last=Max("on")).values("last"),
            output_field=DateField(),
        )
        rows = self.choice.narrow(Term.objects.of(actor)).on(self.today).filter(council__state="active")
        months = ValuesOverTime.of(actor.prefecture.pk).on(self.today).visit_long_months
        rows = rows.annotate(seen_on=Coalesce(last, Value(NEVER)))
        rows = rows.filter(seen_on__lt=visited_before(self.today, months))
        pages = Keyset(rows.select_related("station", "council", "person"), params, key="seen_on")
        return {
            "pages": pages,
            "rows": [(each, None if each.seen_on == NEVER else each.seen_on) for each in pages.rows],
            "months": months,
        }


class InstructionsPage(ContactsPage):
    template_name = "liaison_councils/instructions.html"
    reads = "事前の指導一覧"

    def done(self, actor, params) -> dict:
        rows = self.choice.narrow(StaffInstruction.objects.of(actor))
        rows = rows.select_related("station", "council", "taught_by")
        pages = Keyset(rows, params, key="on", descending=True)
        return {"pages": pages, "rows": [(each, words.topics(each)) for each in pages.rows]}

    def offered(self, actor, *, is_open: bool):
        """With the areas and lessons of each where its staff are asked for."""
        councils = Council.objects.of(actor)
        if not is_open:
            return councils
        areas = CouncilArea.objects.filter(council=OuterRef("pk"), to_on=None).values("koban")
        return councils.filter(state__in=["planned", "active"]).annotate(
            covers=ArraySubquery(areas),
            lessons=packed(StaffInstruction.objects.filter(council=OuterRef("pk")), "on", "taught"),
        )

    def left_out(self, actor, params) -> dict:
        """Of each council the staff posted today who were not taught since; headquarters looks at one station."""
        station = actor.station or self.choice.station
        if station is None:
            return {"choose": True}
        posted = Posting.objects.on(self.today).filter(post__koban__station=station)
        posted = posted.select_related("staff", "post__koban").order_by("post__koban", "starts_on", "pk")
        councils = [self.choice.council] if self.choice.council else self.choice.councils
        return {"councils": words.untaught(councils, list(posted)), "choose": False}


def _day(text: str | None) -> tuple[date | None, str]:
    """(the day, what was typed); no day where it cannot be read."""
    typed = (text or "").replace("\0", "").strip()
    try:
        return (wareki.parse(typed).date if typed else None), typed
    except wareki.WarekiError:
        return None, typed

"""お知らせ: those of the post, read by each person for themselves; reading is marked by a click, never by a look."""

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import TemplateView, View

from casework.models import Notice, NoticeRead, ReadLog
from casework.models.notices import FRESH, TOLD_ROLES
from casework.notices import shown
from casework.sent import whole_number
from casework.views.keyset import Keyset


class NoticesPage(TemplateView):
    """What is unread; with ?show=all what was read and what is old too."""

    template_name = "casework/notices/page.html"

    def get_context_data(self, **kwargs):
        actor, params = self.request.actor, self.request.GET
        ReadLog.note(actor, "お知らせ")
        is_all = params.get("show") == "all"
        rows = Notice.objects.of(actor).select_related("station")
        read = NoticeRead.objects.filter(notice=OuterRef("pk"), staff=actor.staff)
        rows = rows if is_all else rows.unread_by(actor.staff, timezone.now())
        pages = Keyset(rows.annotate(is_read=Exists(read)), params, descending=True)
        return super().get_context_data(
            pages=pages, rows=shown.lines(pages.rows, actor), is_all=is_all, days=FRESH.days,
            newest=pages.rows[0].pk if pages.rows and not pages.previous else None,
            is_told=actor.role in TOLD_ROLES, **kwargs,
        )  # fmt: skip


def mark(notices, staff) -> None:
    """Read by this person, once however often it is said."""
    NoticeRead.objects.bulk_create(
        (NoticeRead(notice=notice, staff=staff) for notice in notices), ignore_conflicts=True
    )


class NoticeOpen(View):
    """To its case; then it is read. A notice of another post leads back to one's own."""

    http_method_names = ["post"]

    def post(self, request):
        key = whole_number(request.POST.get("notice"))
        notice = Notice.objects.of(request.actor).filter(pk=key).first() if key else None
        if notice is None:
            return redirect("notices")
        mark([notice], request.user)
        if url := shown.address_of(notice, request.actor):
            return redirect(url)
        messages.info(request, "この事案は、いまの職からは見られません。")
        return redirect("notices")


class NoticesRead(View):
    """既読にする: one (``notice``), or all up to the newest that the page showed (``until``): none that came since."""

    http_method_names = ["post"]

    def post(self, request):
        unread = Notice.objects.of(request.actor).unread_by(request.user, timezone.now())
        one, until = (whole_number(request.POST.get(name)) for name in ("notice", "until"))
        chosen = unread.filter(pk=one) if one else unread.filter(pk__lte=until) if until else unread.none()
        found = list(chosen.only("pk"))
        mark(found, request.user)
        if found:
            messages.success(request, f"{len(found)}件を既読にしました。")
        return redirect("notices")

"""What the admin pages share: only master data and accounts, rows that end and are never deleted."""

from importlib import import_module
from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.db.models import Q
from django.utils import timezone

OURS = ("casework", "blue_patrol", "liaison_councils")
PACKAGES = (
    "django.contrib.auth.admin",
    "allauth.account.admin",
    "allauth.mfa.admin",
    "allauth.socialaccount.admin",
    "axes.admin",
    "procrastinate.contrib.django.admin",
)


def leave_out_packages() -> None:
    """Take back what packages register for themselves: neither groups nor log-in records are kept here."""
    for name in PACKAGES:
        import_module(name)  # registers now, and not again after us
    for model in apps.get_models():
        if model._meta.app_label not in OURS and admin.site.is_registered(model):
            admin.site.unregister(model)


class MasterDataAdmin(admin.ModelAdmin):
    """Administrators only (Staff.has_perm); nothing is deleted."""

    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER

    def has_delete_permission(self, request, obj=None):
        return False


class HoldsTodayFilter(admin.SimpleListFilter):
    title = "有効"
    parameter_name = "holds"

    def lookups(self, request, model_admin):
        return [("today", "きょう有効"), ("ended", "終わった"), ("later", "これから")]

    def queryset(self, request, rows):
        today = timezone.localdate()
        if self.value() == "ended":
            return rows.filter(valid_to__lt=today)
        if self.value() == "later":
            return rows.filter(valid_from__gt=today)
        if self.value() == "today":
            return rows.filter(valid_from__lte=today).filter(Q(valid_to=None) | Q(valid_to__gte=today))
        return rows


@admin.action(description="選んだ行を、きょうで終わりにする")
def end_today(modeladmin, request, rows):
    """An old case keeps its office: a row ends and stays."""
    today = timezone.localdate()
    late = rows.filter(valid_from__gt=today)
    if late.exists():
        names = "、".join(map(str, late[:5]))
        modeladmin.message_user(request, f"まだ始まっていない行は終わりにできません：{names}", messages.ERROR)
        return
    ended = rows.filter(Q(valid_to=None) | Q(valid_to__gt=today))
    labels = [(row, str(row)) for row in ended]
    count = ended.update(valid_to=today)
    for row, label in labels:
        modeladmin.log_change(request, row, f"{label}：有効終了日を{today}とした")
    modeladmin.message_user(request, f"{count}件を、きょうで終わりにしました。", messages.SUCCESS)


class DatedAdmin(MasterDataAdmin):
    actions: tuple[Any, ...] = (end_today,)
    dated_fields: tuple[Any, ...] = (
        ("有効な期間と出典", {"fields": (("valid_from", "valid_to"), "source")}),
    )
    dated_columns = ("valid_from", "valid_to", "source")

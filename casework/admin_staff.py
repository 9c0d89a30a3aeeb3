"""People, posts and postings. Passwords are never typed here: a one-time password is made and shown once."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.cache import never_cache

from casework.admin_base import MasterDataAdmin
from casework.models import LogInSession, Post, Posting, Staff


class NewStaffForm(forms.ModelForm):
    with_login = forms.BooleanField(
        label="ログインできるようにする",
        required=False,
        initial=True,
        help_text="一度だけのパスワードを作り、次の画面で一回だけ表示します。",
    )


class OpenPostingInline(admin.TabularInline):
    model = Posting
    fk_name = "staff"
    extra = 0
    autocomplete_fields = ("post",)
    verbose_name_plural = "配置（異動は、終了日を入れて次の行を加えます）"

    def has_delete_permission(self, request, obj=None):
        return False


@admin.action(description="選んだ職員を利用停止にする")
def deactivate(modeladmin, request, people):
    people = people.filter(is_active=True).exclude(pk=request.user.pk)
    for staff in people:
        staff.is_active = False
        staff.save(update_fields=["is_active"])
        LogInSession.end_all(staff)
        modeladmin.log_change(request, staff, "利用停止にした")
    modeladmin.message_user(request, "利用停止にしました。自分は停止できません。", messages.SUCCESS)


@admin.register(Staff)
class StaffAdmin(MasterDataAdmin):
    list_display = (
        "staff_number",
        "name",
        "rank",
        "posts_today",
        "login_state",
        "is_active",
        "is_administrator",
    )
    list_filter = ("is_active", "is_administrator")
    search_fields = ("staff_number", "name", "kana")
    ordering = ("staff_number",)
    actions = (deactivate,)
    inlines = (OpenPostingInline,)
    person: Any = (None, {"fields": ("staff_number", ("name", "kana"), ("rank", "extension"), "email")})
    fieldsets = (
        person,
        (
            "アカウント",
            {"fields": ("login_state", "last_login", "password_link", "is_active", "is_administrator")},
        ),
    )
    add_fieldsets = (person, ("アカウント", {"fields": ("with_login", "is_administrator")}))
    readonly_fields = ("login_state", "last_login", "password_link")

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .prefetch_related("postings__post__station", "postings__post__division")
        )

    def get_fieldsets(self, request, obj=None):
        return self.fieldsets if obj else self.add_fieldsets

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is None:
            kwargs["form"] = NewStaffForm
        return super().get_form(request, obj, change, **kwargs)

    def get_readonly_fields(self, request, obj=None):
        fields = self.readonly_fields if obj else ()
        # whoever took away the own right could not give it back
        return (*fields, "is_active", "is_administrator") if obj and obj.pk == request.user.pk else fields

    def save_model(self, request, staff, form, change):
        if not change:
            staff.set_unusable_password()
        super().save_model(request, staff, form, change)
        if not staff.is_active:
            LogInSession.end_all(staff)

    def response_add(self, request, staff, post_url_continue=None):
        if "with_login" not in request.POST:
            return super().response_add(request, staff, post_url_continue)
        return self._show(request, staff)

    @admin.display(description="きょうの職")
    def posts_today(self, staff):
        today = timezone.localdate()
        held = [
            p
            for p in staff.postings.all()
            if p.starts_on <= today and (p.ends_on is None or p.ends_on >= today)
        ]
        return "、".join(posting.label for posting in held) or "なし"

    @admin.display(description="ログイン")
    def login_state(self, staff):
        if not staff.has_usable_password():
            return "なし"
        return "初回の変更待ち" if staff.must_change_password else "あり"

    @admin.display(description="パスワード")
    def password_link(self, staff):
        url = reverse("admin:casework_staff_one_time_password", args=[staff.pk])
        return format_html('<a href="{}">一度だけのパスワードを作る</a>', url)

    def get_urls(self):
        view = self.admin_site.admin_view(never_cache(self.one_time_password_view))
        name = "casework_staff_one_time_password"
        return [path("<int:pk>/one-time-password/", view, name=name), *super().get_urls()]

    def one_time_password_view(self, request, pk):
        """Asks first; then makes the password and shows it in the answer itself, never in a cookie or a message."""
        staff = get_object_or_404(Staff, pk=pk)
        if not self.has_change_permission(request, staff):
            raise PermissionDenied
        return self._show(request, staff) if request.method == "POST" else self._page(request, staff)

    def _show(self, request, staff):
        password = staff.give_one_time_password()
        self.log_change(request, staff, "一度だけのパスワードを作った")
        response = self._page(request, staff, password=password)
        response["Cache-Control"] = "no-store"
        return response

    def _page(self, request, staff, **context):
        context |= self.admin_site.each_context(request) | {
            "staff": staff,
            "opts": self.opts,
            "title": "一度だけのパスワード",
        }
        return TemplateResponse(request, "admin/casework/staff/one_time_password.html", context)


@admin.register(Post)
class PostAdmin(MasterDataAdmin):
    list_display = ("__str__", "role", "level", "koban", "holders_today")
    list_filter = ("role", "division__prefecture", "station__prefecture")
    search_fields = ("title", "station__name", "division__name", "koban__name")
    autocomplete_fields = ("station", "koban", "division")
    ordering = ("station__order", "division", "pk")
    fieldsets = (
        (None, {"fields": ("role", "title", "level")}),
        ("所属（警察署か本部の課の、どちらか一つ）", {"fields": ("station", "koban", "division")}),
    )

    def get_queryset(self, request):
        related = ("station", "koban", "division")
        return super().get_queryset(request).select_related(*related).prefetch_related("postings__staff")

    @admin.display(description="きょうの職員")
    def holders_today(self, post):
        today = timezone.localdate()
        held = [
            p
            for p in post.postings.all()
            if p.starts_on <= today and (p.ends_on is None or p.ends_on >= today)
        ]
        return "、".join(f"{p.staff}{'（代理）' if p.capacity == 'deputy' else ''}" for p in held) or "なし"


@admin.action(description="選んだ配置を、きょうで終わりにする")
def end_postings(modeladmin, request, postings):
    today = timezone.localdate()
    running = postings.filter(starts_on__lte=today).filter(Q(ends_on=None) | Q(ends_on__gt=today))
    for posting in running:
        posting.ends_on = today
        posting.save(update_fields=["ends_on"])
        modeladmin.log_change(request, posting, f"終了日を{today}とした")
    modeladmin.message_user(
        request, "きょうで終わりにしました。あすから、その職では働けません。", messages.SUCCESS
    )


@admin.register(Posting)
class PostingAdmin(MasterDataAdmin):
    list_display = ("staff", "post", "capacity", "starts_on", "ends_on")
    list_filter = ("capacity", "post__role")
    list_select_related = ("staff", "post__station", "post__division")
    search_fields = ("staff__staff_number", "staff__name", "post__title", "post__station__name")
    autocomplete_fields = ("staff", "post")
    ordering = ("-starts_on", "pk")
    actions = (end_postings,)

"""The prefectures' values (BP-13): one dated version a page, its values and decision routes beneath."""

from datetime import date, timedelta

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.utils import timezone

from casework.admin_base import DatedAdmin, HoldsTodayFilter
from casework.models import PrefectureProfile, ProfileValue, RouteStep


class ProfileValueForm(forms.ModelForm):
    content = forms.JSONField(
        label="値",
        required=False,  # an empty text or list is a value too
        widget=forms.TextInput(attrs={"size": 30}),
        help_text='文字は " で囲みます。例：15、true、"week"、["a", "b"]',
        error_messages={"invalid": '値として読めません。文字は "week" のように " で囲んでください。'},
    )

    clause = forms.CharField(label="根拠の条項", max_length=20, widget=forms.TextInput(attrs={"size": 10}))

    def clean_content(self):
        value = self.cleaned_data["content"]
        return "" if value is None else value

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() | {"content"}


class ProfileValueInline(admin.TabularInline):
    model = ProfileValue
    form = ProfileValueForm
    extra = 0
    fields = ("label", "content", "clause", "basis", "key")
    ordering = ("pk",)
    verbose_name_plural = "値（根拠の別が「仮定」のものは、所管課に確かめてください）"

    def has_delete_permission(self, request, obj=None):
        return False

    def get_readonly_fields(self, request, obj=None):
        return ("label", "key") if obj else ()


class RouteStepInline(admin.TabularInline):
    model = RouteStep
    extra = 0
    fields = ("matter", "order", "kind", "title", "level", "duty", "is_delegated")
    ordering = ("matter", "order", "pk")


@admin.action(description="選んだ版を写して、新しい版を作る")
def copy_as_new_version(modeladmin, request, profiles):
    """A change of values is a new version: running cases keep the version of their receipt."""
    if profiles.count() != 1:
        modeladmin.message_user(request, "もとにする版を一つだけ選んでください。", messages.ERROR)
        return
    old = profiles.get()
    tomorrow = timezone.localdate() + timedelta(days=1)
    version = f"{old.version[:24]}の改正案 {tomorrow}"
    if PrefectureProfile.objects.filter(prefecture=old.prefecture, version=version).exists():
        modeladmin.message_user(request, f"「{version}」がすでにあります。", messages.ERROR)
        return
    new = copy_profile(old, version, tomorrow)
    modeladmin.log_addition(request, new, f"{old.version}を写した")
    text = f"「{new}」を作りました。有効開始日と版の名前を直し、値を改めてください。始まるまでは何も変わりません。"
    modeladmin.message_user(request, text, messages.SUCCESS)


@transaction.atomic
def copy_profile(old: PrefectureProfile, version: str, starts_on: date) -> PrefectureProfile:
    """A version with the same values and routes; the latest version that has begun is the one in force."""
    new = PrefectureProfile.objects.create(
        prefecture=old.prefecture, version=version, valid_from=starts_on, source=old.source
    )
    values, steps = list(old.values.order_by("pk")), list(old.route.order_by("pk"))
    for value in values:
        value.pk, value.profile = None, new
    for step in steps:
        step.pk, step.profile = None, new
    ProfileValue.objects.bulk_create(values)
    RouteStep.objects.bulk_create(steps)
    return new


@admin.register(PrefectureProfile)
class PrefectureProfileAdmin(DatedAdmin):
    list_display = ("__str__", "valid_from", "valid_to", "source")
    list_filter = ("prefecture", HoldsTodayFilter)
    list_select_related = ("prefecture",)
    ordering = ("prefecture", "-valid_from")
    inlines = (ProfileValueInline, RouteStepInline)
    actions = (copy_as_new_version, *DatedAdmin.actions)
    fieldsets = ((None, {"fields": ("prefecture", "version")}), *DatedAdmin.dated_fields)

    def render_change_form(self, request, context, *args, **kwargs):
        profile = kwargs.get("obj")
        if profile and request.method == "GET" and profile.valid_from <= timezone.localdate():
            text = "この版はもう使われています。定めが改まったときは、一覧の「新しい版を作る」で版を分けてください。"
            self.message_user(request, text, messages.WARNING)
        return super().render_change_form(request, context, *args, **kwargs)

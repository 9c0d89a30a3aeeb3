"""Stations, koban, headquarters divisions, transport offices: dated rows with their source."""

from django import forms
from django.contrib import admin

from casework import names
from casework.admin_base import DatedAdmin, HoldsTodayFilter, MasterDataAdmin
from casework.models import (
    HeadquartersDivision,
    Koban,
    Prefecture,
    Station,
    TransportJurisdiction,
    TransportOffice,
)


@admin.register(Prefecture)
class PrefectureAdmin(MasterDataAdmin):
    list_display = ("code", "name", "police")
    ordering = ("code",)

    def get_readonly_fields(self, request, obj=None):
        return ("code",) if obj else ()


@admin.register(Station)
class StationAdmin(DatedAdmin):
    list_display = ("__str__", "kana", "prefecture", "code", *DatedAdmin.dated_columns)
    list_filter = ("prefecture", HoldsTodayFilter, "is_demo")
    list_select_related = ("prefecture",)
    search_fields = ("name", "kana", "code")
    readonly_fields = ("is_demo",)
    fieldsets = (
        (None, {"fields": ("prefecture", "code", ("name", "kana"), "order", "is_demo")}),
        ("書類に載ること", {"fields": ("section_name", "document_symbol", "address", "phone")}),
        *DatedAdmin.dated_fields,
    )


@admin.register(Koban)
class KobanAdmin(DatedAdmin):
    list_display = ("__str__", "station", *DatedAdmin.dated_columns)
    list_filter = ("station__prefecture", HoldsTodayFilter, "kind")
    list_select_related = ("station",)
    search_fields = ("name", "station__name")
    autocomplete_fields = ("station",)
    ordering = ("station__order", "pk")
    fieldsets = (
        (None, {"fields": ("station", ("name", "kind"))}),
        ("書類に載ること", {"fields": ("phone",)}),
        *DatedAdmin.dated_fields,
    )


@admin.register(HeadquartersDivision)
class HeadquartersDivisionAdmin(DatedAdmin):
    list_display = ("name", "prefecture", "duty", "document_symbol", *DatedAdmin.dated_columns)
    list_filter = ("prefecture", HoldsTodayFilter, "duty")
    list_select_related = ("prefecture",)
    search_fields = ("name",)
    ordering = ("prefecture", "pk")
    fieldsets = (
        (None, {"fields": ("prefecture", "name", "duty", "document_symbol", "phone")}),
        *DatedAdmin.dated_fields,
    )


class PlateAreasField(forms.CharField):
    """Plate names as an office writes them, 名古屋・一宮, kept as a list."""

    def prepare_value(self, value):
        return "・".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        text = super().to_python(value)
        return [area.strip() for area in text.replace("、", "・").split("・") if area.strip()]

    def validate(self, value):
        if wrong := [area for area in value if len(area) > 4]:
            raise forms.ValidationError(f"地域名は4文字までです：{'、'.join(wrong)}")
        if faults := names.problems("・".join(value)):
            raise forms.ValidationError(faults)


class TransportOfficeForm(forms.ModelForm):
    plate_areas = PlateAreasField(
        label="地域名", required=False, help_text="「・」で区切ります。例：名古屋・一宮"
    )


@admin.register(TransportOffice)
class TransportOfficeAdmin(DatedAdmin):
    form = TransportOfficeForm
    list_display = ("name", "kind", "prefecture", "areas", *DatedAdmin.dated_columns)
    list_filter = ("prefecture", HoldsTodayFilter, "kind")
    list_select_related = ("prefecture",)
    search_fields = ("name",)
    ordering = ("prefecture", "pk")
    fieldsets = (
        (None, {"fields": ("prefecture", "name", "kind", "address", "plate_areas")}),
        *DatedAdmin.dated_fields,
    )

    @admin.display(description="地域名")
    def areas(self, office):
        return "・".join(office.plate_areas)


@admin.register(TransportJurisdiction)
class TransportJurisdictionAdmin(DatedAdmin):
    list_display = ("municipality", "office", *DatedAdmin.dated_columns)
    list_filter = ("office__prefecture", HoldsTodayFilter, "office__kind")
    list_select_related = ("office",)
    search_fields = ("municipality", "office__name")
    autocomplete_fields = ("office",)
    ordering = ("office", "pk")
    fieldsets = ((None, {"fields": ("office", "municipality")}), *DatedAdmin.dated_fields)

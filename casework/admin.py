"""The admin site: master data and accounts, for system administrators. No cases, no history."""

from django.contrib import admin

from casework import admin_places, admin_profiles, admin_staff
from casework.admin_base import leave_out_packages

__all__ = ["admin_places", "admin_profiles", "admin_staff"]

admin.site.site_header = "青パト・協議会 事務システム 管理"
admin.site.site_title = "管理"
admin.site.index_title = "職員・職・もとになる表"
admin.site.site_url = "/"
leave_out_packages()

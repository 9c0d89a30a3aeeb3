"""新規申請: the steps of an application, from the group to its receipt."""

from django.urls import path

from blue_patrol.views.entry.attachments import EntryAttachments, EntryDetach
from blue_patrol.views.entry.confirm import EntryConfirm
from blue_patrol.views.entry.group import ApplicationAgain, EntryGroup, GroupsResembling, NewApplication
from blue_patrol.views.entry.patrollers import EntryPatrollers
from blue_patrol.views.entry.plan import EntryPlan
from blue_patrol.views.entry.vehicles import EntryVehicles

urlpatterns = [
    path("cases/new/", NewApplication.as_view(), name="application_new"),
    path("cases/new/resembling/", GroupsResembling.as_view(), name="groups_resembling"),
    path("groups/<int:pk>/apply/", ApplicationAgain.as_view(), name="application_again"),
    path("cases/<int:pk>/entry/group/", EntryGroup.as_view(), name="entry_group"),
    path("cases/<int:pk>/entry/plan/", EntryPlan.as_view(), name="entry_plan"),
    path("cases/<int:pk>/entry/vehicles/", EntryVehicles.as_view(), name="entry_vehicles"),
    path("cases/<int:pk>/entry/patrollers/", EntryPatrollers.as_view(), name="entry_patrollers"),
    path("cases/<int:pk>/entry/attachments/", EntryAttachments.as_view(), name="entry_attachments"),
    path(
        "cases/<int:pk>/entry/attachments/<int:attachment>/detach/",
        EntryDetach.as_view(),
        name="entry_detach",
    ),
    path("cases/<int:pk>/entry/confirm/", EntryConfirm.as_view(), name="entry_confirm"),
]

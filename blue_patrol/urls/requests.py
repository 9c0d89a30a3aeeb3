"""What a certified group asks for later: 再交付, 変更."""

from django.urls import path

from blue_patrol.views import change, correction, handed_in, reissue
from blue_patrol.views.demonstration import entry as demonstrations
from blue_patrol.views.demonstration import events

urlpatterns = [
    path("groups/<int:pk>/reissue/", reissue.ReissueNew.as_view(), name="reissue_new"),
    path("cases/<int:pk>/reissue/", reissue.ReissueAmend.as_view(), name="reissue_amend"),
    path("groups/<int:pk>/change/", change.ChangeNew.as_view(), name="change_new"),
    path("cases/<int:pk>/change/", change.ChangeAmend.as_view(), name="change_amend"),
    path("standings/<int:pk>/correct/", correction.CorrectEntry.as_view(), name="correct_entry"),
    path("cases/<int:pk>/collection/", change.Collect.as_view(), name="collect"),
    path("cases/<int:pk>/give-back/", handed_in.GiveBack.as_view(), name="give_back"),
    path("demonstrations/", events.EventsPage.as_view(), name="demonstrations"),
    path("demonstrations/new/", demonstrations.DemonstrationAsk.as_view(), name="demonstration_ask"),
    path(
        "groups/<int:pk>/demonstration/", demonstrations.DemonstrationNew.as_view(), name="demonstration_new"
    ),
    path(
        "groups/<int:pk>/demonstration/exempt/",
        events.DemonstrationExempt.as_view(),
        name="demonstration_exempt",
    ),
    path(
        "cases/<int:pk>/demonstration/",
        demonstrations.DemonstrationAmend.as_view(),
        name="demonstration_amend",
    ),
    path("cases/<int:pk>/stickers/return/", events.TakeBack.as_view(), name="take_back"),
    path("cases/<int:pk>/stickers/send/", events.SendUp.as_view(), name="send_stickers_up"),
]

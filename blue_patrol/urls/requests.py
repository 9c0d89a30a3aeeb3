"""What a certified group asks for later: 再交付, 変更."""

from django.urls import path

from blue_patrol.views import change, correction, handed_in, reissue

urlpatterns = [
    path("groups/<int:pk>/reissue/", reissue.ReissueNew.as_view(), name="reissue_new"),
    path("cases/<int:pk>/reissue/", reissue.ReissueAmend.as_view(), name="reissue_amend"),
    path("groups/<int:pk>/change/", change.ChangeNew.as_view(), name="change_new"),
    path("cases/<int:pk>/change/", change.ChangeAmend.as_view(), name="change_amend"),
    path("standings/<int:pk>/correct/", correction.CorrectEntry.as_view(), name="correct_entry"),
    path("cases/<int:pk>/take-back/", change.TakeBack.as_view(), name="take_back"),
    path("cases/<int:pk>/give-back/", handed_in.GiveBack.as_view(), name="give_back"),
]

"""What a certified group asks for later: 再交付."""

from django.urls import path

from blue_patrol.views import handed_in, reissue

urlpatterns = [
    path("groups/<int:pk>/reissue/", reissue.ReissueNew.as_view(), name="reissue_new"),
    path("cases/<int:pk>/reissue/", reissue.ReissueAmend.as_view(), name="reissue_amend"),
    path("cases/<int:pk>/give-back/", handed_in.GiveBack.as_view(), name="give_back"),
]

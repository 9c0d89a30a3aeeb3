"""講習・情報提供: courses of training, their rosters, and what is printed of them."""

from django.urls import path

from blue_patrol.views import information
from blue_patrol.views.training import acts as training_acts
from blue_patrol.views.training import pages as training
from blue_patrol.views.training import qualification as training_qualification
from blue_patrol.views.training import roster as training_roster

COURSE = "trainings/<int:pk>"

urlpatterns = [
    path("trainings/", training.TrainingsPage.as_view(), name="trainings"),
    path("trainings/information/", information.InformationPage.as_view(), name="information"),
    path("trainings/information/give/", information.GiveInformation.as_view(), name="information_give"),
    path(
        "trainings/information/letters/", information.InformationLetters.as_view(), name="information_letters"
    ),
    path("trainings/due/", training.TrainingDuePage.as_view(), name="training_due"),
    path("trainings/plan/", training_acts.PlanCourse.as_view(), name="training_plan"),
    path(f"{COURSE}/", training.CoursePage.as_view(), name="training_course"),
    path(f"{COURSE}/plan/", training_acts.AmendCourse.as_view(), name="training_amend"),
    path(f"{COURSE}/roster/", training_roster.Roster.as_view(), name="training_roster"),
    path(f"{COURSE}/roster/strike/", training_acts.StrikeTrainee.as_view(), name="training_strike"),
    path(f"{COURSE}/attendance/", training_acts.HoldCourse.as_view(), name="training_hold"),
    path(f"{COURSE}/correction/", training_acts.CorrectAttendance.as_view(), name="training_correct"),
    path(f"{COURSE}/cancel/", training_acts.CancelCourse.as_view(), name="training_cancel"),
    path(f"{COURSE}/link/", training_acts.LinkTrainee.as_view(), name="training_link"),
    path(f"{COURSE}/sheet/", training.CourseSheet.as_view(), name="training_sheet"),
    path(f"{COURSE}/backs/", training.CourseBacks.as_view(), name="training_backs"),
    path(
        "cases/<int:pk>/qualification/",
        training_qualification.RecordQualification.as_view(),
        name="record_qualification",
    ),
]

"""意見・要望: the list, one opinion, its answer."""

from django.urls import path

from liaison_councils.views import opinion_acts, opinions

ONE = "opinions/<int:pk>"

urlpatterns = [
    path("opinions/", opinions.OpinionsPage.as_view(), name="council_opinions"),
    path("<int:pk>/opinions/new/", opinions.RaiseOpinion.as_view(), name="council_opinion_new"),
    path(f"{ONE}/", opinions.OpinionPage.as_view(), name="council_opinion"),
    path(f"{ONE}/assign/", opinion_acts.AssignOpinion.as_view(), name="council_opinion_assign"),
    path(f"{ONE}/answer/", opinion_acts.AnswerOpinion.as_view(), name="council_opinion_answer"),
    path(f"{ONE}/reopen/", opinion_acts.ReopenOpinion.as_view(), name="council_opinion_reopen"),
    path(f"{ONE}/read/", opinion_acts.ReadBackOpinion.as_view(), name="council_opinion_read_back"),
    path(f"{ONE}/close/", opinion_acts.CloseOpinion.as_view(), name="council_opinion_close"),
    path(f"{ONE}/paper/", opinions.OpinionPaper.as_view(), name="council_opinion_paper"),
]

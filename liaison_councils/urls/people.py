"""委員: candidates, terms, the renewal of spring."""

from django.urls import path

from liaison_councils.views import appointments, members, nominate, people_papers, renewal, term_acts, terms

TERM = "terms/<int:pk>"

urlpatterns = [
    path("members/", members.MembersPage.as_view(), name="council_members"),
    path("members/renewal/", renewal.Renewal.as_view(), name="council_renewal"),
    path("members/appointments/", appointments.Appointments.as_view(), name="council_appointments"),
    path("members/letters/", people_papers.Letters.as_view(), name="council_letters"),
    path("members/letters/print/", people_papers.LettersPrint.as_view(), name="council_letters_print"),
    path("<int:pk>/members/new/", nominate.Nominate.as_view(), name="council_nominate"),
    path(
        "<int:pk>/members/candidates/",
        people_papers.CandidatesPaper.as_view(),
        name="council_candidates_paper",
    ),
    path(f"{TERM}/", terms.TermPage.as_view(), name="council_term"),
    path(f"{TERM}/amend/", term_acts.Amend.as_view(), name="council_term_amend"),
    path(f"{TERM}/consult/", term_acts.Consult.as_view(), name="council_term_consult"),
    path(f"{TERM}/appoint/", term_acts.Appoint.as_view(), name="council_term_appoint"),
    path(f"{TERM}/decline/", term_acts.Decline.as_view(), name="council_term_decline"),
    path(f"{TERM}/intend/", term_acts.Intend.as_view(), name="council_term_intend"),
    path(f"{TERM}/person/", term_acts.CorrectPerson.as_view(), name="council_term_person"),
    path(f"{TERM}/expire/", term_acts.Expire.as_view(), name="council_term_expire"),
    path(f"{TERM}/resign/", term_acts.Resign.as_view(), name="council_term_resign"),
    path(f"{TERM}/dismiss/", term_acts.Dismiss.as_view(), name="council_term_dismiss"),
    path(
        f"{TERM}/resignation/", people_papers.ResignationLetter.as_view(), name="council_resignation_letter"
    ),
    path("papers/<int:pk>/", people_papers.CouncilPaper.as_view(), name="council_paper"),
]

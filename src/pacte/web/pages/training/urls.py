from django.urls import path

from pacte.web.pages.training import (
    act_on_people,
    attestation,
    correct_page,
    desk,
    hours_page,
    pay_page,
    people_page,
    person_page,
    presence_file,
    presence_page,
)

_SESSION = "sessions/<str:training>/<str:action>/<str:session>/"
app_name = "training"
urlpatterns = [
    path("sessions/stagiaires/", desk.page, name="home"),
    path("sessions/remunerations/", pay_page.page, name="pay"),
    path("sessions/a-faire/<int:identifier>/", desk.settle, name="settle"),
    path(f"{_SESSION}candidats/", people_page.page, name="people"),
    path(f"{_SESSION}candidats/<slug:verb>/", act_on_people.page, name="act"),
    path(f"{_SESSION}stagiaire/<str:key>/", person_page.page, name="person"),
    path(f"{_SESSION}stagiaire/<str:key>/corriger/<int:step>/", correct_page.page, name="correct"),
    path(f"{_SESSION}stagiaire/<str:key>/attestation.pdf", attestation.page, name="attestation"),
    path(f"{_SESSION}presences/", presence_page.page, name="presences"),
    path(f"{_SESSION}presences/deposer/", presence_file.page, name="presences_in"),
    path(f"{_SESSION}presences.xlsx", presence_file.download, name="presences_file"),
    path(f"{_SESSION}heures/", hours_page.page, name="hours"),
]

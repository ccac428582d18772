from django.urls import path

from pacte.web.pages.attendance import (
    attendance_page,
    desk_page,
    hours_page,
    pay_page,
    people_page,
    person_page,
    sheet_download,
)

_SESSION = "sessions/<str:training>/<str:action>/<str:session>/"
_PERSON = f"{_SESSION}stagiaire/<str:key>/"
app_name = "attendance"
urlpatterns = [
    path("sessions/stagiaires/", desk_page.desk, name="home"),
    path("sessions/remunerations/", pay_page.PayPage.as_view(), name="pay"),
    path("sessions/a-faire/<int:identifier>/", desk_page.SettlePage.as_view(), name="settle"),
    path(f"{_SESSION}candidats/", people_page.people_by_state, name="people"),
    path(f"{_SESSION}candidats/<slug:verb>/", people_page.PeopleActionPage.as_view(), name="act"),
    path(_PERSON, person_page.trainee, name="person"),
    path(f"{_PERSON}corriger/<int:step>/", person_page.CorrectStepPage.as_view(), name="correct"),
    path(f"{_PERSON}attestation.pdf", person_page.attestation, name="attestation"),
    path(f"{_SESSION}presences/", attendance_page.WeekAttendancePage.as_view(), name="presences"),
    path(f"{_SESSION}presences.pdf", sheet_download.paper_sheet, name="paper_sheet"),
    path(f"{_SESSION}presences.xlsx", sheet_download.download, name="presences_file"),
    path(f"{_SESSION}heures/", hours_page.hours, name="hours"),
]

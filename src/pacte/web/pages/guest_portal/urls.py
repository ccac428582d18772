from django.urls import path

from pacte.web.pages.guest_portal import ask_page, home_page, progress_page

app_name = "guest_portal"
urlpatterns = [
    path("mon-dossier/", ask_page.AskPage.as_view(), name="ask"),
    path("mon-dossier/<str:secret>/ce-qui-reste/<int:share>/", progress_page.ProgressPage.as_view(), name="progress"),
    path("mon-dossier/<str:secret>/", home_page.HomePage.as_view(), name="home"),
]

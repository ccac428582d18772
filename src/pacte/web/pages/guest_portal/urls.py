from django.urls import path

from pacte.web.pages.guest_portal import ask_page, home_page

app_name = "guest_portal"
urlpatterns = [
    path("mon-dossier/", ask_page.AskPage.as_view(), name="ask"),
    path("mon-dossier/<str:secret>/", home_page.HomePage.as_view(), name="home"),
]

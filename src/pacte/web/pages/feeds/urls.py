from django.urls import path

from pacte.web.pages.feeds import files

app_name = "feeds"
urlpatterns = [
    path("donnees/", files.page, name="page"),
    path("donnees/catalogue.xml", files.catalogue_xml, name="lheo"),
    path("donnees/sessions.csv", files.sessions_csv, name="csv"),
]

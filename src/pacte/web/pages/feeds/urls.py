from django.urls import path

from pacte.web.pages.feeds import offer_files

app_name = "feeds"
urlpatterns = [
    path("donnees/", offer_files.page, name="page"),
    path("donnees/catalogue.xml", offer_files.catalogue_xml, name="lheo"),
    path("donnees/sessions.csv", offer_files.sessions_csv, name="csv"),
]

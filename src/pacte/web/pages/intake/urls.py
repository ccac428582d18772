from django.urls import path

from pacte.web.pages.intake.drop_page import DropPage
from pacte.web.pages.intake.expected_page import ExpectedPage
from pacte.web.pages.intake.file_page import FilePage
from pacte.web.pages.intake.home_page import home
from pacte.web.pages.intake.refused_rows_download import refused_rows_download

app_name = "intake"
urlpatterns = [
    path("fichiers/", home, name="home"),
    path("fichiers/attendus/", ExpectedPage.as_view(), name="expected"),
    path("fichiers/<slug:kind>/", DropPage.as_view(), name="drop"),
    path("fichiers/<slug:kind>/<int:identifier>/", FilePage.as_view(), name="file"),
    path(
        "fichiers/<slug:kind>/<int:identifier>/lignes-refusees.<slug:extension>", refused_rows_download, name="refused"
    ),
]

from django.urls import path

from pacte.web.pages.figures import (
    answer_page,
    catalogue_page,
    compare_page,
    dashboard_page,
    indicator_files,
    indicator_page,
    publics_page,
    question_page,
    series_page,
)

app_name = "figures"
urlpatterns = [
    path("chiffres/", catalogue_page.page, name="catalogue"),
    path("chiffres/tout.<slug:extension>", indicator_files.everything, name="everything"),
    path("chiffres/tableau-de-bord/", dashboard_page.page, name="dashboard"),
    path("chiffres/publics/", publics_page.page, name="publics"),
    path("chiffres/comparer/", compare_page.page, name="compare"),
    path("chiffres/series/", series_page.listing, name="series"),
    path("chiffres/series/nouvelle/", series_page.new, name="series_new"),
    path("chiffres/series/<slug:code>/valeur/", series_page.add_value, name="series_value"),
    path("chiffres/series/<slug:code>/rupture/", series_page.add_break, name="series_break"),
    path("chiffres/declarer/", series_page.declare, name="declare"),
    path("chiffres/question/", question_page.page, name="question"),
    path("chiffres/reponse/<int:number>/", answer_page.page, name="answer"),
    path("chiffres/reponse/<int:number>.<slug:extension>", answer_page.download, name="answer_file"),
    path("chiffres/reponse/<int:number>/redemander/", answer_page.again, name="ask_again"),
    path("chiffres/<slug:code>/", indicator_page.page, name="indicator"),
    path("chiffres/<slug:code>.<slug:extension>", indicator_files.indicator_file, name="indicator_file"),
]

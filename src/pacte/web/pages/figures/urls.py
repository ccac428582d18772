from django.urls import path

from pacte.web.pages.figures import (
    answer_page,
    catalogue_page,
    compare_page,
    dashboard_page,
    indicator_page,
    publics_page,
    question_page,
    series_page,
)

app_name = "figures"
urlpatterns = [
    path("chiffres/", catalogue_page.catalogue, name="catalogue"),
    path("chiffres/tout.<slug:extension>", catalogue_page.everything, name="everything"),
    path("chiffres/tableau-de-bord/", dashboard_page.dashboard, name="dashboard"),
    path("chiffres/publics/", publics_page.publics, name="publics"),
    path("chiffres/comparer/", compare_page.compare, name="compare"),
    path("chiffres/series/", series_page.listing, name="series"),
    path("chiffres/series/nouvelle/", series_page.add_series, name="series_new"),
    path("chiffres/series/<slug:code>/valeur/", series_page.add_value, name="series_value"),
    path("chiffres/series/<slug:code>/rupture/", series_page.add_break, name="series_break"),
    path("chiffres/declarer/", series_page.declare, name="declare"),
    path("chiffres/question/", question_page.ask_question, name="question"),
    path("chiffres/reponse/<int:number>/", answer_page.answer, name="answer"),
    path("chiffres/reponse/<int:number>.<slug:extension>", answer_page.answer_file, name="answer_file"),
    path("chiffres/reponse/<int:number>/redemander/", answer_page.AskAgain.as_view(), name="ask_again"),
    path("chiffres/<slug:code>/", indicator_page.indicator, name="indicator"),
    path("chiffres/<slug:code>.<slug:extension>", catalogue_page.indicator_file, name="indicator_file"),
]

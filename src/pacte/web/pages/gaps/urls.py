from django.urls import path

from pacte.web.pages.gaps import register_page, survey_page

app_name = "gaps"
urlpatterns = [
    path("plan/<slug:code>/indicateurs-manquants/", register_page.register, name="list"),
    path("plan/<slug:code>/indicateurs-manquants/noter/", register_page.add_gap, name="note"),
    path("plan/<slug:code>/indicateurs-manquants/<int:number>/fermer/", register_page.close, name="close"),
    path("plan/<slug:code>/enquetes/acheter/", survey_page.buy, name="buy"),
    path("plan/<slug:code>/enquetes/<int:number>/", survey_page.survey, name="survey"),
    path("plan/<slug:code>/enquetes/<int:number>/reponses/<int:gap>/", survey_page.answers, name="answers"),
]

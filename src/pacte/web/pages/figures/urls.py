from django.urls import path

from pacte.web.pages.figures import (
    answer_page,
    catalogue_page,
    files,
    indicator_page,
    question_page,
)

app_name = "figures"
urlpatterns = [
    path("chiffres/", catalogue_page.page, name="catalogue"),
    path("chiffres/tout.<slug:extension>", files.everything, name="everything"),
    path("chiffres/question/", question_page.page, name="question"),
    path("chiffres/reponse/<int:number>/", answer_page.page, name="answer"),
    path("chiffres/reponse/<int:number>.<slug:extension>", answer_page.download, name="answer_file"),
    path("chiffres/reponse/<int:number>/redemander/", answer_page.again, name="ask_again"),
    path("chiffres/<slug:code>/", indicator_page.page, name="indicator"),
    path("chiffres/<slug:code>.<slug:extension>", files.indicator_file, name="indicator_file"),
]

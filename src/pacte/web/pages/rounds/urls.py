from django.urls import path

from pacte.web.pages.rounds import answer_page, desk, list_page, round_page

app_name = "rounds"
urlpatterns = [
    path("mon-bureau/", desk.pilot_desk, name="desk"),
    path("plan/<slug:code>/tours/", list_page.round_list, name="list"),
    path("plan/<slug:code>/tours/ouvrir/", list_page.OpenRoundPage.as_view(), name="open"),
    path("tour/<int:identifier>/", round_page.RoundPage.as_view(), name="round"),
    path("tour/<int:identifier>/action/<action:number>/", answer_page.RoundAnswerPage.as_view(), name="answer"),
]

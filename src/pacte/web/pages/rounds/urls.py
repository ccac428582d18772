from django.urls import path

from pacte.web.pages.rounds import answer_page, desk, list_page, open_page, round_page

app_name = "rounds"
urlpatterns = [
    path("mon-bureau/", desk.page, name="desk"),
    path("plan/<slug:code>/tours/", list_page.page, name="list"),
    path("plan/<slug:code>/tours/ouvrir/", open_page.page, name="open"),
    path("tour/<int:identifier>/", round_page.page, name="round"),
    path("tour/<int:identifier>/action/<action:number>/", answer_page.page, name="answer"),
]

from django.urls import path

from pacte.web.pages.money import action_money, box, declaring, overview, receiving

app_name = "money"
urlpatterns = [
    path("argent/", overview.home, name="home"),
    path("argent/importer/", receiving.receive, name="receive"),
    path("argent/imports/<int:identifier>/", receiving.review, name="review"),
    path("plan/<slug:code>/argent/", overview.page, name="overview"),
    path("plan/<slug:code>/argent/telecharger/<slug:extension>", overview.download, name="download"),
    path("plan/<slug:code>/argent/a-affecter/", box.page, name="waiting"),
    path("plan/<slug:code>/argent/a-affecter/<int:identifier>/", box.one, name="allocate"),
    path("plan/<slug:code>/argent/declarer/", declaring.page, name="declare"),
    path("plan/<slug:code>/argent/declarer/<int:identifier>/corriger/", declaring.correct, name="correct"),
    path("plan/<slug:code>/argent/actions/<action:number>/", action_money.page, name="action"),
    path("plan/<slug:code>/argent/engagements/<int:identifier>/", action_money.commitment, name="commitment"),
]

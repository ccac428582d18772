from django.urls import path

from pacte.web.pages.money import added_page, allocation_pages, commitments, declarations, overview

app_name = "money"
urlpatterns = [
    path("argent/", overview.home, name="home"),
    path("plan/<slug:code>/argent/", overview.overview, name="overview"),
    path("plan/<slug:code>/argent/telecharger/<slug:extension>", overview.download, name="download"),
    path("plan/<slug:code>/argent/ajout/", added_page.added_money, name="added"),
    path("plan/<slug:code>/argent/a-affecter/", allocation_pages.unallocated_money, name="waiting"),
    path("plan/<slug:code>/argent/a-affecter/<int:identifier>/", allocation_pages.allocate_money, name="allocate"),
    path("plan/<slug:code>/argent/declarer/", declarations.declare_money, name="declare"),
    path(
        "plan/<slug:code>/argent/declarer/<int:identifier>/corriger/",
        declarations.correct_money,
        name="correct",
    ),
    path("plan/<slug:code>/argent/actions/<action:number>/", commitments.action_money, name="action"),
    path("plan/<slug:code>/argent/engagements/<int:identifier>/", commitments.commitment, name="commitment"),
]

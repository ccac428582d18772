from django.urls import path

from pacte.web.pages.money import action_page, declarations, extract_import, overview, unallocated

app_name = "money"
urlpatterns = [
    path("argent/", overview.home, name="home"),
    path("argent/importer/", extract_import.ReceivePage.as_view(), name="receive"),
    path("argent/imports/<int:identifier>/", extract_import.ReviewPage.as_view(), name="review"),
    path("plan/<slug:code>/argent/", overview.overview, name="overview"),
    path("plan/<slug:code>/argent/telecharger/<slug:extension>", overview.download, name="download"),
    path("plan/<slug:code>/argent/a-affecter/", unallocated.unallocated_money, name="waiting"),
    path("plan/<slug:code>/argent/a-affecter/<int:identifier>/", unallocated.AllocatePage.as_view(), name="allocate"),
    path("plan/<slug:code>/argent/declarer/", declarations.DeclarePage.as_view(), name="declare"),
    path(
        "plan/<slug:code>/argent/declarer/<int:identifier>/corriger/",
        declarations.CorrectPage.as_view(),
        name="correct",
    ),
    path("plan/<slug:code>/argent/actions/<action:number>/", action_page.action_money, name="action"),
    path("plan/<slug:code>/argent/engagements/<int:identifier>/", action_page.commitment, name="commitment"),
]

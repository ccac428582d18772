from django.urls import path

from pacte.web.pages.plan import action_page, downloads, glance, history, listing, mine, versions_page

app_name = "plan"
urlpatterns = [
    path("", glance.home, name="home"),
    path("plans/", glance.side_by_side, name="plans"),
    path("mes-actions/", mine.page, name="mine"),
    path("plan/<slug:code>/", glance.page, name="glance"),
    path("plan/<slug:code>/actions/", listing.page, name="actions"),
    path("plan/<slug:code>/actions/vues/", listing.keep, name="keep_view"),
    path("plan/<slug:code>/actions/vues/<int:identifier>/oublier/", listing.forget, name="forget_view"),
    path("plan/<slug:code>/actions/<int:number>/", action_page.page, name="action"),
    path("plan/<slug:code>/actions/<int:number>/historique/", history.action, name="action_history"),
    path("plan/<slug:code>/actions/<int:number>/fiche.pdf", downloads.action_sheet, name="action_sheet"),
    path("plan/<slug:code>/historique/", history.page, name="history"),
    path("plan/<slug:code>/versions/", versions_page.page, name="versions"),
    path("plan/<slug:code>/versions/<int:before>/<int:after>/", versions_page.compare, name="compare"),
    path("plan/<slug:code>/telecharger/<slug:extension>", downloads.whole, name="download"),
]

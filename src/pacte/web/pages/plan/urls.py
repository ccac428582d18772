from django.urls import path

from pacte.web.pages.plan import (
    action_list,
    action_page,
    downloads,
    history,
    leads_page,
    my_actions,
    overview,
    plans_page,
    state_report,
    versions_page,
    year_page,
)

app_name = "plan"
urlpatterns = [
    path("", overview.home, name="home"),
    path("plans/", plans_page.listed, name="plans"),
    path("plans/comparer/", plans_page.compare, name="compare_plans"),
    path("mes-actions/", my_actions.page, name="mine"),
    path("plan/<slug:code>/", overview.page, name="glance"),
    path("plan/<slug:code>/actions/", action_list.page, name="actions"),
    path("plan/<slug:code>/actions/vues/", action_list.keep, name="keep_view"),
    path("plan/<slug:code>/actions/vues/<int:identifier>/oublier/", action_list.forget, name="forget_view"),
    path("plan/<slug:code>/actions/<action:number>/", action_page.page, name="action"),
    path("plan/<slug:code>/actions/<action:number>/historique/", history.action, name="action_history"),
    path("plan/<slug:code>/actions/<action:number>/fiche.pdf", downloads.action_sheet, name="action_sheet"),
    path("plan/<slug:code>/porteurs/", leads_page.page, name="leads"),
    path("plan/<slug:code>/annee/<int:year>/", year_page.page, name="year"),
    path("plan/<slug:code>/annee/<int:year>/telecharger/<slug:extension>", year_page.download, name="year_file"),
    path("plan/<slug:code>/annee/<int:year>/rapport-etat.xlsx", state_report.download, name="state_report"),
    path("plan/<slug:code>/historique/", history.page, name="history"),
    path("plan/<slug:code>/versions/", versions_page.page, name="versions"),
    path("plan/<slug:code>/versions/<int:before>/<int:after>/", versions_page.compare, name="compare"),
    path("plan/<slug:code>/telecharger/<slug:extension>", downloads.whole, name="download"),
]

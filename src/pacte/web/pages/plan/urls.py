from django.urls import path

from pacte.web.pages.plan import (
    action_list,
    action_page,
    coverage_page,
    euro_page,
    history,
    leads_page,
    overview,
    plans_page,
    versions_page,
    year_page,
)

app_name = "plan"
urlpatterns = [
    path("plan/", overview.main, name="main"),
    path("plans/", plans_page.listed, name="plans"),
    path("plans/comparer/", plans_page.compare, name="compare_plans"),
    path("mes-actions/", leads_page.my_actions, name="mine"),
    path("plan/<slug:code>/", overview.overview, name="glance"),
    path("plan/<slug:code>/actions/", action_list.actions, name="actions"),
    path("plan/<slug:code>/actions/vues/", action_list.keep, name="keep_view"),
    path("plan/<slug:code>/actions/vues/<int:identifier>/oublier/", action_list.forget, name="forget_view"),
    path("plan/<slug:code>/actions/<action:number>/", action_page.action, name="action"),
    path("plan/<slug:code>/actions/<action:number>/carte/", coverage_page.coverage_maps, name="coverage"),
    path("plan/<slug:code>/actions/<action:number>/carte.csv", coverage_page.coverage_file, name="coverage_file"),
    path("plan/<slug:code>/actions/<action:number>/historique/", history.action_history, name="action_history"),
    path("plan/<slug:code>/actions/<action:number>/fiche.pdf", year_page.action_sheet, name="action_sheet"),
    path("plan/<slug:code>/actions/<action:number>/suivre-un-euro/", euro_page.follow_a_euro, name="euro"),
    path("plan/<slug:code>/porteurs/", leads_page.leads, name="leads"),
    path("plan/<slug:code>/annee/<int:year>/", year_page.year_overview, name="year"),
    path("plan/<slug:code>/annee/<int:year>/telecharger/<slug:extension>", year_page.year_file, name="year_file"),
    path("plan/<slug:code>/annee/<int:year>/rapport-etat.xlsx", year_page.state_report_file, name="state_report"),
    path("plan/<slug:code>/historique/", history.history, name="history"),
    path("plan/<slug:code>/versions/", versions_page.versions, name="versions"),
    path("plan/<slug:code>/versions/<int:before>/<int:after>/", versions_page.compare, name="compare"),
    path("plan/<slug:code>/telecharger/<slug:extension>", year_page.whole, name="download"),
]

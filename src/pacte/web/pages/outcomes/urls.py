from django.urls import path

from pacte.web.pages.outcomes import flows_page, leaving_page, places_page, risk_page, waiting_page

app_name = "outcomes"
urlpatterns = [
    path("comptes/places/", places_page.places, name="places"),
    path("comptes/places.<slug:extension>", places_page.places_file, name="places_file"),
    path("comptes/flux/", flows_page.flows, name="flows"),
    path("comptes/flux.<slug:extension>", flows_page.flows_file, name="flows_file"),
    path("comptes/sessions-a-risque/", risk_page.risk, name="risk"),
    path("comptes/sessions-a-risque.<slug:extension>", risk_page.risk_file, name="risk_file"),
    path("comptes/listes-d-attente/", waiting_page.waiting, name="waiting"),
    path("comptes/listes-d-attente.<slug:extension>", waiting_page.waiting_file, name="waiting_file"),
    path("comptes/departs/", leaving_page.leaving, name="leaving"),
]

from django.urls import path

from pacte.web.pages.studies import acts, comparison, deliverables, file_page, listing, opening, options, papers

app_name = "studies"
FILE = "plan/<slug:code>/etudes/<int:number>/"
urlpatterns = [
    path("plan/<slug:code>/etudes/", listing.page, name="list"),
    path("plan/<slug:code>/etudes/ouvrir/", opening.page, name="open"),
    path(FILE, file_page.page, name="file"),
    path(f"{FILE}pas/<slug:transition>/", acts.move_page, name="move"),
    path(f"{FILE}acte/<slug:act>/", acts.page, name="act"),
    path(f"{FILE}livrables/<int:rank>/<slug:act>/", deliverables.page, name="deliverable"),
    path(f"{FILE}documents/ajouter/", papers.add, name="add_document"),
    path(f"{FILE}documents/<int:identifier>/", papers.give, name="document"),
    path(f"{FILE}options/", comparison.page, name="comparison"),
    path(f"{FILE}options/option/<slug:option>/", options.option_page, name="option"),
    path(f"{FILE}options/critere/<int:rank>/", options.criterion_page, name="criterion"),
    path(f"{FILE}options/notes/<slug:option>/", options.scores_page, name="scores"),
]

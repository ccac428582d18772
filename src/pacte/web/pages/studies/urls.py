from django.urls import path

from pacte.web.pages.studies import (
    case_page,
    comparison_page,
    deliverable_pages,
    document_pages,
    form_pages,
    list_page,
    open_page,
    option_pages,
)

app_name = "studies"
FILE = "plan/<slug:code>/etudes/<int:number>/"
urlpatterns = [
    path("plan/<slug:code>/etudes/", list_page.page, name="list"),
    path("plan/<slug:code>/etudes/ouvrir/", open_page.page, name="open"),
    path(FILE, case_page.page, name="file"),
    path(f"{FILE}pas/<slug:transition>/", form_pages.transition_page, name="move"),
    path(f"{FILE}acte/<slug:act>/", form_pages.page, name="act"),
    path(f"{FILE}livrables/<int:rank>/<slug:act>/", deliverable_pages.page, name="deliverable"),
    path(f"{FILE}documents/ajouter/", document_pages.add_document_page, name="add_document"),
    path(f"{FILE}documents/<int:identifier>/", document_pages.download_document, name="document"),
    path(f"{FILE}options/", comparison_page.page, name="comparison"),
    path(f"{FILE}options/option/<slug:option>/", option_pages.option_page, name="option"),
    path(f"{FILE}options/critere/<int:rank>/", option_pages.criterion_page, name="criterion"),
    path(f"{FILE}options/notes/<slug:option>/", option_pages.scores_page, name="scores"),
]

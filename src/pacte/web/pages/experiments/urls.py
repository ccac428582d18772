from django.urls import path

from pacte.web.pages.experiments import acts, downloads, listing, sheet_page, writing

app_name = "experiments"
urlpatterns = [
    path("plan/<slug:code>/experimentations/", listing.page, name="list"),
    path("plan/<slug:code>/experimentations/liste.xlsx", downloads.table, name="table"),
    path("plan/<slug:code>/experimentations/ouvrir/", writing.open_sheet, name="open"),
    path("plan/<slug:code>/experimentations/<int:number>/", sheet_page.page, name="sheet"),
    path("plan/<slug:code>/experimentations/<int:number>/fiche.pdf", downloads.sheet, name="print"),
    path("plan/<slug:code>/experimentations/<int:number>/modifier/", writing.edit, name="edit"),
    path("plan/<slug:code>/experimentations/<int:number>/<slug:act>/", acts.page, name="act"),
]

from django.urls import path

from pacte.web.pages.experiments import downloads, edit_pages, experiment_page, form_pages, list_page

app_name = "experiments"
urlpatterns = [
    path("plan/<slug:code>/experimentations/", list_page.page, name="list"),
    path("plan/<slug:code>/experimentations/liste.xlsx", downloads.experiments_file, name="table"),
    path("plan/<slug:code>/experimentations/ouvrir/", edit_pages.open_experiment_page, name="open"),
    path("plan/<slug:code>/experimentations/<int:number>/", experiment_page.page, name="sheet"),
    path("plan/<slug:code>/experimentations/<int:number>/fiche.pdf", downloads.experiment_file, name="print"),
    path("plan/<slug:code>/experimentations/<int:number>/modifier/", edit_pages.edit_experiment, name="edit"),
    path("plan/<slug:code>/experimentations/<int:number>/<slug:act>/", form_pages.page, name="act"),
]

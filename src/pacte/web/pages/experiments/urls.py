from django.urls import path

from pacte.web.pages.experiments import arm_forms, experiment_page, form_pages, list_page

app_name = "experiments"
urlpatterns = [
    path("plan/<slug:code>/experimentations/", list_page.experiments, name="list"),
    path("plan/<slug:code>/experimentations/liste.xlsx", list_page.experiments_file, name="table"),
    path("plan/<slug:code>/experimentations/ouvrir/", form_pages.OpenExperimentPage.as_view(), name="open"),
    path("plan/<slug:code>/experimentations/<int:number>/", experiment_page.experiment, name="sheet"),
    path("plan/<slug:code>/experimentations/<int:number>/fiche.pdf", experiment_page.experiment_file, name="print"),
    path(
        "plan/<slug:code>/experimentations/<int:number>/modifier/", form_pages.ProtocolFormPage.as_view(), name="edit"
    ),
    path(
        "plan/<slug:code>/experimentations/<int:number>/rattacher/",
        arm_forms.AttachSessionsPage.as_view(),
        name="attach",
    ),
    path("plan/<slug:code>/experimentations/<int:number>/detacher/", arm_forms.detach, name="detach"),
    path("plan/<slug:code>/experimentations/<int:number>/<slug:act>/", form_pages.act, name="act"),
]

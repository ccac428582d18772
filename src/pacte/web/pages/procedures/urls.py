from django.urls import path

from pacte.web.pages.procedures import public_pages

app_name = "procedures"
ONE = "plan/<slug:code>/dispositifs/<slug:procedure>/"
urlpatterns = [
    path("plan/<slug:code>/dispositifs/", public_pages.listed, name="list"),
    path(ONE, public_pages.procedure_page, name="procedure"),
    path(f"{ONE}formulaire/", public_pages.blank_form, name="blank"),
    path(f"{ONE}demander/", public_pages.AskToApplyPage.as_view(), name="ask"),
]

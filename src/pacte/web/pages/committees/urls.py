from django.urls import path

from pacte.web.pages.committees import (
    agenda_page,
    committee_page,
    decision_page,
    downloads,
    list_page,
    meeting_page,
    pack_page,
    register_page,
    scheduling_pages,
    statement_page,
)

app_name = "committees"
_PLAN = "plan/<slug:code>"
_ONE = f"{_PLAN}/comites/<int:number>"
urlpatterns = [
    path("comites/", list_page.home, name="home"),
    path(f"{_PLAN}/comites/", list_page.page, name="list"),
    path(f"{_PLAN}/comites/nouveau/", scheduling_pages.new, name="new"),
    path(f"{_ONE}/", committee_page.page, name="page"),
    path(f"{_ONE}/modifier/", scheduling_pages.change, name="change"),
    path(f"{_ONE}/annuler/", scheduling_pages.cancel, name="cancel"),
    path(f"{_ONE}/ordre-du-jour/", agenda_page.page, name="agenda"),
    path(f"{_ONE}/dossier/", pack_page.page, name="pack"),
    path(f"{_ONE}/dossier.<slug:extension>", downloads.pack_file, name="pack_file"),
    path(f"{_ONE}/seance/", meeting_page.page, name="meeting"),
    path(f"{_ONE}/releve/", statement_page.page, name="statement"),
    path(f"{_ONE}/releve.<slug:extension>", downloads.statement_file, name="statement_file"),
    path(f"{_PLAN}/decisions/", register_page.page, name="decisions"),
    path(f"{_PLAN}/decisions.xlsx", downloads.register_file, name="register_file"),
    path(f"{_PLAN}/decisions/<int:number>/", decision_page.page, name="decision"),
    path(f"{_PLAN}/decisions/<int:number>/modifier/", meeting_page.change, name="decision_change"),
]

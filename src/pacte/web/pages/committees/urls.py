from django.urls import path

from pacte.web.pages.committees import (
    committee_page,
    decision_pages,
    documents,
    meeting_page,
)

app_name = "committees"
_PLAN = "plan/<slug:code>"
_ONE = f"{_PLAN}/comites/<int:number>"
urlpatterns = [
    path("comites/", committee_page.home, name="home"),
    path(f"{_PLAN}/comites/", committee_page.committee_list, name="list"),
    path(f"{_PLAN}/comites/nouveau/", committee_page.NewCommitteePage.as_view(), name="new"),
    path(f"{_ONE}/", committee_page.committee, name="page"),
    path(f"{_ONE}/modifier/", committee_page.change, name="change"),
    path(f"{_ONE}/annuler/", committee_page.cancel, name="cancel"),
    path(f"{_ONE}/ordre-du-jour/", meeting_page.AgendaPage.as_view(), name="agenda"),
    path(f"{_ONE}/dossier/", documents.PackPage.as_view(), name="pack"),
    path(f"{_ONE}/dossier.<slug:extension>", documents.pack_file, name="pack_file"),
    path(f"{_ONE}/seance/", meeting_page.CommitteeMeetingPage.as_view(), name="meeting"),
    path(f"{_ONE}/releve/", documents.StatementPage.as_view(), name="statement"),
    path(f"{_ONE}/releve.<slug:extension>", documents.statement_file, name="statement_file"),
    path(f"{_PLAN}/decisions/", decision_pages.register, name="decisions"),
    path(f"{_PLAN}/decisions.xlsx", decision_pages.register_file, name="register_file"),
    path(f"{_PLAN}/decisions/<int:number>/", decision_pages.DecisionPage.as_view(), name="decision"),
    path(
        f"{_PLAN}/decisions/<int:number>/modifier/", meeting_page.DecisionChangePage.as_view(), name="decision_change"
    ),
]

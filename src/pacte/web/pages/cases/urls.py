from django.urls import path

from pacte.web.pages.cases import (
    base_pages,
    case_acts,
    case_page,
    comparison_page,
    hires_page,
    list_file,
    list_page,
    money_acts,
    outreach_page,
    paper_acts,
    payments_page,
    report_acts,
    signing_page,
    statistics_page,
)

app_name = "cases"
FILE = "plan/<slug:code>/dossiers/<int:number>/"
urlpatterns = [
    path("plan/<slug:code>/dossiers/", list_page.case_list, name="list"),
    path("plan/<slug:code>/dossiers/liste.<slug:extension>", list_file.case_list_file, name="list_file"),
    path("plan/<slug:code>/dossiers/ouvrir/", base_pages.open_new_case, name="open"),
    path("plan/<slug:code>/dossiers/a-payer/", payments_page.to_pay, name="to_pay"),
    path("plan/<slug:code>/dossiers/procedure/<slug:procedure>/", statistics_page.procedure_figures, name="statistics"),
    path(FILE, case_page.case_file, name="file"),
    path(f"{FILE}argent/<slug:act>/", money_acts.money_act, name="money"),
    path(f"{FILE}versements/<slug:instalment>/", money_acts.prepare, name="instalment"),
    path(f"{FILE}ordres/<int:order>/<slug:act>/", money_acts.payment_act, name="payment"),
    path(f"{FILE}rapports/<slug:report>/<slug:act>/", report_acts.report_act, name="report"),
    path(f"{FILE}avenants/<slug:amendment>/", report_acts.amend, name="amendment"),
    path(f"{FILE}pas/<slug:transition>/", case_acts.move, name="move"),
    path(f"{FILE}acte/<slug:act>/", case_acts.act, name="act"),
    path(f"{FILE}livrables/<int:rank>/<slug:act>/", case_acts.deliverable_act, name="deliverable"),
    path(f"{FILE}documents/ajouter/", case_acts.add_case_document, name="add_document"),
    path(f"{FILE}documents/<int:identifier>/", case_acts.download_document, name="document"),
    path(f"{FILE}papiers/<int:paper>.<slug:extension>", paper_acts.paper, name="paper"),
    path(f"{FILE}papiers/<slug:paper>/refaire/", paper_acts.remake, name="remake_paper"),
    path(f"{FILE}signataires/<int:signatory>/<slug:act>/", paper_acts.signatory_act, name="signatory"),
    path("mon-dossier/<str:secret>/signer/<int:signatory>/", signing_page.SigningPage.as_view(), name="sign"),
    path(
        "mon-dossier/<str:secret>/signer/<int:signatory>/document.pdf",
        signing_page.signing_file,
        name="sign_file",
    ),
    path("mon-dossier/<str:secret>/embauches/<int:inquiry>/", hires_page.HiresPage.as_view(), name="hires"),
    path(f"{FILE}contacts/", outreach_page.count_contacts, name="outreach"),
    path(f"{FILE}options/", comparison_page.comparison, name="comparison"),
    path(f"{FILE}options/option/<slug:option>/", comparison_page.edit_option, name="option"),
    path(f"{FILE}options/critere/<int:rank>/", comparison_page.edit_criterion, name="criterion"),
    path(f"{FILE}options/notes/<slug:option>/", comparison_page.edit_scores, name="scores"),
]

from django.urls import path

from pacte.web.pages.cases import base_pages, case_acts, case_page, comparison_page, money_acts, payments_page

app_name = "cases"
FILE = "plan/<slug:code>/dossiers/<int:number>/"
urlpatterns = [
    path("plan/<slug:code>/dossiers/", base_pages.case_list, name="list"),
    path("plan/<slug:code>/dossiers/ouvrir/", base_pages.open_new_case, name="open"),
    path("plan/<slug:code>/dossiers/a-payer/", payments_page.to_pay, name="to_pay"),
    path(FILE, case_page.case_file, name="file"),
    path(f"{FILE}argent/<slug:act>/", money_acts.money_act, name="money"),
    path(f"{FILE}versements/<slug:instalment>/", money_acts.prepare, name="instalment"),
    path(f"{FILE}ordres/<int:order>/<slug:act>/", money_acts.payment_act, name="payment"),
    path(f"{FILE}rapports/<slug:report>/<slug:act>/", money_acts.report_act, name="report"),
    path(f"{FILE}avenants/<slug:amendment>/", money_acts.amend, name="amendment"),
    path(f"{FILE}pas/<slug:transition>/", case_acts.move, name="move"),
    path(f"{FILE}acte/<slug:act>/", case_acts.act, name="act"),
    path(f"{FILE}livrables/<int:rank>/<slug:act>/", case_acts.deliverable_act, name="deliverable"),
    path(f"{FILE}documents/ajouter/", case_acts.add_case_document, name="add_document"),
    path(f"{FILE}documents/<int:identifier>/", case_acts.download_document, name="document"),
    path(f"{FILE}options/", comparison_page.comparison, name="comparison"),
    path(f"{FILE}options/option/<slug:option>/", comparison_page.edit_option, name="option"),
    path(f"{FILE}options/critere/<int:rank>/", comparison_page.edit_criterion, name="criterion"),
    path(f"{FILE}options/notes/<slug:option>/", comparison_page.edit_scores, name="scores"),
]

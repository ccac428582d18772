from django.urls import path

from pacte.web.pages.sessions.amendment_page import amend, close
from pacte.web.pages.sessions.catalogue_page import catalogue_quality, description_list
from pacte.web.pages.sessions.closed_sites_page import closed_site_dates, closed_site_list, new_closed_site
from pacte.web.pages.sessions.home import desk
from pacte.web.pages.sessions.ledger_page import correct_row
from pacte.web.pages.sessions.lots_page import lot_list, lot_page, new_lot
from pacte.web.pages.sessions.module_page import choose_module
from pacte.web.pages.sessions.order_preparation_page import prepare
from pacte.web.pages.sessions.orders_page import order_list, order_page
from pacte.web.pages.sessions.places_download import download_places
from pacte.web.pages.sessions.purchases_page import download_purchases, purchases_page
from pacte.web.pages.sessions.quarantined_page import QuarantinedPage
from pacte.web.pages.sessions.requests_page import difference_page, provider_request_page
from pacte.web.pages.sessions.requirements_page import new_requirement, requirement_end, requirement_list
from pacte.web.pages.sessions.session_actions_page import ask_buyer, cancel, confirm, open_session_places, postpone
from pacte.web.pages.sessions.session_page import SessionPage, follow
from pacte.web.pages.sessions.signatures_page import correct_terms, preparation_page, to_sign
from pacte.web.pages.sessions.training_descriptions_page import TrainingDescriptionPage

_SESSION = "sessions/<str:training>/<str:action>/<str:session>/"
app_name = "sessions"
urlpatterns = [
    path("sessions/", desk, name="home"),
    # Provider pages.
    path("sessions/fiches/", description_list, name="sheets"),
    path("sessions/fiche/<path:number>/", TrainingDescriptionPage.as_view(), name="sheet"),
    path("sessions/quarantaine/<int:identifier>/", QuarantinedPage.as_view(), name="quarantined"),
    path("sessions/places.xlsx", download_places, name="places_file"),
    path("sessions/demande/<int:identifier>/", provider_request_page, name="request"),
    path("sessions/difference/<int:identifier>/", difference_page, name="difference"),
    # Buyer pages.
    path("sessions/commandes/", order_list, name="orders"),
    path("sessions/commandes/preparer/", prepare, name="prepare"),
    path("sessions/signatures/", to_sign, name="signatures"),
    path("sessions/signatures/<int:identifier>/", preparation_page, name="preparation"),
    path("sessions/signatures/<int:identifier>/corriger/", correct_terms, name="prepare_again"),
    path("sessions/avenant/<slug:kind>/<path:number>/", amend, name="amend"),
    path("sessions/solder/<path:number>/", close, name="close"),
    path("sessions/commande/<path:number>/", order_page, name="order"),
    path("sessions/lots/", lot_list, name="lots"),
    path("sessions/lots/nouveau/", new_lot, name="new_lot"),
    path("sessions/lot/<path:code>/", lot_page, name="lot"),
    path("sessions/etablissements-fermes/", closed_site_list, name="closed_sites"),
    path("sessions/etablissements-fermes/nouveau/", new_closed_site, name="new_closed_site"),
    path("sessions/etablissement-ferme/<int:identifier>/", closed_site_dates, name="closed_site"),
    path("sessions/exigences/", requirement_list, name="requirements"),
    path("sessions/exigences/nouvelle/", new_requirement, name="new_requirement"),
    path("sessions/exigence/<int:identifier>/finir/", requirement_end, name="end_requirement"),
    path("sessions/achats/", purchases_page, name="purchases"),
    path("sessions/achats.<slug:extension>", download_purchases, name="purchases_file"),
    path("sessions/catalogue/", catalogue_quality, name="catalogue"),
    # One session, by its triplet.
    path(_SESSION, SessionPage.as_view(), name="session"),
    path(f"{_SESSION}suivre/", follow, name="follow"),
    path(f"{_SESSION}registre/<int:entry>/", correct_row, name="correct"),
    path(f"{_SESSION}places/", open_session_places, name="open"),
    path(f"{_SESSION}demander/", ask_buyer, name="ask"),
    path(f"{_SESSION}module/", choose_module, name="module"),
    path(f"{_SESSION}confirmer/", confirm, name="confirm"),
    path(f"{_SESSION}reporter/", postpone, name="postpone"),
    path(f"{_SESSION}annuler/", cancel, name="cancel"),
]

from django.urls import path

from pacte.web.pages.sessions import (
    amendment_page,
    catalogue_page,
    home,
    ledger_correction_page,
    lheo_files_page,
    lots_page,
    order_closing_page,
    order_preparation_page,
    orders_page,
    places_workbook_page,
    purchases_page,
    requests_page,
    session_actions_page,
    session_page,
    signatures_page,
    training_descriptions_page,
)

_SESSION = "sessions/<str:training>/<str:action>/<str:session>/"
app_name = "supply"
urlpatterns = [
    path("sessions/", home.page, name="home"),
    # Provider pages.
    path("sessions/fiches/", training_descriptions_page.listing, name="sheets"),
    path("sessions/fiche/<path:number>/", training_descriptions_page.description_page, name="sheet"),
    path("sessions/fichiers/", lheo_files_page.page, name="files"),
    path("sessions/fichier/<int:identifier>/", lheo_files_page.delivery_page, name="file"),
    path("sessions/quarantaine/<int:identifier>/", lheo_files_page.quarantined_page, name="quarantined"),
    path("sessions/places/", places_workbook_page.page, name="places"),
    path("sessions/places.xlsx", places_workbook_page.download, name="places_file"),
    path("sessions/demande/<int:identifier>/", requests_page.request_page, name="request"),
    path("sessions/difference/<int:identifier>/", requests_page.difference_page, name="difference"),
    # Buyer pages.
    path("sessions/commandes/", orders_page.listing, name="orders"),
    path("sessions/commandes/preparer/", order_preparation_page.prepare, name="prepare"),
    path("sessions/signatures/", signatures_page.listing, name="signatures"),
    path("sessions/signatures/<int:identifier>/", signatures_page.preparation_page, name="preparation"),
    path("sessions/signatures/<int:identifier>/corriger/", signatures_page.correct, name="prepare_again"),
    path("sessions/avenant/<slug:kind>/<path:number>/", amendment_page.amend, name="amend"),
    path("sessions/solder/<path:number>/", order_closing_page.close, name="close"),
    path("sessions/commande/<path:number>/", orders_page.order_page, name="order"),
    path("sessions/lots/", lots_page.lot_list, name="lots"),
    path("sessions/lots/nouveau/", lots_page.new_lot, name="new_lot"),
    path("sessions/lot/<path:code>/", lots_page.lot_page, name="lot"),
    path("sessions/achats/", purchases_page.page, name="purchases"),
    path("sessions/achats.<slug:extension>", purchases_page.download, name="purchases_file"),
    path("sessions/catalogue/", catalogue_page.page, name="catalogue"),
    # One session, by its triplet.
    path(_SESSION, session_page.page, name="session"),
    path(f"{_SESSION}suivre/", session_page.follow, name="follow"),
    path(f"{_SESSION}registre/<int:entry>/", ledger_correction_page.correct, name="correct"),
    path(f"{_SESSION}places/", session_actions_page.open_places_view, name="open"),
    path(f"{_SESSION}demander/", session_actions_page.submit_request_view, name="ask"),
    path(f"{_SESSION}confirmer/", session_actions_page.confirm_view, name="confirm"),
    path(f"{_SESSION}reporter/", session_actions_page.postpone_view, name="postpone"),
    path(f"{_SESSION}annuler/", session_actions_page.cancel_view, name="cancel"),
]

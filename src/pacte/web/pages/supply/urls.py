from django.urls import path

from pacte.web.pages.supply import (
    acting,
    amending_page,
    catalogue_page,
    closing_page,
    correcting_page,
    files_page,
    home,
    lots_page,
    orders_page,
    places_page,
    preparing_page,
    purchases_page,
    requests_page,
    session_page,
    sheets_page,
    signatures_page,
)

_SESSION = "sessions/<str:training>/<str:action>/<str:session>/"
app_name = "supply"
urlpatterns = [
    path("sessions/", home.page, name="home"),
    # Provider pages.
    path("sessions/fiches/", sheets_page.listing, name="sheets"),
    path("sessions/fiche/<path:number>/", sheets_page.sheet, name="sheet"),
    path("sessions/fichiers/", files_page.page, name="files"),
    path("sessions/fichier/<int:identifier>/", files_page.file, name="file"),
    path("sessions/quarantaine/<int:identifier>/", files_page.one, name="quarantined"),
    path("sessions/places/", places_page.page, name="places"),
    path("sessions/places.xlsx", places_page.download, name="places_file"),
    path("sessions/demande/<int:identifier>/", requests_page.request_page, name="request"),
    path("sessions/difference/<int:identifier>/", requests_page.difference_page, name="difference"),
    # Buyer pages.
    path("sessions/commandes/", orders_page.listing, name="orders"),
    path("sessions/commandes/preparer/", preparing_page.prepare, name="prepare"),
    path("sessions/signatures/", signatures_page.listing, name="signatures"),
    path("sessions/signatures/<int:identifier>/", signatures_page.one, name="preparation"),
    path("sessions/signatures/<int:identifier>/corriger/", signatures_page.correct, name="prepare_again"),
    path("sessions/avenant/<slug:kind>/<path:number>/", amending_page.amend, name="amend"),
    path("sessions/solder/<path:number>/", closing_page.close, name="close"),
    path("sessions/commande/<path:number>/", orders_page.sheet, name="order"),
    path("sessions/lots/", lots_page.lot_list, name="lots"),
    path("sessions/lots/nouveau/", lots_page.new_lot, name="new_lot"),
    path("sessions/lot/<path:code>/", lots_page.lot_page, name="lot"),
    path("sessions/achats/", purchases_page.page, name="purchases"),
    path("sessions/achats.<slug:extension>", purchases_page.download, name="purchases_file"),
    path("sessions/catalogue/", catalogue_page.page, name="catalogue"),
    # One session, by its triplet.
    path(_SESSION, session_page.page, name="session"),
    path(f"{_SESSION}suivre/", session_page.follow, name="follow"),
    path(f"{_SESSION}registre/<int:entry>/", correcting_page.correct, name="correct"),
    path(f"{_SESSION}places/", acting.opening, name="open"),
    path(f"{_SESSION}demander/", acting.asking, name="ask"),
    path(f"{_SESSION}confirmer/", acting.confirming, name="confirm"),
    path(f"{_SESSION}reporter/", acting.postponing, name="postpone"),
    path(f"{_SESSION}annuler/", acting.cancelling, name="cancel"),
]

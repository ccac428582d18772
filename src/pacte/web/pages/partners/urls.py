from django.urls import path

from pacte.web.pages.partners import (
    act_files_page,
    delivery_page,
    endpoints,
    inbound_page,
    overview_page,
    partner_page,
    settings_page,
)

app_name = "partners"
urlpatterns = [
    path("echanges/", overview_page.page, name="list"),
    path("echanges/partenaire/<slug:slug>/", partner_page.page, name="partner"),
    path("echanges/partenaire/<slug:slug>/reglages/", settings_page.page, name="settings"),
    path("echanges/message/<int:identifier>/", delivery_page.page, name="delivery"),
    path("echanges/recu/<int:identifier>/", inbound_page.page, name="inbound"),
    path("echanges/fichiers/", act_files_page.page, name="files"),
    path("echanges/fichiers/<int:identifier>/", act_files_page.file_page, name="file"),
    path("echanges/portes/<slug:slug>/messages/", endpoints.messages, name="door_messages"),
    path("echanges/portes/<slug:slug>/accuses/", endpoints.receipts, name="door_receipts"),
    path("echanges/portes/<slug:slug>/sessions/<str:number>/", endpoints.session, name="door_session"),
]

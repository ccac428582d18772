from django.urls import path

from pacte.web.pages.partners import (
    endpoints,
    exchange_pages,
    message_pages,
    partner_page,
)

app_name = "partners"
urlpatterns = [
    path("echanges/", exchange_pages.partner_list, name="list"),
    path("echanges/partenaire/<slug:slug>/", partner_page.PartnerPage.as_view(), name="partner"),
    path("echanges/partenaire/<slug:slug>/reglages/", partner_page.PartnerSettingsPage.as_view(), name="settings"),
    path("echanges/message/<int:identifier>/", message_pages.DeliveryPage.as_view(), name="delivery"),
    path("echanges/recu/<int:identifier>/", message_pages.InboundPage.as_view(), name="inbound"),
    path("echanges/portes/<slug:slug>/messages/", endpoints.messages, name="door_messages"),
    path("echanges/portes/<slug:slug>/accuses/", endpoints.receipts, name="door_receipts"),
    path("echanges/portes/<slug:slug>/sessions/<str:number>/", endpoints.session, name="door_session"),
]

from django.urls import path

from pacte.web.pages.learner_portal import (
    attestation_page,
    data_page,
    journey_page,
    remaining_blocks_page,
    request_page,
    situation_page,
    slot_page,
)

_MINE = "mon-parcours/<str:secret>/"
app_name = "mine"
urlpatterns = [
    # Slots of one invitation: short URLs, to fit in an SMS.
    path("r/<str:secret>/", slot_page.page, name="slot"),
    path("r/<str:secret>/aucun/", slot_page.none_suits, name="none_suits"),
    path("r/<str:secret>/rendez-vous.ics", slot_page.calendar, name="calendar"),
    # The whole journey.
    path(_MINE, journey_page.page, name="journey"),
    path(f"{_MINE}rendez-vous/<int:invitation>/", slot_page.page, name="my_slot"),
    path(f"{_MINE}rendez-vous/<int:invitation>/aucun/", slot_page.none_suits, name="my_none_suits"),
    path(f"{_MINE}rendez-vous/<int:invitation>/rendez-vous.ics", slot_page.calendar, name="my_calendar"),
    path(f"{_MINE}suite/", remaining_blocks_page.page, name="next"),
    path(f"{_MINE}situation/", situation_page.page, name="situation"),
    path(f"{_MINE}attestation/<uuid:key>.pdf", attestation_page.page, name="attestation"),
    path(f"{_MINE}donnees/", data_page.page, name="data"),
    path(f"{_MINE}donnees/mes-donnees.<slug:extension>", data_page.export, name="export"),
    path(f"{_MINE}demander/<slug:kind>/", request_page.page, name="ask"),
]

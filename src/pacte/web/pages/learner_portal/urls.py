from django.urls import path

from pacte.web.pages.learner_portal import answer_pages, data_page, review_page, shares_page, slot_page
from pacte.web.pages.learner_portal.journey_page import my_journey, remaining_blocks

_MINE = "mon-parcours/<str:secret>/"
app_name = "learner_portal"
urlpatterns = [
    # Slots of one invitation: short URLs, to fit in an SMS.
    path("r/<str:secret>/", slot_page.ChooseSlotPage.as_view(), name="slot"),
    path("r/<str:secret>/aucun/", slot_page.NoneSuitsPage.as_view(), name="none_suits"),
    path("r/<str:secret>/rendez-vous.ics", slot_page.slot_calendar, name="calendar"),
    # The whole journey.
    path(_MINE, my_journey, name="journey"),
    path(f"{_MINE}rendez-vous/<int:invitation>/", slot_page.ChooseSlotPage.as_view(), name="my_slot"),
    path(f"{_MINE}rendez-vous/<int:invitation>/aucun/", slot_page.NoneSuitsPage.as_view(), name="my_none_suits"),
    path(f"{_MINE}rendez-vous/<int:invitation>/rendez-vous.ics", slot_page.slot_calendar, name="my_calendar"),
    path(f"{_MINE}bilan/<int:identifier>/", review_page.OwnReviewPage.as_view(), name="review"),
    path(f"{_MINE}suite/", remaining_blocks, name="next"),
    path(f"{_MINE}montrer/", shares_page.OwnSharesPage.as_view(), name="shares"),
    path(f"{_MINE}situation/", answer_pages.SituationPage.as_view(), name="situation"),
    path(f"{_MINE}attestation/<uuid:key>.pdf", data_page.my_attestation, name="attestation"),
    path(f"{_MINE}donnees/", data_page.MyDataPage.as_view(), name="data"),
    path(f"{_MINE}donnees/mes-donnees.<slug:extension>", data_page.export_my_data, name="export"),
    path(f"{_MINE}demander/<slug:kind>/", answer_pages.RequestFormPage.as_view(), name="ask"),
]

from django.urls import path

from pacte.web.pages.meetings import (
    invitations_page,
    invite_page,
    learner_requests_page,
    list_page,
    meeting_page,
    personal_link_page,
    slots_page,
)

app_name = "meetings"
urlpatterns = [
    path("rendez-vous/", list_page.page, name="home"),
    path("rendez-vous/ouvrir/", slots_page.page, name="open"),
    path("rendez-vous/inviter/", invite_page.page, name="invite"),
    path("rendez-vous/invitations/", invitations_page.page, name="sent"),
    path("rendez-vous/invitations/textes.csv", invitations_page.texts, name="texts"),
    path("rendez-vous/invitations/<int:identifier>/sms/", invitations_page.sms, name="sms"),
    path("rendez-vous/invitations/<int:identifier>/lettre/", invitations_page.letter, name="letter"),
    path("rendez-vous/<int:identifier>/", meeting_page.page, name="meeting"),
    path("rendez-vous/<int:identifier>/places/", slots_page.seats, name="seats"),
    path("rendez-vous/<int:identifier>/annuler/", slots_page.cancel, name="cancel"),
    path("mes-personnes/<uuid:key>/lien/", personal_link_page.page, name="link"),
    path("demandes-des-personnes/", learner_requests_page.listing, name="requests"),
    path("demandes-des-personnes/<int:identifier>/", learner_requests_page.request_page, name="request"),
]

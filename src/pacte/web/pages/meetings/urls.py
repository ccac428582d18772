from django.urls import path

from pacte.web.pages.meetings import (
    invite_page,
    link_page,
    list_page,
    meeting_page,
    open_page,
    requests_page,
    sent_page,
)

app_name = "meetings"
urlpatterns = [
    path("rendez-vous/", list_page.page, name="home"),
    path("rendez-vous/ouvrir/", open_page.page, name="open"),
    path("rendez-vous/inviter/", invite_page.page, name="invite"),
    path("rendez-vous/invitations/", sent_page.page, name="sent"),
    path("rendez-vous/invitations/textes.csv", sent_page.texts, name="texts"),
    path("rendez-vous/invitations/<int:identifier>/sms/", sent_page.sms, name="sms"),
    path("rendez-vous/invitations/<int:identifier>/lettre/", sent_page.letter, name="letter"),
    path("rendez-vous/<int:identifier>/", meeting_page.page, name="meeting"),
    path("rendez-vous/<int:identifier>/places/", open_page.seats, name="seats"),
    path("rendez-vous/<int:identifier>/annuler/", open_page.cancel, name="cancel"),
    path("mes-personnes/<uuid:key>/lien/", link_page.page, name="link"),
    path("demandes-des-personnes/", requests_page.listing, name="requests"),
    path("demandes-des-personnes/<int:identifier>/", requests_page.one, name="request"),
]

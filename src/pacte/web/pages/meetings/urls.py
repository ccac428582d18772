from django.urls import path

from pacte.web.pages.meetings import (
    invite_page,
    learner_pages,
    list_page,
    meeting_page,
    receive_page,
    sent_page,
    text_pages,
)

app_name = "meetings"
urlpatterns = [
    path("rendez-vous/", list_page.list_meetings, name="home"),
    path("rendez-vous/ouvrir/", meeting_page.open_slots, name="open"),
    path("rendez-vous/inviter/", invite_page.invite, name="invite"),
    path("rendez-vous/inviter/moi/", receive_page.receive, name="receive"),
    path("rendez-vous/ouvrir/moi/", receive_page.open_own_slots, name="own_slots"),
    path("rendez-vous/invitations/", sent_page.list_invitations, name="sent"),
    path("rendez-vous/invitations/parties/", sent_page.mark_sent, name="mark_sent"),
    path("rendez-vous/invitations/<int:identifier>/renvoyer/", sent_page.send_again, name="send_again"),
    path("rendez-vous/invitations/textes.csv", text_pages.sms_texts, name="texts"),
    path("rendez-vous/invitations/<int:identifier>/sms/", text_pages.sms_text, name="sms"),
    path("rendez-vous/invitations/<int:identifier>/lettre/", text_pages.invitation_letter, name="letter"),
    path("rendez-vous/<int:identifier>/", meeting_page.AttendancePage.as_view(), name="meeting"),
    path("rendez-vous/<int:identifier>/places/", meeting_page.change_seats, name="seats"),
    path("rendez-vous/<int:identifier>/annuler/", meeting_page.cancel_meeting_slot, name="cancel"),
    path("mes-personnes/<uuid:key>/lien/", learner_pages.PersonalLinkPage.as_view(), name="link"),
    path("demandes-des-personnes/", learner_pages.list_learner_requests, name="requests"),
    path("demandes-des-personnes/<int:identifier>/", learner_pages.answer_request, name="request"),
]

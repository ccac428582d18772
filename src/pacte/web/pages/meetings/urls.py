from django.urls import path

from pacte.web.pages.meetings import invitations_page, learner_requests_page, meeting_page
from pacte.web.pages.meetings.invite_page import InvitePage
from pacte.web.pages.meetings.list_page import list_meetings
from pacte.web.pages.meetings.personal_link_page import PersonalLinkPage

app_name = "meetings"
urlpatterns = [
    path("rendez-vous/", list_meetings, name="home"),
    path("rendez-vous/ouvrir/", meeting_page.OpenSlotsPage.as_view(), name="open"),
    path("rendez-vous/inviter/", InvitePage.as_view(), name="invite"),
    path("rendez-vous/invitations/", invitations_page.list_invitations, name="sent"),
    path("rendez-vous/invitations/textes.csv", invitations_page.sms_texts, name="texts"),
    path("rendez-vous/invitations/<int:identifier>/sms/", invitations_page.sms_text, name="sms"),
    path("rendez-vous/invitations/<int:identifier>/lettre/", invitations_page.invitation_letter, name="letter"),
    path("rendez-vous/<int:identifier>/", meeting_page.AttendancePage.as_view(), name="meeting"),
    path("rendez-vous/<int:identifier>/places/", meeting_page.change_seats, name="seats"),
    path("rendez-vous/<int:identifier>/annuler/", meeting_page.cancel_meeting_slot, name="cancel"),
    path("mes-personnes/<uuid:key>/lien/", PersonalLinkPage.as_view(), name="link"),
    path("demandes-des-personnes/", learner_requests_page.list_learner_requests, name="requests"),
    path(
        "demandes-des-personnes/<int:identifier>/", learner_requests_page.LearnerRequestPage.as_view(), name="request"
    ),
]

"""« Qu’est-ce qu’on m’a dit ? »: the user's notifications, each with a link to the page where to act."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from pacte.kernel.errors import NotFound, ValidationError
from pacte.kernel.french import pluralise
from pacte.notifications.queries import my_notifications
from pacte.notifications.records import EmailState
from pacte.notifications.services import mark_all_notifications_read, mark_notification_read
from pacte.web.page import FormPage, Page
from pacte.web.request import Request

_EMAIL_STATE_TEXTS = {
    EmailState.WAITING: "le courriel part bientôt",
    EmailState.SENT: "envoyé aussi par courriel",
    EmailState.FAILED: "le courriel n’a pas pu partir",
    EmailState.NOT_WANTED: "",
}


class NotificationsPage(Page):
    """A list, with one button that marks them all as read."""

    http_method_names = ("get", "head", "post")

    def post(self, request: Request) -> HttpResponse:
        if request.POST.get("do") != "read_all":
            raise ValidationError("act", "On ne sait pas quoi faire.", hint="Choisissez un des boutons de la page.")
        count = mark_all_notifications_read(actor=self.actor)
        messages.success(request, f"{pluralise(count, 'message marqué comme lu', 'messages marqués comme lus')}.")
        return HttpResponseRedirect(request.path)


@NotificationsPage.view(template_name="notifications/list.html", nav="messages")
def notifications(page: NotificationsPage) -> dict[str, Any]:
    rows = my_notifications(actor=page.actor)
    unread, read = (
        [{"line": row, "mail": _EMAIL_STATE_TEXTS[row.mail_state]} for row in rows if row.is_read is is_read]
        for is_read in (False, True)
    )
    return {
        "title": "Qu’est-ce qu’on m’a dit ?",
        "answer": _summary_sentence(len(unread), len(rows)),
        "unread": unread,
        "read": read,
    }


@FormPage.view(http_method_names=("post",))
def follow_notification(page: FormPage, data: dict[str, Any], identifier: int) -> HttpResponse:
    """Marks the notification as read, and goes to its page."""
    rows = my_notifications(actor=page.actor)
    address = next((row.address for row in rows if row.notification_id == identifier), None)
    if address is None:
        raise NotFound
    mark_notification_read(actor=page.actor, notification_id=identifier)
    is_inside = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return HttpResponseRedirect(address if is_inside else page.url("notifications:list"))


def _summary_sentence(unread: int, count: int) -> str:
    if not count:
        return "Rien pour l’instant. Ce qu’on vous dira sera ici, que le courriel arrive ou non."
    if not unread:
        return "Vous avez tout lu."
    return f"{pluralise(unread, 'message')} à lire. Chacun mène à la page où agir."

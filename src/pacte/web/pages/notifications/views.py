"""« Qu’est-ce qu’on m’a dit ? »: the user's notifications, each with a link to the page where to act."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from pacte.journeys.queries.unread_notebooks import unread_notebooks
from pacte.kernel.errors import ValidationError, ensure_found
from pacte.kernel.french import pluralise
from pacte.notifications.queries import my_notifications
from pacte.notifications.services import mark_all_notifications_read, mark_notification_read
from pacte.web.notebook_links import unread_notebooks_text
from pacte.web.page import FormPage, Page
from pacte.web.pages.notifications.lines import message_groups
from pacte.web.request import Request


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
    unread, read = ([row for row in rows if row.is_read is is_read] for is_read in (False, True))
    return {
        "title": "Qu’est-ce qu’on m’a dit ?",
        "answer": _summary_sentence(len(unread), len(rows)),
        "unread_notebooks": unread_notebooks_text(unread_notebooks(actor=page.actor)),
        "unread": message_groups(actor=page.actor, rows=unread),
        "read": message_groups(actor=page.actor, rows=read),
    }


@FormPage.view(http_method_names=("post",))
def follow_notification(page: FormPage, data: dict[str, Any], identifier: int) -> HttpResponse:
    """Marks the notification as read, and goes to its page."""
    rows = my_notifications(actor=page.actor)
    address = ensure_found(next((row.address for row in rows if row.notification_id == identifier), None))
    mark_notification_read(actor=page.actor, notification_id=identifier)
    is_inside = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return HttpResponseRedirect(address if is_inside else page.url("notifications:list"))


def _summary_sentence(unread: int, count: int) -> str:
    if not count:
        return "Rien pour l’instant. Ce qu’on vous dira sera ici, que le courriel arrive ou non."
    if not unread:
        return "Vous avez tout lu."
    return f"{pluralise(unread, 'message')} à lire. Chacun mène à la page où agir."

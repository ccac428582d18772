"""« Qu’est-ce qu’on m’a dit ? »: the user's notifications, each with a link to the page where to act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from pacte.kernel.errors import NotFound, ValidationError
from pacte.kernel.french import pluralise
from pacte.notifications.queries import my_notifications
from pacte.notifications.records import EmailState, NotificationRow
from pacte.notifications.services import mark_all_notifications_read, mark_notification_read
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor

_EMAIL_STATE_TEXTS = {
    EmailState.WAITING: "le courriel part bientôt",
    EmailState.SENT: "envoyé aussi par courriel",
    EmailState.FAILED: "le courriel n’a pas pu partir",
    EmailState.NOT_WANTED: "",
}


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if request.method == "POST":
        if request.POST.get("do") != "read_all":
            raise ValidationError("act", "On ne sait pas quoi faire.", hint="Choisissez un des boutons de la page.")
        count = mark_all_notifications_read(actor=actor)
        messages.success(request, f"{pluralise(count, 'message marqué comme lu', 'messages marqués comme lus')}.")
        return HttpResponseRedirect(reverse("notices:list"))
    notifications = my_notifications(actor=actor)
    unread = sum(not each.is_read for each in notifications)
    context = {
        "title": "Qu’est-ce qu’on m’a dit ?",
        "answer": _summary_sentence(unread, len(notifications)),
        "unread": [_notification_item(each) for each in notifications if not each.is_read],
        "read": [_notification_item(each) for each in notifications if each.is_read],
        "nav": "messages",
    }
    return render(request, "notices/list.html", context)


@require_login
@require_POST
def follow(request: HttpRequest, identifier: int) -> HttpResponse:
    """Marks the notification as read, and redirects to its page."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    notification = next((each for each in my_notifications(actor=actor) if each.notification_id == identifier), None)
    if notification is None:
        raise NotFound
    mark_notification_read(actor=actor, notification_id=identifier)
    inside = notification.address.startswith("/") and url_has_allowed_host_and_scheme(
        notification.address, allowed_hosts=None
    )
    return HttpResponseRedirect(notification.address if inside else reverse("notices:list"))


def _summary_sentence(unread: int, count: int) -> str:
    if not count:
        return "Rien pour l’instant. Ce qu’on vous dira sera ici, que le courriel arrive ou non."
    if not unread:
        return "Vous avez tout lu."
    return f"{pluralise(unread, 'message')} à lire. Chacun mène à la page où agir."


def _notification_item(notification: NotificationRow) -> dict[str, Any]:
    return {"line": notification, "mail": _EMAIL_STATE_TEXTS[notification.mail_state]}

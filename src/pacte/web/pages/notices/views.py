"""« Qu’est-ce qu’on m’a dit ? »: the user's notifications, each with a link to the page where to act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from pacte.kernel.errors import Invalid, Unseen
from pacte.kernel.french import plural
from pacte.notices.queries import my_notices
from pacte.notices.records import MailState, NoticeLine
from pacte.notices.services import mark_all_read, mark_read
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor

_MAIL = {
    MailState.WAITING: "le courriel part bientôt",
    MailState.SENT: "envoyé aussi par courriel",
    MailState.FAILED: "le courriel n’a pas pu partir",
    MailState.NOT_WANTED: "",
}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if request.method == "POST":
        if request.POST.get("do") != "read_all":
            raise Invalid("act", "On ne sait pas quoi faire.", todo="Choisissez un des boutons de la page.")
        count = mark_all_read(actor=actor)
        messages.success(request, f"{plural(count, 'message marqué comme lu', 'messages marqués comme lus')}.")
        return HttpResponseRedirect(reverse("notices:list"))
    found = my_notices(actor=actor)
    unread = sum(not each.is_read for each in found)
    context = {
        "title": "Qu’est-ce qu’on m’a dit ?",
        "answer": _answer(unread, len(found)),
        "unread": [_view(each) for each in found if not each.is_read],
        "read": [_view(each) for each in found if each.is_read],
        "nav": "messages",
    }
    return render(request, "notices/list.html", context)


@signed_in
@require_POST
def follow(request: HttpRequest, identifier: int) -> HttpResponse:
    """Marks the notification as read, and redirects to its page."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    line = next((each for each in my_notices(actor=actor) if each.notice_id == identifier), None)
    if line is None:
        raise Unseen
    mark_read(actor=actor, notice_id=identifier)
    inside = line.address.startswith("/") and url_has_allowed_host_and_scheme(line.address, allowed_hosts=None)
    return HttpResponseRedirect(line.address if inside else reverse("notices:list"))


def _answer(unread: int, count: int) -> str:
    if not count:
        return "Rien pour l’instant. Ce qu’on vous dira sera ici, que le courriel arrive ou non."
    if not unread:
        return "Vous avez tout lu."
    return f"{plural(unread, 'message')} à lire. Chacun mène à la page où agir."


def _view(line: NoticeLine) -> dict[str, Any]:
    return {"line": line, "mail": _MAIL[line.mail_state]}

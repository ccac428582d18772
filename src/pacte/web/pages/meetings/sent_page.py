"""« Qui a répondu ? »: the invitations in four columns, from what is to send to who comes; « C’est envoyé »."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponseRedirect

from pacte.journeys.queries.followed_invitations import FollowedInvitation, followed_invitations
from pacte.journeys.queries.invitations import invitation_by_id
from pacte.journeys.records import Channel
from pacte.journeys.services.invitation_queue import queue_again
from pacte.journeys.services.text_gateway import text_gateway
from pacte.kernel.actor import Role
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict
from pacte.kernel.french import format_day, pluralise
from pacte.kernel.user_input import parse_whole_number
from pacte.web.filter_form import select_field
from pacte.web.pages.meetings.list_page import MeetingsPage, NewLinkPage
from pacte.web.pages.meetings.sent_lines import folded_line, line_of_coming, line_of_refusal, line_to_send, waiting_line
from pacte.workflows.record_sendings import record_sendings

_HISTORY = timedelta(days=120)


@MeetingsPage.view(template_name="meetings/sent.html", for_inviters=True, crumb="Invitations")
def list_invitations(page: MeetingsPage) -> dict[str, Any]:
    everything = followed_invitations(actor=page.actor, since=now() - _HISTORY)
    choices = _session_choices(everything)
    chosen = str(parse_whole_number(page.request.GET.get("session", "")) or "")
    shown = [each for each in everything if chosen not in choices or str(each.session_id) == chosen]
    by_machine, moment = text_gateway(actor=page.actor) is not None, now()
    to_send = [each for each in shown if each.is_to_send]
    waiting = sorted((each for each in shown if each.waits), key=lambda each: each.sent_at or moment)
    refused = [each for each in shown if each.none_suits]
    coming = sorted((each for each in shown if each.comes), key=lambda each: each.comes_at or moment)
    by_hand = [each for each in to_send if each.is_by_hand]
    in_columns = {each.invitation_id for each in (*to_send, *waiting, *refused, *coming)}
    return {
        "title": "Qui a répondu ?",
        "answer": _answer(len(to_send), len(waiting), len(refused), len(coming)),
        "to_send": [line_to_send(each, by_machine=by_machine, at=moment) for each in to_send],
        "waiting": [waiting_line(each, by_machine=by_machine, at=moment) for each in waiting],
        "refused": [line_of_refusal(each, at=moment) for each in refused],
        "coming": [line_of_coming(each, at=moment) for each in coming],
        "folded": [folded_line(each, at=moment) for each in shown if each.invitation_id not in in_columns],
        "by_hand": len(by_hand),
        "session_field": select_field("session", "Session", [("", "Toutes"), *choices.items()], chosen),
        "has_sessions": len(choices) > 1,
        "carried": f"?session={chosen}" if chosen in choices else "",
        "links_to_person": any(post.role is Role.ADVISER for post in page.actor.memberships),
        "has_sms": any(each.channel is Channel.SMS and not each.refuses_texts for each in by_hand),
    }


@NewLinkPage.view(for_inviters=True)
def mark_sent(page: NewLinkPage) -> HttpResponseRedirect:
    """« C’est envoyé »: for the line of the button, else for the lines that are ticked."""
    one, ticked = page.request.POST.get("une", ""), page.request.POST.getlist("qui")
    identifiers = [number for text in ([one] if one else ticked) if (number := parse_whole_number(text)) is not None]
    result = record_sendings(actor=page.actor, invitation_ids=identifiers)
    if result.sent:
        messages.success(
            page.request,
            f"{pluralise(result.sent, 'invitation envoyée', 'invitations envoyées')} : le délai de réponse court.",
        )
    for _, reason in result.refused:
        messages.warning(page.request, reason)
    return _back(page)


@NewLinkPage.view()
def send_again(page: NewLinkPage, identifier: int) -> HttpResponseRedirect:
    """« Renvoyer », for what leaves by itself: an e-mail, or an SMS where a gateway is set."""
    invitation = invitation_by_id(actor=page.actor, identifier=identifier)
    try:
        queue_again(actor=page.actor, invitation=invitation)
    except Conflict as error:
        messages.warning(page.request, str(error))
    else:
        messages.success(page.request, "L’invitation repart, avec un lien fait pour elle.")
    return _back(page)


def _back(page: NewLinkPage) -> HttpResponseRedirect:
    session = parse_whole_number(page.request.GET.get("session", ""))
    return HttpResponseRedirect(page.url("meetings:sent") + (f"?session={session}" if session else ""))


def _session_choices(invitations: Sequence[FollowedInvitation]) -> dict[str, str]:
    named = {str(each.session_id): _session_label(each) for each in invitations if each.session_id}
    return dict(sorted(named.items(), key=lambda item: item[1]))


def _session_label(each: FollowedInvitation) -> str:
    starts_on = each.session_starts_on
    return f"{each.session_title}, {format_day(starts_on)}" if starts_on else each.session_title


def _answer(to_send: int, waiting: int, refused: int, coming: int) -> str:
    total = to_send + waiting + refused + coming
    if not total:
        return "Aucune invitation n’est en cours."
    parts = [
        f"{to_send} à envoyer" if to_send else "",
        f"{waiting} sans réponse" if waiting else "",
        f"{refused} aucun ne convient" if refused else "",
        f"{pluralise(coming, 'vient', 'viennent')}" if coming else "",
    ]
    return f"{pluralise(total, 'invitation')} : {', '.join(part for part in parts if part)}."

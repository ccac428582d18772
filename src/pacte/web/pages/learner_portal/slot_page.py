"""« Quel moment vous convient ? »: open slots, one choice, changed or released in one touch."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from pacte.exchange.documents import calendar_ics
from pacte.journeys.queries.invitations import taken_by_meeting
from pacte.journeys.queries.learner_portal import invitation_of_link, my_learner, offered_slots, receiver_name
from pacte.journeys.records import OBSTACLE_LABELS, InvitationMode, InvitationOutcome, SlotObstacle
from pacte.journeys.rules.links import can_change
from pacte.journeys.rules.messages import day_words, hour_words, length_words, slot_words
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict, NotFound
from pacte.kernel.french import pluralise
from pacte.kernel.user_input import parse_whole_number
from pacte.notifications.services.system_access import as_system
from pacte.web.pages.learner_portal.token_access import require_slot_link
from pacte.workflows.choose_slot import ask_for_help, choose_slot, leave_slot, refuse_slots

if TYPE_CHECKING:
    from collections.abc import Callable

    from pacte.agenda.models import Meeting
    from pacte.journeys.models import Invitation
    from pacte.journeys.services import OpenedLink

_OPEN_OUTCOMES = ("", InvitationOutcome.NONE_SUITS)
_HELP_OBSTACLES = (SlotObstacle.TRAVEL, SlotObstacle.CHILDCARE, SlotObstacle.PAPERS, SlotObstacle.OTHER)
HTTP_UNPROCESSABLE = 422
# Message after an action, selected by a word of the URL: no cookie is needed.
_DONE_MESSAGES = {
    "choisi": ("C’est noté.", "Votre conseiller est prévenu."),
    "libere": ("C’est noté.", "Votre place est rendue. Choisissez un autre moment si vous voulez."),
    "aucun": ("C’est noté.", "Votre conseiller est prévenu : il vous proposera d’autres moments."),
    "aide": ("C’est noté.", "Votre conseiller est prévenu : il vous rappelle."),
}


@require_slot_link
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, link: OpenedLink, secret: str, invitation: int = 0) -> HttpResponse:
    link, slot_invitation = _slot_invitation(link, invitation)
    error = ""
    if request.method == "POST":
        slot_value = request.POST.get("slot", "")
        if slot_value == "none":
            return HttpResponseRedirect(_slot_url(secret, invitation, "none_suits"))
        try:
            with transaction.atomic():
                done_code = _apply_choice(link, request, slot_value)
        except Conflict as conflict:
            error = str(conflict)
        else:
            if done_code:
                return HttpResponseRedirect(f"{_slot_url(secret, invitation, 'slot')}?fait={done_code}")
            error = "Aucun moment n’est coché. Cochez-en un, puis touchez le bouton."
        link, slot_invitation = _slot_invitation(link, invitation)
    return render(
        request, "mine/slot.html", _page_values(request, link, secret, invitation, slot_invitation, error),
        status=HTTP_UNPROCESSABLE if error else 200,
    )  # fmt: skip


@require_slot_link
@require_http_methods(["GET", "HEAD", "POST"])
def none_suits(request: HttpRequest, link: OpenedLink, secret: str, invitation: int = 0) -> HttpResponse:
    """The reason, in one touch: a theme, never a diagnosis; a short optional note."""
    link, slot_invitation = _slot_invitation(link, invitation)
    error = ""
    if request.method == "POST":
        theme = request.POST.get("why", "")
        if theme in set(SlotObstacle):
            try:
                with transaction.atomic():
                    refuse_slots(link=link, obstacle=SlotObstacle(theme), note=request.POST.get("note", "")[:200])
            except Conflict as conflict:
                error = str(conflict)
            else:
                return HttpResponseRedirect(f"{_slot_url(secret, invitation, 'slot')}?fait=aucun")
        else:
            error = "Dites pourquoi : cela aide à trouver mieux."
    values = {
        "title": "Pourquoi aucun moment ne vous convient ?",
        "bar": "Mon rendez-vous",
        "error": error,
        "themes": [{"value": each.value, "label": OBSTACLE_LABELS[each]} for each in SlotObstacle],
        "back": _slot_url(secret, invitation, "slot"),
        "note": request.POST.get("note", "")[:200],
        "is_fictive": slot_invitation.journey.is_synthetic,
    }
    return render(request, "mine/none_suits.html", values, status=HTTP_UNPROCESSABLE if error else 200)


@require_slot_link
@require_safe
def calendar(request: HttpRequest, link: OpenedLink, secret: str, invitation: int = 0) -> HttpResponse:
    """Chosen slot as an iCalendar file. It does not contain the secret: calendars are shared."""
    _, slot_invitation = _slot_invitation(link, invitation)
    meeting = slot_invitation.chosen
    if meeting is None:
        raise NotFound
    fictive = "Données fictives. " if meeting.is_synthetic else ""
    content = calendar_ics.write(
        identifier=f"rendez-vous-{meeting.pk}-{slot_invitation.pk}@pacte",
        title=f"{fictive}{meeting.title}",
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=meeting.place or meeting.link,
        note="Pour changer de moment, ouvrez le lien que vous avez reçu.",
        made_at=slot_invitation.chosen_at or slot_invitation.sent_at,
    )
    headers = {"Content-Disposition": 'attachment; filename="rendez-vous.ics"'}
    return HttpResponse(content, content_type=calendar_ics.MEDIA_TYPE, headers=headers)


def _slot_invitation(link: OpenedLink, invitation: int) -> tuple[OpenedLink, Invitation]:
    """Invitation of the link; with a journey link, the one of the URL if it belongs to the person."""
    slot_invitation = invitation_of_link(actor=link.actor, identifier=link.invitation_id or invitation)
    return type(link)(link.actor, link.learner_id, slot_invitation.pk), slot_invitation


def _apply_choice(link: OpenedLink, request: HttpRequest, slot_value: str) -> str:
    """Code of what was done, empty when nothing was requested."""
    if request.POST.get("act") == "leave":
        leave_slot(link=link)
        return "libere"
    theme = request.POST.get("help", "")
    if theme in set(SlotObstacle):
        ask_for_help(link=link, obstacle=SlotObstacle(theme))
        return "aide"
    if (meeting := parse_whole_number(slot_value)) is not None:
        choose_slot(link=link, meeting_id=meeting)
        return "choisi"
    return ""


def _slot_url(secret: str, invitation: int, name: str) -> str:
    if invitation:
        return reverse(f"mine:my_{name}", args=[secret, invitation])
    return reverse(f"mine:{name}", args=[secret])


def _page_values(
    request: HttpRequest, link: OpenedLink, secret: str, invitation: int, slot_invitation: Invitation, error: str
) -> dict[str, Any]:
    current_time = now()
    with as_system(link.actor):
        meetings = offered_slots(actor=link.actor, invitation=slot_invitation, after=current_time)
    seats_taken = taken_by_meeting(actor=link.actor, meeting_ids=[each.pk for each in meetings])
    chosen = next((each for each in meetings if each.pk == slot_invitation.chosen_id), None)
    is_open = slot_invitation.outcome in _OPEN_OUTCOMES and (
        chosen is None or can_change(chosen.starts_at, at=current_time)
    )
    changes = is_open and (chosen is None or "changer" in request.GET)
    shown = chosen or (meetings[0] if meetings else None)
    contact = getattr(my_learner(actor=link.actor), "contact", None)
    return {
        "bar": "Mon rendez-vous",
        "first_name": contact.first_name if contact else "",
        "done": None if error else _DONE_MESSAGES.get(request.GET.get("fait", "")),
        "error": error,
        "about": _about(slot_invitation),
        "length": length_words(shown.starts_at, shown.ends_at) if shown else "",
        "receiver": receiver_name(actor=link.actor, meeting=shown, on=today()) if shown else "",
        "places": _common_places(meetings),
        "days": _slots_by_day(meetings, seats_taken, chosen) if changes else [],
        "chosen": _chosen_slot(chosen) if chosen and not changes else None,
        "is_open": is_open,
        "is_late": not is_open and chosen is None,
        "is_summoned": slot_invitation.mode == InvitationMode.SUMMONED,
        "answer_by": slot_invitation.expires_on,
        "helps": [{"value": each.value, "label": OBSTACLE_LABELS[each].removeprefix("Le ").removeprefix("La ")
                   .removeprefix("Des ").capitalize()} for each in _HELP_OBSTACLES],
        "phone": shown.provider.phone if shown and shown.provider else "",
        "calendar": _slot_url(secret, invitation, "calendar"),
        "again": f"{_slot_url(secret, invitation, 'slot')}?changer=1",
        "journey": reverse("mine:journey", args=[secret]) if invitation else "",
        "is_fictive": slot_invitation.journey.is_synthetic,
    }  # fmt: skip


def _about(slot_invitation: Invitation) -> str:
    return slot_invitation.session.training.title if slot_invitation.session else ""


def _common_places(meetings: list[Meeting]) -> list[str]:
    """The address, when all slots share it; else an empty list, and each slot shows its own."""
    places = {each.place for each in meetings if not each.is_remote}
    return sorted(places) if len(places) == 1 else []


def _slots_by_day(meetings: list[Meeting], seats_taken: dict[int, int], chosen: Meeting | None) -> list[dict[str, Any]]:
    one_place = bool(_common_places(meetings))
    by_day: Callable[[Meeting], str] = lambda each: day_words(each.starts_at)  # noqa: E731
    return [
        {"label": label, "slots": [_slot_choice(each, seats_taken, chosen, one_place) for each in group]}
        for label, group in groupby(meetings, by_day)
    ]


def _slot_choice(each: Meeting, seats_taken: dict[int, int], chosen: Meeting | None, one_place: bool) -> dict[str, Any]:
    is_chosen = chosen is not None and each.pk == chosen.pk
    left = max(0, each.seats - seats_taken.get(each.pk, 0))
    where = "à distance" if each.is_remote else "" if one_place else each.place
    seats = "c’est le vôtre" if is_chosen else pluralise(left, "place") if left else "complet"
    return {
        "value": each.pk,
        "hour": hour_words(each.starts_at),
        "note": ", ".join(part for part in (seats, where) if part),
        "is_full": not left and not is_chosen,
        "is_chosen": is_chosen,
    }


def _chosen_slot(each: Meeting) -> dict[str, Any]:
    return {
        "title": slot_words(each.starts_at),
        "until": hour_words(each.ends_at),
        "place": each.place,
        "link": each.link if each.is_remote else "",
        "is_remote": each.is_remote,
        "is_cancelled": each.cancelled_at is not None,
    }

"""« Qui est venu ? »: one meeting, the people expected, and their attendance, recorded by the receiver."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pacte.agenda.permissions import may
from pacte.agenda.queries import meeting_by_id, meeting_scope
from pacte.journeys.queries.invitations import people_expected_at, taken_by_meeting
from pacte.journeys.records import CHANNEL_LABELS, MODE_LABELS, OUTCOME_LABELS, InvitationOutcome
from pacte.kernel.clock import now
from pacte.kernel.errors import PermissionDenied, ValidationError
from pacte.kernel.french import pluralise
from pacte.web.pages.meetings.page_context import (
    meeting_kind_label,
    meeting_place_text,
    meeting_time_text,
    meetings_page_context,
    request_actor,
)
from pacte.web.require_login import require_login
from pacte.workflows.record_meeting_attendance import record_meeting_attendance

if TYPE_CHECKING:
    from pacte.agenda.models import Meeting
    from pacte.journeys.queries.invitations import SentInvitation
    from pacte.kernel.actor import Actor

_CHOICES = (InvitationOutcome.ATTENDED, InvitationOutcome.MISSED, InvitationOutcome.EXCUSED)


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, identifier: int) -> HttpResponse:
    actor = request_actor(request)
    meeting = meeting_by_id(actor=actor, identifier=identifier)
    people = people_expected_at(actor=actor, meeting=meeting)
    error = ""
    if request.method == "POST":
        if not may(actor, "agenda.hold", meeting_scope(meeting)):
            raise PermissionDenied("attendance", "Les présences sont notées par l’organisme qui reçoit.")
        outcomes = _outcomes_from_post(request, people)
        if outcomes:
            return _record_outcomes(request, actor, meeting, people, outcomes)
        error = "Aucune présence n’est cochée. Cochez « Présente », « Absente » ou « Excusée » pour chaque personne."
    return render(
        request, "meetings/meeting.html", _page_values(actor, meeting, people, error), status=422 if error else 200
    )


def _outcomes_from_post(request: HttpRequest, people: list[SentInvitation]) -> dict[int, InvitationOutcome]:
    outcomes = {}
    for each in people:
        value = request.POST.get(f"venue-{each.invitation_id}", "")
        if value in {choice.value for choice in _CHOICES} and each.outcome is None:
            outcomes[each.invitation_id] = InvitationOutcome(value)
    return outcomes


def _record_outcomes(
    request: HttpRequest,
    actor: Actor,
    meeting: Meeting,
    people: list[SentInvitation],
    outcomes: dict[int, InvitationOutcome],
) -> HttpResponse:
    try:
        recording = record_meeting_attendance(actor=actor, meeting=meeting, outcomes=outcomes)
    except ValidationError as error:
        values = _page_values(actor, meeting, people, str(error))
        return render(request, "meetings/meeting.html", values, status=422)
    if recording.recorded:
        messages.success(request, f"{pluralise(recording.recorded, 'présence enregistrée', 'présences enregistrées')}.")
    names = {each.invitation_id: each.name for each in people}
    for identifier, why in recording.refused:
        messages.warning(request, f"{names.get(identifier, '')} : {why}")
    return HttpResponseRedirect(reverse("meetings:meeting", args=[meeting.pk]))


def _page_values(actor: Actor, meeting: Meeting, people: list[SentInvitation], error: str) -> dict[str, Any]:
    expected_count = taken_by_meeting(actor=actor, meeting_ids=[meeting.pk]).get(meeting.pk, 0)
    can_record = may(actor, "agenda.hold", meeting_scope(meeting))
    is_over = meeting.starts_at <= now()
    expected = pluralise(expected_count, "personne est attendue", "personnes sont attendues")
    return meetings_page_context((meeting.title, "")) | {
        "meeting": meeting,
        "title": "Qui est venu ?" if is_over else "Qui vient ?",
        "answer": f"{expected} sur {pluralise(meeting.seats, 'place')}, {meeting_time_text(meeting)}.",
        "error": error,
        "facts": [
            {"label": "Quoi", "value": meeting.title, "note": meeting_kind_label(meeting)},
            {"label": "Où", "value": meeting_place_text(meeting) or "non dit"},
            {"label": "Qui reçoit", "value": meeting.provider.name if meeting.provider else "un réseau"},
        ],
        "is_cancelled": meeting.cancelled_at is not None,
        "holds": can_record,
        "is_over": is_over,
        "others": max(0, expected_count - len(people)),
        "people": [_person_row(each) for each in people],
        "to_record": is_over and can_record and any(each.outcome is None for each in people),
        "choices": [{"value": each.value, "label": OUTCOME_LABELS[each]} for each in _CHOICES],
    }


def _person_row(each: SentInvitation) -> dict[str, Any]:
    return {
        "identifier": each.invitation_id,
        "name": each.name,
        "phone": each.phone,
        "how": f"{MODE_LABELS[each.mode]}, {CHANNEL_LABELS[each.channel]}",
        "outcome": OUTCOME_LABELS[each.outcome] if each.outcome else "",
    }

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
from pacte.web.pages.meetings.frame import actor_in, frame, kind_words, meeting_words, where_words
from pacte.web.signed_in import signed_in
from pacte.workflows.record_meeting_attendance import record_meeting_attendance

if TYPE_CHECKING:
    from pacte.agenda.models import Meeting
    from pacte.journeys.queries.invitations import SentInvitation
    from pacte.kernel.actor import Actor

_CHOICES = (InvitationOutcome.ATTENDED, InvitationOutcome.MISSED, InvitationOutcome.EXCUSED)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, identifier: int) -> HttpResponse:
    actor = actor_in(request)
    meeting = meeting_by_id(actor=actor, identifier=identifier)
    people = people_expected_at(actor=actor, meeting=meeting)
    error = ""
    if request.method == "POST":
        if not may(actor, "agenda.hold", meeting_scope(meeting)):
            raise PermissionDenied("attendance", "Les présences sont notées par l’organisme qui reçoit.")
        outcomes = _read(request, people)
        if outcomes:
            return _record(request, actor, meeting, people, outcomes)
        error = "Aucune présence n’est cochée. Cochez « Présente », « Absente » ou « Excusée » pour chaque personne."
    return render(
        request, "meetings/meeting.html", _values(actor, meeting, people, error), status=422 if error else 200
    )


def _read(request: HttpRequest, people: list[SentInvitation]) -> dict[int, InvitationOutcome]:
    found = {}
    for each in people:
        said = request.POST.get(f"venue-{each.invitation_id}", "")
        if said in {choice.value for choice in _CHOICES} and each.outcome is None:
            found[each.invitation_id] = InvitationOutcome(said)
    return found


def _record(
    request: HttpRequest,
    actor: Actor,
    meeting: Meeting,
    people: list[SentInvitation],
    outcomes: dict[int, InvitationOutcome],
) -> HttpResponse:
    try:
        done = record_meeting_attendance(actor=actor, meeting=meeting, outcomes=outcomes)
    except ValidationError as refused:
        values = _values(actor, meeting, people, str(refused))
        return render(request, "meetings/meeting.html", values, status=422)
    if done.recorded:
        messages.success(request, f"{pluralise(done.recorded, 'présence enregistrée', 'présences enregistrées')}.")
    names = {each.invitation_id: each.name for each in people}
    for identifier, why in done.refused:
        messages.warning(request, f"{names.get(identifier, '')} : {why}")
    return HttpResponseRedirect(reverse("meetings:meeting", args=[meeting.pk]))


def _values(actor: Actor, meeting: Meeting, people: list[SentInvitation], error: str) -> dict[str, Any]:
    taken = taken_by_meeting(actor=actor, meeting_ids=[meeting.pk]).get(meeting.pk, 0)
    holds = may(actor, "agenda.hold", meeting_scope(meeting))
    is_over = meeting.starts_at <= now()
    expected = pluralise(taken, "personne est attendue", "personnes sont attendues")
    return frame((meeting.title, "")) | {
        "meeting": meeting,
        "title": "Qui est venu ?" if is_over else "Qui vient ?",
        "answer": f"{expected} sur {pluralise(meeting.seats, 'place')}, {meeting_words(meeting)}.",
        "error": error,
        "facts": [
            {"label": "Quoi", "value": meeting.title, "note": kind_words(meeting)},
            {"label": "Où", "value": where_words(meeting) or "non dit"},
            {"label": "Qui reçoit", "value": meeting.provider.name if meeting.provider else "un réseau"},
        ],
        "is_cancelled": meeting.cancelled_at is not None,
        "holds": holds,
        "is_over": is_over,
        "others": max(0, taken - len(people)),
        "people": [_person(each) for each in people],
        "to_record": is_over and holds and any(each.outcome is None for each in people),
        "choices": [{"value": each.value, "label": OUTCOME_LABELS[each]} for each in _CHOICES],
    }


def _person(each: SentInvitation) -> dict[str, Any]:
    return {
        "identifier": each.invitation_id,
        "name": each.name,
        "phone": each.phone,
        "how": f"{MODE_LABELS[each.mode]}, {CHANNEL_LABELS[each.channel]}",
        "outcome": OUTCOME_LABELS[each.outcome] if each.outcome else "",
    }

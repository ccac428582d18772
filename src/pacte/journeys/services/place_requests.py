"""Requests for a place: sent by a visitor, taken and closed by a person of a body that they chose, or withdrawn."""

from __future__ import annotations

import base64
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.crypto import salted_hmac

from pacte.accounts.rules import login_secret_digest
from pacte.accounts.rules.rate_limits import PERSONAL_LINK, RateLimitBucket
from pacte.accounts.services import consume_tokens
from pacte.audit.services import audit_event
from pacte.journeys.models import PlaceRequest
from pacte.journeys.permissions import posts_with_journey_right
from pacte.journeys.queries.place_requests import (
    ANSWER,
    PlaceRequestReaders,
    place_request_for_change,
    place_request_readers,
)
from pacte.journeys.records.place_requests import (
    PLACE_REQUEST_OUTCOME_LABELS,
    PlaceRequestInput,
    PlaceRequestOutcome,
)
from pacte.journeys.rules.links import SECRET_BYTES
from pacte.journeys.rules.place_requests import (
    CONSENT_VERSION,
    MOST_MESSAGE_SIGNS,
    answer_due_on,
    input_faults,
    place_request_path,
    place_request_purge_on,
)
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, paris_date, today
from pacte.kernel.errors import Conflict, TooManyRequests, ValidationError, ensure_found, hide_unless
from pacte.notifications.models import Notification
from pacte.notifications.services.system_access import as_system
from pacte.offer.models import Training
from pacte.offer.queries import training_detail

_SALT = "pacte.journeys.place_request"
# What says who asks.
_PERSONAL = ("first_name", "last_name", "phone", "email", "town", "message")
_CONTENT_LABEL = "Demande de place"


@dataclass(frozen=True, slots=True)
class SentPlaceRequest:
    """``secret`` opens the visitor's page; ``is_new`` is false for a form that was sent twice."""

    place_request: PlaceRequest
    secret: str
    is_new: bool


def submit_place_request(
    *, actor: Actor, training: Training, place_request_input: PlaceRequestInput, seed: str, synthetic: bool = False
) -> SentPlaceRequest:
    """Records the request of a visitor; ``actor`` is the site. Nothing is decided about the person.

    ``seed`` is new on each form that the site shows: the same form sent twice is one request, and gives the same link.
    Raises ``ValidationError`` (``phone``, ``network`` or ``session``), ``NotFound`` when nobody could read it.
    """
    readers = place_request_readers(actor=actor, training=training, on=today())
    hide_unless(readers.is_anybody)
    _refuse_incomplete(place_request_input, readers)
    _refuse_other_session(actor, training, place_request_input.session_id)
    secret, at = _secret_from(seed), now()
    with as_system(actor):
        place_request, is_new = PlaceRequest.objects.get_or_create(
            digest=login_secret_digest(secret),
            defaults={
                "organisation_id": training.host_id, "training": training,
                "session_id": place_request_input.session_id, "provider_body_id": readers.provider_body_id,
                "network_id": place_request_input.network_id, "has_adviser": place_request_input.has_adviser,
                "first_name": place_request_input.first_name[:80], "last_name": place_request_input.last_name[:80],
                "phone": place_request_input.phone[:20], "email": place_request_input.email,
                "town": place_request_input.town[:80],
                "message": place_request_input.message.strip()[:MOST_MESSAGE_SIGNS],
                "consent_at": at, "consent_version": CONSENT_VERSION, "made_at": at,
                "due_on": answer_due_on(paris_date(at)), "purge_on": place_request_purge_on(paris_date(at)),
                "is_synthetic": synthetic,
            },
        )  # fmt: skip
        if is_new:
            with _audited(actor, "journeys.send_place_request", place_request):
                pass
    return SentPlaceRequest(place_request, secret, is_new)


def use_place_request_link(*, actor: Actor, secret: str) -> PlaceRequest | None:
    """The request whose page the secret opens; None when it is unknown or deleted. ``actor`` is the site.

    Every use counts: call it in its own transaction. Raises ``TooManyRequests`` (``link_too_fast``).
    """
    with as_system(actor):
        rows = PlaceRequest.objects.select_related("training__provider", "session__site", "session__training_action")
        place_request = rows.filter(digest=login_secret_digest(secret)).first()
    if place_request is None:
        return None
    wait = consume_tokens(RateLimitBucket(PERSONAL_LINK, place_request.digest))
    if wait is not None:
        raise TooManyRequests(
            "link_too_fast", "Ce lien sert trop vite.", "Il est en pause.", "Réessayez plus tard.", wait=wait
        )
    return place_request


def withdraw_place_request(*, actor: Actor, identifier: int) -> None:
    """The visitor takes it back: what says who they are is erased at once. Once closed, it is erased too.

    ``actor`` is the site, which has opened the visitor's page: raises ``NotFound`` for a person.
    """
    actor.require_system()
    with as_system(actor):
        place_request = ensure_found(PlaceRequest.objects.select_for_update().filter(pk=identifier).first())
        with _audited(actor, "journeys.withdraw_place_request", place_request):
            if place_request.closed_at is None:
                _close(place_request, PlaceRequestOutcome.WITHDRAWN)
            _empty(place_request)
            place_request.save()


def take_place_request(*, actor: Actor, identifier: int) -> None:
    """« Je m’en occupe ». Raises ``NotFound``, or ``Conflict`` when it is closed or a colleague has it."""
    place_request = place_request_for_change(actor=actor, identifier=identifier)
    _refuse_closed(place_request)
    if place_request.handled_at is not None:
        raise Conflict("place_request_taken", "Quelqu’un s’en occupe déjà.", hint="Revenez à la liste.")
    with _audited(actor, "journeys.take_place_request", place_request):
        _sign(actor, place_request)
        place_request.save()


def close_place_request(*, actor: Actor, identifier: int, outcome: PlaceRequestOutcome) -> None:
    """« C’est traité ». Raises ``NotFound``, or ``Conflict`` when it is closed already.

    What says who asks is erased at once when the person withdraws, or when a record of theirs holds it.
    """
    place_request = place_request_for_change(actor=actor, identifier=identifier)
    _refuse_closed(place_request)
    with _audited(actor, "journeys.close_place_request", place_request, PLACE_REQUEST_OUTCOME_LABELS[outcome]):
        _sign(actor, place_request)
        _close(place_request, outcome)
        if outcome in (PlaceRequestOutcome.WITHDRAWN, PlaceRequestOutcome.RECORD_OPENED):
            _empty(place_request)
        place_request.save()


def delete_old_place_requests(*, actor: Actor, on: date) -> int:
    """Deletes those whose retention ends that day or earlier, and what announced them. Returns how many requests."""
    actor.require_system()
    identifiers = list(PlaceRequest.objects.filter(purge_on__lte=on).values_list("pk", flat=True))
    Notification.objects.filter(address__in=[place_request_path(each) for each in identifiers]).delete()
    PlaceRequest.objects.filter(pk__in=identifiers).delete()
    return len(identifiers)


def _secret_from(seed: str) -> str:
    digest = salted_hmac(_SALT, seed, secret=settings.SECRET_KEY, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest[:SECRET_BYTES]).decode()


def _refuse_incomplete(place_request_input: PlaceRequestInput, readers: PlaceRequestReaders) -> None:
    faults = input_faults(place_request_input, provider_reads=readers.provider_body_id is not None)
    for field, sentence in faults.items():
        raise ValidationError(field, sentence)
    network_id = place_request_input.network_id
    if network_id is not None and network_id not in readers.networks:
        raise ValidationError("network", "Ce réseau ne reçoit pas de demande ici.", hint="Choisissez-en un autre.")


def _refuse_other_session(actor: Actor, training: Training, session_id: int | None) -> None:
    """A session of that training, still to come; none at all is « any date », as long as there is one."""
    on = today()
    detail = training_detail(actor=actor, number=training.number)
    to_come = {each.session.pk for each in detail.sessions if each.is_to_come(on)}
    if not to_come or (session_id is not None and session_id not in to_come):
        raise ValidationError("session", "Cette date n’est plus ouverte.", hint="Choisissez-en une autre.")


def _audited(actor: Actor, name: str, place_request: PlaceRequest, label: str = "") -> AbstractContextManager[object]:
    """Without a name: the log outlives the request."""
    return audit_event(
        actor=actor, name=name, subject_kind="place_request", subject_id=place_request.pk,
        subject_label=f"{_CONTENT_LABEL} : {label}" if label else _CONTENT_LABEL,
        organisation_id=None if actor.organisation_ids else place_request.organisation_id,
    )  # fmt: skip


def _refuse_closed(place_request: PlaceRequest) -> None:
    if place_request.closed_at is not None:
        raise Conflict("place_request_closed", "Cette demande est déjà traitée.", hint="Revenez à la liste.")


def _sign(actor: Actor, place_request: PlaceRequest) -> None:
    """Writes which body of the actor takes it: the network before the provider, when a person works in both."""
    own = {post.organisation_id for post in posts_with_journey_right(actor, ANSWER)}
    is_of_network = place_request.network_id in own
    place_request.handled_by_id = place_request.network_id if is_of_network else place_request.provider_body_id
    place_request.handled_at = place_request.handled_at or now()
    place_request.person_name = actor.name[:200]


def _close(place_request: PlaceRequest, outcome: PlaceRequestOutcome) -> None:
    place_request.closed_at, place_request.outcome = now(), outcome
    place_request.purge_on = place_request_purge_on(
        paris_date(place_request.made_at), paris_date(place_request.closed_at)
    )


def _empty(place_request: PlaceRequest) -> None:
    for name in _PERSONAL:
        setattr(place_request, name, "")

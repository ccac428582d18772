"""Record a request that a person makes through their link, and notify those who accompany them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacte.journeys.queries.learner_portal import my_learner
from pacte.journeys.queries.learner_requests import people_to_notify
from pacte.journeys.records import REQUEST_LABELS
from pacte.journeys.services import submit_learner_request
from pacte.kernel.clock import today
from pacte.notifications.services import notify
from pacte.notifications.services.system_access import as_system

if TYPE_CHECKING:
    from pacte.journeys.models import LearnerRequest
    from pacte.journeys.records import LearnerRequestKind
    from pacte.journeys.services import OpenedLink


def submit_request_by_link(*, link: OpenedLink, kind: LearnerRequestKind, text: str = "") -> LearnerRequest:
    """Raises as ``submit_learner_request``: ``NotFound``, ``ValidationError`` (``text``) or ``Conflict`` (too many)."""
    learner_request = submit_learner_request(actor=link.actor, kind=kind, text=text)
    learner = my_learner(actor=link.actor)
    with as_system(link.actor):
        people = people_to_notify(actor=link.actor, learner=learner, on=today())
    notify(
        actor=link.actor, host_id=learner.organisation_id, person_ids=people, kind="journeys.request",
        subject="Une personne que vous accompagnez demande quelque chose",
        text=f"{REQUEST_LABELS[kind]}. Une réponse de votre part est attendue.",
        address=f"/demandes-des-personnes/{learner_request.pk}/", key=f"journeys.request:{learner_request.pk}",
    )  # fmt: skip
    return learner_request

"""Requests that learners made by their link, for the body that accompanies them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from pacte.accounts.models import Membership
from pacte.accounts.queries import valid_on
from pacte.journeys.models import Learner, LearnerRequest, Referent
from pacte.journeys.permissions import JourneyScope, may
from pacte.journeys.queries.adviser_scope import is_referent_in_scope
from pacte.journeys.records import LearnerRequestKind
from pacte.journeys.records.adviser_desk import AdviserScope
from pacte.kernel.actor import Actor, Role
from pacte.kernel.errors import ensure_found, hide_unless


@dataclass(frozen=True, slots=True)
class LearnerRequestSummary:
    """One request as the adviser reads it. ``answer`` is empty while it is open."""

    identifier: int
    learner_key: UUID
    name: str
    kind: LearnerRequestKind
    text: str
    made_at: datetime
    settled_at: datetime | None
    person_name: str
    answer: str


def open_learner_requests(
    *, actor: Actor, scope: AdviserScope | None = None, limit: int = 200
) -> list[LearnerRequestSummary]:
    """Requests that wait for an answer of the actor's body, oldest first; of the learners of ``scope`` when given."""
    requests = (
        LearnerRequest.objects.filter(settled_at=None).select_related("learner__contact").order_by("made_at", "pk")
    )
    if scope is not None:
        requests = requests.filter(is_referent_in_scope(scope, prefix="learner__referents__"))
    return [_request_summary(each) for each in requests[:limit] if _may_answer(actor, each.learner)]


def learner_request_by_id(*, actor: Actor, identifier: int) -> LearnerRequestSummary:
    """Raises ``NotFound`` for an actor outside the referent's body."""
    request = ensure_found(LearnerRequest.objects.select_related("learner__contact").filter(pk=identifier).first())
    hide_unless(_may_answer(actor, request.learner))
    return _request_summary(request)


def people_to_notify(*, actor: Actor, learner: Learner, on: date) -> set[int]:
    """The person named as referent; when nobody is named, the advisers of the body that accompanies."""
    present = Referent.objects.filter(learner=learner, valid_until=None).select_related("person").first()
    if present is None:
        return set()
    if present.person is not None and present.person.is_active:
        return {present.person.pk}
    posts = Membership.objects.filter(
        valid_on(on), host_id=learner.organisation_id, organisation_id=present.body_id, role=Role.ADVISER,
        person__is_active=True,
    )  # fmt: skip
    return set(posts.values_list("person_id", flat=True))


def _may_answer(actor: Actor, learner: Learner) -> bool:
    present = Referent.objects.filter(learner=learner, valid_until=None).first()
    if present is None or not (actor.is_system or present.body_id in actor.organisation_ids):
        return False
    return may(actor, "journeys.orient", JourneyScope(learner.organisation_id, present.body_id))


def _request_summary(each: LearnerRequest) -> LearnerRequestSummary:
    contact = getattr(each.learner, "contact", None)
    return LearnerRequestSummary(
        identifier=each.pk,
        learner_key=each.learner.key,
        name=f"{contact.first_name} {contact.last_name}" if contact else "",
        kind=LearnerRequestKind(each.kind),
        text=each.text,
        made_at=each.made_at,
        settled_at=each.settled_at,
        person_name=each.person_name,
        answer=each.answer,
    )

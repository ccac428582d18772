"""Requests that learners made by their link, for the body that accompanies them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from pacte.accounts.models import Membership
from pacte.accounts.queries import valid_on
from pacte.journeys.models import Learner, LearnerRequest, Referent
from pacte.journeys.permissions import JourneyScope, may
from pacte.journeys.queries.adviser_scope import held_in
from pacte.journeys.records import RequestKind
from pacte.journeys.records.advising import Scope
from pacte.kernel.actor import Actor, Role
from pacte.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as the adviser reads it. ``answer`` is empty while it is open."""

    identifier: int
    learner_key: UUID
    name: str
    kind: RequestKind
    text: str
    made_at: datetime
    settled_at: datetime | None
    person_name: str
    answer: str


def open_requests(*, actor: Actor, scope: Scope | None = None, limit: int = 200) -> list[Asked]:
    """Requests that wait for an answer of the actor's body, oldest first; of the learners of ``scope`` when given."""
    found = LearnerRequest.objects.filter(settled_at=None).select_related("learner__contact").order_by("made_at", "pk")
    if scope is not None:
        found = found.filter(held_in(scope, prefix="learner__referents__"))
    return [_asked(each) for each in found[:limit] if _body(actor, each.learner)]


def request_by_id(*, actor: Actor, identifier: int) -> Asked:
    """Raises ``Unseen`` for an actor outside the referent's body."""
    found = LearnerRequest.objects.select_related("learner__contact").filter(pk=identifier).first()
    if found is None or not _body(actor, found.learner):
        raise NotFound
    return _asked(found)


def people_to_tell(*, actor: Actor, learner: Learner, on: date) -> set[int]:
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


def _body(actor: Actor, learner: Learner) -> bool:
    present = Referent.objects.filter(learner=learner, valid_until=None).first()
    if present is None or not (actor.is_system or present.body_id in actor.organisation_ids):
        return False
    return may(actor, "journeys.orient", JourneyScope(learner.organisation_id, present.body_id))


def _asked(each: LearnerRequest) -> Asked:
    contact = getattr(each.learner, "contact", None)
    return Asked(
        identifier=each.pk,
        learner_key=each.learner.key,
        name=f"{contact.first_name} {contact.last_name}" if contact else "",
        kind=RequestKind(each.kind),
        text=each.text,
        made_at=each.made_at,
        settled_at=each.settled_at,
        person_name=each.person_name,
        answer=each.answer,
    )
